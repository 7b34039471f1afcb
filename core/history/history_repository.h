#pragma once

#include "core/history/rating_events.h"
#include "core/history/sessions.h"
#include "core/history/taste.h"

#include <limits>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// What the listener or a setting said about what may be learned from a play.
struct PlayMarks {
    bool isPrivate = false, guest = false, doNotLearn = false, removed = false;
    bool learnable() const { return !isPrivate && !guest && !doNotLearn && !removed; }
};

/// A play as it lies in the database, with the marks that hold now.
struct StoredPlay {
    PlayId id;
    SessionId session;
    Listen listen;
    PlayMarks marks;
};

/// Totals brought along from tags or other players: summed over players, the tags' where higher.
struct ImportedTotals {
    TrackId track;
    std::optional<int> rating; ///< half-stars 0..10, the highest source's
    std::int64_t plays = 0, skips = 0;
    UtcMs firstPlayed = 0, lastPlayed = 0; ///< 0: unknown
};

constexpr UtcMs endOfTime = std::numeric_limits<UtcMs>::max();

/// Queries and inserts for plays and ratings. On any thread with its own connection; they throw
/// SQLite::Exception.
namespace history {

/// Plays that started before `until`, oldest first.
std::vector<StoredPlay> readPlays(
    db::Connection& connection, ListenerId listener, UtcMs until = endOfTime);
/// The newest `limit` plays, newest first.
std::vector<StoredPlay> readNewestPlays(
    db::Connection& connection, ListenerId listener, std::size_t limit);
RatingLog readRatings(db::Connection& connection, ListenerId listener, UtcMs until = endOfTime);
std::vector<ImportedTotals> readImportedTotals(db::Connection& connection, ListenerId listener);

struct HighestIds {
    PlayId play;
    RatingEventId rating;
    SessionTracker sessions;
};
HighestIds readHighestIds(db::Connection& connection, ListenerId listener);

/// Inserts the play (and its session row), its private and guest marks, and deletes the open play.
void insertPlay(db::Connection& connection, ListenerId listener, const StoredPlay& play);
void upsertOpenPlay(
    db::Connection& connection, ListenerId listener, const Listen& listen, const PlayMarks& marks);
void insertRating(db::Connection& connection, ListenerId listener, const RatingEvent& event);
/// Nothing for a play or a session that is gone with the import that brought it.
void insertMark(db::Connection& connection, ListenerId listener, PlayId play, SessionId session,
    std::string_view kind, bool on, UtcMs at);

/// A play left open by a crash becomes a play that ended by 'crash'. Returns whether there was one.
bool closeLeftover(db::Connection& connection, ListenerId listener);

} // namespace history

} // namespace segue
