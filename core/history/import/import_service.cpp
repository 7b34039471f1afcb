// An import touches three owners: totals and dates lie in the database alone, playlists belong to
// the book in memory, stars to the log in memory. Totals are written first, in one transaction that
// also makes the run's row; what follows hangs on that row, so that undo finds it. What was begun
// is completed whoever asked for it: a dialog that closes, or the program's end, halves nothing.
#include "core/history/import/import_service.h"

#include "core/history/import/history_store.h"
#include "core/history/import/plan_files.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/listeners/listeners.h"
#include "core/playlist/playlist_service.h"
#include "core/tasks/task_runner.h"
#include "core/text/text_fold.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>

#include <algorithm>

namespace segue {

namespace {

std::string folderName(ImportSource source)
{
    return "From " + std::string(nameOf(source));
}

void replaceEntries(PlaylistBook& book, const Playlist& list, PlaylistEntries entries)
{
    std::vector<std::uint64_t> keys;
    for (const PlaylistEntry& entry : *list.entries)
        keys.push_back(entry.key);
    book.removeEntries(list.id, keys);
    book.insert(list.id, 0, std::move(entries));
}

/// The list that an earlier import made, if it still is one; `changed` when it has other entries.
PlaylistPtr listOf(const PlaylistBook& book, const ImportedList& earlier, bool& changed)
{
    const PlaylistPtr list = book.find(earlier.playlist);
    if (!list || list->kind != PlaylistKind::list)
        return nullptr;
    changed = fingerprintOf(*list->entries) != earlier.fingerprint;
    // Numbers of deleted playlists are given again: what differs in name and entries is another
    // one.
    return changed && foldText(list->name) != foldText(earlier.name) ? nullptr : list;
}

} // namespace

struct ImportService::Written {
    std::int64_t run = 0;
    std::vector<ImportedList> earlier;
};

struct ImportService::Undone {
    ImportRun run;
    std::vector<ImportedList> lists;
    std::vector<RatingEventId> ratings;
    std::string refusal;
};

ImportService::ImportService(db::Store& store, LibraryService& library, TasteService& taste,
    PlaylistService& playlists, Listeners& listeners, const Clock& clock)
    : store_(store)
    , library_(library)
    , taste_(taste)
    , playlists_(playlists)
    , listeners_(listeners)
    , clock_(clock)
{
}

ImportService::~ImportService()
{
    closing_ = true;
    // A barrier: the writer works in order, so after this nothing calls back. What it called back
    // for is done now.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

void ImportService::write(db::Store::Job job, Then<Result<void>> then)
{
    store_.write(db::Durability::full, std::move(job),
        [this, then = std::move(then)](const Result<void>& result) {
            QMetaObject::invokeMethod(
                this, [then, result] { then(result); }, Qt::QueuedConnection);
        });
}

void ImportService::findPlaces(QObject* context, Then<std::vector<ImportPlace>> then)
{
    runThen(
        context, [] { return findImportPlaces(); },
        [then = std::move(then)](const std::vector<ImportPlace>& places) { then(places); });
}

void ImportService::plan(
    const ImportRequest& request, QObject* context, Then<Result<ImportPlanPtr>> then)
{
    ImportRequest wanted = request;
    const ListenerId listener = listenerNamed(wanted.listener);
    if (listener == taste_.listener())
        wanted.listener.clear(); // who names oneself is no friend
    runThen(
        context,
        [wanted = std::move(wanted), table = library_.tracks(), stats = taste_.stats(), listener,
            &store = store_,
            &clock = clock_] { return planFiles(wanted, listener, *table, *stats, store, clock); },
        [then = std::move(then)](const Result<ImportPlanPtr>& plan) { then(plan); });
}

void ImportService::run(const ImportPlanPtr& plan, const ImportChoice& choice, QObject* context,
    Then<Result<ImportResult>> then)
{
    if (plan->history)
        return runHistory(plan, context, std::move(then));
    auto shared = std::make_shared<Written>();
    write(
        [shared, plan, choice, listener = taste_.listener(), now = clock_.now()](
            db::Connection& c) {
            ImportPlan what = *plan;
            if (!choice.figures)
                what.totals.clear();
            shared->earlier = imports::readLists(c, listener, plan->source);
            shared->run = imports::write(
                c, listener, what, choice.lists ? plan->lists.size() : 0, choice.figures, now);
        },
        [this, shared, plan, choice, asker = QPointer(context), then = std::move(then)](
            const Result<void>& done) {
            const Written& written = *shared;
            if (!done) {
                if (asker && !closing_)
                    then(done.error());
                return;
            }
            ImportResult result;
            result.run = written.run;
            result.tracks = choice.figures ? plan->totals.size() : 0;
            std::vector<ImportedList> lists;
            if (choice.lists)
                fillLists(*plan, written.earlier, lists, result);
            std::vector<RatingEventId> ratings;
            if (choice.figures && choice.theirRatingsWin) {
                std::vector<std::pair<TrackId, int>> stars;
                for (const RatingConflict& conflict : plan->conflicts)
                    stars.emplace_back(conflict.track, conflict.theirs);
                ratings = taste_.rateMany(stars);
                result.overruled = ratings.size();
            }
            taste_.write([run = written.run, lists, ratings](db::Connection& c) {
                imports::noteLists(c, run, lists);
                imports::noteRatings(c, run, ratings);
            });
            if (closing_)
                return;
            showChanges();
            if (asker)
                then(result);
        });
}

ListenerId ImportService::listenerNamed(const std::string& name) const
{
    if (name.empty())
        return taste_.listener();
    const QString wanted = QString::fromStdString(name).simplified();
    for (const ListenerProfile& one : listeners_.all()) {
        if (one.name.compare(wanted, Qt::CaseInsensitive) == 0)
            return one.id;
    }
    return {};
}

/// Whom the plays are for; made now, if new: the database has the row before the plays.
Result<ListenerId> ImportService::listenerOf(const HistoryPlan& plan)
{
    if (const ListenerId there = listenerNamed(plan.listenerName))
        return there;
    return listeners_.add(QString::fromStdString(plan.listenerName));
}

void ImportService::runHistory(
    const ImportPlanPtr& plan, QObject* context, Then<Result<ImportResult>> then)
{
    const auto listener = listenerOf(*plan->history);
    if (!listener)
        return then(listener.error());
    auto shared = std::make_shared<imports::WrittenPlays>();
    const auto [play, session] = taste_.reservePlays(plan->history->listens.size());
    write(
        [shared, plan, listener = *listener, free = FreeNumbers{play, session}, now = clock_.now()](
            db::Connection& c) { *shared = imports::writeHistory(c, listener, *plan, free, now); },
        [this, shared, plan, asker = QPointer(context), then = std::move(then)](
            const Result<void>& done) {
            if (closing_)
                return;
            if (done)
                taste_.playsWritten();
            if (!asker)
                return;
            if (!done)
                return then(done.error());
            ImportResult result;
            result.run = shared->run;
            result.plays = shared->plays;
            result.tracks = shared->tracks;
            result.listenerName = plan->history->listenerName;
            then(result);
        });
}

void ImportService::fillLists(const ImportPlan& plan, const std::vector<ImportedList>& earlier,
    std::vector<ImportedList>& lists, ImportResult& result)
{
    playlists_.editWithoutStep([&](PlaylistBook& book) {
        PlaylistId folder;
        const auto place = [&] {
            if (plan.source == ImportSource::m3u || folder)
                return folder;
            const std::string name = folderName(plan.source);
            for (const PlaylistPtr& one : book.state()) {
                if (one->kind == PlaylistKind::folder && one->name == name)
                    return folder = one->id;
            }
            Playlist made;
            made.kind = PlaylistKind::folder;
            made.name = name;
            made.createdAt = clock_.now();
            return folder = book.add(std::move(made));
        };
        for (const PlannedList& planned : plan.lists) {
            ImportedList done{planned.name, {}, fingerprintOf(planned.entries), std::nullopt};
            const auto before = std::ranges::find(earlier, planned.name, &ImportedList::name);
            bool changed = false;
            const PlaylistPtr old
                = before == earlier.end() ? nullptr : listOf(book, *before, changed);
            if (old && changed) {
                result.keptLists.push_back(old->name);
                continue;
            }
            if (old) {
                done.playlist = old->id;
                done.former = *old->entries;
                replaceEntries(book, *old, planned.entries);
                ++result.filledLists;
            } else {
                Playlist made;
                made.name
                    = plan.source == ImportSource::m3u ? book.freeName(planned.name) : planned.name;
                made.parent = place();
                made.createdAt = clock_.now();
                made.entries = std::make_shared<const PlaylistEntries>(planned.entries);
                done.playlist = book.add(std::move(made));
                ++result.madeLists;
            }
            lists.push_back(std::move(done));
        }
    });
}

void ImportService::readRuns(QObject* context, Then<std::vector<ImportRun>> then)
{
    runThen(
        context,
        [&store = store_, listener = taste_.listener()] {
            try {
                return imports::readRuns(*store.reader(), listener);
            } catch (const std::exception&) {
                return std::vector<ImportRun>();
            }
        },
        [then = std::move(then)](const std::vector<ImportRun>& runs) { then(runs); });
}

void ImportService::undo(std::int64_t id, QObject* context, Then<Result<ImportResult>> then)
{
    auto shared = std::make_shared<Undone>();
    write(
        [shared, id, listener = taste_.listener(), now = clock_.now()](db::Connection& c) {
            const auto runs = imports::readRuns(c, listener);
            const auto found = std::ranges::find(runs, id, &ImportRun::id);
            if (found == runs.end())
                shared->refusal = "There is no import " + std::to_string(id) + '.';
            else if (found->undone)
                shared->refusal = "Import " + std::to_string(id) + " was taken back already.";
            else if (!found->canUndo)
                shared->refusal = "Import " + std::to_string(id)
                    + " is followed by a later one from " + std::string(nameOf(found->source))
                    + ", or too long ago. Take that back first.";
            if (!shared->refusal.empty())
                return;
            shared->run = *found;
            shared->lists = imports::listsOf(c, id);
            shared->ratings = imports::ratingsOf(c, id);
            imports::undo(c, listener, shared->run, now);
        },
        [this, shared, asker = QPointer(context), then = std::move(then)](
            const Result<void>& done) {
            const Undone& undone = *shared;
            if (!done || !undone.refusal.empty()) {
                if (asker && !closing_)
                    then(done ? Error{undone.refusal} : done.error());
                return;
            }
            ImportResult result;
            result.run = undone.run.id;
            result.tracks = static_cast<std::size_t>(undone.run.tracks);
            result.plays = static_cast<std::size_t>(undone.run.plays);
            result.listenerName = undone.run.listenerName;
            emptyLists(undone.run, undone.lists, result);
            taste_.undoRatings(undone.ratings);
            result.overruled = undone.ratings.size();
            if (closing_)
                return;
            if (isHistory(undone.run.source))
                taste_.playsWritten();
            else
                showChanges();
            if (asker)
                then(result);
        });
}

void ImportService::emptyLists(
    const ImportRun& run, const std::vector<ImportedList>& lists, ImportResult& result)
{
    if (lists.empty())
        return;
    playlists_.editWithoutStep([&](PlaylistBook& book) {
        for (const ImportedList& list : lists) {
            bool changed = false;
            const PlaylistPtr now = listOf(book, list, changed);
            if (!now)
                continue;
            if (changed) {
                result.keptLists.push_back(now->name);
            } else if (list.former) {
                replaceEntries(book, *now, *list.former);
                ++result.filledLists;
            } else {
                book.remove(now->id);
                ++result.madeLists;
            }
        }
        const PlaylistPtr folder = book.named(folderName(run.source));
        if (folder && folder->kind == PlaylistKind::folder && book.childrenOf(folder->id).empty())
            book.remove(folder->id);
    });
}

void ImportService::showChanges()
{
    library_.refresh(); // dates added
    taste_.readAgain();
}

} // namespace segue

#include "moc_import_service.cpp"
