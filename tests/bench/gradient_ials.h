#pragma once

#include "core/recommend/model/interactions.h"

#include <vector>

namespace segue::bench {

/// The other common way to fit iALS, to be held against: a few steps of conjugate gradients a row
/// from where it stood (Takacs et al. 2011, as the library `implicit` does it), with the same loss,
/// start, instructions and threads as reco::Ials. f is a multiple of 8.
struct GradientIals {
    std::size_t factors = 64;
    std::vector<float> listeners, items; ///< by rows
    std::vector<float> gram; ///< of the items

    static GradientIals fit(const reco::Interactions& train, std::size_t factors, int sweeps,
        int steps, const reco::FitControl& control);
    /// Brings the listeners up to the last items, for scoring.
    void finish(const reco::Interactions& train, const reco::FitControl& control);
    /// Scores of all items for a training row, after finish().
    void score(std::int32_t row, std::span<float> out) const;
};

} // namespace segue::bench
