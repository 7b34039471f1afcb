#include "ui/dialogs/tag_form.h"

#include "ui/theme/theme.h"
#include "ui/widgets/edit_line.h"

#include <QCheckBox>
#include <QCompleter>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace segue::ui {

using namespace Qt::StringLiterals;

TagForm::TagForm(bool more, QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    if (more) {
        for (const char* property : {"TITLESORT", "ARTISTSORT", "ALBUMSORT", "ALBUMARTISTSORT",
                 "COMPOSERSORT", "ORIGINALDATE", "LABEL", "CONDUCTOR", "WORK", "INITIALKEY"})
            addRow(*grid, property);
    } else {
        for (const char* property : {"TITLE", "ARTIST", "ALBUM", "ALBUMARTIST"})
            addRow(*grid, property);
        addPair(*grid, "TRACKNUMBER", "TRACKTOTAL", "DATE");
        addPair(*grid, "DISCNUMBER", "DISCTOTAL", "BPM");
        for (const char* property : {"GENRE", "COMPOSER", "COMMENT"})
            addRow(*grid, property);
        compilation_ = new QCheckBox(tr("Compilation of several artists"));
        grid->addWidget(compilation_, grid->rowCount(), 1);
        connect(compilation_, &QCheckBox::clicked, this, [this] {
            compilation_->setTristate(false);
            Q_EMIT changed(u"COMPILATION"_s, compilation_->isChecked() ? u"1"_s : QString());
        });
    }
    grid->setRowStretch(grid->rowCount(), 1);
}

EditLine* TagForm::add(const char* property)
{
    auto* line = new EditLine;
    const QString name = QString::fromLatin1(property);
    line->setObjectName(name);
    line->setAccessibleName(fieldLabel(property));
    lines_[property] = line;
    connect(line, &EditLine::changed, this, [this, name, line](const QString& text) {
        typing_ = line;
        Q_EMIT changed(name, text);
        typing_ = nullptr;
    });
    connect(line, &EditLine::revertRequested, this, [this, name] { Q_EMIT revertRequested(name); });
    return line;
}

void TagForm::addRow(QGridLayout& grid, const char* property)
{
    const int row = grid.rowCount();
    auto* label = new QLabel(fieldLabel(property));
    EditLine* line = add(property);
    label->setBuddy(line);
    grid.addWidget(label, row, 0);
    grid.addWidget(line, row, 1);
}

void TagForm::addPair(QGridLayout& grid, const char* number, const char* total, const char* beside)
{
    const int row = grid.rowCount();
    auto* label = new QLabel(fieldLabel(number));
    EditLine* line = add(number);
    label->setBuddy(line);
    auto* line2 = add(total);
    auto* line3 = add(beside);
    auto* label3 = new QLabel(fieldLabel(beside));
    label3->setBuddy(line3);
    auto* box = new QHBoxLayout;
    box->setSpacing(8);
    box->addWidget(line, 1);
    box->addWidget(new QLabel(tr("of")));
    box->addWidget(line2, 1);
    box->addSpacing(16);
    box->addWidget(label3);
    box->addWidget(line3, 2);
    grid.addWidget(label, row, 0);
    grid.addLayout(box, row, 1);
}

EditLine* TagForm::line(const std::string& property) const
{
    const auto found = lines_.find(property);
    return found == lines_.end() ? nullptr : found->second;
}

void TagForm::showSheet(const EditSheet& sheet)
{
    for (const auto& [property, line] : lines_)
        showLine(sheet, property, line);
    showCompilation(sheet);
}

void TagForm::showField(const EditSheet& sheet, const std::string& property)
{
    if (EditLine* shown = line(property))
        showLine(sheet, property, shown);
    else if (property == "COMPILATION")
        showCompilation(sheet);
}

void TagForm::showLine(const EditSheet& sheet, const std::string& property, EditLine* line)
{
    if (line == typing_)
        return; // what it means is no reason to change what is being written
    const EditSheet::Shown shown = sheet.shown(property);
    line->showValue(shown.text, shown.mixed, shown.touched);
    if (!shown.mixed || line->completer())
        return;
    auto* completer = new QCompleter(QStringList(shown.choices.begin(), shown.choices.end()), line);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    line->setCompleter(completer);
}

void TagForm::showCompilation(const EditSheet& sheet)
{
    if (!compilation_)
        return;
    const QSignalBlocker quiet(compilation_);
    const EditSheet::Shown shown = sheet.shown("COMPILATION");
    compilation_->setTristate(shown.mixed);
    compilation_->setCheckState(shown.mixed              ? Qt::PartiallyChecked
            : shown.text.isEmpty() || shown.text == u"0" ? Qt::Unchecked
                                                         : Qt::Checked);
}

} // namespace segue::ui

#include "moc_tag_form.cpp"
