#pragma once

#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// What can be unclean about a collection, in the order of the page.
enum class HealthKind : std::uint8_t {
    artists, ///< one artist in several spellings
    featured, ///< "A feat. B" as an artist of its own
    copies, ///< one track of one album in several files
    recordings, ///< one recording on several albums
    genres, ///< one genre in several spellings, which suggestions know to be one
    titles, ///< guests in titles
    years, ///< years in which there were no recordings
    missing, ///< no artist, album, year or genre, in tags or names; tags that only names stand for
};
constexpr std::size_t healthKinds = 8;
std::string_view keyOf(HealthKind kind); ///< "artists", as in table remedy and JSON
std::optional<HealthKind> healthKindFromKey(std::string_view key);
/// Whether one click can do something about it in the database alone.
constexpr bool hasRemedy(HealthKind kind)
{
    return kind <= HealthKind::recordings;
}

/// A name in one spelling, or a track, as part of a finding.
struct HealthItem {
    std::string text; ///< the spelling; or title
    std::string detail; ///< of tracks: artist, album, codec…; empty for names
    std::uint32_t tracks = 0; ///< that have the name; 1 for tracks
    TrackId track; ///< of tracks; of names: one that has it
};

/// Things that are probably one, the best first: its name is proposed for all. Or, of the kinds
/// without a remedy, tracks that share a fault.
struct Finding {
    HealthKind kind = HealthKind::artists;
    std::string key; ///< the same in every look; for dismissals
    std::string what; ///< years and missing: the fault
    std::vector<HealthItem> items; ///< of faults the first 200
    std::uint32_t tracks = 0; ///< all that are touched
};

struct HealthReport {
    std::array<std::vector<Finding>, healthKinds> findings; ///< those with the most tracks first
    std::size_t tracks = 0; ///< that were looked at
    double seconds = 0; ///< that took
    const std::vector<Finding>& of(HealthKind kind) const
    {
        return findings[static_cast<std::size_t>(kind)];
    }
    std::size_t count() const;
};
using HealthReportPtr = std::shared_ptr<const HealthReport>;

/// What a look needs beside the table.
struct HealthInput {
    CleanView clean; ///< what was decided is not found again
    std::set<std::pair<std::string, std::string>> dismissed; ///< kind and key
    std::vector<std::pair<std::string, TrackId>> audioKeys; ///< of present files, those that recur
    int thisYear = 0;
};

/// The faults of HealthKind::missing: "artist", "album", "year", "genre"; "names": title, artist,
/// album or number are in the file's name alone, and its format can hold tags.
bool isMissing(const TrackRecord& track, std::string_view what);

/// O(n log n) of the tracks, a few microseconds each. Music alone; any thread.
HealthReport examine(const TrackTable& table, const HealthInput& input);

} // namespace segue
