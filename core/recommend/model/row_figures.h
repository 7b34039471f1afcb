#pragma once

#include "core/recommend/model/triplets.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace segue::reco {

/// How one model ranks: scores of every item for a training row, into out[0 .. columns), which is
/// zero. Runs on several threads at once.
using RowScorer = std::function<void(std::int32_t row, std::span<float> out)>;

/// Means over the listeners with test items (RECOMMENDER 7).
struct RowFigures {
    double r20 = 0, r50 = 0, n20 = 0, n100 = 0;
    double coverage20 = 0; ///< share of the items that are on a list of 20
    std::size_t listeners = 0;
    std::vector<float> n20Of; ///< NDCG@20 of each tested listener, in the order of the rows
    bool stopped = false; ///< then over those that were reached
};

/// Training items excluded, ties to the lower index, a score that is no number last; Recall = hits
/// / min(k, |test|); NDCG binary. O(listeners x items) beside the scorer; the number of threads
/// changes nothing.
RowFigures evaluateRows(const Split& split, const RowScorer& score, const FitControl& control = {});

/// a minus b, listener by listener, on the same split: the mean difference of NDCG@20 and its
/// standard error.
struct RowDifference {
    double mean = 0, error = 0;
};
RowDifference differenceOf(const RowFigures& a, const RowFigures& b);

} // namespace segue::reco
