#include "ui/dialogs/import_plan_view.h"

#include "ui/dialogs/dialog_parts.h"
#include "ui/dialogs/import_parts.h"
#include "ui/models/import_list_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString dayText(UtcMs at)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at).date(), QLocale::LongFormat);
}

QString playsText(std::size_t plays)
{
    return countOf(
        static_cast<qint64>(plays), ImportPlanView::tr("play"), ImportPlanView::tr("plays"));
}

/// Why plays stay behind, only what there is.
QString leftOut(const HistoryPlan& plan)
{
    QStringList all;
    const auto add = [&all](std::size_t count, const QString& why) {
        if (count > 0)
            all << why.arg(numberText(count));
    };
    add(plan.unmatched, ImportPlanView::tr("%1 of tracks that are not in your library"));
    add(plan.known, ImportPlanView::tr("%1 that are there already"));
    add(plan.doubles, ImportPlanView::tr("%1 twice in the files"));
    add(plan.unheard, ImportPlanView::tr("%1 of which nothing was heard"));
    add(plan.notMusic, ImportPlanView::tr("%1 of podcasts and videos"));
    add(plan.badTimes, ImportPlanView::tr("%1 with an impossible time"));
    add(plan.unreadable, ImportPlanView::tr("%1 that could not be read"));
    return all.join(u", "_s);
}

} // namespace

ImportPlanView::ImportPlanView()
    : headline_(titleLabel({}))
    , summary_(dimLabel({}))
    , notes_(dimLabel({}))
    , figures_(new QCheckBox)
    , lists_(new QCheckBox)
    , theirs_(new QCheckBox)
    , whose_(new QWidget)
    , somebodyElse_(new QCheckBox(tr("These are the plays of somebody else:")))
    , name_(new QLineEdit)
    , tabs_(new QButtonGroup(this))
    , tabRow_(new QHBoxLayout)
    , view_(new QTreeView)
    , model_(new ImportListModel(this))
{
    notes_->setFont(themeFont(TextSize::small));
    tabRow_->setSpacing(8);
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setAccessibleName(tr("What the import found"));
    name_->setPlaceholderText(tr("Name"));
    name_->setAccessibleName(tr("Whose plays these are"));
    name_->setToolTip(
        tr("Somebody new becomes a listener of their own; your suggestions learn from "
           "what others like"));
    name_->setEnabled(false);
    auto* whose = new QHBoxLayout(whose_);
    whose->setContentsMargins(0, 0, 0, 0);
    whose->setSpacing(8);
    whose->addWidget(somebodyElse_);
    whose->addWidget(name_, 1);
    auto* column = stepColumn(this);
    column->addWidget(headline_);
    column->addWidget(summary_);
    for (QCheckBox* box : {figures_, lists_, theirs_})
        column->addWidget(box);
    column->addWidget(whose_);
    column->addLayout(tabRow_);
    column->addWidget(view_, 1);
    column->addWidget(notes_);
    connect(tabs_, &QButtonGroup::idClicked, this, &ImportPlanView::showTab);
    for (QCheckBox* box : {figures_, lists_}) {
        connect(box, &QCheckBox::toggled, this, [this] {
            theirs_->setEnabled(figures_->isChecked());
            Q_EMIT choiceChanged();
        });
    }
    connect(somebodyElse_, &QCheckBox::toggled, this, [this](bool on) {
        name_->setEnabled(on);
        if (on)
            name_->setFocus();
        chooseListener();
    });
    connect(name_, &QLineEdit::textChanged, this, &ImportPlanView::choiceChanged);
    connect(name_, &QLineEdit::editingFinished, this, &ImportPlanView::chooseListener);
}

/// Once a name was typed, or none is wanted any more; the same one is not asked for again.
void ImportPlanView::chooseListener()
{
    const QString name = somebodyElse_->isChecked() ? name_->text().simplified() : QString();
    if (somebodyElse_->isChecked() && name.isEmpty())
        return Q_EMIT choiceChanged();
    if (plan_ && plan_->history && name.toStdString() != plan_->history->listenerName)
        Q_EMIT listenerChosen(name);
}

ImportChoice ImportPlanView::choice() const
{
    ImportChoice choice;
    choice.figures = figures_->isChecked();
    choice.lists = lists_->isChecked();
    choice.theirRatingsWin = theirs_->isChecked();
    return choice;
}

