#include "ui/dialogs/import_dialog.h"

#include "core/text/display_path.h"
#include "ui/dialogs/dialog_parts.h"
#include "ui/models/import_list_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString number(std::size_t count)
{
    return QLocale().toString(static_cast<qint64>(count));
}

QString sourceName(ImportSource source)
{
    const std::string_view name = nameOf(source);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

ImportDialog::ImportDialog(Imports& imports, QWidget* parent)
    : QDialog(parent)
    , imports_(imports)
    , stack_(new QStackedWidget)
    , back_(new QPushButton(tr("Back")))
    , import_(new QPushButton(tr("Import")))
    , undo_(new QPushButton(tr("Undo")))
    , close_(new QPushButton(tr("Close")))
{
    setWindowTitle(tr("Import from another player"));
    stack_->addWidget(buildPick());
    stack_->addWidget(buildBusy());
    stack_->addWidget(buildPlan());
    stack_->addWidget(buildDone());
    import_->setProperty("primary", true);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(dialogSide, 8, dialogSide, 16);
    buttons->setSpacing(8);
    buttons->addWidget(back_);
    buttons->addWidget(undo_);
    buttons->addStretch(1);
    buttons->addWidget(close_);
    buttons->addWidget(import_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(stack_, 1);
    column->addLayout(buttons);
    connect(close_, &QPushButton::clicked, this, &QDialog::reject);
    connect(back_, &QPushButton::clicked, this, &ImportDialog::look);
    connect(import_, &QPushButton::clicked, this, &ImportDialog::start);
    connect(undo_, &QPushButton::clicked, this, [this] { takeBack(run_); });
    resize(scaled(760), std::min(scaled(560), parent ? parent->height() - 40 : 560));
    look();
}

QWidget* ImportDialog::buildPick()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    column->addWidget(titleLabel(tr("Bring your ratings, plays and playlists along")));
    column->addWidget(dimLabel(
        tr("Choose the player you used so far. Segue first shows what would come over; the other "
           "player and your music files are only read.")));
    problem_ = new QLabel;
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->hide();
    column->addWidget(problem_);
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    places_ = new QVBoxLayout;
    places_->setSpacing(0);
    rows->addLayout(places_);
    auto* choose = new QPushButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    rows->addWidget(offerRow(u"folder"_s, tr("Another file"),
        tr("strawberry.db, clementine.db, rhythmdb.xml, Quod Libet's songs, an export of "
           "foobar2000's "
           "Playback Statistics or of the library in iTunes or Music, playlists"),
        choose));
    runs_ = new QVBoxLayout;
    runs_->setSpacing(0);
    rows->addSpacing(8);
    rows->addLayout(runs_);
    rows->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(scroll, 1);
    return step;
}

QWidget* ImportDialog::buildBusy()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    busy_ = new QLabel;
    busy_->setAlignment(Qt::AlignCenter);
    auto* bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedWidth(scaled(280));
    bar->setAccessibleName(tr("Working"));
    column->addStretch(2);
    column->addWidget(busy_);
    column->addWidget(bar, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return step;
}

QWidget* ImportDialog::buildPlan()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    headline_ = titleLabel({});
    summary_ = dimLabel({});
    notes_ = dimLabel({});
    notes_->setFont(themeFont(TextSize::small));
    figures_ = new QCheckBox;
    lists_ = new QCheckBox;
    theirs_ = new QCheckBox;
    tabs_ = new QButtonGroup(this);
    tabRow_ = new QHBoxLayout;
    tabRow_->setSpacing(8);
    model_ = new ImportListModel(this);
    view_ = new QTreeView;
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setAccessibleName(tr("What the import found"));
    column->addWidget(headline_);
    column->addWidget(summary_);
    for (QCheckBox* box : {figures_, lists_, theirs_})
        column->addWidget(box);
    column->addLayout(tabRow_);
    column->addWidget(view_, 1);
    column->addWidget(notes_);
    connect(tabs_, &QButtonGroup::idClicked, this, &ImportDialog::showTab);
    for (QCheckBox* box : {figures_, lists_}) {
        connect(box, &QCheckBox::toggled, this, [this] {
            import_->setEnabled(figures_->isChecked() || lists_->isChecked());
            theirs_->setEnabled(figures_->isChecked());
        });
    }
    return step;
}

