// The tag editor as a list of proposed changes, each with a tick.
#include "ui/dialogs/tag_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cover_well.h"

#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace segue::ui {

void TagDialog::propose(const QString& what, Proposal proposal)
{
    what_ = what;
    proposal_ = std::move(proposal);
    setWindowTitle(tr("Write into files"));
    title_->setText(what);
    save_->setText(tr("Write"));
    cover_->hide();
    number_->hide();
    for (const auto& [column, width] : {std::pair{0, 330}, {1, 120}, {2, 170}})
        preview_->setColumnWidth(column, scaled(width));
}

void TagDialog::showProposal()
{
    const std::vector<LoadedFile>& files = sheet_.files();
    std::vector<std::vector<tags::Field>> fields(files.size());
    bool guesses = false;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!files[i].fields.problem.empty())
            continue;
        for (ProposedField& proposed : proposal_(files[i])) {
            sheet_.leaveOut(i, proposed.field.name, proposed.isGuess);
            guesses = guesses || proposed.isGuess;
            fields[i].push_back(std::move(proposed.field));
        }
    }
    sheet_.setEach(fields);
    const bool any = !sheet_.lines().empty();
    title_->setText(what_);
    place_->setText(any && guesses
            ? tr("What is ticked will be written; the rest are guesses from the folders' names.")
            : any ? tr("What is ticked will be written; the fields can be changed under Tags.")
                  : tr("The names of files and folders, and what lies beside them, tell nothing "
                       "about these: fill them in by hand."));
    showPage(any ? Page::preview : Page::fields);
    refresh();
    if (any)
        preview_->setFocus(Qt::OtherFocusReason);
}

void TagDialog::tickAll()
{
    const std::vector<EditSheet::Line> lines = sheet_.lines();
    const bool all = std::ranges::none_of(lines, &EditSheet::Line::left);
    for (const EditSheet::Line& line : lines)
        sheet_.leaveOut(line.file, line.property, all);
    refresh();
}

void TagDialog::tickChanged(QTreeWidgetItem* item, int column)
{
    const auto line = item->data(0, Qt::UserRole);
    if (column != 0 || !line.isValid())
        return;
    sheet_.leaveOut(static_cast<std::size_t>(line.toULongLong()),
        item->data(0, Qt::UserRole + 1).toString().toStdString(),
        item->checkState(0) == Qt::Unchecked);
    countChanges();
}

} // namespace segue::ui
