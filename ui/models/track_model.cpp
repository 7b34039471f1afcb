#include "ui/models/track_model.h"

#include "ui/text/format.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

const TrackStats& statsIn(const TrackStatsMap& stats, TrackId id)
{
    static const TrackStats none;
    const auto it = stats.find(id);
    return it == stats.end() ? none : it->second;
}

/// Which list a drag began in, and its rows.
const QString rowsMime = u"application/x-segue-rows"_s;

QVariant missingData(const TrackModel::Missing& missing, const QModelIndex& index, int role)
{
    const auto found = missing.find(index.row());
    const Column column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (found == missing.end())
            return {};
        return column == Column::title ? found->second.title
            : column == Column::artist ? found->second.artist
            : column == Column::album  ? found->second.album
            : column == Column::length ? formatDuration(found->second.durationMs)
                                       : QString();
    case Qt::ToolTipRole:
        return TrackModel::tr("This track is not in the library now. It comes back with its file.");
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft)));
    case TrackModel::AvailableRole:
    case TrackModel::PlayingRole:
    case TrackModel::LovedRole:
        return false;
    default:
        return {};
    }
}

} // namespace

TrackModel::TrackModel(QObject* parent)
    : QAbstractTableModel(parent)
    , table_(std::make_shared<const TrackTable>())
    , stats_(std::make_shared<const TrackStatsMap>())
{
}

void TrackModel::set(TrackTablePtr table, std::vector<Row> rows, Missing missing)
{
    beginResetModel();
    table_ = std::move(table);
    rows_ = std::move(rows);
    missing_ = std::move(missing);
    now_ = nowMs();
    endResetModel();
}

void TrackModel::setStats(TrackStatsPtr stats, const std::vector<TrackId>& changed)
{
    stats_ = std::move(stats);
    rowsChanged(changed);
}

void TrackModel::setPlaying(TrackId track)
{
    if (track == playing_)
        return;
    const TrackId before = std::exchange(playing_, track);
    rowsChanged({before, track});
}

void TrackModel::rowsChanged(const std::vector<TrackId>& tracks)
{
    if (rows_.empty())
        return;
    if (tracks.empty() || tracks.size() > 16) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    for (TrackId track : tracks) {
        if (const int row = positionOf(track); row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

TrackId TrackModel::trackAt(int row) const
{
    if (row < 0 || row >= rowCount() || rows_[static_cast<std::size_t>(row)] == missingRow)
        return {};
    return (*table_)[rows_[static_cast<std::size_t>(row)]].id;
}

int TrackModel::positionOf(TrackId track) const
{
    if (!track)
        return -1;
    const std::optional<Row> row = table_->rowOf(track);
    const auto it = row ? std::find(rows_.begin(), rows_.end(), *row) : rows_.end();
    return it == rows_.end() ? -1 : static_cast<int>(it - rows_.begin());
}

int TrackModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TrackModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : segue::ui::columnCount;
}

QVariant TrackModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row row = rows_[static_cast<std::size_t>(index.row())];
    if (row == missingRow)
        return missingData(missing_, index, role);
    const TrackRecord& track = (*table_)[row];
    const Column column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(*table_, row, statsIn(*stats_, track.id), column, now_);
    case Qt::AccessibleTextRole: {
        const QString text = cellText(*table_, row, statsIn(*stats_, track.id), column, now_);
        return text.isEmpty() && column == Column::rating ? formatStars({}) : text;
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft)));
    case TrackIdRole:
        return QVariant::fromValue<qint64>(track.id.value);
    case StarsRole: {
        const auto& rating = statsIn(*stats_, track.id).rating;
        return rating ? QVariant(int{*rating}) : QVariant();
    }
    case LovedRole:
        return statsIn(*stats_, track.id).loved;
    case PlayingRole:
        return playing_ && track.id == playing_;
    case AvailableRole:
        return track.available;
    default:
        return {};
    }
}

QVariant TrackModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return columnTitle(static_cast<Column>(section));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter
            | (isNumeric(static_cast<Column>(section)) ? Qt::AlignRight : Qt::AlignLeft)));
    return {};
}

Qt::ItemFlags TrackModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled
            | Qt::ItemNeverHasChildren
        : editable_ ? Qt::ItemIsDropEnabled
                    : Qt::NoItemFlags;
}

QStringList TrackModel::mimeTypes() const
{
    return {QString::fromLatin1(trackMimeType), rowsMime};
}

QMimeData* TrackModel::mimeData(const QModelIndexList& indexes) const
{
    std::vector<TrackId> tracks;
    QList<int> rows;
    int last = -1;
    for (const QModelIndex& index : indexes) {
        if (std::exchange(last, index.row()) == index.row())
            continue;
        rows << index.row();
        if (const TrackId track = trackAt(index.row()))
            tracks.push_back(track);
    }
    auto* mime = new QMimeData;
    if (editable_) {
        QByteArray bytes;
        QDataStream(&bytes, QIODevice::WriteOnly) << reinterpret_cast<quintptr>(this) << rows;
        mime->setData(rowsMime, bytes);
    }
    mime->setData(QString::fromLatin1(trackMimeType), encodeTracks(tracks));
    return mime;
}

bool TrackModel::dropMimeData(
    const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent)
{
    if (!editable_)
        return false;
    const int to = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (data->hasFormat(rowsMime)) {
        quintptr from = 0;
        QList<int> rows;
        QDataStream(data->data(rowsMime)) >> from >> rows;
        if (from == reinterpret_cast<quintptr>(this)) {
            Q_EMIT rowsDropped({rows.begin(), rows.end()}, to);
            return false; // the list's owner moves them; the view must not remove rows itself
        }
    }
    if (data->hasFormat(QString::fromLatin1(trackMimeType)))
        Q_EMIT tracksDropped(decodeTracks(data->data(QString::fromLatin1(trackMimeType))), to);
    return false;
}

QByteArray encodeTracks(const std::vector<TrackId>& tracks)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    for (TrackId track : tracks)
        out << static_cast<qint64>(track.value);
    return bytes;
}

std::vector<TrackId> decodeTracks(const QByteArray& bytes)
{
    std::vector<TrackId> tracks;
    QDataStream in(bytes);
    while (!in.atEnd()) {
        qint64 id = 0;
        in >> id;
        if (in.status() == QDataStream::Ok && id > 0)
            tracks.push_back(TrackId{id});
    }
    return tracks;
}

} // namespace segue::ui

#include "moc_track_model.cpp"
