#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace segue::reco {

/// A value that at least `count` of `values` reach and, as a rule, not many more: by a sample, so
/// that whoever wants the best few of a library need not sort it. The lowest value there is where
/// the sample says too little. O(values), in one quick pass.
template <class T>
T nearTop(std::span<const T> values, std::size_t count)
{
    constexpr std::size_t every = 32, leastSampled = 16;
    constexpr T lowest = std::numeric_limits<T>::lowest();
    std::vector<T> sample;
    for (std::size_t i = 0; i < values.size(); i += every)
        sample.push_back(values[i]);
    const auto place = 2 * (count / every) + leastSampled;
    if (place >= sample.size())
        return lowest;
    const auto at = sample.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(sample.begin(), at, sample.end(), std::greater<>());
    const T least = *at;
    const auto reached
        = std::count_if(values.begin(), values.end(), [least](T value) { return value >= least; });
    return static_cast<std::size_t>(reached) >= count ? least : lowest;
}

} // namespace segue::reco
