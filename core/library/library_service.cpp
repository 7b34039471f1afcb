#include "core/library/library_service.h"

#include "core/library/root_repository.h"
#include "core/library/track_repository.h"
#include "core/library/track_table_builder.h"
#include "core/tasks/worker/worker_process.h"
#include "core/text/display_path.h"

#include <QMetaObject>

#include <algorithm>
#include <chrono>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

constexpr const char* tagWorkerName = "segue-tagworker";
constexpr double secondsBetweenSnapshots = 1;
constexpr double mostOfTheTimeLoading = .1;

QString shown(const std::string& text)
{
    return displayPath(QByteArray::fromStdString(text));
}

} // namespace

LibraryService::LibraryService(db::Store& store, const Clock& clock)
    : store_(store)
    , clock_(clock)
    , table_(TrackTableBuilder().build())
{
    if (auto worker = worker::findWorker(tagWorkerName))
        options_.tagWorker = std::move(*worker);
    loader_.setMaxThreadCount(1);
    sinceLoad_.start();
}

LibraryService::~LibraryService()
{
    scanner_.request_stop();
    if (scanner_.joinable())
        scanner_.join();
    loader_.clear();
    loader_.waitForDone();
}

LibraryService::Snapshot LibraryService::readSnapshot(db::Store& store)
{
    const auto began = std::chrono::steady_clock::now();
    Snapshot snapshot;
    try {
        const auto reader = store.reader();
        for (const StoredRoot& root : loadStoredRoots(*reader))
            snapshot.roots.push_back(
                {root.id, QByteArray::fromStdString(root.path), root.available});
        snapshot.table = loadTrackTable(*reader);
    } catch (const std::exception& e) {
        snapshot.error = "The library could not be read from " + store.path().string() + ": "
            + e.what() + ". Check the disk and the folder's permissions.";
    }
    snapshot.seconds
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return snapshot;
}

Result<void> LibraryService::load()
{
    Snapshot snapshot = readSnapshot(store_);
    if (!snapshot.error.empty())
        return Error{snapshot.error};
    take(std::move(snapshot));
    return {};
}

void LibraryService::loadInBackground()
{
    reload();
}

void LibraryService::reload()
{
    if (loading_) {
        loadAgain_ = true;
        return;
    }
    loading_ = true;
    loader_.start([this] {
        Snapshot snapshot = readSnapshot(store_);
        QMetaObject::invokeMethod(
            this,
            [this, snapshot = std::move(snapshot)]() mutable {
                loading_ = false;
                take(std::move(snapshot));
                if (loadAgain_) {
                    loadAgain_ = false;
                    reload();
                    return;
                }
                for (const ScanSummary& summary : std::exchange(finished_, {}))
                    Q_EMIT scanFinished(summary);
            },
            Qt::QueuedConnection);
    });
}

void LibraryService::take(Snapshot snapshot)
{
    sinceLoad_.restart();
    loadSeconds_ = snapshot.seconds;
    if (!snapshot.error.empty()) {
        Q_EMIT problem(shown(snapshot.error));
        return;
    }
    table_ = std::move(snapshot.table);
    roots_ = std::move(snapshot.roots);
    loaded_ = true;
    Q_EMIT rootsChanged();
    Q_EMIT tracksChanged();
}

