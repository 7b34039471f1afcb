#include "core/recommend/model/sound_space.h"

#include "core/recommend/model/sound_reference.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic>;
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstRows = Eigen::Map<const RowMatrix>;

constexpr std::size_t fitRows = 20'000;
constexpr double leastEigenvalue = 1e-6; // of a covariance at the scale of usual music
constexpr double shrinkage = .1; // towards usual music: few frames leave directions empty

Eigen::Index index(std::size_t i)
{
    return static_cast<Eigen::Index>(i);
}

bool isFinite(std::span<const float> numbers)
{
    return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

/// [[S + m m', m], [m', 1]] with mean and covariance at the scale of usual music.
Matrix gaussianMatrix(std::span<const float> mean, std::span<const float> covariance)
{
    constexpr std::size_t n = soundMfccs;
    Matrix matrix(index(n + 1), index(n + 1));
    std::size_t pair = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j < n; ++j, ++pair) {
            const double scaled = double(covariance[pair])
                / (soundReference[i].deviation * soundReference[j].deviation);
            matrix(index(i), index(j)) = matrix(index(j), index(i))
                = (1 - shrinkage) * scaled + (i == j ? shrinkage : 0);
        }
    }
    Eigen::VectorXd m(index(n));
    for (std::size_t i = 0; i < n; ++i)
        m[index(i)] = (double(mean[i]) - soundReference[i].mean) / soundReference[i].deviation;
    matrix.topLeftCorner(index(n), index(n)) += m * m.transpose();
    matrix.topRightCorner(index(n), 1) = m;
    matrix.bottomLeftCorner(1, index(n)) = m.transpose();
    matrix(index(n), index(n)) = 1;
    return matrix;
}

void toLengthOne(Eigen::Ref<Eigen::VectorXf> vector)
{
    const float length = vector.norm();
    if (length > 1e-6F)
        vector /= length;
    else
        vector.setZero();
}

} // namespace

std::vector<float> soundVector(
    std::span<const float> mean, std::span<const float> covariance, std::span<const float> others)
{
    if (!isFinite(mean) || !isFinite(covariance) || !isFinite(others))
        return {};
    const Eigen::SelfAdjointEigenSolver<Matrix> solved(gaussianMatrix(mean, covariance));
    const Eigen::VectorXd logs = solved.eigenvalues().cwiseMax(leastEigenvalue).array().log();
    const Matrix log
        = solved.eigenvectors() * logs.asDiagonal() * solved.eigenvectors().transpose();
    std::vector<float> out;
    out.reserve(soundGaussian + others.size());
    // Off the diagonal each number stands for two.
    for (Eigen::Index i = 0; i < log.rows(); ++i) {
        for (Eigen::Index j = i; j < log.cols(); ++j)
            out.push_back(static_cast<float>(log(i, j) * (i == j ? 1 : std::sqrt(2.))));
    }
    out.insert(out.end(), others.begin(), others.end());
    return out;
}

void SoundSpace::prepare(std::span<const float> point, float* out) const
{
    Eigen::Map<Eigen::VectorXf> prepared(out, index(width_));
    prepared = (Eigen::Map<const Eigen::VectorXf>(point.data(), index(width_))
        - Eigen::Map<const Eigen::VectorXf>(mean_.data(), index(width_)))
                   .cwiseProduct(Eigen::Map<const Eigen::VectorXf>(scale_.data(), index(width_)));
    toLengthOne(prepared.head(index(soundGaussian)));
    toLengthOne(prepared.tail(index(width_ - soundGaussian)));
}

SoundSpace SoundSpace::fit(std::span<const float> points, std::size_t width,
    std::span<const float> weights, std::size_t dimension)
{
    SoundSpace space;
    const std::size_t all = width == 0 ? 0 : points.size() / width;
    if (all < 2 || width < soundGaussian || width != soundGaussian + weights.size())
        return space;
    const std::size_t step = (all + fitRows - 1) / fitRows;
    const std::size_t rows = (all + step - 1) / step;
    space.width_ = width;
    RowMatrix sample(index(rows), index(width));
    for (std::size_t i = 0; i < rows; ++i)
        sample.row(index(i))
            = Eigen::Map<const Eigen::RowVectorXf>(points.data() + i * step * width, index(width));
    const Eigen::RowVectorXf mean = sample.colwise().mean();
    const Eigen::RowVectorXf deviation
        = ((sample.rowwise() - mean).colwise().squaredNorm() / static_cast<float>(rows))
              .cwiseSqrt();
    space.mean_.assign(mean.data(), mean.data() + width);
    space.scale_.assign(width, 1);
    for (std::size_t i = soundGaussian; i < width; ++i) {
        const float spread = deviation[index(i)];
        space.scale_[i] = spread > 1e-6F * (1 + std::abs(mean[index(i)]))
            ? weights[i - soundGaussian] / spread
            : 0;
    }
    std::vector<float> prepared(width);
    for (std::size_t i = 0; i < rows; ++i) {
        space.prepare(std::span(sample.data() + i * width, width), prepared.data());
        sample.row(index(i)) = Eigen::Map<Eigen::RowVectorXf>(prepared.data(), index(width));
    }
    const Eigen::RowVectorXf middle = sample.colwise().mean();
    space.middle_.assign(middle.data(), middle.data() + width);
    sample.rowwise() -= middle;
    Eigen::MatrixXf scatter = Eigen::MatrixXf::Zero(index(width), index(width));
    scatter.selfadjointView<Eigen::Lower>().rankUpdate(sample.transpose());
    const Eigen::SelfAdjointEigenSolver<Matrix> solved(scatter.cast<double>());
    const auto& values = solved.eigenvalues(); // rising
    const double least = 1e-6 * std::max(values[index(width - 1)], 1e-30);
    const std::size_t most = std::min({dimension, rows - 1, width});
    while (space.dimension_ < most && values[index(width - 1 - space.dimension_)] > least) {
        const Eigen::VectorXf axis
            = solved.eigenvectors().col(index(width - 1 - space.dimension_)).cast<float>();
        space.axes_.insert(space.axes_.end(), axis.data(), axis.data() + width);
        ++space.dimension_;
    }
    return space;
}

void SoundSpace::map(std::span<const float> point, std::span<float> out) const
{
    Eigen::VectorXf prepared(index(width_));
    prepare(point, prepared.data());
    prepared -= Eigen::Map<const Eigen::VectorXf>(middle_.data(), index(width_));
    Eigen::Map<Eigen::VectorXf> result(out.data(), index(dimension_));
    result = ConstRows(axes_.data(), index(dimension_), index(width_)) * prepared;
    toLengthOne(result);
}

} // namespace segue::reco
