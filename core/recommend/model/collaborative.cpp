#include "core/recommend/model/collaborative.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

/// Keeps the k largest (ties: lower item) of the touched entries of a row and appends them to the
/// graph.
class GraphBuilder {
public:
    GraphBuilder(std::int32_t items, int k)
        : k_(static_cast<std::size_t>(std::max(k, 1)))
        , values_(static_cast<std::size_t>(items), 0)
    {
        graph_.items = items;
        graph_.start.push_back(0);
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
    void endRow()
    {
        const auto kept = std::min(k_, touched_.size());
        const auto better = [this](std::int32_t a, std::int32_t b) {
            return at(a) != at(b) ? at(a) > at(b) : a < b;
        };
        std::partial_sort(touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(kept),
            touched_.end(), better);
        for (std::size_t i = 0; i < kept; ++i) {
            graph_.neighbour.push_back(touched_[i]);
            graph_.weight.push_back(static_cast<float>(at(touched_[i])));
        }
        graph_.start.push_back(static_cast<std::uint32_t>(graph_.neighbour.size()));
        for (const auto item : touched_)
            at(item) = 0;
        touched_.clear();
    }
    ItemGraph take() { return std::move(graph_); }

private:
    std::size_t k_;
    std::vector<double> values_;
    std::vector<std::int32_t> touched_;
    ItemGraph graph_;
};

} // namespace

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

ItemGraph fitItemKnn(const Interactions& train, int k)
{
    const auto byItem = train.transposed();
    GraphBuilder builder(train.columns, k);
    for (std::int32_t i = 0; i < train.columns; ++i) {
        const auto users = byItem.of(i);
        for (const auto user : users) {
            for (const auto j : train.of(user)) {
                if (j != i)
                    builder.add(j, 1);
            }
        }
        for (const auto j : builder.touched())
            builder.at(j) /= std::sqrt(static_cast<double>(users.size() * byItem.of(j).size()));
        builder.endRow();
    }
    return builder.take();
}

ItemGraph fitRp3beta(const Interactions& train, double alpha, double beta, int k)
{
    const auto byItem = train.transposed();
    GraphBuilder builder(train.columns, k);
    for (std::int32_t i = 0; i < train.columns; ++i) {
        const auto users = byItem.of(i);
        if (!users.empty()) {
            const double toUser = std::pow(1 / static_cast<double>(users.size()), alpha);
            for (const auto user : users) {
                const auto items = train.of(user);
                const double toItem = std::pow(1 / static_cast<double>(items.size()), alpha);
                for (const auto j : items) {
                    if (j != i)
                        builder.add(j, toUser * toItem);
                }
            }
        }
        for (const auto j : builder.touched())
            builder.at(j) /= std::pow(static_cast<double>(byItem.of(j).size()), beta);
        builder.endRow();
    }
    return builder.take();
}

Ease Ease::fit(const Interactions& train, double lambda)
{
    Ease model;
    if (train.columns == 0 || train.columns > mostItems)
        return model;
    const auto n = static_cast<Eigen::Index>(train.columns);
    Eigen::MatrixXf gram = Eigen::MatrixXf::Zero(n, n);
    for (std::int32_t row = 0; row < train.rows(); ++row) {
        const auto items = train.of(row);
        for (const auto i : items) {
            for (const auto j : items)
                gram(i, j) += 1;
        }
    }
    gram.diagonal().array() += static_cast<float>(std::max(lambda, 1e-3));
    const Eigen::LLT<Eigen::Ref<Eigen::MatrixXf>> cholesky(gram); // in place
    Eigen::MatrixXf inverse = Eigen::MatrixXf::Identity(n, n);
    cholesky.solveInPlace(inverse);
    gram.resize(0, 0);
    model.items_ = train.columns;
    model.weights_.resize(static_cast<std::size_t>(n * n));
    for (Eigen::Index j = 0; j < n; ++j) {
        const float scale = -1 / inverse(j, j);
        for (Eigen::Index i = 0; i < n; ++i)
            model.weights_[static_cast<std::size_t>(i * n + j)]
                = i == j ? 0 : inverse(i, j) * scale;
    }
    return model;
}

void Ease::score(std::span<const std::int32_t> owned, std::span<float> out) const
{
    const auto n = static_cast<std::size_t>(items_);
    for (const auto item : owned) {
        if (item < 0 || item >= items_)
            continue;
        const float* row = weights_.data() + static_cast<std::size_t>(item) * n;
        for (std::size_t j = 0; j < n; ++j)
            out[j] += row[j];
    }
}

} // namespace segue::reco
