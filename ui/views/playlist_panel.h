#pragma once

#include "core/playlist/playlist.h"

#include <QListView>
#include <QWidget>

class QLabel;
class QMenu;

namespace segue::ui {

class Commands;
class IconButton;
class PlaylistModel;

/// The playlists in the sidebar: click opens, double click plays, F2 renames, Del deletes (with
/// undo), tracks are dropped on lists, lists are dragged about and into folders.
class PlaylistPanel : public QWidget {
    Q_OBJECT

public:
    explicit PlaylistPanel(Commands& commands, QWidget* parent = nullptr);

    /// Marks the playlist whose page is shown; none: no mark.
    void setCurrent(PlaylistId id);
    QListView* list() const { return list_; }
    void fillNewMenu(QMenu& menu);
    void fillMenu(QMenu& menu, const PlaylistPtr& playlist);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void clicked(const QModelIndex& index);
    void showMenu(const QPoint& at);
    void edit(PlaylistId id);
    void fit();

    Commands& commands_;
    PlaylistModel* model_;
    QListView* list_;
    QLabel* title_;
    IconButton* add_;
    PlaylistId current_;
};

} // namespace segue::ui
