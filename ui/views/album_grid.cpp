#include "ui/views/album_grid.h"

#include "ui/covers/cover_cache.h"
#include "ui/delegates/album_delegate.h"
#include "ui/models/tile_model.h"
#include "ui/playlist_actions.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

AlbumGrid::AlbumGrid(Commands& commands, CoverCache& covers, TileModel& model, QWidget* parent)
    : QListView(parent)
    , commands_(commands)
    , model_(model)
    , delegate_(new AlbumDelegate(covers, this))
{
    setModel(&model_);
    setItemDelegate(delegate_);
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(48);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Albums"));
    connect(&covers, &CoverCache::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&model_, &QAbstractItemModel::modelReset, this, &AlbumGrid::fit);
}

void AlbumGrid::setWholeHeight(bool whole)
{
    whole_ = whole;
    setVerticalScrollBarPolicy(whole ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

void AlbumGrid::setRound(bool round)
{
    delegate_->setRound(round);
}

void AlbumGrid::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    fit();
}

void AlbumGrid::fit()
{
    if (std::exchange(fitting_, true))
        return;
    const int room = viewport()->width() - 2;
    const int columns = std::max(2, room / scaled(176));
    const int cell = std::max(scaled(90), room / columns);
    setProperty("cellWidth", cell);
    setGridSize({cell, AlbumDelegate::heightFor(cell)});
    if (whole_) {
        const int rows = (model_.rowCount() + columns - 1) / columns;
        setFixedHeight(rows * gridSize().height() + 4);
    }
    fitting_ = false;
}

std::vector<TrackPick> AlbumGrid::targetTracks() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() && selectionModel()->isSelected(index)
        ? picksOf(model_.tracksAt(index.row()))
        : std::vector<TrackPick>();
}

void AlbumGrid::openTile(const QModelIndex& index)
{
    Q_EMIT commands_.navigate(model_.pageAt(index.row()));
}

void AlbumGrid::playTile(const QModelIndex& index)
{
    commands_.play(picksOf(model_.tracksAt(index.row())), 0, StartedBy::album);
}

void AlbumGrid::mouseReleaseEvent(QMouseEvent* event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid()
        || event->modifiers() != Qt::NoModifier)
        return;
    if (AlbumDelegate::playRect(visualRect(index)).contains(event->pos()))
        playTile(index);
    else
        openTile(index);
}

void AlbumGrid::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex index = currentIndex();
    if (index.isValid() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        event->modifiers() & Qt::ShiftModifier ? playTile(index) : openTile(index);
        return;
    }
    QListView::keyPressEvent(event);
}

void AlbumGrid::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const std::vector<TrackPick> picks = picksOf(model_.tracksAt(index.row()));
    QMenu menu(this);
    menu.addAction(icon(u"play"_s), tr("Play"), this, [this, index] { playTile(index); });
    menu.addAction(icon(u"shuffle"_s), tr("Play in random order"), this,
        [this, picks] { commands_.playShuffled(picks, StartedBy::album); });
    menu.addAction(
        icon(u"play-next"_s), tr("Play next"), this, [this, picks] { commands_.playNext(picks); });
    menu.addAction(
        icon(u"queue"_s), tr("Add to queue"), this, [this, picks] { commands_.enqueue(picks); });
    menu.addSeparator();
    menu.addAction(tr("Open"), this, [this, index] { openTile(index); });
    commands_.playlists().fillAddMenu(menu, picks);
    menu.addAction(icon(u"folder"_s), tr("Show in folder"), this,
        [this, picks] { commands_.showInFolder(picks.front().track); });
    menu.exec(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

} // namespace segue::ui

#include "moc_album_grid.cpp"
