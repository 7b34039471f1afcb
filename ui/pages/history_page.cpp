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
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 0, 24, 0);
    head->setSpacing(12);
    auto* title = new QLabel(tr("History"));
    title->setFont(themeFont(TextSize::title, true));
    summary_->setForegroundRole(QPalette::PlaceholderText);
    head->addWidget(title);
    head->addWidget(summary_, 1, Qt::AlignBottom);
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
    connect(&s.taste, &Taste::playAdded, this, [this] { read(); });
    connect(&s.taste, &Taste::historyChanged, this, [this] { read(); });
    connect(&s.library, &Library::tracksChanged, this, [this] { read(); });
    connect(&covers, &CoverCache::arrived, list_->viewport(), qOverload<>(&QWidget::update));
    connect(list_, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (const PlayEvent* play = model_->playAt(index.row()))
            commands_.playKeepingQueue(picksOf({play->listen.track}), {}, StartedBy::user);
    });
    auto* remove = new QShortcut(
        QKeySequence(Qt::Key_Delete), list_, this, &HistoryPage::takeOut, Qt::WidgetShortcut);
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
    const bool all = plays.size() < limit_;
    const auto count = static_cast<qint64>(plays.size());
    const int place = list_->verticalScrollBar()->value();
    const bool atTop = place == 0;
    model_->set(commands_.services().library.tracks(), std::move(plays), nowMs());
    if (!atTop)
        list_->verticalScrollBar()->setValue(place);
    summary_->setText(count == 0 ? QString()
            : all                ? countOf(count, tr("play"), tr("plays"))
                                 : tr("The newest %1 plays").arg(QLocale().toString(count)));
    stack_->setCurrentIndex(count == 0 ? 1 : 0);
}

void HistoryPage::showMore()
{
    if (static_cast<std::size_t>(model_->playCount()) < limit_)
        return; // that is all
    limit_ *= 2;
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
    menu.addAction(icon(u"trash"_s), tr("Take out of the history"), this, &HistoryPage::takeOut);
    menu.exec(list_->viewport()->mapToGlobal(at));
}

void HistoryPage::takeOut()
{
    if (const auto plays = selectedPlays(); !plays.empty())
        commands_.takeOutOfHistory(plays);
}

} // namespace segue::ui

#include "moc_history_page.cpp"
