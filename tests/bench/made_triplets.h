#pragma once

#include "core/recommend/model/interactions.h"

#include <cstdint>

namespace segue::bench {

/// A table like those of listeners of a music service: how many items a listener has follows a
/// power law from `least` up, how often an item is picked another, and 70 % of the picks are made
/// within one of a few tastes a listener has. Made row by row, in memory, the same for a seed.
struct MadeTriplets {
    std::int32_t listeners = 1019318, items = 384546;
    std::size_t triplets = 48373586; ///< about
    std::int32_t tastes = 200;
    std::uint64_t seed = 1;
};
reco::Interactions makeTriplets(const MadeTriplets& made);

} // namespace segue::bench
