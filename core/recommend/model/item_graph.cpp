#include "core/recommend/model/item_graph.h"

#include "core/recommend/model/item_graph_builder.h"

#include <algorithm>

namespace segue::reco {

void GraphRow::take(
    std::size_t k, std::vector<std::int32_t>& neighbours, std::vector<float>& weights)
{
    const auto kept = std::min(k, touched_.size());
    const auto better
        = [this](std::int32_t a, std::int32_t b) { return at(a) != at(b) ? at(a) > at(b) : a < b; };
    const auto middle = touched_.begin() + static_cast<std::ptrdiff_t>(kept);
    if (kept > 0 && kept < touched_.size())
        std::nth_element(touched_.begin(), middle - 1, touched_.end(), better);
    std::sort(touched_.begin(), middle, better);
    for (std::size_t i = 0; i < kept; ++i) {
        neighbours.push_back(touched_[i]);
        weights.push_back(static_cast<float>(at(touched_[i])));
    }
    for (const auto item : touched_)
        at(item) = 0;
    touched_.clear();
}

void ItemGraph::score(std::span<const std::int32_t> owned, std::span<float> out) const
{
    for (const auto item : owned) {
        if (item < 0 || item >= items)
            continue;
        const auto i = static_cast<std::size_t>(item);
        for (auto at = start[i]; at < start[i + 1]; ++at)
            out[static_cast<std::size_t>(neighbour[at])] += weight[at];
    }
}

} // namespace segue::reco
