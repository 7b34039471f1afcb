#include "core/library/library_service.h"

#include "core/audio/audio_key.h"
#include "core/library/root_repository.h"
#include "core/library/scan_problems.h"
#include "core/library/track_repository.h"
#include "core/library/track_table_builder.h"
#include "core/library/track_table_file.h"
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
/// Changes come in groups; the table is kept when they are over.
constexpr auto keepAfter = std::chrono::seconds(4);
constexpr auto quietFor = std::chrono::milliseconds(500);
/// Shares are scanned at most this often, and rest this many times as long as a scan took.
constexpr auto leastBetweenPolls = std::chrono::milliseconds(60'000);
constexpr double pollRest = 30'000; // milliseconds a second

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
    keepTimer_.setSingleShot(true);
    keepTimer_.setInterval(keepAfter);
    connect(&keepTimer_, &QTimer::timeout, this, &LibraryService::keepSoon);
    firstScanTimer_.setSingleShot(true);
    connect(&firstScanTimer_, &QTimer::timeout, this, [this] { scan(); });
}

LibraryService::~LibraryService()
{
    watcher_.reset();
    scanner_.request_stop();
    if (scanner_.joinable())
        scanner_.join();
    loader_.clear();
    loader_.waitForDone();
    keepNow();
}

void LibraryService::readRoots(db::Connection& reader, Snapshot& snapshot)
{
    for (const StoredRoot& root : loadStoredRoots(reader))
        snapshot.roots.push_back({root.id, QByteArray::fromStdString(root.path), root.available});
    snapshot.names = std::make_shared<const CleanView>(readCleanView(reader));
    for (const ScanProblem& file : loadScanProblems(reader))
        snapshot.unread.push_back({QByteArray::fromStdString(file.path), shown(file.reason)});
}

/// The table beside the database; without one where there is none.
LibraryService::Snapshot LibraryService::readKept(db::Store& store)
{
    Snapshot snapshot;
    try {
        const auto reader = store.reader();
        readRoots(*reader, snapshot);
        if (auto kept = readTableFile(tableFileOf(store.path()))) {
            const LibraryStamp now = readLibraryStamp(*reader);
            snapshot.isRight = kept->stamp == now.value;
            snapshot.stamp = {kept->stamp, true};
            snapshot.isKept = true;
            snapshot.table = std::move(kept->table);
        }
    } catch (const std::exception&) {
        return {}; // reading the database itself says what is wrong
    }
    return snapshot;
}

