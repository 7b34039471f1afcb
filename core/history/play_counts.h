#pragma once

#include "core/history/history_repository.h"
#include "core/history/track_stats.h"

// How plays, ratings and imported totals make a track's statistics.

namespace segue {

/// Whether taste is learned from the play: followed or skipped, and nothing speaks against it.
bool isLearned(const StoredPlay& play);
/// Counts of one play added to `stats`: follows and skips, last played. Private plays count,
/// a guest's and removed ones do not.
void countPlay(TrackStats& stats, const StoredPlay& play);

void addImported(TrackStats& stats, const ImportedTotals& totals);
/// The counts taken off again; when it was last played stays.
void removeImported(TrackStats& stats, const ImportedTotals& totals);
/// The listener's own rating, else the imported one; `imported` may be null.
void layRating(TrackStats& stats, const TrackRating& rating, const ImportedTotals* imported);

} // namespace segue
