#include "ui/widgets/nav_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>

namespace segue::ui {

using namespace Qt::StringLiterals;

NavButton::NavButton(
    QString iconName, const QString& text, const QString& shortcut, QWidget* parent)
    : QAbstractButton(parent)
    , icon_(std::move(iconName))
{
    setText(text);
    setAccessibleName(text);
    setToolTip(shortcut.isEmpty() ? text : u"%1  (%2)"_s.arg(text, shortcut));
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavButton::setNarrow(bool narrow)
{
    narrow_ = narrow;
    updateGeometry();
    update();
}

QSize NavButton::sizeHint() const
{
    const int height = std::max(scaled(36), fontMetrics().height() + 16);
    return {narrow_ ? scaled(44) : scaled(52) + fontMetrics().horizontalAdvance(text()), height};
}

void NavButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    const bool on = isChecked();
    if (on || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(on ? c.surface : mix(c.sidebar, c.surface, .6));
        painter.drawRoundedRect(rect(), 8, 8);
    }
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
    const int px = scaled(20);
    const QPixmap pixmap = iconPixmap(icon_,
        on                 ? c.accent
            : underMouse() ? c.text
                           : c.textDim,
        px, devicePixelRatioF());
    const int left = narrow_ ? (width() - px) / 2 : scaled(12);
    const int x = isRightToLeft() ? width() - left - px : left;
    painter.drawPixmap(x, (height() - px) / 2, pixmap);
    if (narrow_)
        return;
    painter.setFont(themeFont(TextSize::normal, on));
    painter.setPen(on || underMouse() ? c.text : c.textDim);
    const int gap = left + px + scaled(12);
    const QRect place
        = isRightToLeft() ? rect().adjusted(4, 0, -gap, 0) : rect().adjusted(gap, 0, -4, 0);
    painter.drawText(place,
        static_cast<int>(
            QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)),
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, place.width()));
}

} // namespace segue::ui

#include "moc_nav_button.cpp"
