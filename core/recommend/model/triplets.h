#pragma once

#include "core/base/result.h"
#include "core/recommend/model/interactions.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segue::reco {

/// Training and held-out items of the same listeners, row by row (RECOMMENDER 7, `--triplets`).
struct Split {
    Interactions train, test;
};

/// A listener and an item.
using TripletPair = std::pair<std::int32_t, std::int32_t>;

/// The table of `count` listeners and `items` items that `pairs`, in any order, make: each pair
/// once. Memory while it works: 4 bytes a pair.
Interactions rowsOf(const std::vector<TripletPair>& pairs, std::size_t count, std::size_t items);

struct TripletOptions {
    bool skipHeader = false; ///< the first line is no triplet
    int minSupport = 1; ///< items with fewer listeners are left out
    FitControl control; ///< stop and progress
};

/// What was read, and what was not.
struct Triplets {
    Interactions interactions; ///< listeners and items numbered by first appearance
    std::size_t lines = 0; ///< with a triplet on them
    std::size_t repeated = 0; ///< triplets whose listener and item came before
    std::size_t rareItems = 0; ///< items left out for too few listeners
    std::size_t badLines = 0;
    /// The first of the bad lines, in words: "line 17 has no item".
    std::vector<std::string> complaints;
    static constexpr std::size_t mostComplaints = 5;
};

/// Reads lines "listener item …", further columns ignored. A line with a tab in it is separated by
/// tabs, one with a comma by commas ("…" may hold commas there), any other by blanks; names are any
/// bytes, without blanks around them. Empty lines and a byte order mark are passed over. Listeners
/// and items are numbered by first appearance among what the support filter leaves. Error: stopped,
/// or no triplet at all (it says why). Memory: 8 bytes a line and about 80 a name beside `text`.
Result<Triplets> readTriplets(std::string_view text, const TripletOptions& options);

/// Per listener with n >= 5 items, ordered by mix(listener * 1000003 + item + 0x9E3779B97F4A7C15),
/// the last floor(n / 5) are the test.
Split splitTriplets(const Interactions& all);

} // namespace segue::reco
