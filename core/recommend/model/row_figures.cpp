#include "core/recommend/model/row_figures.h"

#include "core/recommend/model/chunks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::reco {

namespace {

constexpr std::size_t longest = 100;

struct OfListener {
    double r20 = 0, r50 = 0, n20 = 0, n100 = 0;
    bool tested = false;
};

/// Buffers of one thread.
struct Ranker {
    std::vector<float> scores;
    std::vector<std::uint8_t> shown;
    std::vector<std::int32_t> order;

    /// The best `longest` items that are not in `train`, into `order`.
    void rank(std::span<const std::int32_t> train)
    {
        constexpr float out = -std::numeric_limits<float>::infinity();
        for (auto& s : scores) {
            if (std::isnan(s))
                s = std::numeric_limits<float>::lowest();
            s = std::max(s, std::numeric_limits<float>::lowest());
        }
        for (const auto item : train)
            scores[static_cast<std::size_t>(item)] = out;
        order.clear();
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (scores[i] != out)
                order.push_back(static_cast<std::int32_t>(i));
        }
        const auto better = [this](std::int32_t a, std::int32_t b) {
            const float x = scores[static_cast<std::size_t>(a)],
                        y = scores[static_cast<std::size_t>(b)];
            return x != y ? x > y : a < b;
        };
        const auto kept = std::min(longest, order.size());
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(kept);
        if (kept > 0 && kept < order.size())
            std::nth_element(order.begin(), end - 1, order.end(), better);
        std::sort(order.begin(), end, better);
        order.resize(kept);
    }

    bool isHit(std::span<const std::int32_t> test, std::size_t place) const
    {
        return std::binary_search(test.begin(), test.end(), order[place]);
    }
    double recall(std::span<const std::int32_t> test, std::size_t k) const
    {
        std::size_t hits = 0;
        for (std::size_t i = 0; i < std::min(k, order.size()); ++i)
            hits += isHit(test, i) ? 1 : 0;
        return static_cast<double>(hits) / static_cast<double>(std::min(k, test.size()));
    }
    double ndcg(std::span<const std::int32_t> test, std::size_t k) const
    {
        double gain = 0, best = 0;
        for (std::size_t i = 0; i < std::min(k, order.size()); ++i)
            gain += isHit(test, i) ? 1 / std::log2(static_cast<double>(i) + 2) : 0;
        for (std::size_t i = 0; i < std::min(k, test.size()); ++i)
            best += 1 / std::log2(static_cast<double>(i) + 2);
        return gain / best;
    }
};

} // namespace

RowFigures evaluateRows(const Split& split, const RowScorer& score, const FitControl& control)
{
    constexpr std::int32_t chunkRows = 16;
    const auto n = static_cast<std::size_t>(split.train.columns);
    const auto rows = std::min(split.train.rows(), split.test.rows());
    std::vector<OfListener> each(static_cast<std::size_t>(rows));
    std::vector<Ranker> rankers(threadsOf(control));
    eachChunk(static_cast<std::size_t>((rows + chunkRows - 1) / chunkRows), control, 0, 1,
        [&](std::size_t chunk, int thread) {
            auto& ranker = rankers[static_cast<std::size_t>(thread)];
            ranker.shown.resize(n, 0);
            const auto first = static_cast<std::int32_t>(chunk) * chunkRows;
            for (auto row = first; row < std::min(first + chunkRows, rows); ++row) {
                const auto test = split.test.of(row);
                if (test.empty())
                    continue;
                ranker.scores.assign(n, 0);
                score(row, ranker.scores);
                ranker.rank(split.train.of(row));
                each[static_cast<std::size_t>(row)] = {ranker.recall(test, 20),
                    ranker.recall(test, 50), ranker.ndcg(test, 20), ranker.ndcg(test, 100), true};
                for (std::size_t i = 0; i < std::min<std::size_t>(20, ranker.order.size()); ++i)
                    ranker.shown[static_cast<std::size_t>(ranker.order[i])] = 1;
            }
        });
    RowFigures out;
    out.stopped = control.stop.stop_requested();
    for (const auto& one : each) {
        if (!one.tested)
            continue;
        out.r20 += one.r20;
        out.r50 += one.r50;
        out.n20 += one.n20;
        out.n100 += one.n100;
        out.n20Of.push_back(static_cast<float>(one.n20));
        ++out.listeners;
    }
    const double listeners = std::max(static_cast<double>(out.listeners), 1.);
    for (auto* figure : {&out.r20, &out.r50, &out.n20, &out.n100})
        *figure /= listeners;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < n; ++i) {
        shown += std::any_of(rankers.begin(), rankers.end(),
                     [i](const Ranker& r) { return i < r.shown.size() && r.shown[i] != 0; })
            ? 1
            : 0;
    }
    out.coverage20 = n > 0 ? static_cast<double>(shown) / static_cast<double>(n) : 0;
    return out;
}

RowDifference differenceOf(const RowFigures& a, const RowFigures& b)
{
    RowDifference out;
    const auto n = std::min(a.n20Of.size(), b.n20Of.size());
    if (n < 2)
        return out;
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto d = static_cast<double>(a.n20Of[i]) - static_cast<double>(b.n20Of[i]);
        out.mean += d;
        squares += d * d;
    }
    const auto count = static_cast<double>(n);
    out.mean /= count;
    out.error = std::sqrt(std::max(squares / count - out.mean * out.mean, 0.) / (count - 1));
    return out;
}

} // namespace segue::reco
