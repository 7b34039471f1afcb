#include "ui/widgets/elided_label.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace segue::ui {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text)
{
    // One line whatever the tags hold.
    full_ = QString(text).replace(QLatin1Char('\n'), QLatin1Char(' '));
    setText(full_);
    setAccessibleName(full_);
    resizeEvent(nullptr);
    update();
}

void ElidedLabel::setDim(bool dim)
{
    dim_ = dim;
    update();
}

void ElidedLabel::setLink(bool link)
{
    link_ = link;
    setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setFocusPolicy(link ? Qt::TabFocus : Qt::NoFocus);
    setAttribute(Qt::WA_Hover, link);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 4, fontMetrics().height() + 2};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(full_) + 2, fontMetrics().height() + 2};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colors& c = colors();
    QFont f = font();
    if (link_ && !full_.isEmpty() && (underMouse() || hasFocus()))
        f.setUnderline(true);
    painter.setFont(f);
    painter.setPen(dim_ ? (link_ && underMouse() ? c.text : c.textDim) : c.text);
    const QString shown = fontMetrics().elidedText(full_, Qt::ElideRight, width());
    const Qt::Alignment side = full_.isRightToLeft() && (alignment() & Qt::AlignLeft)
        ? Qt::AlignRight | Qt::AlignAbsolute
        : alignment() & Qt::AlignHorizontal_Mask;
    painter.drawText(rect(), static_cast<int>(side | Qt::AlignVCenter), shown);
}

void ElidedLabel::resizeEvent(QResizeEvent*)
{
    setToolTip(fontMetrics().horizontalAdvance(full_) > width() ? full_ : QString());
}

void ElidedLabel::mouseReleaseEvent(QMouseEvent* event)
{
    if (link_ && event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT activated();
}

void ElidedLabel::keyPressEvent(QKeyEvent* event)
{
    if (link_ && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        Q_EMIT activated();
    else
        QLabel::keyPressEvent(event);
}

} // namespace segue::ui

#include "moc_elided_label.cpp"
