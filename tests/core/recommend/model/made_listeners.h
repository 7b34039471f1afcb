#pragma once

#include "core/base/random.h"
#include "core/recommend/model/interactions.h"

#include <cmath>
#include <vector>

namespace segue::reco::test {

/// Listeners 0: {0, 1}, 1: {0, 1, 2}, 2: {2, 3} of four items.
inline Interactions threeListeners()
{
    Interactions rows;
    rows.columns = 4;
    rows.item = {0, 1, 0, 1, 2, 2, 3};
    rows.start = {0, 2, 5, 7};
    return rows;
}

/// Listeners of about `each` items, four of five from the taste they belong to (item % tastes),
/// low numbers more often than high ones.
inline Interactions madeListeners(std::int32_t listeners, std::int32_t items, int each, int tastes)
{
    Interactions rows;
    rows.columns = items;
    Random random(7);
    for (std::int32_t row = 0; row < listeners; ++row) {
        std::vector<std::int32_t> owned;
        for (int k = 0; k < each; ++k) {
            const auto place = std::pow(random.uniform(), 1.5);
            auto item = static_cast<std::int32_t>(place * static_cast<double>(items));
            if (random.below(5) > 0)
                item = item / tastes * tastes + row % tastes;
            owned.push_back(item);
        }
        rows.add(owned);
    }
    return rows;
}

} // namespace segue::reco::test
