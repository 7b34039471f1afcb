#include "ui/models/queue_model.h"

#include "core/library/library.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

const QString queueMime = u"application/x-segue-queue"_s;

} // namespace

QueueModel::QueueModel(Player& player, Library& library, QObject* parent)
    : QAbstractListModel(parent)
    , player_(player)
    , library_(library)
{
    reload();
}

void QueueModel::reload()
{
    std::vector<QueueEntry> entries = player_.queue();
    const bool same = entries.size() == entries_.size()
        && std::equal(entries.begin(), entries.end(), entries_.begin(),
            [](const QueueEntry& a, const QueueEntry& b) { return a.key == b.key; });
    if (same) { // only another track plays: selection and scroll position stay
        current_ = player_.currentIndex();
        if (!entries_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    entries_ = std::move(entries);
    current_ = player_.currentIndex();
    endResetModel();
}

qint64 QueueModel::remainingMs() const
{
    const TrackTablePtr table = library_.tracks();
    qint64 total = 0;
    for (std::size_t i = static_cast<std::size_t>(std::max(0, current_)); i < entries_.size();
         ++i) {
        if (const auto row = table->rowOf(entries_[i].track))
            total += (*table)[*row].durationMs;
    }
    return total;
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const QueueEntry& entry = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case Qt::AccessibleTextRole:
        return index.row() == current_ ? tr("%1 by %2, plays now").arg(entry.title, entry.artist)
                                       : tr("%1 by %2").arg(entry.title, entry.artist);
    case KeyRole:
        return QVariant::fromValue<quint64>(entry.key);
    case TrackIdRole:
        return QVariant::fromValue<qint64>(entry.track.value);
    case ArtistRole:
        return entry.artist;
    case CurrentRole:
        return index.row() == current_;
    case PastRole:
        return index.row() < current_;
    default:
        break;
    }
    if (role != PathRole && role != LengthRole && role != AlbumRole)
        return {};
    const TrackTablePtr table = library_.tracks();
    const auto row = table->rowOf(entry.track);
    if (!row)
        return {};
    if (role == LengthRole)
        return formatDuration((*table)[*row].durationMs);
    if (role == AlbumRole)
        return textOf(*table, (*table)[*row].album);
    const std::string_view path = table->text((*table)[*row].path);
    return QByteArray(path.data(), static_cast<qsizetype>(path.size()));
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled
            | Qt::ItemNeverHasChildren
                           : Qt::ItemIsDropEnabled;
}

QStringList QueueModel::mimeTypes() const
{
    return {queueMime, QString::fromLatin1(trackMimeType)};
}

QMimeData* QueueModel::mimeData(const QModelIndexList& indexes) const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    for (const QModelIndex& index : indexes)
        out << static_cast<quint64>(at(index.row()).key);
    auto* mime = new QMimeData;
    mime->setData(queueMime, bytes);
    return mime;
}

bool QueueModel::dropMimeData(
    const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent)
{
    const int to = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (data->hasFormat(QString::fromLatin1(trackMimeType))) {
        Q_EMIT dropped(decodeTracks(data->data(QString::fromLatin1(trackMimeType))));
        return true;
    }
    if (!data->hasFormat(queueMime))
        return false;
    std::vector<std::uint64_t> keys;
    QDataStream in(data->data(queueMime));
    while (!in.atEnd()) {
        quint64 key = 0;
        in >> key;
        keys.push_back(key);
    }
    Q_EMIT moved(keys, to);
    return false; // the player moves them; the view must not remove rows itself
}

} // namespace segue::ui

#include "moc_queue_model.cpp"
