#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::db {
class Connection;
}

// Two tracks that turn out to be one: a file that was moved and retagged, or encoded again, came
// into the library as a new track while the one with the plays and ratings lost its file. Merging
// gives the old track the new file with its tags; the new track stays as a hidden row, with what
// the old one had, so that undoing is the same exchange once more. Nothing of the listener's is
// rewritten: plays and ratings of the hidden track are read as the other's (merged_track). All
// functions throw SQLite::Exception; those that write run in a write job.

namespace segue {

struct Merge {
    std::int64_t id = 0;
    TrackId kept, dropped;
    std::string by; ///< audio, mbid, tags, name, content or user
    UtcMs at = 0;
    std::optional<UtcMs> undoneAt;
    std::string title, artist; ///< of the kept track
    std::string path; ///< of its file, bytes, absolute; empty: none
    std::string formerTitle, formerArtist, formerPath; ///< what the track was before
};

/// Makes `dropped` a part of `kept`: both as they are now, after earlier merges. Returns the log's
/// number; 0 when they are one already.
std::int64_t mergeTracks(
    db::Connection& connection, TrackId kept, TrackId dropped, std::string_view by, UtcMs now);

/// The track that counts for this one: another one where both were made one.
TrackId nowOf(db::Connection& connection, TrackId track);

/// Why these two cannot be made one, for the user: unknown, or one already.
Result<void> mergeProblem(db::Connection& connection, TrackId kept, TrackId dropped);

/// Takes a merge back. Refused, with the reason, when it is unknown, undone, or a later one builds
/// on it.
Result<void> undoMerge(db::Connection& connection, std::int64_t id, UtcMs now);

/// The newest first, undone ones included.
std::vector<Merge> loadMerges(db::Connection& connection, std::size_t limit);

/// A track whose file is gone and a newer one that could be it, found by what is too weak to decide
/// by: length, and title or file name.
struct MergeOffer {
    TrackId lost, found;
    std::string lostTitle, lostArtist, lostPath;
    std::string foundTitle, foundArtist, foundPath;
    std::int64_t plays = 0; ///< of the lost one
    std::string why; ///< what they share, for the user: "same length and title"
};

/// Offers for lost tracks that were played or rated, where one candidate alone fits and the user
/// did not refuse it.
std::vector<MergeOffer> findMergeOffers(db::Connection& connection);
void refuseMergeOffer(db::Connection& connection, TrackId lost, TrackId found);

/// A pair that is sure enough to be merged without asking.
struct SureMerge {
    TrackId lost, found;
    std::string by;
};

/// Lost tracks and the newer ones that are them: the same audio key; or, for tracks that came
/// within the last day (copied first, deleted then), what a scan recognises moves by. Several
/// candidates: none.
std::vector<SureMerge> findSureMerges(db::Connection& connection, UtcMs now);

} // namespace segue
