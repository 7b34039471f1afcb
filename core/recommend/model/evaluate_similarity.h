#pragma once

#include "core/recommend/model/sound_space.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace segue::reco {

/// A share with its 95 % interval.
struct SimilarityFigure {
    double value = 0, low = 0, high = 0;
};

struct SimilarityFigures {
    SimilarityFigure p1, p5; ///< share of the nearest 1 and 5 that have the query's label
    SimilarityFigure map; ///< mean average precision over all others
    SimilarityFigure neverInTop5; ///< share of tracks that are among the nearest 5 of no other
    double chance = 0; ///< P@1 of a random order
    std::size_t n = 0, labels = 0;
};

/// How often the nearest tracks have the same label: `labels` one a row of the index, all of them
/// used. Every track is a query over all others. Intervals by 1,000 resamples of the tracks, from a
/// fixed seed. O(n^2 (dimension + log n)). `progress`: 0..1, false breaks off (then all is 0).
SimilarityFigures evaluateSimilarity(const SoundIndex& index, std::span<const std::int32_t> labels,
    const std::function<bool(double)>& progress = {});

} // namespace segue::reco
