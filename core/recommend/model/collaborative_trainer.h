#pragma once

#include "core/recommend/model/collaborative.h"
#include "core/recommend/model/events.h"
#include "core/recommend/model/pseudo_listeners.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::reco {

/// A pack of public triplets, in this library's items.
struct ListenerPack {
    std::string name; ///< as the listener calls it
    bool ofArtists = false; ///< it tells artists: each stands for some of its tracks
    Interactions rows; ///< columns = the library's size; others are left out
};

/// How many listeners of a pack hold each track, for reasons.
struct PackSupport {
    std::string name;
    bool ofArtists = false;
    std::vector<float> tracks;
};

/// Channel 9 in the background (RECOMMENDER 2 and 4): everything that models over several listeners
/// learn from, built into one snapshot. How the service uses it:
///
///   auto trained = trainCollaborative(input, {threads, stop, progress});   // on a pool thread
///   if (trained.finished) {                                                // then, per context:
///       model.setCollaborative(Term::ials, trained.factorScores(heldBy(own)));
///       model.setCollaborative(Term::rp3beta, trained.walkScores(heldBy(own)));
///   }
///
/// held: what stands for the listener. The whole history gives scores of taste (*Friends like*,
/// *Never played*), the last ten follows those of what goes with them (*For right now*).
struct CollaborativeInput {
    std::shared_ptr<const Catalogue> catalogue; ///< complete()
    History own;
    std::vector<History> others; ///< friends and imported accounts, in this library's items
    std::vector<ListenerPack> packs;
    PseudoWeights weights;
    std::optional<CollaborativeKind> forced; ///< the listener's choice instead of the measured one
};

/// Immutable; any thread. Memory: 4 f bytes a track for the factors, up to 1.6 kB for the walks.
struct TrainedCollaborative {
    bool finished = false; ///< false: stopped, or nothing to learn from
    std::size_t rows = 0, entries = 0; ///< of the table that was learned from
    std::size_t listeners = 0; ///< others and rows of packs: people apart from the listener
    std::vector<float> support; ///< by track: others that hold it, for reasons
    std::vector<PackSupport> packs; ///< in the order of the input
    CollaborativeChoice choice; ///< which model suits the data, and why
    CollaborativeModel chosen; ///< that model
    Ials factors; ///< with cold tracks warmed up (cold_start.h)
    ItemGraph walks; ///< RP3beta

    /// Scores >= 0 of every track; null when there is nothing to say.
    std::shared_ptr<const std::vector<float>> factorScores(
        std::span<const Item> held, std::span<const FoldRating> ratings = {}) const;
    std::shared_ptr<const std::vector<float>> walkScores(std::span<const Item> held) const;
    std::shared_ptr<const std::vector<float>> chosenScores(std::span<const Item> held) const;
};

/// The table: own sessions, days and playlists, each other listener, the packs.
Interactions collaborativeTable(const CollaborativeInput& input);

/// All of the above. 100,000 plays take seconds; ends within a row's work when stop is asked for.
TrainedCollaborative trainCollaborative(
    const CollaborativeInput& input, const FitControl& control = {});

/// The ratings of a history for Ials::foldIn(): stars as RECOMMENDER 5 has them, love as five
/// stars; the last word on each track.
std::vector<FoldRating> foldRatings(const History& history);

} // namespace segue::reco
