#include "ui/delegates/track_row_paint.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOptionViewItem>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int gap = 12, edge = 8, corner = 8;
}

void paintTrackRow(
    QPainter& painter, const QStyleOptionViewItem& option, const TrackRow& row, CoverCache& covers)
{
    const Colors& c = colors();
    const double ratio = painter.device()->devicePixelRatioF();
    const QRect area = option.rect.adjusted(4, 1, -4, -1);
    const auto mirrored = [&](QRect r) { return QStyle::visualRect(option.direction, area, r); };
    const int start = static_cast<int>(
        QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    const int end = static_cast<int>(
        QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter);
    painter.setPen(Qt::NoPen);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter.setBrush(option.state & QStyle::State_Selected ? c.accentSoft : c.surface);
        painter.drawRoundedRect(area, corner, corner);
    }
    painter.setOpacity(row.past ? .55 : 1);
    painter.setFont(themeFont(TextSize::small));
    int left = area.x() + edge;
    if (!row.before.isEmpty()) {
        const int width = scaled(56);
        painter.setPen(c.textDim);
        painter.drawText(mirrored({left, area.y(), width, area.height()}), start, row.before);
        left += width + 4;
    }
    int right = area.right() - edge;
    if (!row.end.isEmpty()) {
        const int width = painter.fontMetrics().horizontalAdvance(row.end) + 2;
        painter.setPen(c.textDim);
        painter.drawText(mirrored({right - width, area.y(), width, area.height()}), end, row.end);
        right -= width + gap;
    }
    if (!row.mark.isEmpty()) {
        const int px = scaled(16);
        const QRect place = mirrored({right - px, area.center().y() - px / 2 + 1, px, px});
        painter.drawPixmap(place.topLeft(), iconPixmap(row.mark, c.textDim, px, ratio));
        right -= px + gap;
    }
    const int side = area.height() - 12;
    const QRect cover = mirrored({left, area.y() + 6, side, side});
    paintCover(painter, cover, covers.find(row.path, static_cast<int>(side * ratio)),
        row.album.isEmpty() ? row.title : row.album, 5);
    if (row.playing) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 130));
        painter.drawRoundedRect(cover, 5, 5);
        const int px = scaled(16);
        painter.drawPixmap(cover.center().x() - px / 2 + 1, cover.center().y() - px / 2 + 1,
            iconPixmap(u"playing"_s, Qt::white, px, ratio));
    }
    left += side + gap;
    const QRect text = mirrored({left, area.y(), right - left, area.height()});
    const QRect upper = row.artist.isEmpty()
        ? text // alone in the middle
        : QRect(text.x(), text.y() + 4, text.width(), text.height() / 2 - 3);
    const QRect lower(text.x(), text.center().y(), text.width(), text.height() / 2 - 3);
    painter.setPen(c.textDim);
    painter.drawText(
        lower, start, painter.fontMetrics().elidedText(row.artist, Qt::ElideRight, text.width()));
    painter.setFont(themeFont(TextSize::normal, row.playing));
    painter.setPen(row.playing ? c.accent : row.dim ? c.textDim : c.text);
    painter.drawText(
        upper, start, painter.fontMetrics().elidedText(row.title, Qt::ElideRight, text.width()));
}

QSize trackRowSize()
{
    return {100, std::max(scaled(52), QFontMetrics(themeFont(TextSize::normal)).height() * 2 + 14)};
}

} // namespace segue::ui