QWidget* ImportDialog::buildDone()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    doneTitle_ = titleLabel({});
    doneText_ = dimLabel({});
    for (QLabel* label : {doneTitle_, doneText_})
        label->setAlignment(Qt::AlignCenter);
    column->addStretch(2);
    column->addWidget(doneTitle_);
    column->addWidget(doneText_);
    column->addStretch(3);
    return step;
}

ImportDialog::Step ImportDialog::step() const
{
    return static_cast<Step>(stack_->currentIndex());
}

void ImportDialog::showStep(Step step)
{
    stack_->setCurrentIndex(static_cast<int>(step));
    back_->setVisible(step == Step::plan || step == Step::done);
    back_->setText(step == Step::done ? tr("Import more") : tr("Back"));
    import_->setVisible(step == Step::plan);
    undo_->setVisible(step == Step::done && run_ != 0);
    close_->setText(step == Step::done ? tr("Close") : tr("Cancel"));
    (step == Step::plan ? import_ : close_)->setDefault(true);
}

void ImportDialog::look()
{
    ++asked_;
    run_ = 0;
    imports_.findPlaces(this, [this](const std::vector<ImportPlace>& found) { showPlaces(found); });
    imports_.readRuns(this, [this](const std::vector<ImportRun>& found) { showRuns(found); });
    showStep(Step::pick);
}

void ImportDialog::showPlaces(const std::vector<ImportPlace>& places)
{
    emptyLayout(*places_);
    for (const ImportPlace& place : places) {
        auto* button = new QPushButton(tr("Look"));
        const QByteArray path = QByteArray::fromStdString(place.path);
        connect(button, &QPushButton::clicked, this, [this, path] { choose(path); });
        places_->addWidget(offerRow(u"songs"_s, sourceName(place.source),
            tr("%1, used %2").arg(displayPath(path), formatDay(place.changedAt, nowMs())), button));
    }
}

void ImportDialog::showRuns(const std::vector<ImportRun>& runs)
{
    emptyLayout(*runs_);
    for (const ImportRun& run : runs) {
        if (!run.canUndo)
            continue;
        if (runs_->isEmpty()) {
            auto* head = new QLabel(tr("Imported so far"));
            head->setFont(themeFont(TextSize::normal, true));
            runs_->addWidget(head);
        }
        auto* button = new QPushButton(tr("Take back"));
        button->setProperty("quiet", true);
        connect(button, &QPushButton::clicked, this, [this, id = run.id] { takeBack(id); });
        runs_->addWidget(offerRow(u"check"_s, sourceName(run.source),
            tr("%1: %2, %3")
                .arg(formatDay(run.at, nowMs()), countOf(run.tracks, tr("track"), tr("tracks")),
                    countOf(run.lists, tr("playlist"), tr("playlists"))),
            button));
    }
}

void ImportDialog::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("A file of another player"),
        QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString& file) { choose(QFile::encodeName(file)); });
    dialog->open();
}

void ImportDialog::choose(const QByteArray& path)
{
    problem_->hide();
    busy_->setText(tr("Reading and comparing with your library…"));
    showStep(Step::busy);
    imports_.plan({{path.toStdString()}, {}, {}}, this,
        [this, asked = ++asked_](const Result<ImportPlanPtr>& plan) {
            if (asked != asked_)
                return;
            plan ? showPlan(*plan) : fail(QString::fromStdString(plan.error().message));
        });
}

void ImportDialog::fail(const QString& message)
{
    look();
    problem_->setText(message);
    problem_->setStyleSheet(u"color: "_s + colors().danger.name());
    problem_->show();
}

