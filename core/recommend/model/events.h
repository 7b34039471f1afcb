#pragma once

#include "core/recommend/model/catalogue.h"

#include <cstdint>
#include <vector>

namespace segue::reco {

/// What a play says about the track (RECOMMENDER 1). `none`: stop, quit, crash, error, browsing
/// within 5 s.
enum class Outcome : std::uint8_t { none, follow, skip };

/// Where a play comes from.
enum class Source : std::uint8_t {
    listened, ///< a real play in time
    imported, ///< pseudo-play of an imported total: feeds count, recency and affinity, nothing else
};

/// One play, in time order. Private plays, "do not learn" plays and spoken word are left out by the
/// caller.
struct Play {
    Item item = noItem;
    std::int64_t at = 0; ///< start, seconds since 1970, UTC; any value is safe
    std::int16_t offsetMinutes = 0; ///< local time minus UTC
    std::int64_t session
        = -1; ///< the caller's session id; -1: a gap above 1,800 s starts a new one
    Outcome outcome = Outcome::follow;
    Source source = Source::listened;
    float weight = 1; ///< 1; shuffle .3; unattended .3; clamped to 0..1
    bool shuffled = false;
    bool suggested = false; ///< started from a suggestion (shelf, radio)
};

enum class RatingKind : std::uint8_t {
    stars, ///< halfStars 0..10, 0 clears
    love,
    clear, ///< takes love, never and stars of the target back
    never, ///< out of everything automatic
    notNow, ///< out for 24 hours
};

/// A rating of a track, or of an artist when `artist` >= 0. Later events replace earlier ones of
/// the same target.
struct Rating {
    Item item = noItem;
    std::int32_t artist = -1;
    RatingKind kind = RatingKind::stars;
    int halfStars = 0; ///< 0..10
    std::int64_t at = 0; ///< seconds since 1970, UTC
};

/// All that is known of a listener, each list in time order.
struct History {
    std::vector<Play> plays;
    std::vector<Rating> ratings;
    std::vector<std::vector<Item>>
        playlists; ///< made by hand: sessions of weight 2 for the neighbourhood channels
    std::vector<std::int32_t>
        pickedArtists; ///< chosen at first start: count as follows until there are 20
};

/// (target, confidence) of a star rating, RECOMMENDER 5; half stars lie between their neighbours,
/// half a star is one star; love = 5 stars. 0 (no rating) is (0, 0).
struct RatingValue {
    double target = 0; ///< -1 .. 1
    double confidence = 0;
};
RatingValue ratingValue(int halfStars);

} // namespace segue::reco
