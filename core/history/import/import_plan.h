#pragma once

#include "core/base/ids.h"
#include "core/history/import/history_plan.h"
#include "core/history/import/source_library.h"
#include "core/history/import/source_match.h"
#include "core/history/track_stats.h"
#include "core/library/track_table.h"
#include "core/playlist/playlist.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace segue {

/// What an import says of one track of the library: sums of the source's tracks that are it.
struct PlannedTotal {
    TrackId track;
    std::optional<int> rating; ///< half-stars
    std::int64_t plays = 0, skips = 0;
    UtcMs firstPlayed = 0, lastPlayed = 0; ///< 0: unknown
    UtcMs addedAt = 0; ///< earlier than the library's own date, never later than now; 0: no news

    bool hasTotals() const { return rating || plays > 0 || skips > 0 || lastPlayed > 0; }
};

/// A track of the source that stays behind, and why.
struct UnmatchedTrack {
    std::string title, artist, path;
    std::vector<TrackId>
        candidates; ///< ambiguous: those that fit as well; none: not in the library
};

/// The listener rated the track in Segue, and otherwise in the other player.
struct RatingConflict {
    TrackId track;
    std::string title, artist;
    int own = 0, theirs = 0; ///< half-stars
};

struct PlannedList {
    std::string name;
    PlaylistEntries entries; ///< what is not in the library keeps its path and texts
    std::size_t missing = 0;
};

/// What an import would do; nothing is written yet. Immutable once made.
struct ImportPlan {
    ImportSource source = ImportSource::m3u;
    std::vector<std::string> files; ///< bytes
    std::vector<std::string> notes;
    std::size_t tracks = 0; ///< of the source
    std::array<std::size_t, 5> matched{}; ///< of them by SourceMatchBy
    std::vector<PlannedTotal> totals; ///< in the order of ids
    std::vector<UnmatchedTrack> unmatched; ///< in the order of the source
    std::vector<RatingConflict> conflicts;
    std::vector<PlannedList> lists;
    /// Of a listening history: then there is nothing above but source, files, notes, tracks,
    /// matched and unmatched. Else null.
    std::shared_ptr<const HistoryPlan> history;

    std::size_t matchedBy(SourceMatchBy by) const { return matched[static_cast<std::size_t>(by)]; }
    std::size_t found() const
    {
        return matched[0] + matched[1] + matched[2]; // path, tail, tags
    }
    std::size_t ratings() const;
    std::int64_t plays() const;
    std::size_t dates() const;
    bool isEmpty() const
    {
        return totals.empty() && lists.empty() && (!history || history->listens.empty());
    }
};
using ImportPlanPtr = std::shared_ptr<const ImportPlan>;

/// Matches `library` against `table`. `stats` has the listener's own ratings. O(tracks); any
/// thread.
ImportPlan planImport(
    const SourceLibrary& library, const TrackTable& table, const TrackStatsMap& stats, UtcMs now);

/// The plan of a listening history; its missing tracks are the unmatched ones.
ImportPlan planOfHistory(const ListeningHistory& history, HistoryPlan plan);

} // namespace segue
