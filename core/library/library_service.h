#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/library/library.h"
#include "core/library/scan/scan_job.h"

#include <QElapsedTimer>
#include <QThreadPool>

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
    /// The same on a thread; tracksChanged() and rootsChanged() follow.
    void loadInBackground();
    bool isLoaded() const { return loaded_; }

    TrackTablePtr tracks() const override { return table_; }
    std::vector<RootFolder> roots() const override { return roots_; }
    /// Looks whether `path` is a folder (one look at the disk), then works in the background.
    /// Several calls in a row make one scan.
    Result<void> addRoot(const QByteArray& path) override;
    /// The folder's tracks leave the table; their plays and ratings stay and come back with it.
    void removeRoot(RootId id) override;
    void scan(std::vector<RootId> roots = {}) override;
    void cancelScan() override;
    ScanProgress progress() const override { return progress_; }

    /// Threads and limits of scans to come.
    void setScanOptions(scan::Options options) { options_ = std::move(options); }

private:
    struct Snapshot {
        TrackTablePtr table;
        std::vector<RootFolder> roots;
        std::string error;
        double seconds = 0;
    };
    struct Request {
        std::vector<std::string> add;
        std::vector<RootId> roots;
        bool all = false;
        bool empty() const { return add.empty() && roots.empty() && !all; }
    };

    static Snapshot readSnapshot(db::Store& store);
    void reload();
    void take(Snapshot snapshot);
    void startSoon();
    void startScan();
    void scanInBackground(const std::stop_token& stop, const Request& request);
    void batchWritten();
    void finishScan(scan::Outcome outcome);
    static ScanSummary summaryOf(const scan::Outcome& outcome);

    db::Store& store_;
    const Clock& clock_;
    scan::Options options_;
    TrackTablePtr table_;
    std::vector<RootFolder> roots_;
    ScanProgress progress_;
    bool loaded_ = false;
    bool loading_ = false;
    bool loadAgain_ = false;
    double loadSeconds_ = 0;
    QElapsedTimer sinceLoad_;
    Request pending_;
    bool startQueued_ = false;
    std::vector<ScanSummary> finished_; // told after the table that shows them
    QThreadPool loader_; // one thread
    std::jthread scanner_;
};

} // namespace segue