LibraryService::Snapshot LibraryService::readSnapshot(db::Store& store, bool settle)
{
    const auto began = std::chrono::steady_clock::now();
    Snapshot snapshot;
    try {
        // Refused, on a full disk say, the table is merely not kept.
        if (settle)
            (void)store.writeAndWait(db::Durability::normal, settleLibraryStamp);
        const auto reader = store.reader();
        readRoots(*reader, snapshot);
        snapshot.table = loadTrackTable(*reader, &snapshot.stamp);
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
    Snapshot snapshot = readKept(store_);
    if (!snapshot.table || !snapshot.isRight)
        snapshot = readSnapshot(store_, true);
    if (!snapshot.error.empty())
        return Error{snapshot.error};
    take(std::move(snapshot));
    return {};
}

void LibraryService::loadInBackground(FirstShow first)
{
    readInBackground(first);
}

void LibraryService::readInBackground(std::optional<FirstShow> first)
{
    if (loading_) {
        loadAgain_ = true;
        return;
    }
    loading_ = true;
    loader_.start([this, first, settle = !progress_.running] {
        Snapshot snapshot;
        if (first)
            snapshot = readKept(store_);
        if (snapshot.table && !snapshot.isRight) {
            if (first == FirstShow::kept)
                QMetaObject::invokeMethod(
                    this, [this, kept = std::move(snapshot)]() mutable { take(std::move(kept)); },
                    Qt::QueuedConnection);
            snapshot = {};
        }
        if (!snapshot.table)
            snapshot = readSnapshot(store_, settle);
        QMetaObject::invokeMethod(
            this,
            [this, snapshot = std::move(snapshot)]() mutable {
                loading_ = false;
                take(std::move(snapshot));
                afterReload();
            },
            Qt::QueuedConnection);
    });
}

void LibraryService::afterReload()
{
    if (loadAgain_) {
        loadAgain_ = false;
        reload();
        return;
    }
    for (const ScanSummary& summary : std::exchange(finished_, {}))
        Q_EMIT scanFinished(summary);
}

void LibraryService::take(Snapshot snapshot)
{
    sinceLoad_.restart();
    if (!snapshot.error.empty()) {
        loadSeconds_ = snapshot.seconds;
        Q_EMIT problem(shown(snapshot.error));
        return;
    }
    takeNames(snapshot.names); // first: what shows the tracks asks for them
    table_ = std::move(snapshot.table);
    roots_ = std::move(snapshot.roots);
    unread_ = std::move(snapshot.unread);
    loaded_ = snapshot.isRight;
    if (!snapshot.isKept) {
        loadSeconds_ = snapshot.seconds;
        toKeep_ = snapshot.stamp.settled ? table_ : nullptr;
        toKeepStamp_ = snapshot.stamp.value;
        keepTimer_.start();
    }
    if (watcher_)
        watchRoots();
    Q_EMIT rootsChanged();
    Q_EMIT tracksChanged();
}

void LibraryService::takeNames(const CleanViewPtr& names)
{
    if (!names || *names == *names_)
        return;
    names_ = names;
    Q_EMIT namesChanged();
}

void LibraryService::refreshNames()
{
    loader_.start([this] {
        CleanViewPtr names;
        try {
            names = std::make_shared<const CleanView>(readCleanView(*store_.reader()));
        } catch (const std::exception&) {
            return; // the library itself says what is wrong
        }
        QMetaObject::invokeMethod(
            this, [this, names] { takeNames(names); }, Qt::QueuedConnection);
    });
}

void LibraryService::keepSoon()
{
    if (!toKeep_ || progress_.running || loading_)
        return; // the table that follows starts the timer again
    loader_.start([path = tableFileOf(store_.path()), table = std::exchange(toKeep_, nullptr),
                      stamp = toKeepStamp_] {
        if (stampOfTableFile(path) != stamp)
            (void)writeTableFile(path, *table, stamp); // without it the next start takes longer
    });
}

void LibraryService::keepNow()
{
    const std::filesystem::path path = tableFileOf(store_.path());
    if (toKeep_ && stampOfTableFile(path) != toKeepStamp_)
        (void)writeTableFile(path, *toKeep_, toKeepStamp_);
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

void LibraryService::retryUnread(const std::vector<QByteArray>& paths)
{
    // On the writer thread before the scan that is asked for behind it looks.
    loader_.start([this, paths] {
        const Result<void> result
            = store_.writeAndWait(db::Durability::full, [&paths](db::Connection& connection) {
                  if (paths.empty())
                      retryScanProblem(connection, {});
                  for (const QByteArray& path : paths)
                      retryScanProblem(connection, path.toStdString());
              });
        QMetaObject::invokeMethod(
            this,
            [this, result] {
                if (!result)
                    Q_EMIT problem(shown(result.error().message));
                else
                    scan();
            },
            Qt::QueuedConnection);
    });
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
    if (progress_.running || pending_.empty() || scansHeld_ > 0)
        return;
    progress_ = {};
    progress_.running = true;
    if (!pending_.isQuiet())
        Q_EMIT scanProgressed(progress_);
    scanner_ = std::jthread([this, request = std::exchange(pending_, {})](
                                const std::stop_token& stop) { scanInBackground(stop, request); });
}

void LibraryService::scanInBackground(const std::stop_token& stop, const Request& request)
{
    scan::Options options = options_;
    options.roots = request.roots;
    options.places = request.places;
    options.audioKeyOf = [](const std::string& path) {
        const auto key = audio::audioKeyOf(path);
        return key ? std::string(key->begin(), key->end()) : std::string();
    };
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
    const bool nothingLeft
        = !request.add.empty() && options.roots.empty() && options.places.empty() && !request.all;
    if (request.all) {
        options.roots.clear();
        options.places.clear();
    }
    if (!request.add.empty())
        QMetaObject::invokeMethod(this, &LibraryService::reload, Qt::QueuedConnection);

    scan::Outcome outcome;
    if (!nothingLeft) {
        scan::Callbacks callbacks;
        // Looking at a folder that changed is told of only when it takes its time.
        const auto tellFrom = std::chrono::steady_clock::now()
            + (request.isQuiet() ? quietFor : std::chrono::milliseconds(0));
        callbacks.progress = [this, tellFrom](const scan::Progress& progress) {
            if (std::chrono::steady_clock::now() < tellFrom)
                return;
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
        this, [this, outcome = std::move(outcome)] { finishScan(outcome); }, Qt::QueuedConnection);
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

void LibraryService::finishScan(const scan::Outcome& outcome)
{
    progress_.running = false;
    progress_.current.clear();
    Q_EMIT scanProgressed(progress_);
    const ScanSummary summary = summaryOf(outcome);
    if (outcome.failed && !summary.problems.empty())
        Q_EMIT problem(summary.problems.back());
    if (outcome.merged > 0)
        Q_EMIT merged(outcome.merged);
    if (watcher_)
        watcher_->pollEvery(std::max(leastBetweenPolls,
            std::chrono::milliseconds(static_cast<std::int64_t>(outcome.seconds * pollRest))));
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
