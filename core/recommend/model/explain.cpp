#include "core/recommend/model/explain.h"

namespace segue::reco {

PerTerm<double> meanContributions(std::span<const PerTerm<float>> rows)
{
    PerTerm<double> means{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < termCount; ++i)
            means[i] += static_cast<double>(row[i]);
    }
    for (auto& mean : means)
        mean /= rows.empty() ? 1. : static_cast<double>(rows.size());
    return means;
}

std::optional<Term> reasonTerm(
    const PerTerm<float>& contributions, const PerTerm<double>& means, const UsedReasons& used)
{
    double largest = 0, largestFree = 0;
    std::optional<Term> free;
    for (std::size_t i = 0; i < termCount; ++i) {
        const double value = static_cast<double>(contributions[i]), excess = value - means[i];
        if (!canBeReason(termAt(i)) || !(value > 0) || !(excess > 0))
            continue;
        largest = excess > largest ? excess : largest;
        if (used[i] < mostReasonsPerPage && excess > largestFree) {
            largestFree = excess;
            free = termAt(i);
        }
    }
    if (!free || largestFree < .5 * largest)
        return std::nullopt;
    return free;
}

} // namespace segue::reco
