#pragma once

#include "core/recommend/model/triplets.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace segue::reco {

/// The `k` largest weights of each row of an item x item model, as a sparse matrix; a user's score
/// of item j is the sum of weight(i, j) over the user's items i.
struct ItemGraph {
    std::int32_t items = 0;
    std::vector<std::uint32_t> start;
    std::vector<std::int32_t> neighbour;
    std::vector<float> weight;

    void score(std::span<const std::int32_t> owned, std::span<float> out) const;
};

/// Item-kNN: cosine of the columns, the k nearest of each. O(sum of squared row lengths).
ItemGraph fitItemKnn(const Interactions& train, int k = 100);

/// RP3beta (Paudel et al. 2017): three-step random walk, transition probabilities ^ alpha, divided
/// by popularity ^ beta.
ItemGraph fitRp3beta(const Interactions& train, double alpha = 1, double beta = .3, int k = 200);

/// EASE (Steck 2019): B = I - P diag(1 / P), P = (X'X + lambda I)^-1. Memory 8 n^2 bytes while
/// fitting, 4 n^2 after: for catalogues up to 10,000 items; larger ones give an empty model.
class Ease {
public:
    static constexpr std::int32_t mostItems = 10000;
    static Ease fit(const Interactions& train, double lambda = 100);
    bool empty() const { return items_ == 0; }
    void score(std::span<const std::int32_t> owned, std::span<float> out) const;

private:
    std::int32_t items_ = 0;
    std::vector<float> weights_; // row i: what owning i adds to each item
};

/// iALS in the form of Rendle et al. 2021: loss sum over seen (1 - s)^2 + a0 sum over all s^2 +
/// lambda sum over rows
/// (|seen| + a0 other side)^nu |v|^2; every row is solved exactly by Cholesky in blocks of columns
/// of the Gram matrix. Deterministic by seed whatever the number of threads. Memory 4 f bytes a row
/// and item.
struct IalsOptions {
    int factors = 64;
    double unobserved = .1, lambda = .01, nu = 1;
    int sweeps = 12;
    int threads = 1;
    std::uint64_t seed = 1;
    std::stop_token stop; ///< asks to end after the row at hand; the model is then as far as it got
};

class Ials {
public:
    static Ials fit(const Interactions& train, const IalsOptions& options = {});
    int factors() const { return factors_; }
    /// The factors of a listener who has `owned`: one f x f Cholesky.
    std::vector<float> foldIn(std::span<const std::int32_t> owned) const;
    void score(std::span<const float> user, std::span<float> out) const;

private:
    int factors_ = 0;
    std::int32_t items_ = 0;
    double unobserved_ = 0, lambda_ = 0, nu_ = 0;
    std::vector<float> item_; // row-major items x factors
    std::vector<float> gram_; // factors x factors: sum of v v' over items
};

} // namespace segue::reco
