#include "ui/models/track_model.h"

#include "ui/text/format.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

namespace segue::ui {

namespace {

const TrackStats& statsIn(const TrackStatsMap& stats, TrackId id)
{
    static const TrackStats none;
    const auto it = stats.find(id);
    return it == stats.end() ? none : it->second;
}

} // namespace

TrackModel::TrackModel(QObject* parent)
    : QAbstractTableModel(parent)
    , table_(std::make_shared<const TrackTable>())
    , stats_(std::make_shared<const TrackStatsMap>())
{
}

void TrackModel::set(TrackTablePtr table, std::vector<Row> rows)
{
    beginResetModel();
    table_ = std::move(table);
    rows_ = std::move(rows);
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
    return row >= 0 && row < rowCount() ? (*table_)[rows_[static_cast<std::size_t>(row)]].id
                                        : TrackId{};
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
                           : Qt::NoItemFlags;
}

QStringList TrackModel::mimeTypes() const
{
    return {QString::fromLatin1(trackMimeType)};
}

QMimeData* TrackModel::mimeData(const QModelIndexList& indexes) const
{
    std::vector<TrackId> tracks;
    int last = -1;
    for (const QModelIndex& index : indexes) {
        if (std::exchange(last, index.row()) != index.row())
            tracks.push_back(trackAt(index.row()));
    }
    auto* mime = new QMimeData;
    mime->setData(QString::fromLatin1(trackMimeType), encodeTracks(tracks));
    return mime;
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
