#pragma once

#include "core/history/history_repository.h"
#include "core/history/import/history_match.h"
#include "core/history/import/listening_history.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace segue {

/// A play to be: its marks are whether it was private.
struct PlannedPlay {
    Listen listen;
    bool isPrivate = false;
    /// All copies of the recording that it may be counted for, listen.track included; null: that
    /// track alone.
    std::shared_ptr<const std::vector<TrackId>> copies = nullptr;
};

/// Artists and tracks that a history has and the library has not.
struct MissingArtist {
    std::string name;
    std::size_t plays = 0, tracks = 0;
};
struct MissingTrack {
    std::string artist, title;
    std::size_t plays = 0;
};

/// What an import of a listening history would do. plays = listens + everything that is left out.
struct HistoryPlan {
    std::string listenerName; ///< for whom; empty: who listens
    ListenerId listener; ///< none: one who is to be made
    std::size_t plays = 0; ///< in the files, podcasts and the like not counted
    UtcMs first = 0, last = 0; ///< when the plays of the files started, impossible times left out
    std::size_t matchedTracks = 0, tracks = 0; ///< tracks of the files
    std::size_t unmatched = 0; ///< plays of tracks that are not in the library
    std::size_t doubles = 0; ///< the same play twice in the files
    std::size_t known = 0; ///< is there: imported before, or played in Segue
    std::size_t badTimes = 0; ///< before 2000, or in the future
    std::size_t unreadable = 0, unheard = 0, notMusic = 0; ///< see ListeningHistory
    std::size_t privatePlays = 0, follows = 0, skips = 0; ///< of listens
    std::vector<PlannedPlay> listens; ///< in order of time
    std::vector<MissingArtist> missingArtists; ///< the most played first
    std::vector<MissingTrack> missingTracks; ///< the most played first
};

/// Starts of the plays that are there, by track, in order.
using KnownStarts = std::unordered_map<TrackId, std::vector<UtcMs>>;

/// Two plays of one track that start less than this apart are one (RECOMMENDER.md 1), unless both
/// say how long it was heard and the first had ended when the second began.
constexpr UtcMs samePlayMs = 2 * msPerMinute;
bool isKnownPlay(const KnownStarts& known, TrackId track, UtcMs startedAt);
/// Whether it is known for any copy of its recording: which one it counts for changes with the
/// library.
bool isKnownPlay(const KnownStarts& known, const PlannedPlay& play);

/// Matches `history` against `table`. A play without length or end counts as heard to its end; of
/// one whose end is not said, the listener moved on when the next one follows at once. O(plays log
/// plays); any thread.
HistoryPlan planHistory(const ListeningHistory& history, const TrackTable& table,
    const KnownStarts& known, const Clock& clock);

} // namespace segue
