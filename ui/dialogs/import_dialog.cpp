#include "ui/dialogs/import_dialog.h"

#include "core/text/display_path.h"
#include "ui/dialogs/dialog_parts.h"
#include "ui/dialogs/import_parts.h"
#include "ui/dialogs/import_plan_view.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

ImportDialog::ImportDialog(Imports& imports, QWidget* parent)
    : QDialog(parent)
    , imports_(imports)
    , stack_(new QStackedWidget)
    , planView_(new ImportPlanView)
    , back_(new QPushButton(tr("Back")))
    , import_(new QPushButton(tr("Import")))
    , undo_(new QPushButton(tr("Undo")))
    , close_(new QPushButton(tr("Close")))
{
    setWindowTitle(tr("Import from another player"));
    stack_->addWidget(buildPick());
    stack_->addWidget(buildBusy());
    stack_->addWidget(planView_);
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
    connect(planView_, &ImportPlanView::choiceChanged, this,
        [this] { import_->setEnabled(planView_->canImport()); });
    connect(planView_, &ImportPlanView::listenerChosen, this, [this](const QString& name) {
        request_.listener = name.toStdString();
        makePlan();
    });
    resize(scaled(760), std::min(scaled(560), parent ? parent->height() - 40 : 560));
    look();
}

QWidget* ImportDialog::buildPick()
{
    auto* step = new QWidget;
    auto* column = stepColumn(step);
    column->addWidget(titleLabel(tr("Bring your ratings, plays and playlists along")));
    column->addWidget(dimLabel(tr("Choose the player or service you used so far. Segue first shows "
                                  "what would come over; the other "
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
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseFiles);
    auto* chooseHistory = new QPushButton(tr("Choose…"));
    connect(chooseHistory, &QPushButton::clicked, this, &ImportDialog::chooseFiles);
    rows->addWidget(offerRow(u"history"_s, tr("A listening history"),
        tr("Every play, from the data that Spotify, ListenBrainz or Last.fm hand out: choose all "
           "of its files"),
        chooseHistory));
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
                        isHistory(run.source) ? countOf(run.plays, tr("play"), tr("plays"))
                                              : countOf(run.lists, tr("playlist"), tr("playlists")))
                + (run.listenerName.empty()
                        ? QString()
                        : tr(", for %1").arg(QString::fromStdString(run.listenerName))),
            button));
    }
}

void ImportDialog::chooseFiles()
{
    auto* dialog = new QFileDialog(this, tr("Files of another player"),
        QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        request_ = {};
        for (const QString& file : files)
            request_.files.push_back(QFile::encodeName(file).toStdString());
        makePlan();
    });
    dialog->open();
}

void ImportDialog::choose(const QByteArray& path)
{
    request_ = {};
    request_.files = {path.toStdString()};
    makePlan();
}

void ImportDialog::makePlan()
{
    problem_->hide();
    busy_->setText(tr("Reading and comparing with your library…"));
    showStep(Step::busy);
    imports_.plan(request_, this, [this, asked = ++asked_](const Result<ImportPlanPtr>& plan) {
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
    planView_->show(plan);
    import_->setEnabled(planView_->canImport());
    showStep(Step::plan);
}

void ImportDialog::start()
{
    busy_->setText(tr("Importing…"));
    showStep(Step::busy);
    ++asked_;
    imports_.run(plan_, planView_->choice(), this,
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
    doneTitle_->setText(undone ? tr("The import was taken back")
            : result->run == 0 ? tr("There was nothing new")
                               : tr("Your music came along"));
    doneText_->setText(importDoneText(*result, undone));
    showStep(Step::done);
}

} // namespace segue::ui

#include "moc_import_dialog.cpp"
