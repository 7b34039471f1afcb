#pragma once

#include "core/recommend/model/interactions.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// The `k` largest weights of each row of an item x item model, as a sparse matrix; a listener's
/// score of item j is the sum of weight(i, j) over the listener's items i. Memory: 8 k bytes an
/// item.
struct ItemGraph {
    std::int32_t items = 0;
    std::vector<std::uint32_t> start{0};
    std::vector<std::int32_t> neighbour; ///< best first within a row, ties: the lower item
    std::vector<float> weight;

    /// Adds to out[0 .. items). Unknown items of `owned` are ignored. O(k |owned|).
    void score(std::span<const std::int32_t> owned, std::span<float> out) const;
};

/// The models below count, for each item, over the items of its listeners: O(sum over listeners of
/// n^2), 8 bytes an item and thread while fitting. Rows count by their weight. When stopped, the
/// items not yet done have no neighbours.

enum class KnnWeighting : std::uint8_t {
    cosine, ///< n_ij / sqrt(n_i n_j)
    tfidf, ///< cosine, a listener of n items weighing ln(1 + items / n) (Salton and Buckley 1988)
    bm25, ///< dot product of Okapi BM25 weights (Robertson 2009), k1 1.2, b .75
};
/// Item-kNN: the k nearest of each item (Sarwar et al. 2001; the weightings as text retrieval has
/// them, an item being a document and its listeners the terms).
ItemGraph fitItemKnn(const Interactions& train, int k = 100,
    KnnWeighting weighting = KnnWeighting::cosine, const FitControl& control = {});

/// RP3beta (Paudel et al. 2017): three-step random walk, transition probabilities ^ alpha, divided
/// by popularity ^ beta.
ItemGraph fitRp3beta(const Interactions& train, double alpha = 1, double beta = .3, int k = 200,
    const FitControl& control = {});

} // namespace segue::reco
