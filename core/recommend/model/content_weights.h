#pragma once

#include "core/recommend/model/content.h"
#include "core/recommend/model/play_log.h"

namespace segue::reco {

/// Fewer pairs teach no weights.
constexpr std::size_t leastContentPairs = 300;

/// What this listener's own sessions say about the parts of content, by a conditional logit
/// (McFadden 1974). A pair is two tracks followed one after the other in a session, from different
/// albums (that an album goes on says nothing about taste); the newest 2,000 count. Each is held
/// against four plays drawn from all of the listener's: b of the parts' agreements are sought, none
/// negative, that tell what came next from what did not,
///   P(next) = exp(b . x_next) / sum over the five of exp(b . x),   x = agreement with the first.
/// The start weights, times the factor that fits best, are mixed in, n / (n + 1000) of n pairs
/// being learned. A fifth of the pairs is kept out and has to be told better than by the start
/// weights: otherwise, and with fewer than leastContentPairs pairs, the start weights stay. Parts
/// known in less than a tenth of the pairs keep their start weight; the sum stays as it was.
/// Deterministic. About 50 ms at most.
ContentWeights learnContentWeights(
    const ContentIndex& index, const Catalogue& catalogue, const PlayLog& log);

} // namespace segue::reco
