#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/play_log.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace segue::reco {

/// A page at a session's start is hit when any of its cards is played, so that what one card adds
/// is what the others would have missed. No single order is good at that: the best of a score are
/// much alike and are right or wrong together. So the page is drafted from ways of choosing that
/// fail at different times, each having its turns as often as it proved right for this listener.
enum class OpeningWay : std::uint8_t {
    blend, ///< the score
    covering, ///< as many of the past sessions as possible, coveringOrder()
    lately, ///< plays of the last week
    opener, ///< heard near the start of sessions
    goingOn, ///< the artists heard last, one after the other
};
constexpr std::size_t openingWays = 5;

template <class T>
using PerWay = std::array<T, openingWays>;

/// How often a session followed one of the first tracks of each way; the past fades (.98 a
/// session).
struct OpeningRecord {
    static constexpr std::size_t firsts = 7; ///< tracks of a way that count
    PerWay<double> hits, starts; ///< start(): three of six

    static OpeningRecord start();
    void add(std::size_t way, bool hit);
    /// Turns of each way in a draft, sum 1: the cube of its rate.
    PerWay<double> shares() const;
    friend bool operator==(const OpeningRecord&, const OpeningRecord&) = default;
};

/// Each past session (the last 2,000) is a sample of what this one may be, weighing (hours
/// ago)^-.6. Greedy choice of tracks such that the weight of the sessions that hold at least one of
/// them is as high as possible (maximum coverage, Nemhauser et al. 1978: within 1 - 1/e of the
/// best), an artist once in any four and three times in all. `mayTake`: candidates. O(plays of
/// these sessions + count x tracks in them).
std::vector<Item> coveringOrder(const PlayLog& log, const Catalogue& catalogue, std::int64_t now,
    const std::function<bool(Item)>& mayTake, std::size_t count);

/// Takes turns among `lists` by `shares` (largest remainder), each giving its best row not yet
/// taken; at most `count` rows, each once.
std::vector<std::size_t> drafted(const PerWay<std::vector<std::size_t>>& lists,
    const PerWay<double>& shares, std::size_t rows, std::size_t count);

} // namespace segue::reco
