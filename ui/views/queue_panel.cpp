#include "ui/views/queue_panel.h"

#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/covers/cover_cache.h"
#include "ui/delegates/queue_delegate.h"
#include "ui/models/queue_model.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QStackedLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

QueuePanel::QueuePanel(Commands& commands, CoverCache& covers, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , model_(new QueueModel(commands.services().player, commands.services().library, this))
    , list_(new QListView)
    , summary_(new QLabel)
    , save_(new IconButton(u"playlist"_s, tr("Keep the queue as a playlist")))
    , clear_(new IconButton(u"trash"_s, tr("Clear the queue")))
    , stack_(new QStackedLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(9, 16, 8, 8);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 4, 0);
    auto* title = new QLabel(tr("Queue"));
    title->setFont(themeFont(TextSize::large, true));
    summary_->setFont(themeFont(TextSize::small));
    summary_->setForegroundRole(QPalette::PlaceholderText);
    auto* close = new IconButton(u"close"_s, tr("Close the queue"), nullptr, u"Q"_s);
    clear_->setSizes(18, 32);
    save_->setSizes(18, 32);
    close->setSizes(18, 32);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(save_);
    head->addWidget(clear_);
    head->addWidget(close);
    column->addLayout(head);
    summary_->setContentsMargins(12, 0, 0, 4);
    column->addWidget(summary_);
    auto* empty = new EmptyState;
    empty->setTexts(u"queue"_s, tr("Nothing comes next"),
        tr("Double-click a song, press a cover, or drag tracks here."));
    list_->setModel(model_);
    list_->setItemDelegate(new QueueDelegate(covers, list_));
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setDragDropMode(QAbstractItemView::DragDrop);
    list_->setDefaultDropAction(Qt::MoveAction);
    list_->setDropIndicatorShown(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMouseTracking(true);
    list_->setUniformItemSizes(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setAccessibleName(tr("Queue"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->installEventFilter(this);
    column->addLayout(stack_, 1); // before its widgets, or they show as windows
    stack_->addWidget(list_);
    stack_->addWidget(empty);
    setFixedWidth(scaled(312));
    connect(close, &QAbstractButton::clicked, this, &QueuePanel::closeRequested);
    connectAll(covers);
    describe();
}

void QueuePanel::connectAll(CoverCache& covers)
{
    Services& s = commands_.services();
    connect(save_, &QAbstractButton::clicked, this, [this] { commands_.playlists().saveQueue(); });
    connect(clear_, &QAbstractButton::clicked, &commands_, &Commands::clearQueue);
    connect(&s.player, &Player::queueChanged, this, &QueuePanel::reload);
    connect(&s.player, &Player::currentChanged, this, &QueuePanel::reload);
    connect(&covers, &CoverCache::arrived, list_->viewport(), qOverload<>(&QWidget::update));
    connect(list_, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        commands_.services().player.jumpTo(model_->at(index.row()).key);
    });
    connect(list_, &QWidget::customContextMenuRequested, this, &QueuePanel::showMenu);
    connect(
        model_, &QueueModel::moved, this, [this](const std::vector<std::uint64_t>& keys, int to) {
            commands_.moveInQueue(keys, to);
        });
    connect(model_, &QueueModel::dropped, this,
        [this](const std::vector<TrackId>& tracks) { commands_.enqueue(picksOf(tracks)); });
}

std::vector<std::uint64_t> QueuePanel::selectedKeys() const
{
    QModelIndexList rows = list_->selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    std::vector<std::uint64_t> keys;
    for (const QModelIndex& index : rows)
        keys.push_back(model_->at(index.row()).key);
    return keys;
}

std::vector<TrackPick> QueuePanel::targetTracks() const
{
    std::vector<TrackPick> picks;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes()) {
        if (const QueueEntry& entry = model_->at(index.row()); entry.track)
            picks.push_back({entry.track, entry.suggestion});
    }
    return picks;
}

void QueuePanel::reload()
{
    const std::vector<std::uint64_t> keys = selectedKeys();
    const int row = list_->currentIndex().row();
    model_->reload();
    QItemSelection selection;
    for (int i = 0; i < model_->rowCount() && !keys.empty(); ++i) {
        if (std::find(keys.begin(), keys.end(), model_->at(i).key) != keys.end())
            selection.select(model_->index(i), model_->index(i));
    }
    list_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    const int place
        = !selection.isEmpty() ? selection.front().top() : std::min(row, model_->rowCount() - 1);
    if (place >= 0)
        list_->selectionModel()->setCurrentIndex(
            model_->index(place), QItemSelectionModel::NoUpdate);
    describe();
}

void QueuePanel::describe()
{
    const int count = model_->rowCount();
    stack_->setCurrentIndex(count == 0 ? 1 : 0);
    clear_->setEnabled(count > 0);
    save_->setEnabled(count > 0);
    const int left = count - std::max(0, model_->currentRow());
    summary_->setText(count == 0 ? QString()
                                 : tr("%1 · %2 to go")
                                       .arg(countOf(left, tr("track"), tr("tracks")),
                                           formatLongDuration(model_->remainingMs())));
}

void QueuePanel::moveSelected(int by)
{
    QModelIndexList rows = list_->selectionModel()->selectedIndexes();
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    // toIndex counts in the queue before the move: one past the next entry to go down.
    const int to = by < 0 ? rows.first().row() - 1 : rows.last().row() + 2;
    if (to >= 0 && to <= model_->rowCount())
        commands_.moveInQueue(selectedKeys(), to);
}

bool QueuePanel::eventFilter(QObject* object, QEvent* event)
{
    if (object == list_ && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool alt = key->modifiers() & Qt::AltModifier;
        switch (key->key()) {
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            commands_.removeFromQueue(selectedKeys());
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (list_->currentIndex().isValid())
                commands_.services().player.jumpTo(model_->at(list_->currentIndex().row()).key);
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (alt) {
                moveSelected(key->key() == Qt::Key_Up ? -1 : 1);
                return true;
            }
            break;
        default:
            break;
        }
    }
    return QWidget::eventFilter(object, event);
}

void QueuePanel::showMenu(const QPoint& at)
{
    const std::vector<std::uint64_t> keys = selectedKeys();
    if (keys.empty())
        return;
    QMenu menu(this);
    menu.addAction(icon(u"close"_s), tr("Remove from queue"), this,
        [this, keys] { commands_.removeFromQueue(keys); });
    menu.addSeparator();
    commands_.fillTrackMenu(menu, targetTracks());
    menu.exec(list_->viewport()->mapToGlobal(at));
}

void QueuePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), colors().window);
    painter.fillRect(isRightToLeft() ? width() - 1 : 0, 0, 1, height(), colors().border);
}

} // namespace segue::ui

#include "moc_queue_panel.cpp"
