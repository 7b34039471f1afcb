#include "ui/models/playlist_model.h"

#include "ui/models/track_model.h"

#include <QMimeData>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

const QString playlistMime = u"application/x-segue-playlist"_s;
constexpr int deepest = 12;

} // namespace

PlaylistModel::PlaylistModel(Playlists& playlists, QObject* parent)
    : QAbstractListModel(parent)
    , playlists_(playlists)
{
    reload();
    connect(&playlists, &Playlists::changed, this, &PlaylistModel::reload);
}

void PlaylistModel::gather(PlaylistId folder, int depth, std::vector<Shown>& to) const
{
    for (const PlaylistPtr& playlist : playlists_.book().childrenOf(folder)) {
        to.push_back({playlist, depth});
        if (playlist->kind == PlaylistKind::folder && isOpen(playlist->id) && depth < deepest)
            gather(playlist->id, depth + 1, to);
    }
}

void PlaylistModel::reload()
{
    std::vector<Shown> next;
    gather({}, 0, next);
    const bool same = std::ranges::equal(next, shown_, [](const Shown& a, const Shown& b) {
        return a.playlist->id == b.playlist->id && a.depth == b.depth;
    });
    if (same) { // only what they hold or are called: the selection stays
        shown_ = std::move(next);
        if (!shown_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    shown_ = std::move(next);
    endResetModel();
}

PlaylistPtr PlaylistModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? shown_[static_cast<std::size_t>(row)].playlist : nullptr;
}

int PlaylistModel::rowOf(PlaylistId id) const
{
    const auto found
        = std::ranges::find(shown_, id, [](const Shown& shown) { return shown.playlist->id; });
    return found == shown_.end() ? -1 : static_cast<int>(found - shown_.begin());
}

void PlaylistModel::setOpen(PlaylistId folder, bool open)
{
    if (open)
        closed_.remove(folder.value);
    else
        closed_.insert(folder.value);
    reload();
    if (const int row = rowOf(folder); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

int PlaylistModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant PlaylistModel::data(const QModelIndex& index, int role) const
{
    const PlaylistPtr playlist = at(index.row());
    if (!playlist)
        return {};
    const QString name = QString::fromStdString(playlist->name);
    const bool folder = playlist->kind == PlaylistKind::folder;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return name;
    case Qt::AccessibleTextRole:
        return folder                               ? tr("Folder %1").arg(name)
            : playlist->kind == PlaylistKind::smart ? tr("Smart playlist %1").arg(name)
                                                    : tr("Playlist %1").arg(name);
    case Qt::ToolTipRole:
        return playlist->doNotLearn ? tr("%1: nothing is learned from it").arg(name) : name;
    case IdRole:
        return QVariant::fromValue<qint64>(playlist->id.value);
    case IconRole:
        return folder                               ? u"folder"_s
            : playlist->kind == PlaylistKind::smart ? u"smart-playlist"_s
                                                    : u"playlist"_s;
    case DepthRole:
        return shown_[static_cast<std::size_t>(index.row())].depth;
    case OpenRole:
        return folder && isOpen(playlist->id);
    case MutedRole:
        return playlist->doNotLearn;
    default:
        return {};
    }
}

bool PlaylistModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const PlaylistPtr playlist = at(index.row());
    const QString name = value.toString().simplified();
    if (role != Qt::EditRole || !playlist || name.isEmpty())
        return false;
    Q_EMIT renamed(playlist->id, name);
    return true;
}

Qt::ItemFlags PlaylistModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled
        | Qt::ItemIsDropEnabled | Qt::ItemNeverHasChildren;
}

QStringList PlaylistModel::mimeTypes() const
{
    return {playlistMime, QString::fromLatin1(trackMimeType)};
}

QMimeData* PlaylistModel::mimeData(const QModelIndexList& indexes) const
{
    auto* mime = new QMimeData;
    if (const PlaylistPtr playlist = indexes.isEmpty() ? nullptr : at(indexes.first().row()))
        mime->setData(playlistMime, QByteArray::number(qint64(playlist->id.value)));
    return mime;
}

bool PlaylistModel::canDropMimeData(
    const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent) const
{
    if (data->hasFormat(playlistMime))
        return true;
    const PlaylistPtr on = parent.isValid() ? at(parent.row()) : nullptr;
    // Between two entries there is nothing that could hold tracks.
    return data->hasFormat(QString::fromLatin1(trackMimeType)) && row < 0 && on
        && on->kind == PlaylistKind::list;
}

bool PlaylistModel::dropMimeData(
    const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const PlaylistPtr on = parent.isValid() ? at(parent.row()) : nullptr;
    if (data->hasFormat(QString::fromLatin1(trackMimeType))) {
        Q_EMIT tracksDropped(on->id, decodeTracks(data->data(QString::fromLatin1(trackMimeType))));
        return true;
    }
    const PlaylistId id{data->data(playlistMime).toLongLong()};
    constexpr std::size_t end = SIZE_MAX;
    const PlaylistPtr behind = at(row >= 0 ? row : parent.row());
    if (on && on->kind == PlaylistKind::folder && row < 0) {
        Q_EMIT moved(id, on->id, end);
    } else if (!behind) {
        Q_EMIT moved(id, {}, end);
    } else {
        const auto siblings = playlists_.book().childrenOf(behind->parent);
        const auto place = std::ranges::find(siblings, behind);
        Q_EMIT moved(id, behind->parent, static_cast<std::size_t>(place - siblings.begin()));
    }
    return false; // the view must not remove rows itself
}

} // namespace segue::ui

#include "moc_playlist_model.cpp"
