#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// How often the track that was played stood at which place of its side's ranking: the side that
/// stays with the artists just heard, or the side that leaves them. A histogram over places that
/// widen like a logarithm, faded by each new one.
struct PlaceCurve {
    static constexpr std::size_t bins = 14;
    std::array<double, bins> mass; ///< of all places in the bin

    /// As many as 20 plays' worth of a power law, place^-1.2.
    static PlaceCurve start();
    /// Share of plays at `place` (from 1), never rising with the place; sums to about 1.
    double density(std::size_t place) const;
    void add(std::size_t place);
    friend bool operator==(const PlaceCurve&, const PlaceCurve&) = default;
};

struct PlaceCurves {
    PlaceCurve stay = PlaceCurve::start(), leave = PlaceCurve::start();
    friend bool operator==(const PlaceCurves&, const PlaceCurves&) = default;
};

/// Where a track stands to the artists just heard.
enum class Side : std::uint8_t { leaves, stays, staysUnheard };

/// Merges two rankings into one. Each side keeps its order; a place goes to the side whose next
/// track is worth more: P(side) x the curve's density there, a departure counting 2.5 times as much
/// as staying, because what the listener would do anyway needs no suggestion. For the same reason a
/// track that was never heard counts three times as much within the side that stays. Whose
/// turn the first three places are goes by score alone. Without it a list of twenty is nearly all
/// of the artist that plays, and of that what is known. `scores` are log-odds, `sides` as long. Row
/// indices, best first, at most `count`; ties to the lower row. O(n log n). Pure.
std::vector<std::size_t> mixedOrder(std::span<const double> scores, std::span<const Side> sides,
    const PlaceCurves& curves, std::size_t count);

} // namespace segue::reco
