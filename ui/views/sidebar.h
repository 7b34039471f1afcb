#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QProgressBar;

namespace segue::ui {

class Commands;
class IconButton;
class NavButton;
class PlaylistPanel;

/// The pages, the playlists, and at the foot what is being scanned, with a way to stop it.
class Sidebar : public QWidget {
    Q_OBJECT

public:
    explicit Sidebar(Commands& commands, QWidget* parent = nullptr);

    /// Marks the entry that `page` belongs to.
    void setCurrent(const QString& page);
    /// Icons only, for narrow windows.
    void setNarrow(bool narrow);

Q_SIGNALS:
    void pageRequested(const QString& page);
    void addFolderRequested();
    void unreadRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showProgress();
    void showUnread();

    Commands& commands_;
    std::vector<std::pair<QString, NavButton*>> pages_;
    NavButton* addFolder_;
    NavButton* unread_;
    PlaylistPanel* playlists_;
    QWidget* rest_;
    QLabel* brand_;
    QWidget* scan_;
    QLabel* scanText_;
    QProgressBar* scanBar_;
    bool narrow_ = false;
};

} // namespace segue::ui
