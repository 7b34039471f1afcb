#pragma once

#include "core/history/import/import_plan.h"
#include "core/history/rating_events.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// An import that was done.
struct ImportRun {
    std::int64_t id = 0;
    ImportSource source = ImportSource::m3u;
    std::string files; ///< as text, one a line
    UtcMs at = 0;
    std::int64_t tracks = 0, lists = 0;
    std::int64_t plays = 0; ///< of a listening history
    ListenerId listener; ///< whose it became
    std::string listenerName; ///< empty: the one who asks
    bool figures = true; ///< it replaced the source's totals; false: lists alone
    bool undone = false;
    /// A history that holds; else the newest of its source that holds, and what it needs is kept.
    bool canUndo = false;
};

/// The playlist that a list of the source became.
struct ImportedList {
    std::string name;
    PlaylistId playlist;
    std::int64_t fingerprint = 0; ///< of its entries as imported
    std::optional<PlaylistEntries> former; ///< before the run; none: the run made it
};

/// Tracks, paths and texts of the entries, in order: whether a list is as it was imported.
std::int64_t fingerprintOf(const PlaylistEntries& entries);

/// Queries and writes of imports. On any thread with its own connection, writes in a write job;
/// they throw SQLite::Exception.
namespace imports {

/// Replaces all totals of the plan's source by the plan's, sets dates of tracks back, and notes
/// what was before; forgets what older runs kept. `lists`: how many lists the run fills. Without
/// `figures` totals stay as they are. The run's number.
std::int64_t write(db::Connection& connection, ListenerId listener, const ImportPlan& plan,
    std::size_t lists, bool figures, UtcMs now);
void noteLists(
    db::Connection& connection, std::int64_t run, const std::vector<ImportedList>& lists);
void noteRatings(
    db::Connection& connection, std::int64_t run, std::span<const RatingEventId> events);

/// Where the lists of a source went in its runs that hold: the newest of each name.
std::vector<ImportedList> readLists(
    db::Connection& connection, ListenerId listener, ImportSource source);
/// The lists of one run, and its rating events.
std::vector<ImportedList> listsOf(db::Connection& connection, std::int64_t run);
std::vector<RatingEventId> ratingsOf(db::Connection& connection, std::int64_t run);

/// The listener's imports, and the listening histories of others; the newest first.
std::vector<ImportRun> readRuns(db::Connection& connection, ListenerId listener);
/// Totals and dates as before the run, without its plays; lists and rating events are the caller's.
void undo(db::Connection& connection, ListenerId listener, const ImportRun& run, UtcMs now);

} // namespace imports

} // namespace segue
