#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/history/listen.h"
#include "core/library/track_table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// A made-up listening history that shows what For You does with one. Text, one play a line:
/// UTC time (ISO 8601), artist, title, milliseconds heard and, if wanted, how it ended, separated
/// by tabs; empty lines and those that begin with # are left out.
struct DemoPlay {
    UtcMs startedAt = 0;
    std::string artist, title;
    std::int64_t msHeard = 0;
    EndedBy endedBy = EndedBy::finished;
};

/// In order of time. An error names the line.
Result<std::vector<DemoPlay>> parseDemoHistory(std::string_view text);

/// Plays whose track is in the library (artist and title folded), as imported listens; moved by
/// whole days so that the last play of the file is less than 24 h before `lastDay`.
struct DemoListens {
    std::vector<Listen> listens;
    std::size_t unmatched = 0; ///< plays of tracks that are not in the library
};
DemoListens matchDemoHistory(
    const std::vector<DemoPlay>& plays, const TrackTable& tracks, UtcMs lastDay);

/// Inserts those plays that are not there yet, as imports::insertPlays() does; how many. Throws
/// SQLite::Exception; on the writer's thread.
std::size_t insertDemoListens(
    db::Connection& connection, ListenerId listener, const std::vector<Listen>& listens);

/// When a file with this content was first imported, or `now`; remembered in table setting, so that
/// a second import comes to the same times and adds nothing twice. As above.
UtcMs demoLastDay(db::Connection& connection, std::string_view text, UtcMs now);

} // namespace segue
