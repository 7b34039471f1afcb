#include "core/history/import/plan_files.h"

#include "core/history/import/history_reader.h"
#include "core/history/import/history_store.h"
#include "core/history/import/source_file.h"

#include <new>

namespace segue {

namespace {

Result<ImportPlanPtr> planHistories(const ImportRequest& request, ListenerId listener,
    const TrackTable& table, db::Store& store, const Clock& clock)
{
    const auto history = readHistories(request.files, request.from);
    if (!history)
        return history.error();
    KnownStarts known;
    try {
        if (listener)
            known = imports::readStarts(*store.reader(), listener);
    } catch (const std::exception& e) {
        return Error{"Plays could not be read from " + store.path().string() + ": " + e.what()};
    }
    HistoryPlan what = planHistory(*history, table, known, clock);
    what.listener = listener;
    what.listenerName = request.listener;
    ImportPlan plan = planOfHistory(*history, std::move(what));
    plan.files = request.files;
    return std::make_shared<const ImportPlan>(std::move(plan));
}

Result<ImportPlanPtr> planLibraries(
    const ImportRequest& request, const TrackTable& table, const TrackStatsMap& stats, UtcMs now)
{
    if (!request.listener.empty()) {
        return Error{"Ratings, counts and playlists of a player are imported for who listens; only "
                     "listening histories can be somebody else's."};
    }
    const auto library = readSource(request.files, request.from);
    if (!library)
        return library.error();
    ImportPlan plan = planImport(*library, table, stats, now);
    plan.files = request.files;
    return std::make_shared<const ImportPlan>(std::move(plan));
}

} // namespace

Result<ImportPlanPtr> planFiles(const ImportRequest& request, ListenerId listener,
    const TrackTable& table, const TrackStatsMap& stats, db::Store& store, const Clock& clock)
{
    if (request.files.empty())
        return Error{"No file was given."};
    try {
        if (request.from ? isHistory(*request.from) : areHistories(request.files))
            return planHistories(request, listener, table, store, clock);
        return planLibraries(request, table, stats, clock.now());
    } catch (const std::bad_alloc&) {
        return aboutFile(request.files.front(),
            "needs more memory than there is left. Close other programs, or import less at once.");
    } catch (const std::exception& e) {
        return aboutFile(
            request.files.front(), "could not be imported: " + std::string(e.what()) + '.');
    }
}

} // namespace segue
