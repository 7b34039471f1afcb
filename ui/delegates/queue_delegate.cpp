#include "ui/delegates/queue_delegate.h"

#include "ui/delegates/track_row_paint.h"
#include "ui/models/queue_model.h"

#include <QPainter>

namespace segue::ui {

QueueDelegate::QueueDelegate(CoverCache& covers, QObject* parent)
    : QStyledItemDelegate(parent)
    , covers_(covers)
{
}

void QueueDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    TrackRow row;
    row.title = index.data().toString();
    row.artist = index.data(QueueModel::ArtistRole).toString();
    row.album = index.data(QueueModel::AlbumRole).toString();
    row.path = index.data(QueueModel::PathRole).toByteArray();
    row.end = index.data(QueueModel::LengthRole).toString();
    row.playing = index.data(QueueModel::CurrentRole).toBool();
    row.past = index.data(QueueModel::PastRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintTrackRow(*painter, option, row, covers_);
    painter->restore();
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return trackRowSize();
}

} // namespace segue::ui

#include "moc_queue_delegate.cpp"
