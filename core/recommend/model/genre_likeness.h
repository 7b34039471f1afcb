#pragma once

#include "core/recommend/model/catalogue.h"

#include <span>
#include <vector>

namespace segue::reco {

/// How near the genres of tracks are in the hierarchy of the catalogue (Lin 1998): two genres are
/// as alike as what they have in common, their narrowest common wider genre, tells of both:
///   2 I(common) / (I(a) + I(b)),   I(g) = ln((tracks + 1) / tracks within g), at least .1:
/// 1 for the same genre, high for two of a rare family, low for two that share "rock" in a library
/// of rock, 0 for strangers. Of two tracks with several genres, the mean over both sides of each
/// genre's best match, weighted by I. Immutable; memory: 4 bytes a track and a little a set of
/// genres.
class GenreLikeness {
public:
    explicit GenreLikeness(const Catalogue& catalogue);

    bool has(std::size_t track) const { return setOf_[track] >= 0; }
    /// 0..1; 0 where a track has none.
    float operator()(std::size_t a, std::size_t b) const;
    /// Of a track and every set; look it up by setOf().
    std::vector<float> ofSets(std::size_t track) const;
    /// Which set of genres a track has; -1: none.
    std::int32_t setOf(std::size_t track) const { return setOf_[track]; }
    /// The common genre of two tracks that tells most; -1: none.
    std::int32_t common(std::size_t a, std::size_t b) const;

private:
    std::span<const std::int32_t> genresOf(std::size_t set) const
    {
        return std::span(genres_).subspan(start_[set], start_[set + 1] - start_[set]);
    }
    std::int32_t commonOf(std::int32_t a, std::int32_t b) const;
    float likeness(std::int32_t a, std::int32_t b) const;
    float ofTwoSets(std::size_t a, std::size_t b) const;

    std::vector<std::int32_t> parent_; // of each genre
    std::vector<float> tells_; // I of each genre
    std::vector<std::int32_t> setOf_; // of each track
    std::vector<std::uint32_t> start_; // of each set, into genres_
    std::vector<std::int32_t> genres_;
};

} // namespace segue::reco
