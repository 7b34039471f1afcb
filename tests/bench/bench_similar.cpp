// bench_similar [--tracks 100000] [--queries 200]
//
// The 50 nearest of an analysed library: made numbers (tests/bench/made_sound.h) through the real
// vectors, space and index. Answers are held against an exhaustive search in doubles. Then the same
// vectors as For You keeps them, a byte a number: one pass, and how many of the 50 it would miss.
#include "core/analysis/service/sound_input.h"
#include "core/analysis/service/sound_map.h"
#include "core/recommend/model/sound_space.h"
#include "core/recommend/model/unit_vectors.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/made_sound.h"

#include <algorithm>
#include <cstdio>
#include <set>

using namespace segue;
using namespace segue::bench;

namespace {

constexpr std::size_t nearest = 50;

/// Rows of the highest scores, best first, ties to the lower row; all in doubles.
std::vector<std::size_t> exhaustive(const reco::SoundIndex& index, std::size_t query)
{
    std::vector<std::pair<double, std::size_t>> all;
    for (std::size_t row = 0; row < index.size(); ++row) {
        if (row == query)
            continue;
        const auto a = index.vector(query), b = index.vector(row);
        double cosine = 0;
        for (std::size_t k = 0; k < a.size(); ++k)
            cosine += static_cast<double>(a[k]) * static_cast<double>(b[k]);
        all.emplace_back(-(2 * cosine - static_cast<double>(index.crowding(query))
                             - static_cast<double>(index.crowding(row))),
            row);
    }
    std::partial_sort(all.begin(), all.begin() + nearest, all.end());
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < nearest; ++i)
        rows.push_back(all[i].second);
    return rows;
}

double share(const std::vector<std::size_t>& wanted, const std::set<std::size_t>& got)
{
    const auto found = std::ranges::count_if(wanted, [&](auto row) { return got.contains(row); });
    return static_cast<double>(found) / static_cast<double>(wanted.size());
}

} // namespace

int main(int argc, char** argv)
{
    Report report("similar", argc, argv);
    const auto tracks = static_cast<std::size_t>(std::max(report.option("tracks", 100'000), 100L));
    const long queries = std::max(report.option("queries", 200), 10L);
    const double before = residentMebibytes();

    const std::size_t width = analysis::soundVectorSize();
    const std::size_t step = tracks / 20'000 + 1; // as loadSoundMap() samples
    std::vector<float> sample;
    Stopwatch watch;
    for (std::size_t i = 0; i < tracks; i += step) {
        const auto point = analysis::soundVector(madeSound(static_cast<long>(i)));
        sample.insert(sample.end(), point.begin(), point.end());
    }
    report.add("a point from the numbers of a track",
        watch.milliseconds() * 1000 / static_cast<double>(sample.size() / width), "us");
    watch.restart();
    const auto space
        = reco::SoundSpace::fit(sample, width, analysis::soundWeights(), analysis::soundDimension);
    report.add("the space from a sample", watch.milliseconds(), "ms");
    sample = {};
    const std::size_t d = space.dimension();
    std::vector<float> vectors(tracks * d);
    for (std::size_t i = 0; i < tracks; ++i)
        space.map(analysis::soundVector(madeSound(static_cast<long>(i))),
            std::span(vectors).subspan(i * d, d));
    reco::UnitVectors bytes(tracks, d);
    for (std::size_t i = 0; i < tracks; ++i)
        bytes.set(i, std::span(vectors).subspan(i * d, d));
    watch.restart();
    const reco::SoundIndex index(std::move(vectors), d);
    report.add("the index of all", watch.milliseconds(), "ms");
    report.add("resident with index and bytes", residentMebibytes() - before, "MiB");

    std::vector<double> times, outside, pass;
    std::vector<float> column(tracks);
    for (long q = 0; q < queries; ++q) {
        const auto row = static_cast<std::size_t>(q) * 7919 % tracks;
        watch.restart();
        const auto found = index.nearest(row, nearest);
        times.push_back(watch.milliseconds());
        watch.restart();
        const auto of = index.vector(row);
        (void)index.nearest(of, index.crowdingOf(of), nearest, tracks);
        outside.push_back(watch.milliseconds());
        watch.restart();
        bytes.cosines(row, column);
        pass.push_back(watch.milliseconds());
    }
    report.add("50 nearest, median", quantile(times, .5), "ms", 20, "budget");
    report.add("50 nearest, the slowest of a hundred", quantile(times, .99), "ms", 20, "budget");
    report.add("50 nearest to a file outside, median", quantile(outside, .5), "ms", 20, "budget");
    report.add("cosines to all by bytes, median", quantile(pass, .5), "ms");

    double differ = 0, kept = 0;
    constexpr int checked = 10;
    for (int q = 0; q < checked; ++q) {
        const auto row = static_cast<std::size_t>(q) * 7919 % tracks;
        const auto wanted = exhaustive(index, row);
        std::set<std::size_t> found, byBytes;
        for (const auto& one : index.nearest(row, nearest))
            found.insert(one.row);
        bytes.cosines(row, column);
        std::vector<std::pair<float, std::size_t>> scores;
        for (std::size_t i = 0; i < tracks; ++i) {
            if (i != row)
                scores.emplace_back(-(2 * column[i] - index.crowding(i)), i);
        }
        std::partial_sort(scores.begin(), scores.begin() + nearest, scores.end());
        for (std::size_t i = 0; i < nearest; ++i)
            byBytes.insert(scores[i].second);
        differ += (1 - share(wanted, found)) * nearest;
        kept += share(wanted, byBytes) / checked;
    }
    report.add("of 500 nearest, not those of an exhaustive search in doubles", differ, "");
    report.add("share of the nearest that bytes find", kept, "");
    return report.finish();
}
