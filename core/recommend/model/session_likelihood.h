#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/events.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace segue::reco {

/// How likely a session was for the listener, judged by what was heard before it.
struct SessionLikelihood {
    std::int64_t session = -1;
    std::int64_t start = 0; ///< seconds since 1970
    std::int64_t lastAt = 0; ///< start of its last play
    int plays = 0;
    /// Mean log2 p of its plays. p mixes, over tracks: .6 the artist's share of earlier follows, .3
    /// the genre's, .1 all tracks alike; shares are spread over the artist's, or genre's, tracks.
    double meanLog2 = 0;
};

/// One entry a session, oldest first. Plays must be in time order; imported ones and outcomes
/// `none` do not count. O(plays + tracks), memory O(artists + genres).
std::vector<SessionLikelihood> sessionLikelihoods(
    const Catalogue& catalogue, std::span<const Play> plays);

/// Whether the last of `sessions` is very unlike the others of the same listener: at least
/// `fewestPlays` plays, at least `fewestSessions` earlier sessions of as many plays, and a mean
/// that is lower than 98 % of these and more than three robust standard deviations (1.4826 median
/// absolute deviations, at least half a bit) below their median. The first 20 sessions, when
/// everything is new, are not compared with. Pure.
struct UnusualOptions {
    int fewestPlays = 4;
    std::size_t fewestSessions = 20;
};
bool isLastUnusual(std::span<const SessionLikelihood> sessions, const UnusualOptions& options = {});

} // namespace segue::reco
