#include "ui/widgets/star_rating.h"

#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

void paintStars(QPainter& painter, const QRectF& area, int halfStars, const QColor& filled,
    const QColor& empty, double ratio)
{
    const int side = static_cast<int>(std::lround(area.width() / 5));
    const int px = side - std::max(1, side / 8);
    for (int i = 0; i < 5; ++i) {
        const QPointF at(
            area.x() + i * area.width() / 5 + (side - px) / 2.0, area.center().y() - px / 2.0);
        const int halves = std::clamp(halfStars - 2 * i, 0, 2);
        if (halves < 2)
            painter.drawPixmap(at, iconPixmap(u"star"_s, empty, px, ratio));
        if (halves == 0)
            continue;
        const QPixmap full = iconPixmap(u"star-filled"_s, filled, px, ratio);
        const double part = halves == 2 ? 1 : .5;
        painter.drawPixmap(QRectF(at, QSizeF(px * part, px)), full,
            QRectF(0, 0, full.width() * part, full.height()));
    }
}

int starsAt(const QRectF& area, double x)
{
    return std::clamp(static_cast<int>(std::ceil((x - area.x()) / area.width() * 10)), 1, 10);
}

QRectF starsArea(const QRectF& cell)
{
    const double step = std::min<double>(scaled(18), cell.width() / 5);
    return {cell.x(), cell.center().y() - step / 2, step * 5, step};
}

StarRating::StarRating(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setValue({});
    setToolTip(tr("Rate: click a star, or press 0 to 5"));
}

void StarRating::setValue(std::optional<int> halfStars)
{
    value_ = halfStars;
    setAccessibleName(tr("Rating: %1").arg(formatStars(halfStars)));
    update();
}

void StarRating::setOnPicture(bool on)
{
    onPicture_ = on;
    update();
}

QSize StarRating::sizeHint() const
{
    return {scaled(90), scaled(24)};
}

void StarRating::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    const QColor empty = !isEnabled() ? withAlpha(c.textFaint, .5)
        : onPicture_                  ? QColor(255, 255, 255, 190)
                                      : c.textFaint;
    const QColor filled = onPicture_ ? QColor(255, 255, 255) : c.accent;
    paintStars(painter, starsArea(rect()), hover_ > 0 ? hover_ : value_.value_or(0), filled, empty,
        devicePixelRatioF());
    if (hasFocus()) {
        painter.setPen(QPen(onPicture_ ? QColor(Qt::white) : c.accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void StarRating::mouseMoveEvent(QMouseEvent* event)
{
    hover_ = starsAt(starsArea(rect()), event->position().x());
    update();
}

void StarRating::mousePressEvent(QMouseEvent* event)
{
    event->accept();
}

void StarRating::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !rect().contains(event->pos()))
        return;
    const int stars = starsAt(starsArea(rect()), event->position().x());
    Q_EMIT rated(value_ == stars ? std::optional<int>() : stars);
}

void StarRating::leaveEvent(QEvent*)
{
    hover_ = 0;
    update();
}

void StarRating::keyPressEvent(QKeyEvent* event)
{
    const int now = value_.value_or(0);
    if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Up)
        Q_EMIT rated(std::min(10, now + 1));
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Down)
        Q_EMIT rated(now <= 1 ? std::optional<int>() : now - 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace segue::ui

#include "moc_star_rating.cpp"
