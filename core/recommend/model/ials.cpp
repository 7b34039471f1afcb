#include "core/recommend/model/ials.h"

#include "core/base/random.h"
#include "core/recommend/model/chunks.h"
#include "core/recommend/model/ials_kernel.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Problem {
    double unobserved, lambda, nu;

    /// lambda (seen + a0 other side)^nu; never 0, so that every system can be solved.
    float regularisation(double seen, double others) const
    {
        return static_cast<float>(
            std::max(lambda * std::pow(seen + unobserved * others, nu), 1e-6));
    }
};

/// One side: rows of `stride` floats, the last stride - f of them 0.
struct Factors {
    Factors(std::int32_t count, std::size_t padded)
        : rows(static_cast<std::size_t>(count))
        , stride(padded)
        , values(rows * stride, 0)
    {
    }
    std::size_t rows, stride;
    std::vector<float> values;
};

/// Sum of w v v': in chunks of which each is a sum in float, added up in double in their order.
std::vector<float> gramOf(
    const Factors& factors, const std::vector<float>& weight, const FitControl& control)
{
    constexpr std::size_t chunkRows = 4096;
    const auto size = factors.stride * factors.stride;
    const auto chunks = (factors.rows + chunkRows - 1) / chunkRows;
    std::vector<double> sum(size, 0);
    const auto simd = kernel::bestSimd();
    const FitControl quiet{control.threads, control.stop, {}};
    const std::size_t group = 64; // chunks at a time, for the memory of their sums
    for (std::size_t first = 0; first < chunks; first += group) {
        const auto count = std::min(group, chunks - first);
        std::vector<std::vector<float>> parts(count);
        eachChunk(count, quiet, 0, 1, [&](std::size_t part, int) {
            const auto from = (first + part) * chunkRows;
            const auto rows = std::min(chunkRows, factors.rows - from);
            parts[part].assign(size, 0);
            kernel::addGram(simd, factors.values.data() + from * factors.stride,
                weight.empty() ? nullptr : weight.data() + from, rows, factors.stride,
                parts[part].data());
        });
        for (const auto& part : parts) {
            for (std::size_t i = 0; i < part.size(); ++i)
                sum[i] += static_cast<double>(part[i]);
        }
    }
    std::vector<float> gram(size);
    std::transform(
        sum.begin(), sum.end(), gram.begin(), [](double s) { return static_cast<float>(s); });
    return gram;
}

struct Side {
    const Interactions& seen;
    const Factors& other;
    const std::vector<float>& otherWeight; ///< empty: 1 each
    double otherTotal; ///< sum of those weights
};

/// Every row of `to` brought forward once; rows are independent, so the number of threads changes
/// nothing.
void sweep(const Problem& problem, const Side& side, Factors& to, const FitControl& control,
    double from, double end)
{
    constexpr std::uint32_t chunkEntries = 16384;
    constexpr std::int32_t chunkRows = 256;
    const auto gram = gramOf(side.other, side.otherWeight, control);
    std::vector<std::int32_t> cuts{0}; // of about the same work
    for (std::int32_t row = 1; row <= side.seen.rows(); ++row) {
        const auto& start = side.seen.start;
        const auto entries
            = start[static_cast<std::size_t>(row)] - start[static_cast<std::size_t>(cuts.back())];
        if (entries >= chunkEntries || row - cuts.back() >= chunkRows || row == side.seen.rows())
            cuts.push_back(row);
    }
    kernel::Side part;
    part.factors = side.other.values.data();
    part.weight = side.otherWeight.empty() ? nullptr : side.otherWeight.data();
    part.gram = gram.data();
    part.stride = to.stride;
    part.unobserved = static_cast<float>(problem.unobserved);
    const auto simd = kernel::bestSimd();
    std::vector<std::vector<float>> buffers(threadsOf(control));
    eachChunk(cuts.size() - 1, control, from, end, [&](std::size_t chunk, int thread) {
        for (auto row = cuts[chunk]; row < cuts[chunk + 1]; ++row) {
            const auto items = side.seen.of(row);
            double seen = static_cast<double>(items.size());
            if (part.weight) {
                seen = 0;
                for (const auto i : items)
                    seen += static_cast<double>(part.weight[static_cast<std::size_t>(i)]);
            }
            kernel::solveRow(simd, part, items, problem.regularisation(seen, side.otherTotal),
                to.values.data() + static_cast<std::size_t>(row) * to.stride,
                buffers[static_cast<std::size_t>(thread)]);
        }
    });
}

/// Normal by the sum of uniforms, standard deviation .1 / sqrt(f) (Rendle et al. 2021).
void initialise(Factors& factors, std::size_t f, std::uint64_t seed)
{
    Random random(seed);
    const double scale = .1 / std::sqrt(static_cast<double>(f));
    for (std::size_t i = 0; i < factors.rows; ++i) {
        for (std::size_t k = 0; k < f; ++k) {
            double sum = -6;
            for (int u = 0; u < 12; ++u)
                sum += random.uniform();
            factors.values[i * factors.stride + k] = static_cast<float>(sum * scale);
        }
    }
}

/// Rows without their padding, in place.
void pack(std::vector<float>& values, std::size_t rows, std::size_t columns, std::size_t stride)
{
    for (std::size_t row = 0; row < rows; ++row)
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(row * stride), columns,
            values.begin() + static_cast<std::ptrdiff_t>(row * columns));
    values.resize(rows * columns);
    values.shrink_to_fit();
}

