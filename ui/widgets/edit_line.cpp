#include "ui/widgets/edit_line.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QStyle>

namespace segue::ui {

using namespace Qt::StringLiterals;

EditLine::EditLine(QWidget* parent)
    : QLineEdit(parent)
    , revert_(addAction(icon(u"undo"_s), TrailingPosition))
{
    revert_->setToolTip(tr("As the files have it"));
    revert_->setVisible(false);
    setMinimumWidth(60);
    connect(this, &QLineEdit::textEdited, this, [this](const QString& text) {
        setPlaceholderText(text.isEmpty() ? tr("will be taken out") : QString());
        setTouched(true);
        Q_EMIT changed(text);
    });
    connect(revert_, &QAction::triggered, this, &EditLine::revertRequested);
}

void EditLine::showValue(const QString& text, bool mixed, bool touched)
{
    setText(text);
    setCursorPosition(0);
    setPlaceholderText(mixed ? (touched ? tr("‹different, changed›") : tr("‹different›"))
            : touched && text.isEmpty() ? tr("will be taken out")
                                        : QString());
    setTouched(touched);
}

void EditLine::setTouched(bool touched)
{
    revert_->setVisible(touched);
    if (touched_ == touched)
        return;
    touched_ = touched;
    setProperty("touched", touched); // see theme.qss
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace segue::ui

#include "moc_edit_line.cpp"
