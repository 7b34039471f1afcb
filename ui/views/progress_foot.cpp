#include "ui/views/progress_foot.h"

#include "ui/theme/theme.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>

namespace segue::ui {

ProgressFoot::ProgressFoot(const QString& name, QWidget* parent)
    : QWidget(parent)
    , row_(new QHBoxLayout)
    , text_(new QLabel)
    , bar_(new QProgressBar)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 4, 8);
    column->setSpacing(6);
    row_->setSpacing(0);
    text_->setForegroundRole(QPalette::PlaceholderText);
    text_->setFont(themeFont(TextSize::small));
    text_->setWordWrap(true);
    row_->addWidget(text_, 1);
    column->addLayout(row_);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(name);
    column->addWidget(bar_);
}

IconButton* ProgressFoot::addButton(const QString& icon, const QString& text)
{
    auto* button = new IconButton(icon, text);
    button->setSizes(14, 24);
    row_->addWidget(button);
    return button;
}

void ProgressFoot::showProgress(
    const QString& text, const QString& toolTip, qint64 done, qint64 all)
{
    text_->setText(text);
    text_->setToolTip(toolTip);
    bar_->setRange(0, static_cast<int>(all));
    bar_->setValue(static_cast<int>(done));
}

void ProgressFoot::setNarrow(bool narrow)
{
    text_->setVisible(!narrow);
}

} // namespace segue::ui

#include "moc_progress_foot.cpp"
