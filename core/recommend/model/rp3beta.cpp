#include "core/recommend/model/item_graph.h"
#include "core/recommend/model/item_graph_builder.h"

#include <cmath>

namespace segue::reco {

ItemGraph fitRp3beta(
    const Interactions& train, double alpha, double beta, int k, const FitControl& control)
{
    const auto byItem = train.transposed();
    const auto support = train.support();
    std::vector<double> toItem(static_cast<std::size_t>(train.rows()), 0);
    for (std::int32_t row = 0; row < train.rows(); ++row) {
        if (const auto n = train.of(row).size(); n > 0)
            toItem[static_cast<std::size_t>(row)] = std::pow(1 / static_cast<double>(n), alpha);
    }
    std::vector<double> penalty(support.size(), 0);
    for (std::size_t i = 0; i < support.size(); ++i)
        penalty[i] = support[i] > 0 ? std::pow(support[i], -beta) : 0;
    return buildGraph(train.columns, k, control, [&](std::int32_t i, GraphRow& row) {
        const double all = support[static_cast<std::size_t>(i)];
        for (const auto user : byItem.of(i)) {
            const double step = std::pow(static_cast<double>(train.weightOf(user)) / all, alpha)
                * toItem[static_cast<std::size_t>(user)];
            for (const auto j : train.of(user)) {
                if (j != i)
                    row.add(j, step);
            }
        }
        for (const auto j : row.touched())
            row.at(j) *= penalty[static_cast<std::size_t>(j)];
    });
}

} // namespace segue::reco
