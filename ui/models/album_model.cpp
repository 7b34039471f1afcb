#include "ui/models/album_model.h"

#include "ui/text/format.h"

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

QString albumTitle(const TrackTable& table, const AlbumRecord& album)
{
    const QString title = textOf(table, album.title);
    return title.isEmpty() ? AlbumModel::tr("Single tracks") : title;
}

std::vector<std::uint32_t> sortAlbums(const TrackTable& table, AlbumOrder order)
{
    const auto albums = table.albums();
    std::vector<std::pair<std::int64_t, std::uint32_t>> keys;
    keys.reserve(albums.size());
    for (std::uint32_t i = 0; i < albums.size(); ++i) {
        if (albums[i].trackCount == 0)
            continue;
        // Rows lie in the order artist, album: the first one stands for the album's artist.
        const Row first = table.rowsOfAlbum(i).front();
        std::int64_t key = first;
        if (order == AlbumOrder::title)
            key = table[first].albumRank;
        else if (order == AlbumOrder::newest)
            key = -albums[i].addedAt;
        else if (order == AlbumOrder::year)
            key = albums[i].year == 0 ? 1 : -std::int64_t{albums[i].year};
        keys.emplace_back(key, i);
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::uint32_t> sorted(keys.size());
    std::transform(
        keys.begin(), keys.end(), sorted.begin(), [](const auto& k) { return k.second; });
    return sorted;
}

AlbumModel::AlbumModel(QObject* parent)
    : TileModel(parent)
    , table_(std::make_shared<const TrackTable>())
{
}

void AlbumModel::set(TrackTablePtr table, AlbumOrder order)
{
    std::vector<std::uint32_t> albums = sortAlbums(*table, order);
    set(std::move(table), std::move(albums));
}

void AlbumModel::set(TrackTablePtr table, std::vector<std::uint32_t> albums)
{
    beginResetModel();
    table_ = std::move(table);
    albums_ = std::move(albums);
    endResetModel();
}

std::vector<TrackId> AlbumModel::tracksAt(int row) const
{
    std::vector<TrackId> tracks;
    for (Row track : table_->rowsOfAlbum(albumAt(row)))
        tracks.push_back((*table_)[track].id);
    return tracks;
}

TrackId AlbumModel::handleAt(int row) const
{
    return (*table_)[table_->rowsOfAlbum(albumAt(row)).front()].id;
}

QString AlbumModel::pageAt(int row) const
{
    return u"album:%1"_s.arg(handleAt(row).value);
}

int AlbumModel::positionOf(TrackId handle) const
{
    const auto row = table_->rowOf(handle);
    if (!row)
        return -1;
    const auto it = std::find(albums_.begin(), albums_.end(), (*table_)[*row].albumIndex);
    return it == albums_.end() ? -1 : static_cast<int>(it - albums_.begin());
}

int AlbumModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(albums_.size());
}

QVariant AlbumModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const AlbumRecord& album = table_->albums()[albumAt(index.row())];
    const QString artist = textOf(*table_, album.artist);
    switch (role) {
    case Qt::DisplayRole:
        return albumTitle(*table_, album);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1 by %2, %3")
            .arg(albumTitle(*table_, album), artist,
                countOf(album.trackCount, tr("track"), tr("tracks")));
    case SubtitleRole:
        return album.year == 0 ? artist : u"%1 · %2"_s.arg(artist).arg(album.year);
    case PathRole: {
        const std::string_view path = table_->text((*table_)[album.coverRow].path);
        return QByteArray(path.data(), static_cast<qsizetype>(path.size()));
    }
    case TracksRole:
        return album.trackCount;
    default:
        return {};
    }
}

} // namespace segue::ui

#include "moc_album_model.cpp"
