#include "core/recommend/model/collaborative.h"

#include "core/base/random.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <thread>

namespace segue::reco {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Problem {
    double unobserved, lambda, nu;
};

/// Adds rows' rows to the lower triangle. Eigen's product divides by the number of rows: none must
/// not reach it.
void addGram(const RowMatrix& rows, RowMatrix& to)
{
    if (rows.rows() > 0)
        to.selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose());
}

RowMatrix gramOf(const RowMatrix& factors)
{
    RowMatrix gram = RowMatrix::Zero(factors.cols(), factors.cols());
    addGram(factors, gram);
    return gram;
}

/// Buffers of one thread.
struct Solver {
    RowMatrix seen, system;
    Eigen::VectorXf sum;

    /// argmin over v of sum over seen (1 - v.x)^2 + a0 sum over all (v.x)^2 + reg |v|^2, into
    /// `out`; `gram` is the lower triangle of sum x x'.
    template <class Out>
    void solve(const Problem& problem, const RowMatrix& other, const RowMatrix& gram,
        std::span<const std::int32_t> items, Out&& out)
    {
        const auto n = static_cast<Eigen::Index>(items.size()), f = other.cols();
        seen.resize(n, f);
        for (Eigen::Index k = 0; k < n; ++k)
            seen.row(k) = other.row(items[static_cast<std::size_t>(k)]);
        system = static_cast<float>(problem.unobserved) * gram;
        addGram(seen, system);
        const double weight
            = static_cast<double>(n) + problem.unobserved * static_cast<double>(other.rows());
        system.diagonal().array()
            += static_cast<float>(std::max(problem.lambda * std::pow(weight, problem.nu), 1e-6));
        sum = seen.colwise().sum().transpose();
        Eigen::LLT<Eigen::Ref<RowMatrix>, Eigen::Lower> cholesky(system);
        cholesky.solveInPlace(sum);
        out = sum.transpose();
    }
};

/// Every row of `to` anew from `other`; rows are independent, so the number of threads changes
/// nothing.
void sweep(const Problem& problem, const Interactions& seen, const RowMatrix& other, RowMatrix& to,
    int threads, const std::stop_token& stop)
{
    const RowMatrix gram = gramOf(other);
    const auto work = [&](std::int32_t from, std::int32_t end) {
        Solver solver;
        for (auto row = from; row < end && !stop.stop_requested(); ++row)
            solver.solve(problem, other, gram, seen.of(row), to.row(row));
    };
    const auto parts = std::clamp(threads, 1, 64);
    const auto at = [&](int part) {
        return static_cast<std::int32_t>(std::int64_t{seen.rows()} * part / parts);
    };
    std::vector<std::jthread> pool;
    for (int part = 1; part < parts; ++part)
        pool.emplace_back(work, at(part), at(part + 1));
    work(at(0), at(1));
}

} // namespace

Ials Ials::fit(const Interactions& train, const IalsOptions& options)
{
    const Problem problem{
        std::max(options.unobserved, 0.), std::max(options.lambda, 0.), options.nu};
    const auto f = static_cast<Eigen::Index>(std::clamp(options.factors, 1, 1024));
    const auto byItem = train.transposed();
    RowMatrix users = RowMatrix::Zero(train.rows(), f), items(train.columns, f);
    // Normal by the sum of uniforms, standard deviation .1 / sqrt(f) (Rendle et al. 2021).
    Random random(options.seed);
    const double scale = .1 / std::sqrt(static_cast<double>(f));
    for (Eigen::Index i = 0; i < items.rows(); ++i) {
        for (Eigen::Index k = 0; k < f; ++k) {
            double sum = -6;
            for (int u = 0; u < 12; ++u)
                sum += random.uniform();
            items(i, k) = static_cast<float>(sum * scale);
        }
    }
    for (int s = 0; s < options.sweeps && !options.stop.stop_requested(); ++s) {
        sweep(problem, train, items, users, options.threads, options.stop);
        sweep(problem, byItem, users, items, options.threads, options.stop);
    }
    Ials model;
    model.factors_ = static_cast<int>(f);
    model.items_ = train.columns;
    model.unobserved_ = problem.unobserved;
    model.lambda_ = problem.lambda;
    model.nu_ = problem.nu;
    model.item_.assign(items.data(), items.data() + items.size());
    const RowMatrix gram = gramOf(items);
    model.gram_.assign(gram.data(), gram.data() + gram.size());
    return model;
}

std::vector<float> Ials::foldIn(std::span<const std::int32_t> owned) const
{
    const auto f = static_cast<Eigen::Index>(factors_);
    std::vector<std::int32_t> known;
    std::copy_if(owned.begin(), owned.end(), std::back_inserter(known),
        [this](std::int32_t i) { return i >= 0 && i < items_; });
    RowMatrix seen(static_cast<Eigen::Index>(known.size()), f);
    const Eigen::Map<const RowMatrix> items(item_.data(), items_, f), gram(gram_.data(), f, f);
    for (std::size_t k = 0; k < known.size(); ++k)
        seen.row(static_cast<Eigen::Index>(k)) = items.row(known[k]);
    RowMatrix system = static_cast<float>(unobserved_) * gram;
    addGram(seen, system);
    const double weight
        = static_cast<double>(known.size()) + unobserved_ * static_cast<double>(items_);
    system.diagonal().array()
        += static_cast<float>(std::max(lambda_ * std::pow(weight, nu_), 1e-6));
    const Eigen::VectorXf sum = seen.colwise().sum().transpose();
    const Eigen::VectorXf user = system.selfadjointView<Eigen::Lower>().llt().solve(sum);
    return {user.data(), user.data() + user.size()};
}

void Ials::score(std::span<const float> user, std::span<float> out) const
{
    const auto f = static_cast<Eigen::Index>(factors_);
    if (user.size() != static_cast<std::size_t>(f)
        || out.size() != static_cast<std::size_t>(items_))
        return;
    const Eigen::Map<const RowMatrix> items(item_.data(), items_, f);
    Eigen::Map<Eigen::VectorXf>(out.data(), items_).noalias()
        = items * Eigen::Map<const Eigen::VectorXf>(user.data(), f);
}

} // namespace segue::reco
