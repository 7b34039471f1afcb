#include "core/recommend/model/item_graph.h"
#include "core/recommend/model/item_graph_builder.h"

#include <cmath>

namespace segue::reco {

namespace {

constexpr double bm25K1 = 1.2, bm25B = .75;

/// What a listener in common adds: its weight, times its idf squared.
std::vector<double> listenerWeights(const Interactions& train, KnnWeighting weighting)
{
    std::vector<double> weights(static_cast<std::size_t>(train.rows()));
    for (std::int32_t row = 0; row < train.rows(); ++row) {
        double weight = static_cast<double>(train.weightOf(row));
        const auto n = static_cast<double>(train.of(row).size());
        if (weighting != KnnWeighting::cosine && n > 0)
            weight *= std::pow(std::log1p(static_cast<double>(train.columns) / n), 2);
        weights[static_cast<std::size_t>(row)] = weight;
    }
    return weights;
}

/// What the sum over common listeners is multiplied with on each side.
std::vector<double> itemFactors(
    const Interactions& train, std::span<const double> weights, KnnWeighting weighting)
{
    std::vector<double> factors(static_cast<std::size_t>(train.columns), 0);
    for (std::int32_t row = 0; row < train.rows(); ++row) {
        for (const auto i : train.of(row))
            factors[static_cast<std::size_t>(i)] += weighting == KnnWeighting::bm25
                ? static_cast<double>(train.weightOf(row))
                : weights[static_cast<std::size_t>(row)];
    }
    double sum = 0, used = 0;
    for (const double n : factors) {
        sum += n;
        used += n > 0 ? 1 : 0;
    }
    const double average = used > 0 ? sum / used : 1;
    for (auto& n : factors) {
        if (n > 0)
            n = weighting == KnnWeighting::bm25
                ? (bm25K1 + 1) / (bm25K1 * (1 - bm25B + bm25B * n / average) + 1)
                : 1 / std::sqrt(n);
    }
    return factors;
}

} // namespace

ItemGraph fitItemKnn(
    const Interactions& train, int k, KnnWeighting weighting, const FitControl& control)
{
    const auto byItem = train.transposed();
    const auto weights = listenerWeights(train, weighting);
    const auto factors = itemFactors(train, weights, weighting);
    return buildGraph(train.columns, k, control, [&](std::int32_t i, GraphRow& row) {
        for (const auto user : byItem.of(i)) {
            const double weight = weights[static_cast<std::size_t>(user)];
            for (const auto j : train.of(user)) {
                if (j != i)
                    row.add(j, weight);
            }
        }
        const double own = factors[static_cast<std::size_t>(i)];
        for (const auto j : row.touched())
            row.at(j) *= own * factors[static_cast<std::size_t>(j)];
    });
}

} // namespace segue::reco
