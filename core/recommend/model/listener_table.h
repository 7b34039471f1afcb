#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/events.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace segue::reco {

/// One kept play of an evaluated history.
struct TablePlay {
    Item item = noItem;
    std::int64_t at = 0; ///< seconds since 1970, UTC
    std::int32_t session = 0; ///< counts up from 0
    std::int8_t chosen = -1; ///< 1 started by a click, 0 not, -1 not known
    Outcome outcome = Outcome::follow; ///< only follows are foretold and learned from
    std::int16_t offsetMinutes = 0; ///< local time minus UTC
    float weight = 1; ///< as in Play
    bool shuffled = false;
};

/// A line that could not be used.
struct TableProblem {
    std::size_t line = 0; ///< from 1, the header's
    std::string what; ///< sentences: what is wrong and what is expected
};

/// A listening history by itself: every track in it is the library, in order of first appearance.
struct ListenerTable {
    std::shared_ptr<const Catalogue>
        catalogue; ///< artist and album (each track's first); no tags beyond
    std::vector<TablePlay> plays; ///< in time order
    std::int32_t sessions = 0;
    std::vector<Rating> ratings; ///< in time order; a file has none
    std::size_t badLines = 0; ///< lines left out: too few columns or no readable time
    std::vector<TableProblem> problems; ///< the first five of them, or the header's
};

/// Reads tab-separated plays with a header line that names at least ts_utc, artist and track (also
/// used when there: album, ms_played, reason_start) by RECOMMENDER 7: a track is (artist, title)
/// lower-cased; plays known to be shorter than 30 s and plays equal to the one before in track and
/// second are dropped; a gap of more than 1,800 s starts a session. Lines out of order are put in
/// order of time. A byte order mark and carriage returns are skipped, bytes that are no UTF-8 are
/// letters like others. An unreadable header gives an empty table with a problem.
ListenerTable readListenerTable(std::string_view tsv);

/// The same table with its tracks numbered in another order, picked by `seed`. In order of first
/// appearance the next first-ever track of an artist is the lowest of those not yet heard, so a
/// rule that ties goes to the lower index knows a little of the future; with this order ties are
/// broken by chance.
ListenerTable renumbered(const ListenerTable& table, std::uint64_t seed);

/// Seconds since 1970 of "2019-07-20T04:50:16Z" (also with a blank for the T, without the Z, with
/// fractions); false if it is none.
bool parseUtc(std::string_view text, std::int64_t& seconds);

/// Lower case for Latin, Greek and Cyrillic letters in UTF-8; other bytes unchanged.
std::string lowerCased(std::string_view text);

} // namespace segue::reco
