#include "tests/bench/made_triplets.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace segue::bench {

reco::Interactions makeTriplets(const MadeTriplets& made)
{
    constexpr double exponent = 1.8; // of the listeners' power law
    constexpr double ownTaste = .7, popularity = 2.6;
    const double mean = static_cast<double>(made.triplets) / made.listeners;
    // Mean of a power law from m up, cut at 100 m: m (exponent - 1) / (exponent - 2) ….
    const double top = 100;
    const double perLeast = (exponent - 1) / (2 - exponent) * (std::pow(top, 2 - exponent) - 1)
        / (1 - std::pow(top, 1 - exponent));
    const double least = mean / perLeast;
    reco::Interactions rows;
    rows.columns = made.items;
    rows.item.reserve(made.triplets + made.triplets / 8);
    rows.start.reserve(static_cast<std::size_t>(made.listeners) + 1);
    Random random(made.seed);
    std::vector<std::int32_t> owned;
    const auto pick = [&](double count) {
        return static_cast<std::int64_t>(std::pow(random.uniform(), popularity) * count);
    };
    for (std::int32_t row = 0; row < made.listeners; ++row) {
        const double u = random.uniform() * (1 - std::pow(top, 1 - exponent));
        const auto n = static_cast<int>(1.077 * least * std::pow(1 - u, 1 / (1 - exponent)));
        const std::int64_t first = pick(made.tastes), second = pick(made.tastes);
        owned.clear();
        for (int k = 0; k < std::max(n, 1); ++k) {
            std::int64_t item = pick(made.items);
            if (random.uniform() < ownTaste) // the nearest item of the taste
                item = item / made.tastes * made.tastes + (random.below(3) > 0 ? first : second);
            owned.push_back(
                static_cast<std::int32_t>(std::min<std::int64_t>(item, made.items - 1)));
        }
        rows.add(owned);
    }
    return rows;
}

} // namespace segue::bench
