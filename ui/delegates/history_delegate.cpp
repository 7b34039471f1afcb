#include "ui/delegates/history_delegate.h"

#include "ui/delegates/track_row_paint.h"
#include "ui/models/history_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

HistoryDelegate::HistoryDelegate(CoverCache& covers, QObject* parent)
    : QStyledItemDelegate(parent)
    , covers_(covers)
{
}

void HistoryDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(HistoryModel::IsDayRole).toBool()) {
        painter->setFont(themeFont(TextSize::normal, true));
        painter->setPen(colors().text);
        painter->drawText(option.rect.adjusted(12, 0, -12, -scaled(6)),
            static_cast<int>(
                QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignBottom),
            index.data().toString());
    } else {
        TrackRow row;
        row.title = index.data().toString();
        row.artist = index.data(HistoryModel::ArtistRole).toString();
        row.album = index.data(HistoryModel::AlbumRole).toString();
        row.path = index.data(HistoryModel::PathRole).toByteArray();
        row.before = index.data(HistoryModel::TimeRole).toString();
        row.end = index.data(HistoryModel::HeardRole).toString();
        row.dim = index.data(HistoryModel::SkippedRole).toBool();
        if (index.data(HistoryModel::PrivateRole).toBool())
            row.mark = u"private"_s;
        paintTrackRow(*painter, option, row, covers_);
    }
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return trackRowSize();
}

} // namespace segue::ui

#include "moc_history_delegate.cpp"
