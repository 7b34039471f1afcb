#pragma once

#include "ui/commands.h"

#include <QListView>

namespace segue::ui {

class AlbumDelegate;
class CoverCache;
class TileModel;

/// Albums (or artists, genres) as covers, as many in a row as fit. A click or Enter opens one, the
/// button that appears under the pointer plays it. The keys of tracks act on the selected one's.
class AlbumGrid : public QListView, public TrackTarget {
    Q_OBJECT

public:
    AlbumGrid(Commands& commands, CoverCache& covers, TileModel& model, QWidget* parent = nullptr);

    std::vector<TrackPick> targetTracks() const override;
    /// Instead of scrolling: as high as its albums need.
    void setWholeHeight(bool whole);
    /// Round pictures, for artists.
    void setRound(bool round);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void fit();
    void openTile(const QModelIndex& index);
    void playTile(const QModelIndex& index);

    Commands& commands_;
    TileModel& model_;
    AlbumDelegate* delegate_;
    bool whole_ = false;
    bool fitting_ = false;
};

} // namespace segue::ui
