#include "core/recommend/model/cold_start.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;

float finite(float value)
{
    return std::isfinite(value) ? value : 0.F;
}

/// Sums of factors of warm items by artist or album.
class GroupMeans {
public:
    GroupMeans(const Ials& model, const std::vector<std::int32_t>& groupOf,
        const std::vector<std::uint8_t>& warm)
        : f_(static_cast<std::size_t>(model.factors()))
        , groupOf_(groupOf)
        , warm_(warm)
    {
        const auto most = groupOf.empty() ? -1 : *std::max_element(groupOf.begin(), groupOf.end());
        counts_.assign(static_cast<std::size_t>(std::max(most + 1, 0)), 0);
        sums_.assign(counts_.size() * f_, 0);
        for (std::size_t i = 0; i < warm.size(); ++i) {
            const auto group = of(i);
            if (group < 0 || warm[i] == 0)
                continue;
            ++counts_[static_cast<std::size_t>(group)];
            const auto v = model.itemFactors(static_cast<std::int32_t>(i));
            for (std::size_t k = 0; k < f_; ++k)
                sums_[static_cast<std::size_t>(group) * f_ + k] += static_cast<double>(v[k]);
        }
    }
    /// Mean over the other warm items of the item's group, into `out`; returns how many there are.
    int mean(const Ials& model, std::size_t item, Vector& out) const
    {
        const auto group = of(item);
        if (group < 0)
            return 0;
        const bool own = warm_[item] != 0;
        const int others = counts_[static_cast<std::size_t>(group)] - (own ? 1 : 0);
        if (others <= 0)
            return 0;
        const auto v = model.itemFactors(static_cast<std::int32_t>(item));
        for (std::size_t k = 0; k < f_; ++k) {
            const double sum = sums_[static_cast<std::size_t>(group) * f_ + k]
                - (own ? static_cast<double>(v[k]) : 0);
            out[static_cast<Eigen::Index>(k)] = static_cast<float>(sum / others);
        }
        return others;
    }

private:
    std::int32_t of(std::size_t item) const { return item < groupOf_.size() ? groupOf_[item] : -1; }

    std::size_t f_;
    const std::vector<std::int32_t>& groupOf_;
    const std::vector<std::uint8_t>& warm_;
    std::vector<int> counts_;
    std::vector<double> sums_;
};

double supportOf(const ColdItems& items, std::size_t item)
{
    const double n = item < items.support.size() ? items.support[item] : 0;
    return std::isfinite(n) ? std::max(n, 0.) : 0;
}

} // namespace

RidgeMap RidgeMap::fit(const ContentFeatures& content, const Ials& model,
    std::span<const std::int32_t> rows, double lambda)
{
    RidgeMap map;
    map.factors_ = static_cast<std::size_t>(model.factors());
    map.mean_.assign(map.factors_, 0);
    std::vector<std::int32_t> used;
    for (const auto row : rows) {
        if (row >= 0 && row < model.items() && content.knows(static_cast<std::size_t>(row)))
            used.push_back(row);
    }
    if (used.empty())
        return map;
    map.columns_ = content.columns;
    const auto n = static_cast<Eigen::Index>(used.size()),
               d = static_cast<Eigen::Index>(content.columns),
               f = static_cast<Eigen::Index>(map.factors_);
    RowMatrix x(n, d), v(n, f);
    for (Eigen::Index r = 0; r < n; ++r) {
        const auto item = used[static_cast<std::size_t>(r)];
        const auto features = content.of(static_cast<std::size_t>(item));
        std::transform(features.begin(), features.end(), x.row(r).data(), finite);
        const auto factors = model.itemFactors(item);
        std::copy(factors.begin(), factors.end(), v.row(r).data());
    }
    const Eigen::RowVectorXf center = x.colwise().mean(), mean = v.colwise().mean();
    x.rowwise() -= center;
    v.rowwise() -= mean;
    RowMatrix gram = RowMatrix::Zero(d, d);
    gram.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
    gram.diagonal().array() += static_cast<float>(std::max(lambda, 1e-3));
    const RowMatrix weights = gram.selfadjointView<Eigen::Lower>().llt().solve(x.transpose() * v);
    map.weights_.assign(weights.data(), weights.data() + weights.size());
    map.center_.assign(center.data(), center.data() + center.size());
    map.mean_.assign(mean.data(), mean.data() + mean.size());
    return map;
}

std::vector<float> RidgeMap::operator()(std::span<const float> features) const
{
    auto out = mean_;
    if (features.size() != columns_)
        return out;
    for (std::size_t c = 0; c < columns_; ++c) {
        const float x = finite(features[c]) - center_[c];
        for (std::size_t k = 0; x != 0 && k < factors_; ++k)
            out[k] += x * weights_[c * factors_ + k];
    }
    return out;
}

std::vector<float> coldFactors(
    const Ials& model, const ColdItems& items, const ColdOptions& options)
{
    const auto n = static_cast<std::size_t>(model.items()),
               f = static_cast<std::size_t>(model.factors());
    std::vector<std::uint8_t> warm(n);
    std::vector<std::int32_t> warmRows;
    for (std::size_t i = 0; i < n; ++i) {
        warm[i] = supportOf(items, i) >= options.warmFrom ? 1 : 0;
        if (warm[i] != 0)
            warmRows.push_back(static_cast<std::int32_t>(i));
    }
    const GroupMeans artists(model, items.artist, warm), albums(model, items.album, warm);
    RidgeMap map;
    const bool mapped = options.useContent && items.content;
    if (mapped)
        map = RidgeMap::fit(*items.content, model, warmRows, options.lambda);
    std::vector<float> out(n * f, 0);
    Vector mean(static_cast<Eigen::Index>(f));
    for (std::size_t i = 0; i < n; ++i) {
        Eigen::Map<Vector> v(out.data() + i * f, static_cast<Eigen::Index>(f));
        if (options.useAlbum && albums.mean(model, i, mean) >= options.albumFrom) {
            v = mean;
            continue;
        }
        if (mapped && items.content->knows(i)) {
            const auto content = map(items.content->of(i));
            std::copy(content.begin(), content.end(), v.data());
        }
        if (const int others = options.useArtist ? artists.mean(model, i, mean) : 0; others > 0) {
            const auto a = static_cast<float>(others / (others + options.artistPull));
            v = a * mean + (1 - a) * v;
        }
    }
    return out;
}

void warmUp(Ials& model, const ColdItems& items, const ColdOptions& options)
{
    const auto cold = coldFactors(model, items, options);
    const auto f = static_cast<std::size_t>(model.factors());
    std::vector<float> v(f);
    for (std::int32_t i = 0; i < model.items(); ++i) {
        const auto item = static_cast<std::size_t>(i);
        const double n = supportOf(items, item);
        const auto g = static_cast<float>(n / (n + std::max(options.pull, 1e-9)));
        const auto own = model.itemFactors(i);
        for (std::size_t k = 0; k < f; ++k)
            v[k] = g * own[k] + (1 - g) * cold[item * f + k];
        model.setItemFactors(i, v);
    }
}

} // namespace segue::reco
