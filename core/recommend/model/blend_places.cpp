#include "core/recommend/model/blend_places.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double startPlays = 20, startPower = 1.2, fade = .997;
constexpr double departureGain = 2.5, leastSide = .02;
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

std::vector<std::size_t> mixedOrder(std::span<const double> scores,
    std::span<const std::uint8_t> stays, const PlaceCurves& curves, std::size_t count)
{
    std::array<std::vector<std::size_t>, 2> sides; // leave, stay
    for (std::size_t row = 0; row < scores.size(); ++row)
        sides[stays[row] != 0 ? 1 : 0].push_back(row);
    const auto better = [&scores](std::size_t a, std::size_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    };
    double best = -1e300;
    for (auto& side : sides) {
        const auto kept = std::min(std::max(count, massOf), side.size());
        std::partial_sort(
            side.begin(), side.begin() + static_cast<std::ptrdiff_t>(kept), side.end(), better);
        side.resize(kept);
        if (!side.empty())
            best = std::max(best, scores[side.front()]);
    }
    std::array<double, 2> worth{};
    for (std::size_t s = 0; s < 2; ++s) {
        for (const auto row : sides[s])
            worth[s] += std::exp(std::max(scores[row] - best, -600.));
    }
    const double all = worth[0] + worth[1];
    for (auto& one : worth)
        one = all > 0 ? std::clamp(one / all, leastSide, 1 - leastSide) : .5;
    worth[0] *= departureGain;
    std::vector<std::size_t> order;
    std::array<std::size_t, 2> next{};
    while (order.size() < count && (next[0] < sides[0].size() || next[1] < sides[1].size())) {
        bool stay = next[0] == sides[0].size();
        if (!stay && next[1] < sides[1].size()) {
            const auto a = sides[1][next[1]], b = sides[0][next[0]];
            stay = order.size() < byScoreAlone ? better(a, b)
                                               : worth[1] * curves.stay.density(next[1] + 1)
                    >= worth[0] * curves.leave.density(next[0] + 1);
        }
        auto& at = next[stay ? 1 : 0];
        order.push_back(sides[stay ? 1 : 0][at++]);
    }
    return order;
}

} // namespace segue::reco
