#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/library/library.h"
#include "core/library/library_stamp.h"
#include "core/library/loose_files.h"
#include "core/library/scan/scan_job.h"
#include "core/library/scan/watcher.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace segue {

/// Library over the database. The table is loaded and scans run on threads of its own; results
/// arrive as new snapshots on the main thread, while a scan runs about every second (less often
/// when loading takes long, so that showing costs a scan at most a tenth). Destroying it cancels a
/// scan and waits for its threads; the store has to outlive it.
class LibraryService final : public Library {
    Q_OBJECT

public:
    LibraryService(db::Store& store, const Clock& clock);
    ~LibraryService() override;

    /// Reads roots and table; blocks. For commands.
    Result<void> load();
    /// The same on a thread; tracksChanged() and rootsChanged() follow. For a window the table that
    /// was kept beside the database is shown first, also when the database has changed since: what
    /// is right follows at once.
    enum class FirstShow { right, kept };
    void loadInBackground(FirstShow first = FirstShow::right);
    /// What tracks() gives is what the database holds, or held a moment ago.
    bool isLoaded() const { return loaded_; }
    /// Reads the table again in the background: something else than a scan changed it.
    void refresh() { reload(); }
    /// The same for names alone; namesChanged() follows where they are others.
    void refreshNames();

    TrackTablePtr tracks() const override { return table_; }
    CleanViewPtr names() const override { return names_; }
    std::vector<RootFolder> roots() const override { return roots_; }
    /// Looks whether `path` is a folder (one look at the disk), then works in the background.
    /// Several calls in a row make one scan.
    Result<void> addRoot(const QByteArray& path) override;
    /// The folder's tracks leave the table; their plays and ratings stay and come back with it.
    void removeRoot(RootId id) override;
    void scan(std::vector<RootId> roots = {}) override;
    void cancelScan() override;
    std::vector<UnreadFile> unreadFiles() const override { return unread_; }
    void retryUnread(const std::vector<QByteArray>& paths) override;
    ScanProgress progress() const override { return progress_; }

    /// Threads and limits of scans to come.
    void setScanOptions(scan::Options options) { options_ = std::move(options); }

    /// Looks through all roots and from then on watches them: what changes on the disk is scanned
    /// at once. The watches are set first, on a thread of their own, so that nothing changes unseen
    /// in between; when that takes long, a scan does not wait for them.
    void watch(scan::WatchOptions options = {});
    /// What is not watched and why, for the user: one line each.
    const std::vector<QString>& watchNotes() const { return watchNotes_; }
    /// Calls `then` when no scan runs (now, or behind the one that does); none begins until
    /// letScansRun() was called as often.
    void whenNoScanRuns(std::function<void()> then);
    void letScansRun();
    /// See knowLooseFiles(): in the background; `then` on the main thread, unless `context` is
    /// gone.
    void knowFiles(std::vector<std::string> paths, QObject* context,
        std::function<void(const std::vector<LooseFile>&)> then);
    /// Merges tracks that turned out to be one (files moved and retagged) in the background, say
    /// after audio keys were found; merged() and tracksChanged() follow where there were any. Then
    /// `done` is called.
    void mergeSureOnes(std::function<void()> done = {});
    /// What the user says about tracks that are one, or not.
    struct MergeEdit {
        enum What { merge, undo, refuse };
        What what = merge;
        std::int64_t id = 0; ///< undo: the merge's number
        TrackId lost, found; ///< merge and refuse
    };
    /// Done in the background; then `done` is called, and the table shows it.
    void editMerges(MergeEdit edit, std::function<void(const Result<void>&)> done);

Q_SIGNALS:
    /// Tracks were made one: plays and ratings of both count for one of them now.
    void merged(qint64 tracks);
    /// What is watched is known, or became another.
    void watchChanged();

private:
    struct Snapshot {
        TrackTablePtr table;
        CleanViewPtr names;
        std::vector<RootFolder> roots;
        LibraryStamp stamp;
        bool isKept = false; ///< comes from the file beside the database
        bool isRight = true; ///< false: the database has changed since
        std::vector<UnreadFile> unread;
        std::string error;
        double seconds = 0;
    };
    struct Request {
        std::vector<std::string> add;
        std::vector<RootId> roots;
        std::vector<scan::Place> places;
        bool all = false;
        bool empty() const { return add.empty() && roots.empty() && places.empty() && !all; }
        /// Asked for by what changed on the disk alone.
        bool isQuiet() const { return add.empty() && roots.empty() && !all; }
    };

    static Snapshot readSnapshot(db::Store& store, bool settle);
    static Snapshot readKept(db::Store& store);
    static void readRoots(db::Connection& reader, Snapshot& snapshot);
    void reload() { readInBackground(std::nullopt); }
    void readInBackground(std::optional<FirstShow> first);
    void afterReload();
    void take(Snapshot snapshot);
    void takeNames(const CleanViewPtr& names);
    void keepSoon();
    void keepNow();
    void startSoon();
    void startScan();
    void scanInBackground(const std::stop_token& stop, const Request& request);
    void batchWritten();
    void finishScan(const scan::Outcome& outcome);
    void watchRoots();
    void placesChanged(std::vector<scan::Place> places);
    void watchesSet(const scan::WatchState& state);
    static ScanSummary summaryOf(const scan::Outcome& outcome);

    db::Store& store_;
    const Clock& clock_;
    scan::Options options_;
    TrackTablePtr table_;
    CleanViewPtr names_ = std::make_shared<const CleanView>();
    std::vector<RootFolder> roots_;
    std::vector<UnreadFile> unread_;
    ScanProgress progress_;
    bool loaded_ = false;
    bool loading_ = false;
    bool loadAgain_ = false;
    double loadSeconds_ = 0;
    QElapsedTimer sinceLoad_;
    Request pending_;
    bool startQueued_ = false;
    int scansHeld_ = 0;
    std::vector<ScanSummary> finished_; // told after the table that shows them
    TrackTablePtr toKeep_; // to be written beside the database, with its stamp
    std::int64_t toKeepStamp_ = 0;
    QTimer keepTimer_;
    std::vector<QString> watchNotes_;
    std::vector<scan::WatchedRoot> watched_;
    QTimer firstScanTimer_;
    std::vector<RootId> scanOnceWatched_;
    bool limitTold_ = false;
    QThreadPool loader_; // one thread
    std::jthread scanner_;
    std::unique_ptr<scan::Watcher> watcher_; // last: its thread calls in
};

} // namespace segue
