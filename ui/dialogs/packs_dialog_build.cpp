// The steps of the dialog as they are put together; what they do is in packs_dialog.cpp.
#include "ui/dialogs/dialog_parts.h"
#include "ui/dialogs/packs_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

QWidget* PacksDialog::buildList()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    column->addWidget(titleLabel(tr("Learn from listeners elsewhere")));
    column->addWidget(dimLabel(
        tr("Research and music services publish lists of who plays what: a listener, a track, how "
           "often. Segue looks for the tracks in your library, and learns what goes with what. "
           "Nothing leaves this machine, and nobody in such a list counts as your friend.")));
    said_ = new QLabel;
    said_->setWordWrap(true);
    said_->setTextFormat(Qt::PlainText);
    said_->hide();
    column->addWidget(said_);
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    rows_ = new QVBoxLayout(content);
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(0);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(scroll, 1);
    return step;
}

QWidget* PacksDialog::buildAdd()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    column->addWidget(titleLabel(tr("Add a pack")));
    problem_ = new QLabel;
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->hide();
    column->addWidget(problem_);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fileLabel_ = new ElidedLabel;
    form->addRow(tr("File"), fileLabel_);
    name_ = new QLineEdit;
    name_->setMaxLength(Packs::longestName);
    name_->setPlaceholderText(tr("As the file is called"));
    form->addRow(tr("&Name"), name_);
    columns_ = new QLineEdit;
    columns_->setPlaceholderText(tr("As its first line says, or user,artist,title,count"));
    form->addRow(tr("&Columns"), columns_);
    namesLabel_ = new ElidedLabel;
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAccessibleName(tr("Choose a file of names"));
    connect(choose, &QPushButton::clicked, this,
        [this] { askForFile(tr("A file of names"), &PacksDialog::chooseNames); });
    auto* namesRow = new QHBoxLayout;
    namesRow->addWidget(namesLabel_, 1);
    namesRow->addWidget(choose);
    form->addRow(tr("Names"), namesRow);
    column->addLayout(form);
    column->addWidget(dimLabel(tr(
        "A text file, separated by tabs or commas, plain or as .gz: a listener, artist and title "
        "(or the artist alone, or a MusicBrainz recording id), and how often. Where it has ids "
        "instead of names, the file that says which artist and title each id is goes into "
        "Names.")));
    column->addStretch(1);
    return step;
}

QWidget* PacksDialog::buildBusy()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    auto* label = new QLabel(tr("Reading, and comparing with your library…"));
    label->setAlignment(Qt::AlignCenter);
    bar_ = new QProgressBar;
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedWidth(scaled(280));
    bar_->setAccessibleName(tr("Reading"));
    column->addStretch(2);
    column->addWidget(label);
    column->addWidget(bar_, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return step;
}

} // namespace segue::ui
