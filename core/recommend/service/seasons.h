#pragma once

#include "core/base/clock.h"
#include "core/recommend/model/catalogue.h"

#include <cstdint>
#include <span>
#include <unordered_map>

namespace segue {

/// A play as the shelves look at it: only what they need.
struct HeardPlay {
    reco::Item item;
    std::int64_t at; ///< seconds since 1970
    bool follow;
    std::int64_t session = -1;
    std::int16_t offsetMinutes = 0;
};

/// A part of the year, as days 0..365 counted from 1 January; it may run over New Year.
struct Season {
    int firstDay = 0, days = 0;
};

/// Tracks that are music for a season by how they are played: more than 80 % of their follows lie
/// within six weeks of the year, in two years or more, with at least four follows, while at most
/// 40 % of all follows lie there. O(plays log plays). Pure.
std::unordered_map<reco::Item, Season> ownSeasons(std::span<const HeardPlay> plays);

/// Whether the local day of `at` lies in the season or a week beside it.
bool isInSeason(const Season& season, UtcMs at, int utcOffsetMin);

/// Christmas for what carries a word of a season: 27 November to Epiphany.
bool isChristmas(UtcMs at, int utcOffsetMin);

} // namespace segue
