#pragma once

#include "core/recommend/model/interactions.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// EASE (Steck 2019): B = I - P diag(1 / diag P), P = (X'WX + lambda I)^-1, W the rows' weights.
/// The Gram matrix costs the sum over listeners of n^2, the inverse about n^3 multiplications, on
/// all threads in tiles. Memory: 8 n^2 bytes while fitting, 4 n^2 after; so it is for catalogues of
/// up to 10,000 items (800 MB, 400 MB): larger ones, and a fit that was stopped, give an empty
/// model.
class Ease {
public:
    static constexpr std::int32_t mostItems = 10000;

    static Ease fit(const Interactions& train, double lambda = 100, const FitControl& control = {});
    bool empty() const { return items_ == 0; }
    /// Adds to out[0 .. items). Unknown items of `owned` are ignored. O(items |owned|).
    void score(std::span<const std::int32_t> owned, std::span<float> out) const;

private:
    std::int32_t items_ = 0;
    std::vector<float> weights_; // row i: what owning i adds to each item
};

} // namespace segue::reco
