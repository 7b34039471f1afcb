// How a SuggestionCard looks.
#include "core/history/taste.h"
#include "core/playback/player.h"
#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/suggestion_card.h"
#include "ui/widgets/star_rating.h"

#include <QCursor>
#include <QPainter>
#include <QTextLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// At most two lines, the second one elided.
void drawTwoLines(QPainter& painter, const QRect& area, const QString& text)
{
    QTextLayout layout(text, painter.font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine first = layout.createLine();
    first.setLineWidth(area.width());
    const int cut = first.textLength();
    layout.endLayout();
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    const QFontMetrics fm = painter.fontMetrics();
    const int align = static_cast<int>(
        (text.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    painter.drawText(
        QRect(area.x(), area.y(), area.width(), fm.height()), align, text.left(cut).trimmed());
    if (cut < text.size())
        painter.drawText(QRect(area.x(), area.y() + fm.height(), area.width(), fm.height()), align,
            fm.elidedText(text.mid(cut), Qt::ElideRight, area.width()));
}

} // namespace

void SuggestionCard::paintPicture(QPainter& painter, const QRect& cover, bool hot)
{
    const double ratio = devicePixelRatioF();
    paintCover(painter, cover, covers_.find(path_, static_cast<int>(cover.width() * ratio)),
        album_.isEmpty() ? title_ : album_, 10);
    const TrackStats stats = commands_.services().taste.statsOf(suggestion_.track);
    const bool marked = stats.rating || stats.loved;
    painter.setPen(Qt::NoPen);
    if (hot || marked) {
        QLinearGradient shade(cover.topLeft(), cover.bottomLeft());
        shade.setColorAt(0, QColor(0, 0, 0, hot ? 120 : 0));
        shade.setColorAt(.35, QColor(0, 0, 0, hot ? 40 : 0));
        shade.setColorAt(.65, QColor(0, 0, 0, hot ? 40 : 0));
        shade.setColorAt(1, QColor(0, 0, 0, 170));
        painter.setBrush(shade);
        painter.drawRoundedRect(cover, 10, 10);
    }
    if (marked && !hot) { // with the pointer or the focus on it CardControls shows them
        const int px = scaled(14);
        const QRectF stars(cover.x() + 8, cover.bottom() - px - 7, px * 5, px);
        if (stats.rating)
            paintStars(painter, stars, *stats.rating, Qt::white, QColor(255, 255, 255, 90), ratio);
        if (stats.loved)
            painter.drawPixmap(cover.right() - px - 7, cover.bottom() - px - 7,
                iconPixmap(u"heart-filled"_s, colors().accent, px, ratio));
    }
    const auto current = commands_.services().player.current();
    const bool playing = current && current->track == suggestion_.track;
    if (!hot && !playing)
        return;
    const int disc = scaled(hot ? 48 : 36);
    const QRectF circle(
        cover.center().x() - disc / 2.0 + .5, cover.center().y() - disc / 2.0 + .5, disc, disc);
    const bool over = hot && cover.contains(mapFromGlobal(QCursor::pos()));
    painter.setBrush(hot ? (over ? mix(colors().accent, Qt::white, .12) : colors().accent)
                         : QColor(0, 0, 0, 150));
    painter.drawEllipse(circle);
    const int px = disc / 2;
    painter.drawPixmap(QPointF(circle.center().x() - px / 2.0, circle.center().y() - px / 2.0),
        iconPixmap(playing ? u"playing"_s : u"play"_s, hot ? colors().onAccent : QColor(Qt::white),
            px, ratio));
}

void SuggestionCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setOpacity(opacity_ * (leaving_ ? .5 : 1));
    const Colors& c = colors();
    const QRect cover = coverRect();
    paintPicture(painter, cover, underMouse() || keyboardFocus_);
    if (keyboardFocus_) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accent, 2));
        painter.drawRoundedRect(QRectF(cover).adjusted(-2, -2, 2, 2), 12, 12);
    }
    const auto line = [&](const QString& text, int y, const QFont& font, const QColor& color) {
        painter.setFont(font);
        painter.setPen(color);
        const QFontMetrics fm = painter.fontMetrics();
        painter.drawText(QRect(4, y, width() - 8, fm.height()),
            static_cast<int>(
                (text.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute),
            fm.elidedText(text, Qt::ElideRight, width() - 8));
        return y + fm.height();
    };
    int y = cover.bottom() + 9;
    y = line(title_, y, themeFont(TextSize::normal, true), c.text);
    line(artist_, y, themeFont(TextSize::small), c.textDim);
    QFont small = themeFont(TextSize::small);
    const bool asking = reasonRect().contains(mapFromGlobal(QCursor::pos())) && underMouse();
    small.setUnderline(asking);
    painter.setFont(small);
    painter.setPen(asking ? c.accent : mix(c.textDim, c.accent, .45));
    drawTwoLines(painter, reasonRect(), suggestion_.reason);
}

} // namespace segue::ui
