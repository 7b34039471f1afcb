#include "ui/widgets/icon_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

IconButton::IconButton(
    const QString& iconName, const QString& name, QWidget* parent, const QString& shortcut)
    : QToolButton(parent)
    , shortcut_(shortcut)
{
    setAppearance(iconName, name);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconButton::setAppearance(const QString& iconName, const QString& name)
{
    icon_ = iconName;
    setAccessibleName(name);
    setToolTip(shortcut_.isEmpty() ? name : u"%1  (%2)"_s.arg(name, shortcut_));
    update();
}

void IconButton::setSizes(int iconPx, int buttonPx)
{
    iconPx_ = iconPx;
    buttonPx_ = buttonPx;
    updateGeometry();
}

void IconButton::setPrimary(bool on)
{
    primary_ = on;
    update();
}

void IconButton::setOnPicture(bool on)
{
    onPicture_ = on;
    update();
}

QSize IconButton::sizeHint() const
{
    return {scaled(buttonPx_), scaled(buttonPx_)};
}

void IconButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    const bool hot = isEnabled() && (underMouse() || isDown());
    QColor ink = !isEnabled() ? withAlpha(c.textFaint, .55)
        : isChecked()         ? c.accent
        : hot                 ? c.text
                              : c.textDim;
    if (onPicture_ && !isChecked())
        ink = Qt::white;
    const double round = std::min(width(), height());
    const QRectF disc((width() - round) / 2, (height() - round) / 2, round, round);
    painter.setPen(Qt::NoPen);
    if (primary_) {
        painter.setBrush(isEnabled() ? (hot ? mix(c.accent, c.text, .12) : c.accent) : c.surface);
        ink = isEnabled() ? c.onAccent : c.textFaint;
        painter.drawEllipse(disc);
    } else if (hot) {
        painter.setBrush(onPicture_ ? QColor(0, 0, 0, 120) : isDown() ? c.border : c.surfaceHover);
        painter.drawEllipse(disc);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(primary_ ? c.text : c.accent, 2));
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
    }
    const int side = scaled(iconPx_);
    const QPixmap pixmap = iconPixmap(icon_, ink, side, devicePixelRatioF());
    painter.drawPixmap((width() - side) / 2, (height() - side) / 2, pixmap);
    // Not by colour alone: a dot, unless the icon has another shape then.
    const bool hasShape = icon_.endsWith(u"-filled"_s);
    if (isChecked() && !primary_ && !onPicture_ && !hasShape) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.accent);
        painter.drawEllipse(QPointF(width() / 2.0, height() - 4), 2, 2);
    }
}

} // namespace segue::ui

#include "moc_icon_button.cpp"
