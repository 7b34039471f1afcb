#pragma once

#include "core/recommend/model/chunks.h"
#include "core/recommend/model/item_graph.h"

namespace segue::reco {

/// A row of the graph in the making: sums by item.
class GraphRow {
public:
    explicit GraphRow(std::int32_t items)
        : values_(static_cast<std::size_t>(items), 0)
    {
    }
    void add(std::int32_t item, double value)
    {
        auto& sum = values_[static_cast<std::size_t>(item)];
        if (sum == 0)
            touched_.push_back(item);
        sum += value;
    }
    double& at(std::int32_t item) { return values_[static_cast<std::size_t>(item)]; }
    const std::vector<std::int32_t>& touched() const { return touched_; }
    /// Appends the k largest, best first (ties: lower item), and starts anew.
    void take(std::size_t k, std::vector<std::int32_t>& neighbours, std::vector<float>& weights);

private:
    std::vector<double> values_;
    std::vector<std::int32_t> touched_;
};

/// The graph whose row i is what fill(i, row) adds, on all threads.
template <class Fill>
ItemGraph buildGraph(std::int32_t items, int k, const FitControl& control, Fill&& fill)
{
    constexpr std::int32_t chunkItems = 64;
    struct Part {
        std::vector<std::uint32_t> lengths;
        std::vector<std::int32_t> neighbours;
        std::vector<float> weights;
    };
    std::vector<Part> parts(static_cast<std::size_t>((items + chunkItems - 1) / chunkItems));
    std::vector<GraphRow> rows(threadsOf(control), GraphRow(items));
    eachChunk(parts.size(), control, 0, 1, [&](std::size_t chunk, int thread) {
        auto& part = parts[chunk];
        auto& row = rows[static_cast<std::size_t>(thread)];
        const auto first = static_cast<std::int32_t>(chunk) * chunkItems;
        for (auto i = first; i < std::min(first + chunkItems, items); ++i) {
            fill(i, row);
            const auto before = part.neighbours.size();
            row.take(static_cast<std::size_t>(std::max(k, 1)), part.neighbours, part.weights);
            part.lengths.push_back(static_cast<std::uint32_t>(part.neighbours.size() - before));
        }
    });
    ItemGraph graph;
    graph.items = items;
    for (auto& part : parts) {
        for (const auto length : part.lengths)
            graph.start.push_back(graph.start.back() + length);
        graph.neighbour.insert(
            graph.neighbour.end(), part.neighbours.begin(), part.neighbours.end());
        graph.weight.insert(graph.weight.end(), part.weights.begin(), part.weights.end());
        part = {};
    }
    graph.start.resize(static_cast<std::size_t>(items) + 1, graph.start.back()); // when stopped
    return graph;
}

} // namespace segue::reco
