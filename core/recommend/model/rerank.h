#pragma once

#include "core/recommend/model/catalogue.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace segue::reco {

/// A candidate of a list: its score before reranking, higher is better.
struct Candidate {
    Item item = noItem;
    double score = 0;
};

/// RECOMMENDER 6's constants and the state that the caps look at.
struct RerankOptions {
    std::size_t length = 20; ///< how many to choose
    std::size_t pool = 200; ///< from the best so many candidates
    double relevanceWeight = .7, similarityWeight = .3, calibrationWeight = .2;
    int artistWindow = 4; ///< an artist once in any so many places; 0 lifts it
    int artistMost = 3; ///< at most so many of an artist in any 20; 0 lifts it
    bool oneMovementPerWork = true;
    bool inSeason = false; ///< seasonal music is in season
    std::span<const double>
        genreMix; ///< the listener's, catalogue.genreCount() long; empty: no calibration
    std::function<double(Item, Item)> contentSimilarity; ///< 0..1; empty: 0
    std::function<bool(Item)>
        isBlocked; ///< heard in the last 2 h, skipped today, already on the page …
    std::span<const Item>
        before; ///< items that stand above in the same list (caps and similarity see them)
};

/// Greedy choice: at each place the candidate with the highest
/// .7 relevance - .3 max similarity to those chosen - .2 rise of KL(listener's mix || list's mix),
/// relevance being the score scaled to 0..1 within the pool, ties to the lower item. Candidates
/// that break a cap are passed over, so the list may be shorter than asked for. Indices into
/// `candidates`, in order. Pure.
std::vector<std::size_t> rerank(const Catalogue& catalogue, std::span<const Candidate> candidates,
    const RerankOptions& options);

/// .5 content + .3 same artist + .2 same album, 0..1.
double listSimilarity(const Catalogue& catalogue,
    const std::function<double(Item, Item)>& contentSimilarity, Item a, Item b);

/// Serendipity: unheard for 60 days or ever, among the best 30 % by score, far from the last 30
/// days: ordered by the lowest similarity to `recent`. Indices into `candidates`. Pure.
std::vector<std::size_t> serendipitous(std::span<const Candidate> candidates,
    const std::function<bool(Item)>& unheard60Days,
    const std::function<double(Item, Item)>& contentSimilarity, std::span<const Item> recent);

/// With nothing known: `count` eligible tracks that span genres, decades and artists (one per
/// artist): farthest-first over tags, starting from the medoid of a sample picked by `seed`.
/// Interludes and seasonal music stay out. Pure.
std::vector<Item> spanning(const Catalogue& catalogue, std::size_t count, std::uint64_t seed,
    const std::function<double(Item, Item)>& contentSimilarity);

} // namespace segue::reco
