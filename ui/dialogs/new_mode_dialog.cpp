#include "ui/dialogs/new_mode_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

NewModeDialog::NewModeDialog(std::vector<ListeningMode> modes, QWidget* parent)
    : QDialog(parent)
    , modes_(std::move(modes))
    , name_(new QLineEdit)
    , base_(new QComboBox)
{
    setWindowTitle(tr("New mode"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(24, 20, 24, 16);
    form->setSpacing(10);
    auto* about = new QLabel(
        tr("While the mode is on, Segue notes what you play and skip, and suggests for it."));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    name_->setMaxLength(40);
    name_->setPlaceholderText(tr("Cooking, running, Sunday breakfast…"));
    base_->addItem(tr("Nothing: only what I play"), QString());
    for (const ListeningMode& mode : modes_) {
        if (!mode.own)
            base_->addItem(tr("Like %1").arg(mode.name), mode.key);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form->addRow(about);
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Starts from"), base_);
    form->addRow(buttons);
    QPushButton* ok = buttons->button(QDialogButtonBox::Ok);
    ok->setText(tr("Make and switch on"));
    ok->setEnabled(false);
    connect(name_, &QLineEdit::textChanged, ok, [this, ok](const QString& text) {
        const QString wanted = text.trimmed();
        const bool taken = std::any_of(modes_.begin(), modes_.end(),
            [&](const auto& mode) { return mode.name.compare(wanted, Qt::CaseInsensitive) == 0; });
        ok->setEnabled(!wanted.isEmpty() && !taken);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(sizeHint().expandedTo(QSize(420, 0)));
}

QString NewModeDialog::name() const
{
    return name_->text().trimmed();
}

QString NewModeDialog::base() const
{
    return base_->currentData().toString();
}

} // namespace segue::ui

#include "moc_new_mode_dialog.cpp"