Result<void> LibraryService::addRoot(const QByteArray& path)
{
    if (!path.startsWith('/')) {
        return Error{
            displayPath(path).toStdString() + " is no absolute path. Give the folder's full path."};
    }
    const std::string normal = normalPath(path.toStdString());
    struct stat info { };
    if (::stat(normal.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
        return Error{displayPath(path).toStdString()
            + " is no folder that can be opened. Check its name and whether its drive is "
              "connected."};
    }
    pending_.add.push_back(normal);
    startSoon();
    return {};
}

void LibraryService::removeRoot(RootId id)
{
    std::erase(pending_.roots, id);
    // The write waits for its turn on the writer thread; the table is read after it.
    loader_.start([this, id] {
        const Result<void> result = store_.writeAndWait(db::Durability::full,
            [id](db::Connection& connection) { removeStoredRoot(connection, id); });
        QMetaObject::invokeMethod(
            this,
            [this, result] {
                if (!result)
                    Q_EMIT problem(shown(result.error().message));
                reload();
            },
            Qt::QueuedConnection);
    });
}

void LibraryService::scan(std::vector<RootId> roots)
{
    if (roots.empty())
        pending_.all = true;
    pending_.roots.insert(pending_.roots.end(), roots.begin(), roots.end());
    startSoon();
}

void LibraryService::cancelScan()
{
    scanner_.request_stop();
}

void LibraryService::startSoon()
{
    if (std::exchange(startQueued_, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            startQueued_ = false;
            startScan();
        },
        Qt::QueuedConnection);
}

void LibraryService::startScan()
{
    if (progress_.running || pending_.empty())
        return;
    progress_ = {};
    progress_.running = true;
    Q_EMIT scanProgressed(progress_);
    scanner_ = std::jthread([this, request = std::exchange(pending_, {})](
                                const std::stop_token& stop) { scanInBackground(stop, request); });
}

void LibraryService::scanInBackground(const std::stop_token& stop, const Request& request)
{
    scan::Options options = options_;
    options.roots = request.roots;
    std::vector<std::string> problems;
    for (const std::string& path : request.add) {
        RootId id;
        const Result<void> added
            = store_.writeAndWait(db::Durability::full, [&](db::Connection& connection) {
                  id = addStoredRoot(connection, path, clock_.now());
              });
        if (added)
            options.roots.push_back(id);
        else
            problems.push_back(added.error().message);
    }
    const bool nothingLeft = !request.add.empty() && options.roots.empty() && !request.all;
    if (request.all)
        options.roots.clear();
    if (!request.add.empty())
        QMetaObject::invokeMethod(this, &LibraryService::reload, Qt::QueuedConnection);

    scan::Outcome outcome;
    if (!nothingLeft) {
        scan::Callbacks callbacks;
        callbacks.progress = [this](const scan::Progress& progress) {
            QMetaObject::invokeMethod(
                this,
                [this, progress] {
                    progress_.filesFound = progress.found;
                    progress_.filesDone = progress.done;
                    progress_.current = shown(progress.folder);
                    Q_EMIT scanProgressed(progress_);
                },
                Qt::QueuedConnection);
        };
        callbacks.written = [this] {
            QMetaObject::invokeMethod(this, &LibraryService::batchWritten, Qt::QueuedConnection);
        };
        outcome = scan::run(store_, clock_, options, stop, callbacks);
    }
    outcome.failed = outcome.failed || !problems.empty();
    outcome.problems.insert(outcome.problems.begin(), problems.begin(), problems.end());
    QMetaObject::invokeMethod(
        this, [this, outcome = std::move(outcome)]() mutable { finishScan(std::move(outcome)); },
        Qt::QueuedConnection);
}

void LibraryService::batchWritten()
{
    const double since = static_cast<double>(sinceLoad_.elapsed()) / 1000;
    if (progress_.running && !loading_
        && since >= std::max(secondsBetweenSnapshots, loadSeconds_ / mostOfTheTimeLoading))
        reload();
}

ScanSummary LibraryService::summaryOf(const scan::Outcome& outcome)
{
    ScanSummary summary;
    summary.tracks = outcome.tracks;
    summary.added = outcome.added;
    summary.updated = outcome.updated;
    summary.moved = outcome.moved;
    summary.unavailable = outcome.unavailable;
    summary.quarantined = outcome.quarantined;
    summary.seconds = outcome.seconds;
    summary.cancelled = outcome.cancelled;
    summary.failed = outcome.failed;
    for (const std::string& line : outcome.problems)
        summary.problems.push_back(shown(line));
    return summary;
}

void LibraryService::finishScan(scan::Outcome outcome)
{
    progress_.running = false;
    progress_.current.clear();
    Q_EMIT scanProgressed(progress_);
    const ScanSummary summary = summaryOf(outcome);
    if (outcome.failed && !summary.problems.empty())
        Q_EMIT problem(summary.problems.back());
    if (outcome.changed || loading_) {
        finished_.push_back(summary);
        reload();
    } else {
        Q_EMIT scanFinished(summary);
    }
    startScan();
}

} // namespace segue

#include "moc_library_service.cpp"
