#pragma once

#include <QWidget>

#include <vector>

class QLabel;

namespace segue {
struct AnalysisProgress;
}

namespace segue::ui {

class Commands;
class IconButton;
class NavButton;
class PlaylistPanel;

/// The pages, the playlists, and at the foot what is being scanned, with a way to stop it.
class ProgressFoot;

/// The pages, and at the foot what is being scanned and analysed, with a way to stop it.
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
    void connectAnalysis();
    void showProgress();
    void showUnread();
    void showAnalysis(const AnalysisProgress& progress);

    Commands& commands_;
    std::vector<std::pair<QString, NavButton*>> pages_;
    NavButton* addFolder_;
    NavButton* unread_;
    PlaylistPanel* playlists_;
    QWidget* rest_;
    QLabel* brand_;
    ProgressFoot* scan_;
    ProgressFoot* analysis_;
    IconButton* pause_ = nullptr; ///< of the analysis
};

} // namespace segue::ui
