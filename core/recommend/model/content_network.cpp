#include "core/recommend/model/content_network.h"

#include "core/base/random.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

using Matrix = Eigen::MatrixXf; // a column a row of the batch
using Eigen::Index;

constexpr Index batchRows = 64;

/// A matrix of parameters with Adam's moments.
struct Parameters {
    Parameters(Index rows, Index columns, double spread, Random& random)
        : value(rows, columns)
        , first(Matrix::Zero(rows, columns))
        , second(Matrix::Zero(rows, columns))
    {
        for (Index i = 0; i < value.size(); ++i)
            value.data()[i] = static_cast<float>(spread * (2 * random.uniform() - 1));
    }
    void move(const Matrix& gradient, double rate, double decay, int step)
    {
        constexpr float b1 = .9F, b2 = .999F;
        first = b1 * first + (1 - b1) * gradient;
        second.array() = b2 * second.array() + (1 - b2) * gradient.array().square();
        const auto by = static_cast<float>(
            rate * std::sqrt(1 - std::pow(.999, step)) / (1 - std::pow(.9, step)));
        value *= static_cast<float>(1 - rate * decay);
        value.array() -= by * first.array() / (second.array().sqrt() + 1e-8F);
    }
    Matrix value, first, second;
};

float finite(float value)
{
    return std::isfinite(value) ? value : 0.F;
}

std::vector<float> copied(const Matrix& matrix)
{
    return {matrix.data(), matrix.data() + matrix.size()};
}

} // namespace

ContentNetwork ContentNetwork::fit(const ContentFeatures& content, const Ials& model,
    std::span<const std::int32_t> rows, const ContentNetworkOptions& options,
    const FitControl& control)
{
    ContentNetwork out;
    out.factors_ = static_cast<std::size_t>(model.factors());
    out.mean_.assign(out.factors_, 0);
    std::vector<std::int32_t> used;
    for (const auto row : rows) {
        if (row >= 0 && row < model.items() && content.knows(static_cast<std::size_t>(row)))
            used.push_back(row);
    }
    if (used.empty())
        return out;
    const auto n = static_cast<Index>(used.size()), d = static_cast<Index>(content.columns),
               f = static_cast<Index>(out.factors_),
               hidden = static_cast<Index>(std::clamp(options.hidden, 1, 4096));
    Matrix x(d, n), v(f, n);
    for (Index r = 0; r < n; ++r) {
        const auto item = used[static_cast<std::size_t>(r)];
        const auto features = content.of(static_cast<std::size_t>(item));
        std::transform(features.begin(), features.end(), x.col(r).data(), finite);
        const auto factors = model.itemFactors(item);
        std::copy(factors.begin(), factors.end(), v.col(r).data());
    }
    const Eigen::VectorXf center = x.rowwise().mean(), mean = v.rowwise().mean();
    x.colwise() -= center;
    v.colwise() -= mean;
    // Factors to about 1, so that the rate does not depend on their size.
    out.scale_ = std::max(std::sqrt(v.squaredNorm() / static_cast<float>(v.size())), 1e-9F);
    v /= out.scale_;

    Random random(options.seed);
    Parameters first(hidden, d, 1 / std::sqrt(static_cast<double>(d)), random);
    Parameters bias(hidden, 1, 0, random);
    Parameters second(f, hidden, .3 / std::sqrt(static_cast<double>(hidden)), random);
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    int step = 0;
    for (int epoch = 0; epoch < options.epochs && !control.stop.stop_requested(); ++epoch) {
        for (auto i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[random.below(i)]);
        for (Index from = 0; from < n; from += batchRows) {
            const auto count = std::min(batchRows, n - from);
            Matrix in(d, count), target(f, count);
            for (Index k = 0; k < count; ++k) {
                in.col(k) = x.col(order[static_cast<std::size_t>(from + k)]);
                target.col(k) = v.col(order[static_cast<std::size_t>(from + k)]);
            }
            const Matrix h
                = ((first.value * in).colwise() + bias.value.col(0)).array().tanh().matrix();
            const Matrix error = (second.value * h - target) / static_cast<float>(count);
            const Matrix byZ
                = (second.value.transpose() * error).array() * (1 - h.array().square());
            ++step;
            second.move(error * h.transpose(), options.rate, options.decay, step);
            first.move(byZ * in.transpose(), options.rate, options.decay, step);
            bias.move(byZ.rowwise().sum(), options.rate, 0, step);
        }
        if (control.progress)
            control.progress(static_cast<double>(epoch + 1) / options.epochs);
    }
    out.columns_ = content.columns;
    out.hidden_ = static_cast<std::size_t>(hidden);
    out.first_ = copied(first.value);
    out.firstBias_ = copied(bias.value);
    out.second_ = copied(second.value);
    out.center_ = copied(center);
    out.mean_ = copied(mean);
    return out;
}

std::vector<float> ContentNetwork::operator()(std::span<const float> features) const
{
    auto out = mean_;
    if (features.size() != columns_ || columns_ == 0)
        return out;
    const auto d = static_cast<Index>(columns_), hidden = static_cast<Index>(hidden_),
               f = static_cast<Index>(factors_);
    Eigen::VectorXf x(d);
    for (Index c = 0; c < d; ++c)
        x[c] = finite(features[static_cast<std::size_t>(c)]) - center_[static_cast<std::size_t>(c)];
    using Const = Eigen::Map<const Matrix>;
    const Eigen::VectorXf h
        = (Const(first_.data(), hidden, d) * x + Const(firstBias_.data(), hidden, 1))
              .array()
              .tanh();
    Eigen::Map<Eigen::VectorXf>(out.data(), f) += scale_ * (Const(second_.data(), f, hidden) * h);
    return out;
}

} // namespace segue::reco
