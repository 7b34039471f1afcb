#include "core/recommend/model/interactions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

void Interactions::add(std::span<const std::int32_t> items, float weight)
{
    const auto from = static_cast<std::ptrdiff_t>(item.size());
    std::copy_if(items.begin(), items.end(), std::back_inserter(item),
        [this](std::int32_t i) { return i >= 0 && i < columns; });
    std::sort(item.begin() + from, item.end());
    item.erase(std::unique(item.begin() + from, item.end()), item.end());
    if (static_cast<std::ptrdiff_t>(item.size()) == from)
        return;
    const float used = std::isfinite(weight) && weight > 0 ? weight : 1.F;
    if (rowWeight.empty() && used != 1.F)
        rowWeight.assign(start.size() - 1, 1.F);
    if (!rowWeight.empty() || used != 1.F)
        rowWeight.push_back(used);
    start.push_back(static_cast<std::uint32_t>(item.size()));
}

Interactions Interactions::transposed() const
{
    Interactions out;
    out.columns = rows();
    out.start.assign(static_cast<std::size_t>(columns) + 1, 0);
    for (const auto i : item)
        ++out.start[static_cast<std::size_t>(i) + 1];
    std::partial_sum(out.start.begin(), out.start.end(), out.start.begin());
    auto next = out.start;
    out.item.resize(item.size());
    for (std::int32_t row = 0; row < rows(); ++row) {
        for (const auto i : of(row))
            out.item[next[static_cast<std::size_t>(i)]++] = row;
    }
    return out;
}

std::vector<double> Interactions::support() const
{
    std::vector<double> sum(static_cast<std::size_t>(columns), 0);
    for (std::int32_t row = 0; row < rows(); ++row) {
        for (const auto i : of(row))
            sum[static_cast<std::size_t>(i)] += static_cast<double>(weightOf(row));
    }
    return sum;
}

} // namespace segue::reco
