#pragma once

#include "core/recommend/model/interactions.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// iALS (Hu et al. 2008) in the form of Rendle et al. 2021: loss = sum over seen w (1 - s)^2 + a0
/// sum over all w s^2 + lambda sum over rows (seen + a0 other side)^nu |v|^2, s = u.v, w the
/// listener's weight.
struct IalsOptions {
    int factors = 64; ///< 1..1024
    double unobserved = .1; ///< a0
    double lambda = .01, nu = 1;
    int sweeps = 16; ///< of listeners and items each
    std::uint64_t seed = 1;
};

/// A rating inside a fold-in: the score is drawn to `target` with `confidence` (RECOMMENDER 5).
struct FoldRating {
    std::int32_t item = -1;
    double target = 0, confidence = 0;
};

/// All that a fitted model is, to be kept in a file.
struct IalsParts {
    int factors = 0;
    std::int32_t items = 0;
    double unobserved = 0, lambda = 0, nu = 0;
    std::vector<float> item; ///< by rows, items x factors
    std::vector<float> gram; ///< factors x factors
};

/// Fitted by iALS++ (Rendle et al. 2021b): a Newton step on eight factors at a time, see
/// ials_kernel.h. A sweep costs O(entries x 8 f + (listeners + items) f^2) and runs on all threads.
/// Deterministic by seed whatever the number of threads. Memory: 4 f bytes a listener and item
/// while fitting, 4 f an item after, and 4 bytes an entry for the interactions turned round.
class Ials {
public:
    /// When stopped the model is as far as it got, without items if it did not begin.
    static Ials fit(
        const Interactions& train, const IalsOptions& options = {}, const FitControl& control = {});

    IalsParts parts() const;
    /// The same model again; empty when sizes do not agree or a number is not finite.
    static Ials fromParts(IalsParts parts);

    int factors() const { return factors_; }
    std::int32_t items() const { return items_; }
    bool empty() const { return items_ == 0; }
    std::span<const float> itemFactors(std::int32_t item) const;
    /// Replaces an item's factors, for cold items (cold_start.h); the Gram matrix stays as it was
    /// fitted.
    void setItemFactors(std::int32_t item, std::span<const float> factors);

    /// The factors of a listener who has `owned` and rated: one f x f Cholesky, far below 1 ms.
    /// Unknown items are ignored.
    std::vector<float> foldIn(
        std::span<const std::int32_t> owned, std::span<const FoldRating> ratings = {}) const;
    /// out[i] = listener . item i. O(items f). Nothing happens when a size is wrong.
    void score(std::span<const float> listener, std::span<float> out) const;

private:
    int factors_ = 0;
    std::int32_t items_ = 0;
    double unobserved_ = 0, lambda_ = 0, nu_ = 0;
    std::vector<float> item_; // by rows, items x factors
    std::vector<float> gram_; // factors x factors: sum of v v' over items
};

} // namespace segue::reco
