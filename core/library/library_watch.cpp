// LibraryService: what happens without being asked for.
#include "core/library/library_service.h"
#include "core/library/merges.h"
#include "core/tasks/task_runner.h"
#include "core/text/display_path.h"

#include <QMetaObject>

#include <algorithm>
#include <iterator>

namespace segue {

namespace {

/// How long the first scan waits for the watches.
constexpr auto scanWithoutWatches = std::chrono::milliseconds(1500);

QString shown(const std::string& text)
{
    return displayPath(QByteArray::fromStdString(text));
}

} // namespace

void LibraryService::watch(scan::WatchOptions options)
{
    scan::Watcher::Callbacks callbacks;
    callbacks.changed = [this](std::vector<scan::Place> places) {
        QMetaObject::invokeMethod(
            this,
            [this, places = std::move(places)]() mutable { placesChanged(std::move(places)); },
            Qt::QueuedConnection);
    };
    callbacks.ready = [this](const scan::WatchState& state) {
        QMetaObject::invokeMethod(
            this, [this, state] { watchesSet(state); }, Qt::QueuedConnection);
    };
    watcher_ = std::make_unique<scan::Watcher>(std::move(options), std::move(callbacks));
    watched_.clear();
    if (!roots_.empty())
        firstScanTimer_.start(scanWithoutWatches);
    watchRoots();
}

void LibraryService::watchRoots()
{
    std::vector<scan::WatchedRoot> roots;
    for (const RootFolder& root : roots_)
        roots.push_back({root.id, root.path.toStdString()});
    if (roots == watched_)
        return;
    for (const scan::WatchedRoot& root : roots) {
        if (std::ranges::find(watched_, root) == watched_.end())
            scanOnceWatched_.push_back(root.id);
    }
    watched_ = roots;
    watcher_->watch(std::move(roots));
}

void LibraryService::watchesSet(const scan::WatchState& state)
{
    watchNotes_.clear();
    for (const std::string& note : state.shares)
        watchNotes_.push_back(shown(note));
    for (const std::string& note : state.limits)
        watchNotes_.push_back(shown(note));
    if (!state.limits.empty() && !std::exchange(limitTold_, true))
        Q_EMIT problem(shown(state.limits.front()));
    // What changed before its watch was set is found by a scan that begins after it.
    firstScanTimer_.stop();
    if (!scanOnceWatched_.empty())
        scan(std::exchange(scanOnceWatched_, {}));
    Q_EMIT watchChanged();
}

void LibraryService::placesChanged(std::vector<scan::Place> places)
{
    pending_.places.insert(pending_.places.end(), std::make_move_iterator(places.begin()),
        std::make_move_iterator(places.end()));
    startSoon();
}

void LibraryService::whenNoScanRuns(std::function<void()> then)
{
    ++scansHeld_;
    if (!progress_.running) {
        then();
        return;
    }
    connect(
        this, &Library::scanFinished, this, [then = std::move(then)] { then(); },
        Qt::ConnectionType(Qt::SingleShotConnection | Qt::QueuedConnection));
}

void LibraryService::letScansRun()
{
    if (--scansHeld_ == 0)
        startSoon();
}

void LibraryService::knowFiles(std::vector<std::string> paths, QObject* context,
    std::function<void(const std::vector<LooseFile>&)> then)
{
    runThen(
        context,
        [&store = store_, paths = std::move(paths), worker = options_.tagWorker,
            now = clock_.now()] { return knowLooseFiles(store, paths, worker, now); },
        std::move(then));
}

void LibraryService::editMerges(MergeEdit edit, std::function<void(const Result<void>&)> done)
{
    loader_.start([this, edit, done = std::move(done)] {
        Result<void> refused;
        Result<void> written = store_.writeAndWait(
            db::Durability::full, [&refused, edit, now = clock_.now()](db::Connection& c) {
                if (edit.what == MergeEdit::undo)
                    refused = undoMerge(c, edit.id, now);
                else if (const auto problem = mergeProblem(c, edit.lost, edit.found); !problem)
                    refused = problem;
                else if (edit.what == MergeEdit::refuse)
                    refuseMergeOffer(c, edit.lost, edit.found);
                else
                    mergeTracks(c, edit.lost, edit.found, "user", now);
            });
        QMetaObject::invokeMethod(
            this,
            [this, done, result = written ? refused : written] {
                if (result) {
                    reload();
                    Q_EMIT merged(1);
                }
                done(result);
            },
            Qt::QueuedConnection);
    });
}

void LibraryService::mergeSureOnes(std::function<void()> done)
{
    loader_.start([this, done = std::move(done)] {
        std::vector<SureMerge> merges;
        Result<void> result;
        try {
            merges = findSureMerges(*store_.reader(), clock_.now());
        } catch (const std::exception&) {
            // The next scan looks again.
        }
        if (!merges.empty())
            result = store_.writeAndWait(
                db::Durability::full, [&merges, now = clock_.now()](db::Connection& connection) {
                    for (const SureMerge& merge : merges)
                        mergeTracks(connection, merge.lost, merge.found, merge.by, now);
                });
        QMetaObject::invokeMethod(
            this,
            [this, done, result, count = static_cast<qint64>(merges.size())] {
                if (!result) {
                    Q_EMIT problem(shown(result.error().message));
                } else if (count > 0) {
                    reload();
                    Q_EMIT merged(count);
                }
                if (done)
                    done();
            },
            Qt::QueuedConnection);
    });
}

} // namespace segue
