#include "ui/views/track_view.h"

#include "core/history/taste.h"
#include "ui/delegates/track_delegate.h"
#include "ui/edit_actions.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/track_header.h"
#include "ui/widgets/star_rating.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 typeAheadMs = 1500;

} // namespace

TrackView::TrackView(Commands& commands, TrackModel& model, QString settingsKey, QWidget* parent)
    : QTableView(parent)
    , commands_(commands)
    , model_(model)
    , delegate_(new TrackDelegate(this))
    , header_(new TrackHeader(this))
    , settingsKey_(std::move(settingsKey))
{
    setModel(&model_);
    setItemDelegate(delegate_);
    setHorizontalHeader(header_);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(trackRowHeight());
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setAccessibleName(tr("Tracks"));
    header_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header_, &QWidget::customContextMenuRequested, this,
        [this](const QPoint& at) { showColumnMenu(header_->mapToGlobal(at)); });
    connect(header_, &QHeaderView::sectionClicked, this,
        [this](int section) { Q_EMIT sortRequested(static_cast<Column>(section)); });
    connect(header_, &QHeaderView::sectionMoved, this, &TrackView::saveColumns);
    connect(header_, &QHeaderView::sectionResized, this, [this] {
        if (!fitting_) {
            fitted_ = false;
            saveColumns();
        }
    });
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        if (static_cast<Column>(index.column()) != Column::rating)
            Q_EMIT playRequested(index.row());
    });
}

void TrackView::setSortKeys(const std::vector<SortKey>& keys)
{
    header_->setSortKeys(keys);
}

std::vector<TrackPick> TrackView::targetTracks() const
{
    std::vector<TrackPick> picks;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (const TrackId track = model_.trackAt(row))
                picks.push_back({track, {}});
        }
    }
    return picks;
}

void TrackView::keepingPlace(const std::function<void()>& change)
{
    const TrackId current = model_.trackAt(currentIndex().row());
    const int top = rowAt(1);
    const TrackId first = model_.trackAt(top);
    const int offset = top >= 0 ? rowViewportPosition(top) : 0;
    qsizetype selectedRows = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        selectedRows += range.height();
    const bool all = selectedRows > 0 && selectedRows == model_.rowCount();
    const std::vector<TrackPick> selected
        = !all && selectedRows <= 1000 ? targetTracks() : std::vector<TrackPick>();

    change();

    if (const int row = model_.positionOf(current); row >= 0)
        selectionModel()->setCurrentIndex(model_.index(row, 0), QItemSelectionModel::NoUpdate);
    if (all)
        selectAll();
    QItemSelection selection;
    for (const TrackPick& pick : selected) {
        if (const int row = model_.positionOf(pick.track); row >= 0)
            selection.select(model_.index(row, 0), model_.index(row, model_.columnCount() - 1));
    }
    if (!selection.isEmpty())
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const int row = model_.positionOf(first); row >= 0 && top > 0) {
        verticalScrollBar()->setValue(row * verticalHeader()->defaultSectionSize() - offset);
    }
}

bool TrackView::isTypingAhead() const
{
    return typing_ && typedAt_.elapsed() < typeAheadMs;
}

void TrackView::keyboardSearch(const QString& text)
{
    if (!isTypingAhead())
        typed_.clear();
    typing_ = true;
    typedAt_.start();
    const bool again = typed_.size() == 1 && typed_ == text; // the same letter: next match
    if (!again)
        typed_ += text;
    Q_EMIT typedAheadChanged(typed_);
    const int count = model_.rowCount();
    const int from = std::max(0, currentIndex().row()) + (again || typed_.size() == 1 ? 1 : 0);
    for (int i = 0; i < count; ++i) {
        const int row = (from + i) % count;
        const Row place = model_.rows()[static_cast<std::size_t>(row)];
        if (place != TrackModel::missingRow
            && textOf(*model_.table(), (*model_.table())[place].title)
                   .startsWith(typed_, Qt::CaseInsensitive)) {
            selectRow(row);
            scrollTo(model_.index(row, 0));
            return;
        }
    }
}

bool TrackView::event(QEvent* event)
{
    // While a title is being typed, letters and the space bar belong to it.
    if (event->type() == QEvent::ShortcutOverride && isTypingAhead()) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (!key->text().isEmpty() && key->text().front().isPrint()
            && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
            key->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void TrackView::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT playRequested(currentIndex().row());
        return;
    }
    if (event->key() == Qt::Key_F2) {
        commands_.edits().editTags(targetTracks(), window());
        return;
    }
    if (event->text() == u"/"
        && !isTypingAhead()) { // begins a title that starts with a key's letter
        typedAt_.start();
        typed_.clear();
        typing_ = true;
        Q_EMIT typedAheadChanged({});
        return;
    }
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        event->ignore(); // seeks
        return;
    }
    if (event->key() == Qt::Key_Space && isTypingAhead()) {
        keyboardSearch(u" "_s);
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace segue::ui

#include "moc_track_view.cpp"
