#include "ui/widgets/seek_bar.h"

#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace segue::ui {

SeekBar::SeekBar(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void SeekBar::setDuration(qint64 ms)
{
    duration_ = ms;
    setEnabled(ms > 0);
    describe();
    update();
}

void SeekBar::setPosition(qint64 ms)
{
    const double before = duration_ > 0 ? double(position_) / double(duration_) * width() : 0;
    const double after = duration_ > 0 ? double(ms) / double(duration_) * width() : 0;
    position_ = ms;
    describe();
    if (std::abs(before - after) * devicePixelRatioF() >= .5)
        update();
}

QSize SeekBar::sizeHint() const
{
    return {scaled(240), scaled(28)};
}

qint64 SeekBar::timeAt(double x) const
{
    const double share = std::clamp(x / std::max(1, width()), 0.0, 1.0);
    return static_cast<qint64>((isRightToLeft() ? 1 - share : share) * double(duration_));
}

void SeekBar::describe()
{
    setAccessibleName(duration_ > 0
            ? tr("Position: %1 of %2")
                  .arg(formatDuration(std::max<qint64>(position_, 1)), formatDuration(duration_))
            : tr("Position: nothing plays"));
}

void SeekBar::setWaveform(std::shared_ptr<const analysis::Waveform> waveform)
{
    if (waveform_ == waveform)
        return;
    waveform_ = std::move(waveform);
    played_ = ahead_ = {};
    update();
}

double SeekBar::shownShare() const
{
    return dragging_ ? std::clamp(pointer_ / width(), 0.0, 1.0)
                     : std::clamp(double(position_) / double(duration_), 0.0, 1.0);
}

void SeekBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool hot = isEnabled() && (underMouse() || dragging_ || hasFocus());
    if (waveform_ && duration_ > 0)
        paintWaveform(painter, hot);
    else
        paintPlain(painter, hot);
}

void SeekBar::drawPictures()
{
    for (Picture* picture : {&played_, &ahead_}) {
        const WaveformColors wanted = waveformColors(picture == &played_);
        if (picture->colors == wanted && picture->pixmap.deviceIndependentSize() == QSizeF(size())
            && picture->pixmap.devicePixelRatio() == devicePixelRatioF())
            continue;
        picture->colors = wanted;
        picture->pixmap = waveformPixmap(*waveform_, size(), devicePixelRatioF(), wanted);
    }
}

void SeekBar::paintWaveform(QPainter& painter, bool hot)
{
    drawPictures();
    const double x = width() * shownShare();
    painter.save();
    painter.setClipRect(QRectF(0, 0, x, height()));
    painter.drawPixmap(0, 0, played_.pixmap);
    painter.setClipRect(QRectF(x, 0, width() - x, height()));
    painter.drawPixmap(0, 0, ahead_.pixmap);
    // Between here and the pointer: where a click would go.
    if (hot && pointer_ > x && !dragging_) {
        painter.setClipRect(QRectF(x, 0, pointer_ - x, height()));
        painter.setOpacity(.45);
        painter.drawPixmap(0, 0, played_.pixmap);
    }
    painter.restore();
    painter.setBrush(colors().text);
    const double line = hot ? 2 : 1.5;
    painter.drawRoundedRect(
        QRectF(std::clamp(x - line / 2, 0.0, width() - line), 0, line, height()), line / 2,
        line / 2);
}

void SeekBar::paintPlain(QPainter& painter, bool hot) const
{
    const Colors& c = colors();
    const double thick = hot ? 6 : 4;
    const QRectF groove(0, (height() - thick) / 2, width(), thick);
    painter.setBrush(c.border);
    painter.drawRoundedRect(groove, thick / 2, thick / 2);
    if (duration_ <= 0)
        return;
    if (hot && pointer_ >= 0) {
        QRectF ahead = groove;
        ahead.setWidth(pointer_);
        painter.setBrush(mix(c.border, c.textDim, .35));
        painter.drawRoundedRect(ahead, thick / 2, thick / 2);
    }
    QRectF done = groove;
    done.setWidth(std::max(thick, groove.width() * shownShare()));
    painter.setBrush(c.accent);
    painter.drawRoundedRect(done, thick / 2, thick / 2);
    if (hot) {
        painter.setBrush(c.text);
        painter.drawEllipse(
            QPointF(std::clamp(done.right(), 6.0, width() - 6.0), height() / 2.0), 6, 6);
    }
}

void SeekBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || duration_ <= 0)
        return;
    dragging_ = true;
    pointer_ = event->position().x();
    update();
}

void SeekBar::mouseMoveEvent(QMouseEvent* event)
{
    pointer_ = event->position().x();
    if (duration_ > 0)
        QToolTip::showText(event->globalPosition().toPoint() - QPoint(0, scaled(40)),
            formatDuration(std::max<qint64>(1000, timeAt(pointer_))), this);
    update();
}

void SeekBar::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(dragging_, false))
        return;
    Q_EMIT seeked(timeAt(event->position().x()));
    update();
}

void SeekBar::leaveEvent(QEvent*)
{
    pointer_ = -1;
    update();
}

void SeekBar::keyPressEvent(QKeyEvent* event)
{
    qint64 to = position_;
    switch (event->key()) {
    case Qt::Key_Left:
        to -= 5000;
        break;
    case Qt::Key_Right:
        to += 5000;
        break;
    case Qt::Key_PageDown:
        to -= 30000;
        break;
    case Qt::Key_PageUp:
        to += 30000;
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (duration_ > 0)
        Q_EMIT seeked(std::clamp<qint64>(to, 0, duration_));
}

} // namespace segue::ui

#include "moc_seek_bar.cpp"
