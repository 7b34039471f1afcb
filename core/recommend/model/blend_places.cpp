#include "core/recommend/model/blend_places.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double startPlays = 20, startPower = 1.2, fade = .997;
constexpr double departureGain = 2.5, unheardGain = 3, leastSide = .02;
constexpr std::size_t byScoreAlone = 3, massOf = 1000;

/// First place of each bin, from 1; the last bin ends at `endPlace`.
constexpr std::array<std::size_t, PlaceCurve::bins> firstPlace{
    1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 37, 55, 85, 150};
constexpr std::size_t endPlace = 400;

constexpr std::size_t widthOf(std::size_t bin)
{
    return (bin + 1 < PlaceCurve::bins ? firstPlace[bin + 1] : endPlace) - firstPlace[bin];
}

std::size_t binOf(std::size_t place)
{
    const auto* above = std::upper_bound(firstPlace.begin(), firstPlace.end(), place);
    return static_cast<std::size_t>(above - firstPlace.begin()) - 1;
}

} // namespace

PlaceCurve PlaceCurve::start()
{
    PlaceCurve curve{};
    double sum = 0;
    for (std::size_t bin = 0; bin < bins; ++bin) {
        for (std::size_t place = firstPlace[bin]; place < firstPlace[bin] + widthOf(bin); ++place)
            curve.mass[bin] += std::pow(static_cast<double>(place), -startPower);
        sum += curve.mass[bin];
    }
    for (auto& mass : curve.mass)
        mass *= startPlays / sum;
    return curve;
}

double PlaceCurve::density(std::size_t place) const
{
    double sum = 0;
    for (const auto one : mass)
        sum += one;
    double least = 1;
    for (std::size_t bin = 0; bin <= binOf(std::clamp(place, std::size_t{1}, endPlace)); ++bin)
        least = std::min(least, mass[bin] / static_cast<double>(widthOf(bin)) / sum);
    return least;
}

void PlaceCurve::add(std::size_t place)
{
    for (auto& one : mass)
        one *= fade;
    mass[binOf(std::clamp(place, std::size_t{1}, endPlace))] += 1;
}

std::vector<std::size_t> mixedOrder(std::span<const double> scores, std::span<const Side> sides,
    const PlaceCurves& curves, std::size_t count)
{
    std::array<std::vector<std::size_t>, 2> ranking; // leave, stay
    std::vector<double> keys(scores.begin(), scores.end());
    for (std::size_t row = 0; row < scores.size(); ++row) {
        ranking[sides[row] == Side::leaves ? 0 : 1].push_back(row);
        if (sides[row] == Side::staysUnheard)
            keys[row] += std::log(unheardGain);
    }
    const auto better = [](std::span<const double> by, std::size_t a, std::size_t b) {
        return by[a] != by[b] ? by[a] > by[b] : a < b;
    };
    const double best = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
    std::array<double, 2> worth{};
    for (std::size_t s = 0; s < 2; ++s) {
        auto& side = ranking[s];
        const auto kept = std::min(std::max(count, massOf), side.size());
        std::partial_sort(side.begin(), side.begin() + static_cast<std::ptrdiff_t>(kept),
            side.end(), [&](std::size_t a, std::size_t b) { return better(keys, a, b); });
        side.resize(kept);
        for (const auto row : side)
            worth[s] += std::exp(std::max(scores[row] - best, -600.));
    }
    const double all = worth[0] + worth[1];
    for (auto& one : worth)
        one = all > 0 ? std::clamp(one / all, leastSide, 1 - leastSide) : .5;
    worth[0] *= departureGain;
    std::vector<std::size_t> order;
    std::array<std::size_t, 2> next{};
    while (order.size() < count && (next[0] < ranking[0].size() || next[1] < ranking[1].size())) {
        bool stay = next[0] == ranking[0].size();
        if (!stay && next[1] < ranking[1].size()) {
            const auto a = ranking[1][next[1]], b = ranking[0][next[0]];
            stay = order.size() < byScoreAlone ? better(scores, a, b)
                                               : worth[1] * curves.stay.density(next[1] + 1)
                    >= worth[0] * curves.leave.density(next[0] + 1);
        }
        auto& at = next[stay ? 1 : 0];
        order.push_back(ranking[stay ? 1 : 0][at++]);
    }
    return order;
}

} // namespace segue::reco