void ImportDialog::showPlan(const ImportPlanPtr& plan)
{
    plan_ = plan;
    headline_->setText(
        tr("%1: %2 of %3 tracks are in your library")
            .arg(sourceName(plan->source), number(plan->found()), number(plan->tracks)));
    summary_->setText(
        tr("%1 by their path, %2 by the end of their path, %3 by artist, title, album and "
           "length.")
            .arg(number(plan->matchedBy(SourceMatchBy::path)),
                number(plan->matchedBy(SourceMatchBy::tail)),
                number(plan->matchedBy(SourceMatchBy::tags))));
    figures_->setText(
        tr("%1, %2, %3")
            .arg(countOf(static_cast<qint64>(plan->ratings()), tr("rating"), tr("ratings")),
                countOf(plan->plays(), tr("play"), tr("plays")),
                countOf(static_cast<qint64>(plan->dates()), tr("earlier date of arrival"),
                    tr("earlier dates of arrival"))));
    figures_->setVisible(!plan->totals.empty());
    figures_->setChecked(!plan->totals.empty());
    lists_->setText(
        countOf(static_cast<qint64>(plan->lists.size()), tr("playlist"), tr("playlists")));
    lists_->setVisible(!plan->lists.empty());
    lists_->setChecked(!plan->lists.empty());
    theirs_->setText(tr("Where I rated in Segue as well (%1), take the stars from there")
                         .arg(number(plan->conflicts.size())));
    theirs_->setVisible(!plan->conflicts.empty());
    theirs_->setChecked(false);
    QStringList notes;
    for (const std::string& note : plan->notes)
        notes << QString::fromStdString(note);
    notes_->setText(notes.join(u'\n'));
    notes_->setVisible(!notes.isEmpty());
    showTabs();
    import_->setEnabled(!plan->isEmpty());
    showStep(Step::plan);
}

void ImportDialog::showTabs()
{
    while (QLayoutItem* item = tabRow_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    using List = ImportListModel::List;
    const std::array lists{std::pair(List::missing, tr("Not in your library")),
        std::pair(List::unsure, tr("Not certain")),
        std::pair(List::conflicts, tr("Rated otherwise")),
        std::pair(List::playlists, tr("Playlists"))};
    for (const auto& [list, name] : lists) {
        const int count = ImportListModel::countOf(*plan_, list);
        if (count == 0)
            continue;
        auto* tab = new QPushButton(u"%1 (%2)"_s.arg(name, QLocale().toString(count)));
        tab->setCheckable(true);
        tab->setProperty("chip", true);
        tabRow_->addWidget(tab);
        tabs_->addButton(tab, static_cast<int>(list));
    }
    tabRow_->addStretch(1);
    const QList<QAbstractButton*> tabs = tabs_->buttons();
    view_->setVisible(!tabs.isEmpty());
    if (tabs.isEmpty())
        return;
    tabs.front()->setChecked(true);
    showTab(tabs_->id(tabs.front()));
}

void ImportDialog::showTab(int list)
{
    model_->show(plan_, static_cast<ImportListModel::List>(list));
    view_->setColumnWidth(0, scaled(240));
    view_->setColumnWidth(1, scaled(170));
}

void ImportDialog::start()
{
    ImportChoice choice;
    choice.figures = figures_->isChecked();
    choice.lists = lists_->isChecked();
    choice.theirRatingsWin = theirs_->isChecked();
    busy_->setText(tr("Importing…"));
    showStep(Step::busy);
    ++asked_;
    imports_.run(plan_, choice, this,
        [this](const Result<ImportResult>& result) { showDone(result, false); });
}

void ImportDialog::takeBack(std::int64_t run)
{
    busy_->setText(tr("Taking the import back…"));
    showStep(Step::busy);
    ++asked_;
    imports_.undo(
        run, this, [this](const Result<ImportResult>& result) { showDone(result, true); });
}

void ImportDialog::showDone(const Result<ImportResult>& result, bool undone)
{
    if (!result)
        return fail(QString::fromStdString(result.error().message));
    run_ = undone ? 0 : result->run;
    QStringList lines;
    if (undone) {
        doneTitle_->setText(tr("The import was taken back"));
        lines << tr("Ratings, counts, dates and playlists are as they were before.");
    } else {
        doneTitle_->setText(tr("Your music came along"));
        if (result->tracks > 0)
            lines << tr("%1 with ratings, plays and dates. The suggestions take them in now.")
                         .arg(countOf(
                             static_cast<qint64>(result->tracks), tr("track"), tr("tracks")));
        if (result->madeLists + result->filledLists > 0)
            lines << tr("%1 in the sidebar.")
                         .arg(countOf(static_cast<qint64>(result->madeLists + result->filledLists),
                             tr("playlist"), tr("playlists")));
    }
    for (const std::string& name : result->keptLists)
        lines << tr("“%1” was left alone: you changed it since it was imported.")
                     .arg(QString::fromStdString(name));
    doneText_->setText(lines.join(u'\n'));
    showStep(Step::done);
}

} // namespace segue::ui

#include "moc_import_dialog.cpp"
