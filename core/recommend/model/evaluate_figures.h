#pragma once

#include "core/recommend/model/evaluate.h"

namespace segue::reco {

/// 1 when the track that was played is among the first 20, else 0.
double hit(const Trial& trial);

/// Means over `trials`, HR@20 with the 95 % interval of a bootstrap by session.
RankFigures figuresOf(const std::vector<Trial>& trials, int resamples, std::uint64_t seed);

/// The blend against the best other method on each cut that the evaluation reports differences of.
std::vector<Comparison> comparisons(
    const Evaluation& evaluation, int resamples, std::uint64_t seed);

/// Sets the figures of every method and the comparisons from the trials and pages.
void takeFigures(Evaluation& evaluation, int resamples, std::uint64_t seed);

} // namespace segue::reco
