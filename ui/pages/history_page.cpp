#include "ui/pages/history_page.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "ui/covers/cover_cache.h"
#include "ui/delegates/history_delegate.h"
#include "ui/models/history_model.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/page_head.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr std::size_t playsAtFirst = 500; ///< and with each step to the end, twice as many
}

HistoryPage::HistoryPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , model_(new HistoryModel(this))
    , list_(new QListView)
    , summary_(new QLabel)
    , empty_(new EmptyState)
    , stack_(new QStackedLayout)
    , limit_(playsAtFirst)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(8);
    QHBoxLayout* head = pageHead(pageTitle(tr("History")), summary_);
    head->setContentsMargins(4, 0, 24, 0);
    column->addLayout(head);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    list_->setModel(model_);
    list_->setItemDelegate(new HistoryDelegate(covers, list_));
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setAccessibleName(tr("History"));
    stack_->addWidget(list_);
    stack_->addWidget(empty_);
    empty_->setTexts(u"history"_s, tr("Nothing was played yet"),
        tr("Each play is listed here with its time, and can be taken out again."));

    Services& s = commands.services();
    connect(&s.taste, &Taste::playAdded, this, [this](const PlayEvent& play) {
        if (!isVisible())
            return; // showEvent() reads
        if (reading_) {
            again_ = true;
            return;
        }
        model_->prepend(play, nowMs());
        showSummary();
    });
    connect(&s.taste, &Taste::historyChanged, this, [this] { read(); });
    connect(&s.library, &Library::tracksChanged, this, [this] {
        if (isVisible())
            model_->setTable(commands_.services().library.tracks());
    });
    connect(&covers, &CoverCache::arrived, list_->viewport(), qOverload<>(&QWidget::update));
    connect(list_, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (const PlayEvent* play = model_->playAt(index.row()))
            commands_.playKeepingQueue(picksOf({play->listen.track}), {}, StartedBy::user);
    });
    auto* remove = new QShortcut(
        QKeySequence(Qt::Key_Delete), list_, this, [this] { takeOut(selectedPlays()); },
        Qt::WidgetShortcut);
    remove->setAutoRepeat(false);
    connect(list_, &QWidget::customContextMenuRequested, this, &HistoryPage::showMenu);
    connect(list_->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > 0 && value == list_->verticalScrollBar()->maximum())
            showMore();
    });
}

void HistoryPage::open(const QString&)
{
    read();
}

void HistoryPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    read();
}

void HistoryPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    if (list_->verticalScrollBar()->value() == 0)
        limit_ = playsAtFirst; // what was looked up far below is not read again each time
}

QWidget* HistoryPage::focusTarget()
{
    return list_;
}

void HistoryPage::read()
{
    if (!isVisible())
        return; // showEvent() reads
    if (reading_) {
        again_ = true;
        return;
    }
    reading_ = true;
    commands_.services().taste.readHistory(limit_, this, [this](std::vector<PlayEvent> plays) {
        reading_ = false;
        show(std::move(plays));
        if (std::exchange(again_, false))
            read();
    });
}

void HistoryPage::show(std::vector<PlayEvent> plays)
{
    all_ = plays.size() < limit_;
    const int place = list_->verticalScrollBar()->value();
    const std::vector<PlayId> selected = selectedPlays();
    model_->set(commands_.services().library.tracks(), std::move(plays), nowMs());
    if (selectedPlays() != selected)
        select(selected);
    if (place > 0)
        list_->verticalScrollBar()->setValue(place);
    showSummary();
}

void HistoryPage::showSummary()
{
    const qint64 count = model_->playCount();
    summary_->setText(count == 0 ? QString()
            : all_               ? countOf(count, tr("play"), tr("plays"))
                                 : tr("The newest %1 plays").arg(QLocale().toString(count)));
    stack_->setCurrentIndex(count == 0 ? 1 : 0);
}

void HistoryPage::select(const std::vector<PlayId>& plays)
{
    QItemSelection rows;
    for (const PlayId play : plays) {
        if (const int row = model_->rowOf(play); row >= 0)
            rows.select(model_->index(row), model_->index(row));
    }
    list_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

void HistoryPage::showMore()
{
    if (all_)
        return;
    limit_ = 2 * std::max(limit_, static_cast<std::size_t>(model_->playCount()));
    read();
}

std::vector<TrackPick> HistoryPage::targetTracks() const
{
    std::vector<TrackPick> picks;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes()) {
        const PlayEvent* play = model_->playAt(index.row());
        if (play && std::ranges::none_of(picks, [&](const TrackPick& pick) {
                return pick.track == play->listen.track;
            }))
            picks.push_back({play->listen.track, {}});
    }
    return picks;
}

std::vector<PlayId> HistoryPage::selectedPlays() const
{
    std::vector<PlayId> plays;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes()) {
        if (const PlayEvent* play = model_->playAt(index.row()))
            plays.push_back(play->id);
    }
    return plays;
}

void HistoryPage::showMenu(const QPoint& at)
{
    const std::vector<TrackPick> picks = targetTracks();
    if (picks.empty())
        return;
    QMenu menu(this);
    commands_.fillTrackMenu(menu, picks);
    menu.addSeparator();
    // These, whatever is read while the menu is open.
    menu.addAction(icon(u"trash"_s), tr("Take out of the history"), this,
        [this, plays = selectedPlays()] { takeOut(plays); });
    menu.exec(list_->viewport()->mapToGlobal(at));
}

void HistoryPage::takeOut(const std::vector<PlayId>& plays)
{
    if (!plays.empty())
        commands_.takeOutOfHistory(plays);
}

} // namespace segue::ui

#include "moc_history_page.cpp"
