// The collaborative models, timed:
//   bench_collaborative [--triplets N] [--threads N]     iALS a sweep, fold-in, against conjugate
//                                                        gradients, on made data
//   bench_collaborative --ease N                         EASE of N items (at most 10,000)
//   bench_collaborative FILE [--support N] [--header 1]  and against conjugate gradients on FILE
//   bench_collaborative --large 1 [--sweeps N]           48 million made triplets (about 1.5 GB)
// Seconds are of all threads' processor time where "cpu" is written, so that a busy machine does
// not blur them.
#include "core/recommend/model/collaborative.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/gradient_ials.h"
#include "tests/bench/made_triplets.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace segue;
using bench::Stopwatch;

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

double peakMebibytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Rows of the split that are tested, at most `most`, evenly spaced; training stays whole.
reco::Split thinnedTest(reco::Split split, std::size_t most)
{
    const auto rows = static_cast<std::size_t>(split.test.rows());
    if (rows <= most)
        return split;
    reco::Interactions test;
    test.columns = split.test.columns;
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % (rows / most) == 0) {
            const auto items = split.test.of(static_cast<std::int32_t>(row));
            test.item.insert(test.item.end(), items.begin(), items.end());
        }
        test.start.push_back(static_cast<std::uint32_t>(test.item.size()));
    }
    split.test = std::move(test);
    return split;
}

/// A fifth of the items of `most` listeners hidden; all others train whole.
reco::Split hiddenFrom(const reco::Interactions& all, std::int32_t most)
{
    reco::Split split;
    split.train.columns = split.test.columns = all.columns;
    split.train.item.reserve(all.item.size());
    const auto every = std::max(all.rows() / std::max(most, 1), 1);
    for (std::int32_t row = 0; row < all.rows(); ++row) {
        const auto items = all.of(row);
        for (std::size_t k = 0; k < items.size(); ++k) {
            const bool hidden = row % every == 0 && items.size() >= 5 && k % 5 == 4;
            (hidden ? split.test : split.train).item.push_back(items[k]);
        }
        split.train.start.push_back(static_cast<std::uint32_t>(split.train.item.size()));
        split.test.start.push_back(static_cast<std::uint32_t>(split.test.item.size()));
    }
    return split;
}

struct Point {
    int sweeps;
    double cpu, r20;
};

/// The processor time at which a curve reaches a quality, between its points.
double timeTo(const std::vector<Point>& curve, double r20)
{
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (curve[i].r20 >= r20) {
            if (i == 0)
                return curve[0].cpu;
            const auto &a = curve[i - 1], &b = curve[i];
            return a.cpu + (b.cpu - a.cpu) * (r20 - a.r20) / (b.r20 - a.r20);
        }
    }
    return -1;
}

/// Quality over processor time of both ways, and their ratio where both are as good.
void againstGradients(
    bench::Report& report, const std::string& data, const reco::Split& split, int threads)
{
    const reco::FitControl control{threads, {}, {}};
    std::vector<Point> blocks, gradients;
    for (const int sweeps : {1, 2, 3, 4, 6, 8, 10, 12, 16}) {
        reco::IalsOptions options;
        options.sweeps = sweeps;
        double from = cpuSeconds();
        const auto ials = reco::Ials::fit(split.train, options, control);
        const double first = cpuSeconds() - from;
        blocks.push_back({sweeps, first,
            reco::evaluateRows(
                split,
                [&](std::int32_t row, std::span<float> out) {
                    ials.score(ials.foldIn(split.train.of(row)), out);
                },
                control)
                .r20});
        from = cpuSeconds();
        auto other = bench::GradientIals::fit(split.train, 64, sweeps, 3, control);
        const double second = cpuSeconds() - from;
        other.finish(split.train, control);
        gradients.push_back({sweeps, second,
            reco::evaluateRows(
                split, [&](std::int32_t row, std::span<float> out) { other.score(row, out); },
                control)
                .r20});
        std::fprintf(stderr, "%s, %2d sweeps: blocks %.2f s R@20 %.4f, gradients %.2f s %.4f\n",
            data.c_str(), sweeps, first, blocks.back().r20, second, gradients.back().r20);
    }
    const auto best = [](const std::vector<Point>& curve) {
        return std::max_element(curve.begin(), curve.end(), [](const Point& a, const Point& b) {
            return a.r20 < b.r20;
        })->r20;
    };
    for (const double share : {.98, .99, .995}) {
        const double r20 = share * std::min(best(blocks), best(gradients));
        const double mine = timeTo(blocks, r20), theirs = timeTo(gradients, r20);
        std::array<char, 96> name{};
        std::snprintf(name.data(), name.size(), "%s: iALS++ to R@20 %.4f, cpu", data.c_str(), r20);
        report.add(name.data(), mine, "s", theirs, "conjugate gradients, 3 steps");
    }
}

