#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace segue {

/// Why a track began to play.
enum class StartedBy { user, queue, album, shuffle, shelf, radio, remote, import };
/// Why it ceased.
enum class EndedBy { finished, next, previous, replaced, stopped, queueEnd, error, quit, crash };

/// What a play says about taste (RECOMMENDER.md 1).
enum class Outcome { follow, skip, browse, none };

/// One play of one track, from its first audible sample to its last: the row of table `play`.
struct Listen {
    TrackId track;
    UtcMs startedAt = 0;
    int utcOffsetMin = 0; ///< local time ahead of UTC, when it started
    std::int64_t durationMs = 0; ///< of the track; 0 when unknown
    std::int64_t msHeard = 0; ///< audible time, not position: seeking does not add to it
    StartedBy startedBy = StartedBy::user;
    EndedBy endedBy = EndedBy::finished;
    bool shuffle = false; ///< the queue was in shuffle order when it started
    bool attended = true; ///< the listener touched the player within the last 90 minutes
    std::optional<SuggestionId> suggestion; ///< the card it was started from
    bool doNotLearn = false; ///< it was queued from a list that says nothing about taste
    std::string mode; ///< key of the listening mode that was on when it started; empty: none
};

/// The names used in the database and in JSON.
std::string_view toString(StartedBy value);
std::string_view toString(EndedBy value);
std::string_view toString(Outcome value);
std::optional<StartedBy> startedByFromString(std::string_view name);
std::optional<EndedBy> endedByFromString(std::string_view name);

/// follow: heard >= 50 % or >= 240 s, or to the end. skip: the listener moved on (next, previous,
/// replaced) before that after more than 5 s. browse: moved on within 5 s. none: everything else
/// (crash, quit, stop, error, end of queue).
Outcome outcomeOf(const Listen& listen);

} // namespace segue
