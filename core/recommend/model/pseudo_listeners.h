#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/events.h"
#include "core/recommend/model/interactions.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// One listener's plays as the rows of a table, so that models over several listeners have
/// something to learn from (RECOMMENDER 1): each session and each day is a row, as is each playlist
/// made by hand.
struct PseudoWeights {
    float session = 1, day = .5F, playlist = 2;
    float listener = 1; ///< another listener as a whole
};

/// A follow. Sessions as the caller numbers them, -1: a gap of more than 1,800 s starts one.
struct PseudoPlay {
    Item item = noItem;
    std::int64_t at = 0; ///< seconds since 1970, UTC
    int offsetMinutes = 0; ///< local time minus UTC: days are local
    std::int64_t session = -1;
};

/// The follows of a history that happened in time (imported totals did not).
std::vector<PseudoPlay> pseudoPlays(const History& history);

/// Appends the sessions (cut at 200 tracks) and days of `plays`, in time order, to `to`, whose
/// columns are the library. Rows of a single track say nothing and are left out.
void addSessions(
    Interactions& to, std::span<const PseudoPlay> plays, const PseudoWeights& weights = {});
/// The listener's own history: sessions, days, playlists.
void addOwn(Interactions& to, const History& own, const PseudoWeights& weights = {});
/// A friend or an imported account: one row of all that was followed, imported or rated well, and
/// their sessions and playlists; not their days.
void addListener(Interactions& to, const History& other, const PseudoWeights& weights = {});

/// What a listener holds: followed (imported totals included), loved or rated four stars and more,
/// or on a playlist; without what is rated two stars and less, or never. Ascending.
std::vector<Item> heldBy(const History& history);

} // namespace segue::reco