void speed(bench::Report& report, int threads)
{
    bench::MadeTriplets made;
    made.triplets = static_cast<std::size_t>(report.option("triplets", 1000000));
    made.listeners = static_cast<std::int32_t>(made.triplets / 48 + 1);
    made.items = static_cast<std::int32_t>(made.triplets / 64 + 1);
    made.tastes = 50;
    const auto all = bench::makeTriplets(made);
    std::fprintf(
        stderr, "%d listeners, %d items, %zu triplets\n", all.rows(), all.columns, all.item.size());
    const reco::FitControl control{threads, {}, {}};
    reco::IalsOptions options;
    options.sweeps = 4;
    const Stopwatch watch;
    const double from = cpuSeconds();
    const auto ials = reco::Ials::fit(all, options, control);
    report.add("iALS f 64, a sweep", watch.seconds() / options.sweeps, "s", 2, "budget");
    report.add("iALS f 64, a sweep, cpu", (cpuSeconds() - from) / options.sweeps, "s");
    report.add("resident", bench::residentMebibytes(), "MiB");

    constexpr int folds = 2000;
    float sum = 0;
    const double before = cpuSeconds();
    for (int i = 0; i < folds; ++i)
        sum += ials.foldIn(all.of(i % all.rows())).front();
    report.add("fold-in of about 48 items, cpu", (cpuSeconds() - before) / folds * 1e3, "ms", 1,
        std::isfinite(sum) ? "budget" : "broken");
    againstGradients(report, "made", thinnedTest(reco::splitTriplets(all), 1500), threads);
}

void large(bench::Report& report, int threads)
{
    const Stopwatch making;
    const auto split = hiddenFrom(bench::makeTriplets({}), 300);
    std::fprintf(stderr, "made in %.0f s: %d listeners, %d items, %zu triplets\n", making.seconds(),
        split.train.rows(), split.train.columns, split.train.item.size());
    report.add("table made, resident", bench::residentMebibytes(), "MiB");
    reco::IalsOptions options;
    options.sweeps = static_cast<int>(report.option("sweeps", 2));
    double last = 0;
    const Stopwatch watch;
    const double from = cpuSeconds();
    const reco::FitControl control{
        threads, {}, [&](double share) {
            if (share - last < .05)
                return;
            last = share;
            std::fprintf(stderr, "%3.0f %% %.0f s\n", 100 * share, watch.seconds());
        }};
    const auto ials = reco::Ials::fit(split.train, options, control);
    report.add("iALS f 64, 48 million, a sweep", watch.seconds() / options.sweeps, "s");
    report.add("iALS f 64, 48 million, a sweep, cpu", (cpuSeconds() - from) / options.sweeps, "s");
    report.add("peak memory", peakMebibytes(), "MiB", 24576, "the machine", .25);
    const auto figures = reco::evaluateRows(split,
        [&](std::int32_t row, std::span<float> out) {
            ials.score(ials.foldIn(split.train.of(row)), out);
        },
        {threads, {}, {}});
    report.add("R@20 of " + std::to_string(figures.listeners) + " listeners", figures.r20, "");
}

void ease(bench::Report& report, std::int32_t items, int threads)
{
    bench::MadeTriplets made;
    made.items = std::min(items, reco::Ease::mostItems);
    made.listeners = 20000;
    made.triplets = 48 * 20000;
    made.tastes = 50;
    const auto all = bench::makeTriplets(made);
    const std::string name = "EASE of " + std::to_string(made.items) + " items";
    const Stopwatch watch;
    const double from = cpuSeconds();
    const auto model = reco::Ease::fit(all, 100, {threads, {}, {}});
    report.add(name, watch.seconds(), "s");
    report.add(name + ", cpu", cpuSeconds() - from, "s");
    report.add(model.empty() ? "empty model" : "peak memory", peakMebibytes(), "MiB");
}

void ofFile(bench::Report& report, const std::string& path, int threads)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    reco::TripletOptions options;
    options.skipHeader = report.option("header", 0) != 0;
    options.minSupport = static_cast<int>(report.option("support", 1));
    const auto read = reco::readTriplets(std::move(text).str(), options);
    if (!read) {
        std::cerr << path << ": " << read.error().message << "\n";
        std::exit(1);
    }
    const auto split = reco::splitTriplets(read->interactions);
    againstGradients(report, "file", split, threads);
}

} // namespace

int main(int argc, char** argv)
{
    bench::Report report("collaborative", argc, argv);
    const auto threads = static_cast<int>(report.option("threads", 2));
    if (report.option("large", 0) != 0)
        large(report, threads);
    else if (const auto items = report.option("ease", 0); items > 0)
        ease(report, static_cast<std::int32_t>(std::min(items, 1000000L)), threads);
    else if (!report.arguments().empty())
        ofFile(report, report.arguments().front(), threads);
    else
        speed(report, threads);
    return report.finish();
}
