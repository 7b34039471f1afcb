#include "ui/widgets/empty_state.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace segue::ui {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , icon_(new QLabel)
    , headline_(new QLabel)
    , text_(new QLabel)
    , action_(new QPushButton)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(32, 32, 32, 32);
    column->setSpacing(8);
    column->addStretch(2);
    for (QLabel* label : {icon_, headline_, text_}) {
        label->setAlignment(Qt::AlignCenter);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(label != icon_);
        column->addWidget(label);
    }
    headline_->setFont(themeFont(TextSize::large, true));
    text_->setForegroundRole(QPalette::PlaceholderText);
    action_->setProperty("primary", true);
    column->addSpacing(8);
    column->addWidget(action_, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(action_, &QAbstractButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setTexts(
    const QString& iconName, const QString& headline, const QString& text, const QString& action)
{
    iconName_ = iconName;
    headline_->setText(headline);
    text_->setText(text);
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    paintIcon();
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintIcon();
}

void EmptyState::paintIcon()
{
    if (!iconName_.isEmpty())
        icon_->setPixmap(
            iconPixmap(iconName_, colors().textFaint, scaled(48), devicePixelRatioF()));
}

} // namespace segue::ui

#include "moc_empty_state.cpp"
