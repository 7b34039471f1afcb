#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace segue {

enum class RatingKind { stars, love, neverTrack, neverArtist, notNow, undo };

std::string_view toString(RatingKind kind);
std::optional<RatingKind> ratingKindFromString(std::string_view name);

/// One row of table `rating_event`.
struct RatingEvent {
    RatingEventId id;
    UtcMs at = 0;
    int utcOffsetMin = 0;
    RatingKind kind = RatingKind::stars;
    TrackId track; ///< none for neverArtist and undo
    std::string artist; ///< neverArtist: as shown
    std::optional<int>
        value; ///< stars: half-stars 0..10 or none (taken back); the others: 1 on, 0 off
    RatingEventId undoes; ///< undo only
};

constexpr UtcMs notNowLasts = 24 * msPerHour;

/// What the events say about one track now.
struct TrackRating {
    std::optional<int> stars; ///< half-stars 0..10
    bool loved = false;
    bool never = false;
    UtcMs notNowUntil = 0;
    friend bool operator==(const TrackRating&, const TrackRating&) = default;
};

/// The artist's name without regard to case and outer blanks.
std::string artistKey(std::string_view artist);

/// All events of one listener in order of their ids, and the state that follows from them. Not
/// thread-safe.
class RatingLog {
public:
    void append(RatingEvent event);

    TrackRating of(TrackId track) const;
    bool isArtistNever(std::string_view artist) const;
    /// The event, while it counts: null for an undo, and for what was undone or never there.
    const RatingEvent* undoable(RatingEventId id) const;
    /// Tracks with stars of the listener's own.
    std::size_t ratedTracks() const;
    /// Events that were neither undone nor are undos, oldest first.
    std::vector<RatingEvent> effective() const;
    const std::unordered_map<TrackId, TrackRating>& tracks() const { return tracks_; }
    const std::unordered_set<std::string>& neverArtists() const { return neverArtists_; }

private:
    void apply(const RatingEvent& event);
    const RatingEvent* find(RatingEventId id) const;

    std::vector<RatingEvent> events_;
    std::unordered_set<RatingEventId> undone_;
    std::unordered_map<TrackId, TrackRating> tracks_;
    std::unordered_set<std::string> neverArtists_;
};

} // namespace segue
