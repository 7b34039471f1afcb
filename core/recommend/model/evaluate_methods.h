#pragma once

#include "core/recommend/model/recommender.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace segue::reco {

/// random, the channels in their order, ratings, sticky, blend.
constexpr std::size_t methodCount = channelCount + 4;
std::string_view methodName(std::size_t method);

/// One method's order of all tracks for one prediction. A track with score 0 or less is not ranked,
/// unless the method ranks by a shortlist (blend): then those on it are, whatever their score. Ties
/// go to the lower item.
struct Ranking {
    std::vector<double> scores; ///< of each track; NaN = not ranked

    std::int32_t rankOf(Item item) const; ///< from 1; 0 = not ranked
    std::vector<Item> top(std::size_t count) const;
    /// The score for reranking: a place in the list counts, not the method's scale (place is
    /// 0-based).
    double scoreOf(Item item, std::size_t place) const;
};

std::array<Ranking, methodCount> rankAll(const Catalogue& catalogue, const Recommender& model,
    const Context& context, std::uint64_t seed, Workspace& workspace);

} // namespace segue::reco
