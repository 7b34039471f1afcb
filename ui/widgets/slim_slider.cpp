#include "ui/widgets/slim_slider.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace segue::ui {

SlimSlider::SlimSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setRange(0, 100);
    setPageStep(5);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
}

QSize SlimSlider::sizeHint() const
{
    return {scaled(110), scaled(24)};
}

int SlimSlider::valueAt(double x) const
{
    const double share = std::clamp((x - 6) / std::max(1, width() - 12), 0.0, 1.0);
    return minimum()
        + static_cast<int>(
            std::lround((isRightToLeft() ? 1 - share : share) * (maximum() - minimum())));
}

void SlimSlider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const Colors& c = colors();
    const bool hot = underMouse() || hasFocus() || isSliderDown();
    const double share = double(value() - minimum()) / std::max(1, maximum() - minimum());
    const double x = 6 + (isRightToLeft() ? 1 - share : share) * (width() - 12);
    const QRectF groove(0, height() / 2.0 - 2, width(), 4);
    painter.setBrush(c.border);
    painter.drawRoundedRect(groove, 2, 2);
    QRectF done = groove;
    isRightToLeft() ? done.setLeft(x) : done.setRight(x);
    painter.setBrush(hot ? c.accent : c.textDim);
    painter.drawRoundedRect(done, 2, 2);
    painter.setBrush(c.text);
    painter.drawEllipse(QPointF(x, height() / 2.0), hot ? 7 : 6, hot ? 7 : 6);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accent, 2));
        painter.drawEllipse(QPointF(x, height() / 2.0), 8.5, 8.5);
    }
}

void SlimSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setValue(valueAt(event->position().x()));
}

void SlimSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        setValue(valueAt(event->position().x()));
}

void SlimSlider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
    update();
}

} // namespace segue::ui

#include "moc_slim_slider.cpp"
