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

} // namespace segue::reco
