// The tag editor's widgets and how they lie.
#include "ui/dialogs/tag_dialog.h"
#include "ui/dialogs/tag_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cover_well.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QScrollArea* scrolled(QWidget* content)
{
    auto* page = new QWidget;
    page->setObjectName(u"page"_s);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(2, 2, 12, 2);
    column->addWidget(content);
    auto* area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return area;
}

} // namespace

QWidget* TagDialog::makePatternLine()
{
    patternLine_ = new QWidget;
    pattern_ = new QLineEdit(u"%artist%/%album%/%track% - %title%"_s);
    pattern_->setAccessibleName(tr("Pattern of the file names"));
    applyPattern_ = new QPushButton(tr("Take over"));
    patternNote_ = new QLabel;
    patternNote_->setWordWrap(true);
    patternNote_->setTextFormat(Qt::PlainText);
    patternNote_->setForegroundRole(QPalette::PlaceholderText);
    patternNote_->setFont(themeFont(TextSize::small));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(pattern_, 1);
    row->addWidget(applyPattern_);
    auto* column = new QVBoxLayout(patternLine_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(patternNote_);
    patternLine_->hide();
    connect(pattern_, &QLineEdit::textChanged, this, &TagDialog::describePattern);
    connect(applyPattern_, &QPushButton::clicked, this, &TagDialog::applyPattern);
    return patternLine_;
}

QWidget* TagDialog::makePages()
{
    preview_->setHeaderLabels({tr("File"), tr("Field"), tr("Now"), tr("Then")});
    preview_->setAccessibleName(tr("What will change"));
    preview_->setRootIsDecorated(false);
    preview_->setUniformRowHeights(true);
    preview_->setSelectionMode(QAbstractItemView::NoSelection);
    preview_->setTextElideMode(Qt::ElideMiddle);
    for (const auto& [column, width] : {std::pair{0, 170}, {1, 110}, {2, 130}})
        preview_->setColumnWidth(column, scaled(width));
    auto* loading = new QLabel(tr("Reading the files…"));
    loading->setAlignment(Qt::AlignCenter);
    loading->setForegroundRole(QPalette::PlaceholderText);
    for (QWidget* page : {static_cast<QWidget*>(loading), static_cast<QWidget*>(scrolled(form_)),
             static_cast<QWidget*>(scrolled(more_)), static_cast<QWidget*>(preview_)})
        stack_->addWidget(page);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(6);
    for (const auto& [text, page] : {std::pair{tr("Tags"), Page::fields},
             {tr("More fields"), Page::more}, {tr("Preview"), Page::preview}}) {
        auto* chip = new QPushButton(text);
        chip->setCheckable(true);
        chip->setAutoDefault(false);
        chip->setProperty("chip", true);
        connect(chip, &QPushButton::clicked, this, [this, page = page] { showPage(page); });
        chips->addWidget(chip);
        chips_.push_back(chip);
    }
    chips->addStretch(1);
    for (QPushButton* button : {ticks_, number_, names_}) {
        button->setProperty("quiet", true);
        chips->addWidget(button);
    }
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(chips);
    column->addWidget(makePatternLine());
    column->addWidget(stack_, 1);
    return whole;
}

void TagDialog::build()
{
    setWindowTitle(tr("Edit tags"));
    title_->setFont(themeFont(TextSize::large, true));
    title_->setTextFormat(Qt::PlainText);
    place_->setTextFormat(Qt::PlainText);
    place_->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {title_, place_})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    problem_->setObjectName(u"note"_s);
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->hide();
    count_->setForegroundRole(QPalette::PlaceholderText);
    keepTime_->setToolTip(tr("Other programs then take the files for unchanged"));
    number_->setToolTip(tr("1, 2, 3… in the order of the list, anew in each folder"));

    auto* middle = new QHBoxLayout;
    middle->setSpacing(28);
    middle->addWidget(cover_);
    middle->addWidget(makePages(), 1);
    auto* cancel = new QPushButton(tr("Cancel"));
    save_->setProperty("primary", true);
    save_->setEnabled(false);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(10);
    foot->addWidget(keepTime_);
    foot->addStretch(1);
    foot->addWidget(count_);
    foot->addWidget(cancel);
    foot->addWidget(save_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 18);
    column->setSpacing(14);
    auto* head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(title_);
    head->addWidget(place_);
    column->addLayout(head);
    column->addWidget(problem_);
    column->addLayout(middle, 1);
    column->addLayout(foot);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(false);
    save_->setDefault(true);
    resize(scaled(920), scaled(620));

    for (TagForm* form : {form_, more_}) {
        connect(form, &TagForm::changed, this, &TagDialog::set);
        connect(form, &TagForm::revertRequested, this, &TagDialog::revert);
    }
    connect(cover_, &CoverWell::chosen, this, &TagDialog::setCover);
    connect(cover_, &CoverWell::removeRequested, this, [this] { setCover({}); });
    connect(cover_, &CoverWell::revertRequested, this, [this] {
        sheet_.setPictures(std::nullopt);
        showCover();
        countChanges();
    });
    connect(preview_, &QTreeWidget::itemChanged, this, &TagDialog::tickChanged);
    connect(ticks_, &QPushButton::clicked, this, &TagDialog::tickAll);
    connect(number_, &QPushButton::clicked, this, &TagDialog::numberTracks);
    connect(names_, &QPushButton::clicked, this, [this] {
        if (patternLine_->isVisible())
            patternLine_->hide();
        else
            fromNames(pattern_->text());
    });
    connect(cancel, &QPushButton::clicked, this, &TagDialog::reject);
    connect(save_, &QPushButton::clicked, this, &TagDialog::accept);
}

} // namespace segue::ui
