#pragma once

#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/services.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <functional>
#include <map>

class QStackedWidget;

namespace segue::ui {

class CoverCache;
class ListenerMenu;
class Page;
class PlayerBar;
class QueuePanel;
class Sidebar;
class Toast;
class TopBar;

/// The window. Constructing it reads the services' present state only: nothing waits for the disk.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Services services, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// for_you, songs, albums, artists, genres, folders, taste, health, album:<track id>,
    /// artist:<name>, genre:<name>, playlist:<id>, search:<text>, queue (opens the panel), welcome.
    /// What is unknown shows For You.
    void showPage(const QString& name);
    QString currentPage() const;
    CoverCache& covers() { return *covers_; }
    /// Waits for covers that are on their way, so that a picture of the window is complete.
    void settle();
    Toast& toast() { return *toast_; }
    /// A message that goes by itself, with one thing that can be done about it.
    void offer(const QString& text, const QString& action, std::function<void()> act,
        bool isProblem = false);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void connectServices();
    void installShortcuts();
    QMenu* makeMenu();
    void addAnalysisTo(QMenu* menu);
    void trigger(const QString& shortcut);

    Page* pageFor(const QString& kind);
    void display(const QString& name);
    void goBack(int steps);
    void setQueueShown(bool shown);
    bool isQueueShown() const;
    void search(const QString& text);
    void filterSongs();

    void addFolder();
    void addFolders(const QList<QUrl>& urls);
    void rateTargets(std::optional<int> halfStars);
    void loveTargets();
    std::vector<TrackPick> targets() const;
    void showNotice(const QString& text, bool undoable);
    void showProblem(const QString& text);
    void showScanSummary(const ScanSummary& summary);
    void showFailedEdits(const QString& text, const std::vector<QString>& lines, bool undoable);
    void listProblems(const QString& text, const std::vector<QString>& lines, bool undoable);
    void toastAction();
    void setTheme(ThemeMode mode);
    void saveGeometryNow();

    Services services_;
    Commands* commands_;
    CoverCache* covers_;
    Sidebar* sidebar_ = nullptr;
    TopBar* topBar_ = nullptr;
    PlayerBar* playerBar_ = nullptr;
    QueuePanel* queue_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QMenu* menu_ = nullptr;
    ListenerMenu* listenerMenu_ = nullptr; ///< null: there is nobody to switch to
    Toast* toast_ = nullptr;
    QString offered_; ///< the message of offer(), and what its action does
    std::function<void()> offeredAct_;
    std::map<QString, Page*> pages_;
    std::vector<QString> history_;
    int place_ = -1; ///< in history_
};

} // namespace segue::ui