double total(const Interactions& train)
{
    double sum = 0;
    for (std::int32_t row = 0; row < train.rows(); ++row)
        sum += static_cast<double>(train.weightOf(row));
    return sum;
}

} // namespace

Ials Ials::fit(const Interactions& train, const IalsOptions& options, const FitControl& control)
{
    Ials model;
    if (train.columns <= 0 || train.rows() <= 0 || control.stop.stop_requested())
        return model;
    const Problem problem{
        std::max(options.unobserved, 0.), std::max(options.lambda, 0.), options.nu};
    const auto f = static_cast<std::size_t>(std::clamp(options.factors, 1, 1024));
    const auto byItem = train.transposed();
    Factors listeners(train.rows(), kernel::padded(f)), items(train.columns, kernel::padded(f));
    initialise(items, f, options.seed);
    const std::vector<float> none;
    const Side ofListeners{train, items, none, static_cast<double>(train.columns)};
    const Side ofItems{byItem, listeners, train.rowWeight, total(train)};
    const int halves = std::max(options.sweeps, 1) * 2;
    for (int h = 0; h < halves && !control.stop.stop_requested(); ++h) {
        const double from = static_cast<double>(h) / halves,
                     to = static_cast<double>(h + 1) / halves;
        h % 2 == 0 ? sweep(problem, ofListeners, listeners, control, from, to)
                   : sweep(problem, ofItems, items, control, from, to);
    }
    model.factors_ = static_cast<int>(f);
    model.items_ = train.columns;
    model.unobserved_ = problem.unobserved;
    model.lambda_ = problem.lambda;
    model.nu_ = problem.nu;
    model.gram_ = gramOf(items, none, {control.threads, {}, {}});
    pack(model.gram_, f, f, items.stride);
    model.item_ = std::move(items.values);
    pack(model.item_, items.rows, f, items.stride);
    return model;
}

IalsParts Ials::parts() const
{
    return {factors_, items_, unobserved_, lambda_, nu_, item_, gram_};
}

Ials Ials::fromParts(IalsParts parts)
{
    Ials model;
    const auto f = static_cast<std::size_t>(std::clamp(parts.factors, 0, 1024));
    const auto isFinite = [](float value) { return std::isfinite(value); };
    const bool fits = parts.factors > 0 && parts.factors <= 1024 && parts.items > 0
        && parts.item.size() == static_cast<std::size_t>(parts.items) * f
        && parts.gram.size() == f * f && std::isfinite(parts.unobserved + parts.lambda + parts.nu)
        && std::all_of(parts.item.begin(), parts.item.end(), isFinite)
        && std::all_of(parts.gram.begin(), parts.gram.end(), isFinite);
    if (!fits)
        return model;
    model.factors_ = parts.factors;
    model.items_ = parts.items;
    model.unobserved_ = parts.unobserved;
    model.lambda_ = parts.lambda;
    model.nu_ = parts.nu;
    model.item_ = std::move(parts.item);
    model.gram_ = std::move(parts.gram);
    return model;
}

std::span<const float> Ials::itemFactors(std::int32_t item) const
{
    const auto f = static_cast<std::size_t>(factors_);
    if (item < 0 || item >= items_)
        return {};
    return std::span(item_).subspan(static_cast<std::size_t>(item) * f, f);
}

void Ials::setItemFactors(std::int32_t item, std::span<const float> factors)
{
    const auto f = static_cast<std::size_t>(factors_);
    if (item < 0 || item >= items_ || factors.size() != f)
        return;
    std::copy(factors.begin(), factors.end(),
        item_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(item) * f));
}

std::vector<float> Ials::foldIn(
    std::span<const std::int32_t> owned, std::span<const FoldRating> ratings) const
{
    const auto f = static_cast<Eigen::Index>(factors_);
    const Eigen::Map<const RowMatrix> items(item_.data(), items_, f), gram(gram_.data(), f, f);
    RowMatrix system = static_cast<float>(unobserved_) * gram;
    Eigen::VectorXf sum = Eigen::VectorXf::Zero(f);
    double seen = 0;
    const auto add = [&](std::int32_t item, double target, double confidence) {
        if (item < 0 || item >= items_ || !(confidence > 0) || !std::isfinite(target + confidence))
            return;
        const auto v = items.row(item).transpose();
        system.selfadjointView<Eigen::Lower>().rankUpdate(v, static_cast<float>(confidence));
        sum += static_cast<float>(confidence * target) * v;
        seen += confidence;
    };
    for (const auto item : owned)
        add(item, 1, 1);
    for (const auto& rating : ratings)
        add(rating.item, rating.target, rating.confidence);
    const Problem problem{unobserved_, lambda_, nu_};
    system.diagonal().array() += problem.regularisation(seen, static_cast<double>(items_));
    const Eigen::VectorXf user = system.selfadjointView<Eigen::Lower>().llt().solve(sum);
    return {user.data(), user.data() + user.size()};
}

void Ials::score(std::span<const float> listener, std::span<float> out) const
{
    const auto f = static_cast<Eigen::Index>(factors_);
    if (listener.size() != static_cast<std::size_t>(f)
        || out.size() != static_cast<std::size_t>(items_))
        return;
    const Eigen::Map<const RowMatrix> items(item_.data(), items_, f);
    Eigen::Map<Eigen::VectorXf>(out.data(), items_).noalias()
        = items * Eigen::Map<const Eigen::VectorXf>(listener.data(), f);
}

} // namespace segue::reco
