#pragma once

#include "core/recommend/model/content.h"
#include "core/recommend/model/events.h"
#include "core/recommend/model/play_log.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace segue::reco {

/// What the ratings say now, RECOMMENDER 5: own + 1.5 r; others + .6 r session similarity + .3 r
/// content similarity, from the `latestUsed` tracks rated last; the artist + .3 sum r / (n + 2).
/// Its sum is the term `ratings`, of either sign.
class RatingState {
public:
    static constexpr std::size_t latestUsed = 32;
    static constexpr std::int64_t notNowSeconds = 86400;

    struct Opinion {
        double target = 0, confidence = 0; ///< 0, 0 = none
        int halfStars = 0;
        bool never = false;
        std::int64_t notNowAt = PlayLog::neverAt;
        bool rated() const { return confidence > 0; }
    };

    explicit RatingState(const Catalogue& catalogue);

    /// Takes a rating of a known track or artist; O(tracks) with `updateField`, else call
    /// rebuildField() after the last.
    void rate(const Rating& rating, const Catalogue& catalogue, const ContentIndex& content,
        bool updateField);
    void rebuildField(const Catalogue& catalogue, const ContentIndex& content);

    /// Null when there never was one.
    const Opinion* of(Item item) const;
    const Opinion* ofArtist(std::int32_t artist) const;
    /// False for one star, never, a never-artist, and 24 h after not now.
    bool allows(const Catalogue& catalogue, Item item, std::int64_t now) const;
    double artistTerm(std::int32_t artist) const; ///< .3 sum r / (n + 2); 0 for -1
    std::size_t size() const { return rated_.size() + ratedArtists_; }
    /// Counts the ratings taken.
    std::uint64_t revision() const { return revision_; }

    /// The term for every track, into zeroed `out`.
    void score(const PlayLog& log, const Catalogue& catalogue, std::span<float> out) const;
    /// The rated tracks that speak loudest for `item`: itself, then session and content neighbours.
    struct Voice {
        Item item;
        double contribution;
    };
    std::vector<Voice> voices(const PlayLog& log, const ContentIndex& content, Item item) const;
    /// Tracks with a rating, the latest last.
    std::span<const Item> rated() const { return rated_; }

private:
    void add(Item item, double target, const ContentIndex& content);
    std::span<const Item> latest() const;

    std::vector<std::uint8_t> marked_, artistMarked_; // has an entry below: most have none
    std::unordered_map<Item, Opinion> tracks_;
    std::unordered_map<std::int32_t, Opinion> artists_;
    struct Sum {
        double targets = 0;
        int tracks = 0;
    };
    std::vector<Sum> artistSums_;
    std::vector<Item> rated_; // by time of the last rating
    std::size_t ratedArtists_ = 0;
    std::uint64_t revision_ = 0;
    std::vector<float> field_; // .3 sum r content similarity; empty = zero
};

} // namespace segue::reco
