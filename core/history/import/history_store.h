#pragma once

#include "core/history/import/history_plan.h"
#include "core/history/import/import_store.h"

namespace segue {

/// Numbers kept free for plays that are about to be inserted, and for their sessions: as many as
/// there are plays of each.
struct FreeNumbers {
    PlayId firstPlay;
    SessionId firstSession;
};

/// Queries and writes of imported plays. On any thread with its own connection, writes in a write
/// job; they throw SQLite::Exception.
namespace imports {

KnownStarts readStarts(db::Connection& connection, ListenerId listener);

struct InsertedPlay {
    PlayId id;
    TrackId track;
};
/// Inserts the plays of `listens` (in order of time) that are still not there, private ones marked,
/// in the sessions of plays less than 30 min away or in new ones. What was inserted, in that order.
std::vector<InsertedPlay> insertPlays(db::Connection& connection, ListenerId listener,
    const std::vector<PlannedPlay>& listens, FreeNumbers free);

/// insertPlays() as an import that can be taken back: its number, and how many plays it brought.
/// Without any there is no import and the number is 0.
struct WrittenPlays {
    std::int64_t run = 0;
    std::size_t plays = 0, tracks = 0;
};
WrittenPlays writeHistory(db::Connection& connection, ListenerId listener, const ImportPlan& plan,
    FreeNumbers free, UtcMs now);

/// Deletes the plays of the run with their marks and the sessions that are empty then.
void removePlays(db::Connection& connection, std::int64_t run);

} // namespace imports

} // namespace segue