bool ImportPlanView::canImport() const
{
    if (!plan_ || plan_->isEmpty())
        return false;
    if (!plan_->history)
        return figures_->isChecked() || lists_->isChecked();
    // What is shown has to be that of the one who is named.
    const std::string name = name_->text().simplified().toStdString();
    return !somebodyElse_->isChecked() || (!name.empty() && name == plan_->history->listenerName);
}

void ImportPlanView::show(const ImportPlanPtr& plan)
{
    plan_ = plan;
    const bool isHistory = plan->history != nullptr;
    for (QCheckBox* box : {figures_, lists_, theirs_})
        box->setVisible(!isHistory);
    whose_->setVisible(isHistory);
    isHistory ? showHistory() : showLibrary();
    QStringList notes;
    for (const std::string& note : plan->notes)
        notes << QString::fromStdString(note);
    if (isHistory && plan->history->unmatched > 0)
        notes << tr("Once more of it is in your library, import the same files again: nothing is "
                    "taken twice.");
    notes_->setText(notes.join(u'\n'));
    notes_->setVisible(!notes.isEmpty());
    showTabs();
}

void ImportPlanView::showHistory()
{
    const HistoryPlan& history = *plan_->history;
    headline_->setText(tr("%1: %2 of %3 can come along")
                           .arg(sourceName(plan_->source), numberText(history.listens.size()),
                               playsText(history.plays)));
    QStringList lines;
    if (history.last > 0)
        lines << tr("From %1 to %2: %3 heard, %4 skipped.")
                     .arg(dayText(history.first), dayText(history.last),
                         numberText(history.follows), numberText(history.skips));
    if (history.privatePlays > 0)
        lines << tr("%1 in private sessions: nothing is learned from them.")
                     .arg(playsText(history.privatePlays));
    if (const QString left = leftOut(history); !left.isEmpty())
        lines << tr("Left out: %1.").arg(left);
    summary_->setText(lines.join(u'\n'));
    const QSignalBlocker boxBlocker(somebodyElse_), nameBlocker(name_);
    const bool isOther = !history.listenerName.empty();
    somebodyElse_->setChecked(isOther);
    name_->setEnabled(isOther);
    name_->setText(QString::fromStdString(history.listenerName));
}

void ImportPlanView::showLibrary()
{
    headline_->setText(
        tr("%1: %2 of %3 tracks are in your library")
            .arg(sourceName(plan_->source), numberText(plan_->found()), numberText(plan_->tracks)));
    summary_->setText(
        tr("%1 by their path, %2 by the end of their path, %3 by artist, title, album and "
           "length.")
            .arg(numberText(plan_->matchedBy(SourceMatchBy::path)),
                numberText(plan_->matchedBy(SourceMatchBy::tail)),
                numberText(plan_->matchedBy(SourceMatchBy::tags))));
    figures_->setText(
        tr("%1, %2, %3")
            .arg(countOf(static_cast<qint64>(plan_->ratings()), tr("rating"), tr("ratings")),
                countOf(plan_->plays(), tr("play"), tr("plays")),
                countOf(static_cast<qint64>(plan_->dates()), tr("earlier date of arrival"),
                    tr("earlier dates of arrival"))));
    figures_->setVisible(!plan_->totals.empty());
    figures_->setChecked(!plan_->totals.empty());
    lists_->setText(
        countOf(static_cast<qint64>(plan_->lists.size()), tr("playlist"), tr("playlists")));
    lists_->setVisible(!plan_->lists.empty());
    lists_->setChecked(!plan_->lists.empty());
    theirs_->setText(tr("Where I rated in Segue as well (%1), take the stars from there")
                         .arg(numberText(plan_->conflicts.size())));
    theirs_->setVisible(!plan_->conflicts.empty());
    theirs_->setChecked(false);
}

void ImportPlanView::showTabs()
{
    while (QLayoutItem* item = tabRow_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    using List = ImportListModel::List;
    const std::array lists{std::pair(List::artists, tr("Artists not in your library")),
        std::pair(List::missing, plan_->history ? tr("Tracks") : tr("Not in your library")),
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

void ImportPlanView::showTab(int list)
{
    model_->show(plan_, static_cast<ImportListModel::List>(list));
    view_->setColumnWidth(0, scaled(240));
    view_->setColumnWidth(1, scaled(170));
}

} // namespace segue::ui

#include "moc_import_plan_view.cpp"
