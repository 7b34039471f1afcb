#pragma once

#include "app/cli/io.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "ui/services.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace segue::db {
class Store;
}

namespace segue {
class AnalysisService;
class EditService;
class ForYouService;
class HealthService;
class ImportService;
class InsightService;
class ListenerService;
class LibraryService;
class PackService;
class Player;
class PlaylistService;
class TasteService;
} // namespace segue

namespace segue::app {

/// The composition root: one data folder's services, each made when first asked for, and wired
/// together. The process must hold the folder's InstanceLock. Main thread.
class AppContext : public QObject {
    Q_OBJECT

public:
    /// Opens (or creates) the database; blocks on the disk.
    static Result<std::unique_ptr<AppContext>> open(const std::filesystem::path& dataFolder);
    /// Finishes what is being written.
    ~AppContext() override;

    const std::filesystem::path& dataFolder() const { return dataFolder_; }
    /// What the database's opening repaired, for the user; else empty.
    const QString& notice() const { return notice_; }
    const Clock& clock() const { return clock_; }
    db::Store& store() { return *store_; }

    ListenerService& listeners() { return *listeners_; }
    LibraryService& library();
    TasteService& taste();
    ForYouService& forYou();
    InsightService& insight();
    PlaylistService& playlists();
    AnalysisService& analysis();
    ImportService& imports();
    HealthService& health();
    EditService& edits();
    PackService& packs();
    /// The player in use; null when nothing in this process plays.
    Player* player() { return player_.get(); }
    void usePlayer(std::unique_ptr<Player> player);
    /// Ends it: the play in progress is closed as `quit`. Nothing when there is none.
    void endPlayer();

    /// Runs `then` once the library and the ratings are in memory; never when they cannot be read,
    /// and then `io` (may be null) fails.
    void whenLoaded(const IoPtr& io, std::function<void()> then);
    /// Runs `then` once all plays and ratings are on the disk, or with the reason when the database
    /// refuses them (they are kept and tried again); in the order of the calls.
    void whenWritten(std::function<void(const Result<void>&)> then);

    /// Begins to load all that a window shows, in the background.
    void startForWindow();
    /// What the window needs; a player must be in use.
    ui::Services windowServices(QSettings& settings);
    /// Whether all that a window shows at first is there.
    bool isReady() const;

    /// Set while there is a window: raises it and plays `files` (bytes, absolute); folders are
    /// added to the library.
    std::function<void(const std::vector<std::string>& files)> openInWindow;

private:
    class WriteWatch;

    AppContext(std::filesystem::path dataFolder, std::unique_ptr<db::Store> store, QString notice);
    void beginLoading(bool showKept = false);
    void showAnalysedSoon();
    void showAnalysed();

    std::filesystem::path dataFolder_;
    SystemClock clock_;
    QString notice_;
    std::unique_ptr<db::Store> store_; // outlives the services
    std::unique_ptr<ListenerService> listeners_; // whom all the others serve
    std::unique_ptr<LibraryService> library_;
    std::unique_ptr<TasteService> taste_;
    std::unique_ptr<ForYouService> forYou_;
    std::unique_ptr<InsightService> insight_;
    std::unique_ptr<PlaylistService> playlists_;
    std::unique_ptr<AnalysisService> analysis_;
    std::unique_ptr<ImportService> imports_;
    std::unique_ptr<HealthService> health_;
    std::unique_ptr<EditService> edits_;
    std::unique_ptr<PackService> packs_;
    QTimer showAnalysed_; // what was analysed, in the library's table
    std::unique_ptr<Player> player_;
    WriteWatch* writeWatch_ = nullptr; // of taste_, and gone with it
    bool loading_ = false;
};

} // namespace segue::app
