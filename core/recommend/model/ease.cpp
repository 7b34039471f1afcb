#include "core/recommend/model/ease.h"

#include "core/recommend/model/chunks.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>

namespace segue::reco {

namespace {

using Matrix = Eigen::MatrixXf; // by columns
using Eigen::Index;

constexpr Index tile = 192; // columns: a tile of 10,000 rows is 7.7 MB

std::size_t tilesOf(Index n)
{
    return static_cast<std::size_t>((n + tile - 1) / tile);
}

/// The lower triangle of X'WX, a column an item.
Matrix gramOf(const Interactions& train, const FitControl& control, double to)
{
    const auto byItem = train.transposed();
    const auto n = static_cast<Index>(train.columns);
    Matrix gram = Matrix::Zero(n, n);
    eachChunk(tilesOf(n), control, 0, to, [&](std::size_t chunk, int) {
        const auto first = static_cast<Index>(chunk) * tile;
        for (auto j = first; j < std::min(first + tile, n); ++j) {
            for (const auto user : byItem.of(static_cast<std::int32_t>(j))) {
                const float weight = train.weightOf(user);
                for (const auto i : train.of(user))
                    gram(i, j) += weight;
            }
        }
    });
    return gram;
}

/// Cholesky in place (lower triangle), a panel of columns after the other; what is left of the
/// matrix is brought up to date on all threads, tile by tile.
void factorise(Matrix& a, const FitControl& control, double from, double to)
{
    const Index n = a.rows();
    for (Index k = 0; k < n && !control.stop.stop_requested(); k += tile) {
        const Index width = std::min(tile, n - k), below = n - k - width;
        auto diagonal = a.block(k, k, width, width);
        Eigen::LLT<Eigen::Ref<Matrix>> panel(diagonal);
        const double done = from + (to - from) * static_cast<double>(k) / static_cast<double>(n);
        eachChunk(tilesOf(below), control, done, done, [&](std::size_t chunk, int) {
            const auto first = k + width + static_cast<Index>(chunk) * tile;
            const auto rows = std::min(tile, n - first);
            diagonal.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(
                a.block(first, k, rows, width));
        });
        eachChunk(tilesOf(below), control, done, done, [&](std::size_t chunk, int) {
            const auto first = k + width + static_cast<Index>(chunk) * tile;
            const auto columns = std::min(tile, n - first);
            a.block(first, first, n - first, columns).noalias()
                -= a.block(first, k, n - first, width)
                * a.block(first, k, columns, width).transpose();
        });
    }
}

} // namespace

Ease Ease::fit(const Interactions& train, double lambda, const FitControl& control)
{
    Ease model;
    if (train.columns <= 0 || train.columns > mostItems)
        return model;
    const auto n = static_cast<Index>(train.columns);
    Matrix gram = gramOf(train, control, .1);
    gram.diagonal().array() += static_cast<float>(std::max(lambda, 1e-3));
    factorise(gram, control, .1, .4);
    if (control.stop.stop_requested())
        return model;
    // The lower triangle of the inverse, by columns: above its first row a tile of L^-1 is zero,
    // and going back up needs nothing from above it either.
    std::vector<float> weights(static_cast<std::size_t>(n * n), 0);
    Eigen::Map<Matrix> inverse(weights.data(), n, n);
    eachChunk(tilesOf(n), control, .4, 1, [&](std::size_t chunk, int) {
        const auto first = static_cast<Index>(chunk) * tile;
        const auto columns = std::min(tile, n - first), rows = n - first;
        auto part = inverse.block(first, first, rows, columns);
        const auto factor = gram.block(first, first, rows, rows).triangularView<Eigen::Lower>();
        part.topRows(columns).setIdentity();
        factor.solveInPlace(part);
        factor.transpose().solveInPlace(part);
    });
    if (control.stop.stop_requested())
        return model;
    gram.resize(0, 0);
    const Eigen::VectorXf scale = -inverse.diagonal().cwiseInverse();
    // B(i, j) = -P(i, j) / P(j, j), wanted by rows i: P is symmetric, so column i becomes row i.
    for (Index j = 0; j < n; ++j) {
        for (Index i = j + 1; i < n; ++i) {
            const float p = inverse(i, j);
            inverse(i, j) = p * scale(i);
            inverse(j, i) = p * scale(j);
        }
        inverse(j, j) = 0;
    }
    model.items_ = train.columns;
    model.weights_ = std::move(weights);
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
