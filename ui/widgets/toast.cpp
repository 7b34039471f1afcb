#include "ui/widgets/toast.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_button.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace segue::ui {

using namespace Qt::StringLiterals;

Toast::Toast(QWidget* host)
    : QFrame(host)
    , icon_(new QLabel)
    , text_(new QLabel)
    , action_(new QPushButton)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(8);
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    action_->setProperty("flat", true);
    auto* close = new IconButton(u"close"_s, tr("Close message"));
    close->setSizes(16, 28);
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(action_);
    row->addWidget(close);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (underMouse() || isAncestorOf(focusWidget()) || action_->hasFocus())
            timer_.start(2000);
        else
            hide();
    });
    connect(close, &QAbstractButton::clicked, this, &QWidget::hide);
    connect(action_, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT actionTriggered();
    });
    host->installEventFilter(this);
    hide();
}

void Toast::showMessage(const QString& text, const QString& action, bool isProblem)
{
    problem_ = isProblem;
    text_->setText(text);
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    icon_->setVisible(isProblem);
    if (isProblem)
        icon_->setPixmap(iconPixmap(u"alert"_s, colors().danger, scaled(18), devicePixelRatioF()));
    setAccessibleName(text);
    show();
    raise();
    place();
    timer_.start(isProblem ? 12000 : 6000);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Toast::message() const
{
    return isVisible() ? text_->text() : QString();
}

QString Toast::lastMessage() const
{
    return text_->text();
}

void Toast::place()
{
    const QWidget* host = parentWidget();
    const int widest = std::min(host->width() - 32, scaled(560));
    const int wanted = text_->fontMetrics().horizontalAdvance(text_->text())
        + layout()->sizeHint().width() - text_->sizeHint().width() + 8;
    const int w = std::min(widest, std::max(scaled(220), wanted));
    const int h
        = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(w) : sizeHint().height();
    setGeometry((host->width() - w) / 2, host->height() - h - 16, w, h);
}

bool Toast::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(object, event);
}

void Toast::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colors().raised);
    painter.setPen(problem_ ? colors().danger : colors().border);
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 10, 10);
}

} // namespace segue::ui

#include "moc_toast.cpp"
