// The part of TrackView that the pointer drives: hover, stars in place, menus, columns.
#include "core/history/taste.h"
#include "ui/delegates/track_delegate.h"
#include "ui/models/track_model.h"
#include "ui/theme/theme.h"
#include "ui/views/track_header.h"
#include "ui/views/track_view.h"
#include "ui/widgets/star_rating.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

void TrackView::setHover(const QPoint& at, bool inside)
{
    const QModelIndex index = inside ? indexAt(at) : QModelIndex();
    const int before = delegate_->hoverRow();
    delegate_->setHover(index.row(), index.column(), at);
    for (int row : {before, index.row()}) {
        if (row >= 0)
            viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
    }
    const bool clickable = index.isValid()
        && (static_cast<Column>(index.column()) == Column::rating
            || static_cast<Column>(index.column()) == Column::love);
    viewport()->setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TrackView::mouseMoveEvent(QMouseEvent* event)
{
    setHover(event->pos(), true);
    if (!pressedInPlace_.isValid())
        QTableView::mouseMoveEvent(event);
}

void TrackView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    const Column column = static_cast<Column>(index.column());
    pressedInPlace_ = {};
    if (event->button() == Qt::LeftButton && index.isValid()
        && (column == Column::rating || column == Column::love)) {
        pressedInPlace_ = index; // stars and hearts do not change the selection
        return;
    }
    QTableView::mousePressEvent(event);
}

void TrackView::mouseReleaseEvent(QMouseEvent* event)
{
    const QModelIndex pressed = std::exchange(pressedInPlace_, {});
    if (pressed.isValid()) {
        if (pressed == indexAt(event->pos()))
            clickInPlace(pressed, event->pos());
        return;
    }
    QTableView::mouseReleaseEvent(event);
}

bool TrackView::clickInPlace(const QModelIndex& index, const QPoint& at)
{
    const TrackPick pick{model_.trackAt(index.row()), {}};
    if (!pick.track)
        return false; // missing: there is nothing to rate
    if (static_cast<Column>(index.column()) == Column::love) {
        commands_.love({pick}, !index.data(TrackModel::LovedRole).toBool());
        return true;
    }
    const int stars = starsAt(starsArea(visualRect(index).adjusted(8, 0, -8, 0)), at.x());
    const QVariant now = index.data(TrackModel::StarsRole);
    commands_.rate({pick}, now.isValid() && now.toInt() == stars ? std::optional<int>() : stars);
    return true;
}

void TrackView::leaveEvent(QEvent* event)
{
    setHover({}, false);
    QTableView::leaveEvent(event);
}

void TrackView::contextMenuEvent(QContextMenuEvent* event)
{
    std::vector<TrackPick> picks = targetTracks();
    if (picks.empty())
        return;
    QMenu menu(this);
    commands_.fillTrackMenu(menu, picks);
    const QPoint at = event->reason() == QContextMenuEvent::Keyboard
        ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft())
        : event->globalPos();
    menu.exec(at);
}

void TrackView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        verticalHeader()->setDefaultSectionSize(trackRowHeight());
}

void TrackView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void TrackView::fitColumns()
{
    if (!fitted_)
        return;
    // Texts share what the numbers leave.
    int rest = viewport()->width();
    std::vector<std::pair<int, int>> texts; // column, usual width
    int usual = 0;
    for (int i = 0; i < columnCount; ++i) {
        if (isColumnHidden(i))
            continue;
        const Column column = static_cast<Column>(i);
        const bool text = column == Column::title || column == Column::artist
            || column == Column::album || column == Column::genre;
        if (text) {
            texts.emplace_back(i, segue::ui::columnWidth(column));
            usual += segue::ui::columnWidth(column);
        } else {
            rest -= columnWidth(i);
        }
    }
    fitting_ = true;
    for (const auto& [column, width] : texts)
        setColumnWidth(column, std::max(scaled(90), rest * width / std::max(1, usual)));
    fitting_ = false;
}

void TrackView::showColumnMenu(const QPoint& at)
{
    QMenu menu(this);
    for (int i = 0; i < columnCount; ++i) {
        const Column column = static_cast<Column>(i);
        QAction* action = menu.addAction(columnTitle(column));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(i));
        action->setEnabled(column != Column::title);
        connect(action, &QAction::toggled, this,
            [this, column](bool on) { setColumnShown(column, on); });
    }
    menu.exec(at);
}

void TrackView::setColumnShown(Column column, bool shown)
{
    const int i = static_cast<int>(column);
    setColumnHidden(i, !shown);
    if (shown && columnWidth(i) < scaled(24))
        setColumnWidth(i, scaled(segue::ui::columnWidth(column)));
    fitColumns();
    saveColumns();
}

void TrackView::setFirstColumns(const std::vector<Column>& columns)
{
    const QSignalBlocker quiet(header_);
    for (int i = 0; i < columnCount; ++i) {
        const Column column = static_cast<Column>(i);
        setColumnWidth(i, scaled(segue::ui::columnWidth(column)));
        setColumnHidden(i, std::find(columns.begin(), columns.end(), column) == columns.end());
    }
    int place = 0;
    for (Column column : columns)
        header_->moveSection(header_->visualIndex(static_cast<int>(column)), place++);
}

void TrackView::saveColumns() const
{
    // One entry a column in visual order: key, width, shown; robust against new columns.
    QStringList entries;
    for (int visual = 0; visual < columnCount; ++visual) {
        const int i = header_->logicalIndex(visual);
        const bool hidden = header_->isSectionHidden(i);
        entries << u"%1:%2:%3"_s.arg(columnKey(static_cast<Column>(i)))
                       .arg(hidden ? 0 : header_->sectionSize(i))
                       .arg(hidden ? 0 : 1);
    }
    if (fitting_)
        return;
    commands_.services().settings.setValue(settingsKey_, entries);
    commands_.services().settings.setValue(settingsKey_ + u"_fitted"_s, fitted_);
}

void TrackView::restoreColumns()
{
    const QStringList entries = commands_.services().settings.value(settingsKey_).toStringList();
    const QSignalBlocker quiet(header_);
    fitted_ = commands_.services().settings.value(settingsKey_ + u"_fitted"_s, true).toBool();
    int place = 0;
    for (const QString& entry : entries) {
        const QStringList parts = entry.split(u':');
        for (int i = 0; parts.size() == 3 && i < columnCount; ++i) {
            if (columnKey(static_cast<Column>(i)) != parts[0])
                continue;
            const bool shown = parts[2] == u"1" || static_cast<Column>(i) == Column::title;
            setColumnHidden(i, !shown);
            if (const int width = parts[1].toInt(); shown && width >= 24 && width < 4000)
                setColumnWidth(i, width);
            header_->moveSection(header_->visualIndex(i), place++);
        }
    }
}

} // namespace segue::ui
