#include "ui/delegates/track_delegate.h"

#include "ui/models/track_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/star_rating.h"

#include <QFontMetrics>
#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

int trackRowHeight()
{
    return std::max(scaled(34), QFontMetrics(themeFont(TextSize::normal)).height() + 14);
}

void TrackDelegate::setHover(int row, int column, const QPoint& at)
{
    hoverRow_ = row;
    hoverColumn_ = column;
    hoverAt_ = at;
}

void TrackDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors();
    const Column column = static_cast<Column>(index.column());
    const bool hovered = index.row() == hoverRow_;
    const bool selected = option.state & QStyle::State_Selected;
    const bool playing = index.data(TrackModel::PlayingRole).toBool();
    const bool available = index.data(TrackModel::AvailableRole).toBool();
    const double ratio = painter->device()->devicePixelRatioF();
    if (selected)
        painter->fillRect(option.rect, c.accentSoft);
    else if (hovered)
        painter->fillRect(option.rect, c.surface);

    QRect cell = option.rect.adjusted(8, 0, -8, 0);
    if (column == Column::rating) {
        const QVariant stars = index.data(TrackModel::StarsRole);
        const QRectF area = starsArea(cell);
        const bool pointing = hovered && hoverColumn_ == index.column();
        if (stars.isValid() || hovered || selected)
            paintStars(*painter, area, pointing ? starsAt(area, hoverAt_.x()) : stars.toInt(),
                pointing || stars.isValid() ? c.accent : c.textFaint,
                hovered || selected ? c.textFaint : withAlpha(c.textFaint, .45), ratio);
        return;
    }
    if (column == Column::love) {
        const bool loved = index.data(TrackModel::LovedRole).toBool();
        const int px = scaled(16);
        if (loved || hovered)
            painter->drawPixmap(cell.x(), cell.center().y() - px / 2,
                iconPixmap(loved ? u"heart-filled"_s : u"heart"_s, loved ? c.accent : c.textFaint,
                    px, ratio));
        return;
    }
    if (column == Column::title && playing) {
        const int px = scaled(14);
        const bool rtl = option.direction == Qt::RightToLeft;
        painter->drawPixmap(rtl ? cell.right() - px : cell.x(), cell.center().y() - px / 2,
            iconPixmap(u"playing"_s, c.accent, px, ratio));
        cell.adjust(rtl ? 0 : px + 8, 0, rtl ? -px - 8 : 0, 0);
    }
    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        return;
    painter->setFont(option.font);
    painter->setPen(!available                   ? c.textFaint
            : playing && column == Column::title ? c.accent
            : column == Column::title            ? c.text
                                                 : c.textDim);
    const auto align = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter->drawText(cell,
        static_cast<int>(QStyle::visualAlignment(option.direction, align) | Qt::TextSingleLine),
        option.fontMetrics.elidedText(text, Qt::ElideRight, cell.width()));
}

QSize TrackDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {scaled(columnWidth(static_cast<Column>(index.column()))), trackRowHeight()};
}

} // namespace segue::ui

#include "moc_track_delegate.cpp"
