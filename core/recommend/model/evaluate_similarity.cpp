#include "core/recommend/model/evaluate_similarity.h"

#include "core/base/random.h"

#include <algorithm>

namespace segue::reco {

namespace {

constexpr std::size_t top = 5;
constexpr int resamples = 1000;

/// What each track as a query gave, and whether it was found by another.
struct PerTrack {
    std::vector<double> p1, p5, precision, never;
};

SimilarityFigure figureOf(const std::vector<double>& values)
{
    SimilarityFigure figure;
    const std::size_t n = values.size();
    if (n == 0)
        return figure;
    for (const double value : values)
        figure.value += value / static_cast<double>(n);
    Random random(1);
    std::vector<double> means(resamples);
    for (double& mean : means) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            sum += values[random.below(n)];
        mean = sum / static_cast<double>(n);
    }
    std::ranges::sort(means);
    figure.low = means[resamples * 25 / 1000];
    figure.high = means[resamples * 975 / 1000 - 1];
    return figure;
}

} // namespace

SimilarityFigures evaluateSimilarity(const SoundIndex& index, std::span<const std::int32_t> labels,
    const std::function<bool(double)>& progress)
{
    const std::size_t n = std::min(index.size(), labels.size());
    SimilarityFigures figures;
    if (n < 2)
        return figures;
    std::vector<std::size_t> counts(
        static_cast<std::size_t>(*std::ranges::max_element(labels.first(n))) + 1);
    for (const std::int32_t label : labels.first(n))
        ++counts[static_cast<std::size_t>(label)];
    PerTrack found;
    found.never.assign(n, 1);
    double chance = 0;
    for (std::size_t query = 0; query < n; ++query) {
        if (progress && query % 16 == 0
            && !progress(static_cast<double>(query) / static_cast<double>(n)))
            return figures;
        const auto ranked = index.nearest(query, n - 1);
        double hits = 0, precision = 0, early = 0;
        for (std::size_t rank = 0; rank < ranked.size(); ++rank) {
            if (rank < top)
                found.never[ranked[rank].row] = 0;
            if (labels[ranked[rank].row] != labels[query])
                continue;
            ++hits;
            precision += hits / static_cast<double>(rank + 1);
            early += rank < top ? 1 : 0;
        }
        found.p1.push_back(labels[ranked.front().row] == labels[query] ? 1 : 0);
        found.p5.push_back(early / static_cast<double>(std::min(top, ranked.size())));
        found.precision.push_back(hits > 0 ? precision / hits : 0);
        chance += static_cast<double>(counts[static_cast<std::size_t>(labels[query])] - 1)
            / static_cast<double>(n - 1);
    }
    figures.p1 = figureOf(found.p1);
    figures.p5 = figureOf(found.p5);
    figures.map = figureOf(found.precision);
    figures.neverInTop5 = figureOf(found.never);
    figures.chance = chance / static_cast<double>(n);
    figures.n = n;
    figures.labels = static_cast<std::size_t>(
        std::ranges::count_if(counts, [](std::size_t count) { return count > 0; }));
    return figures;
}

} // namespace segue::reco
