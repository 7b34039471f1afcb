#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace segue::reco {

/// Which of `columns` items each of `rows` users has: compressed rows, ascending, each once.
struct Interactions {
    std::int32_t columns = 0;
    std::vector<std::uint32_t> start{0}; ///< rows + 1
    std::vector<std::int32_t> item;

    std::int32_t rows() const { return static_cast<std::int32_t>(start.size()) - 1; }
    std::span<const std::int32_t> of(std::int32_t row) const
    {
        const auto r = static_cast<std::size_t>(row);
        return std::span(item).subspan(start[r], start[r + 1] - start[r]);
    }
    Interactions transposed() const;
};

/// Training and held-out items of the same users (RECOMMENDER 7, `--triplets`).
struct Split {
    Interactions train, test;
};

/// Reads lines "user item …" (tab, comma or blank separated); items with fewer than `minSupport`
/// users are left out; users and items are numbered by first appearance among what is left. Per
/// user with n >= 5 items, ordered by a hash, the last floor(n / 5) are the test.
Split readTriplets(std::string_view text, bool skipHeader, int minSupport);

/// How one model ranks: scores of every item for a training row, into out[0 .. columns).
using RowScorer = std::function<void(std::int32_t row, std::span<float> out)>;

struct CollaborativeFigures {
    std::string method;
    double r20 = 0, r50 = 0, n20 = 0, n100 = 0, coverage20 = 0, fitSeconds = 0;
    std::size_t users = 0;
};
/// Training items excluded, ties to the lower index; Recall = hits / min(k, |test|); NDCG binary.
CollaborativeFigures evaluateRows(const Split& split, const RowScorer& score);

} // namespace segue::reco
