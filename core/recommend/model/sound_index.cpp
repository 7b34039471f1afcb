#include "core/recommend/model/sound_space.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

namespace segue::reco {

namespace {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstRows = Eigen::Map<const RowMatrix>;

constexpr std::size_t crowd = 10; // neighbours that make a surrounding
constexpr std::size_t sampleRows = 4096;
constexpr std::size_t blockRows = 128; // of a product that stays in the cache
constexpr std::size_t rowsWorthAThread = 16'384;

Eigen::Index index(std::size_t i)
{
    return static_cast<Eigen::Index>(i);
}

/// The `crowd` largest numbers of those offered.
class Largest {
public:
    void offer(float value)
    {
        if (count_ < crowd) {
            values_[count_++] = value;
            std::push_heap(values_.begin(), end(), std::greater<>());
        } else if (value > values_.front()) {
            std::pop_heap(values_.begin(), end(), std::greater<>());
            values_[crowd - 1] = value;
            std::push_heap(values_.begin(), end(), std::greater<>());
        }
    }
    float mean() const
    {
        return count_ == 0
            ? 0
            : std::accumulate(values_.begin(), values_.begin() + static_cast<long>(count_), 0.F)
                / static_cast<float>(count_);
    }

private:
    std::array<float, crowd>::iterator end()
    {
        return values_.begin() + static_cast<std::ptrdiff_t>(count_);
    }
    std::array<float, crowd> values_{};
    std::size_t count_ = 0;
};

/// Calls work(from, to) for parts of 0 .. n, on as many threads as are worth it.
template <class Work>
void inParts(std::size_t n, std::size_t worth, const Work& work)
{
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t parts = std::clamp<std::size_t>(n / worth, 1, cores);
    std::vector<std::jthread> threads;
    for (std::size_t part = 1; part < parts; ++part)
        threads.emplace_back([&, part] { work(part * n / parts, (part + 1) * n / parts); });
    work(0, n / parts);
}

/// Better first; ties to the lower row.
bool isBefore(const SoundNeighbour& a, const SoundNeighbour& b)
{
    return a.score != b.score ? a.score > b.score : a.row < b.row;
}

} // namespace

SoundIndex::SoundIndex(std::vector<float> vectors, std::size_t dimension)
    : vectors_(std::move(vectors))
    , dimension_(dimension)
{
    const std::size_t n = size();
    const std::size_t step = std::max<std::size_t>(1, (n + sampleRows - 1) / sampleRows);
    for (std::size_t row = 0; row < n; row += step)
        sample_.push_back(row);
    crowding_.resize(n);
    if (n == 0)
        return;
    RowMatrix sampled(index(sample_.size()), index(dimension_));
    for (std::size_t i = 0; i < sample_.size(); ++i)
        sampled.row(index(i))
            = Eigen::Map<const Eigen::RowVectorXf>(vector(sample_[i]).data(), index(dimension_));
    inParts(n, blockRows, [&](std::size_t from, std::size_t to) {
        RowMatrix cosines;
        for (std::size_t first = from; first < to; first += blockRows) {
            const std::size_t count = std::min(blockRows, to - first);
            cosines.noalias() = ConstRows(vector(first).data(), index(count), index(dimension_))
                * sampled.transpose();
            for (std::size_t i = 0; i < count; ++i) {
                Largest largest;
                const float* row = cosines.data() + i * sample_.size();
                for (std::size_t j = 0; j < sample_.size(); ++j) {
                    if (sample_[j] != first + i)
                        largest.offer(row[j]);
                }
                crowding_[first + i] = largest.mean();
            }
        }
    });
}

float SoundIndex::crowdingOf(std::span<const float> query) const
{
    Largest largest;
    const Eigen::Map<const Eigen::VectorXf> q(query.data(), index(dimension_));
    for (const std::size_t row : sample_)
        largest.offer(
            q.dot(Eigen::Map<const Eigen::VectorXf>(vector(row).data(), index(dimension_))));
    return largest.mean();
}

float SoundIndex::score(std::size_t a, std::size_t b) const
{
    const float cosine
        = Eigen::Map<const Eigen::VectorXf>(vector(a).data(), index(dimension_))
              .dot(Eigen::Map<const Eigen::VectorXf>(vector(b).data(), index(dimension_)));
    return 2 * cosine - crowding_[a] - crowding_[b];
}

std::vector<SoundNeighbour> SoundIndex::nearest(
    std::span<const float> query, float crowding, std::size_t count, std::size_t except) const
{
    const std::size_t n = size();
    std::vector<SoundNeighbour> best;
    if (n == 0 || count == 0)
        return best;
    const Eigen::Map<const Eigen::VectorXf> q(query.data(), index(dimension_));
    Eigen::VectorXf cosines(index(n));
    inParts(n, rowsWorthAThread, [&](std::size_t from, std::size_t to) {
        cosines.segment(index(from), index(to - from)).noalias()
            = ConstRows(vectors_.data() + from * dimension_, index(to - from), index(dimension_))
            * q;
    });
    // A heap of the best so far, the worst of them at its top.
    for (std::size_t row = 0; row < n; ++row) {
        const float cosine = cosines[index(row)];
        const SoundNeighbour one{row, 2 * cosine - crowding - crowding_[row], cosine};
        if (best.size() == count && !isBefore(one, best.front()))
            continue;
        if (row == except)
            continue;
        if (best.size() == count) {
            std::pop_heap(best.begin(), best.end(), isBefore);
            best.pop_back();
        }
        best.push_back(one);
        std::push_heap(best.begin(), best.end(), isBefore);
    }
    std::sort_heap(best.begin(), best.end(), isBefore);
    return best;
}

} // namespace segue::reco
