#pragma once

#include "core/recommend/service/reason_text.h"
#include "core/recommend/service/shelf.h"

#include <QSet>

#include <functional>
#include <string>
#include <vector>

namespace segue {

struct ComposeOptions {
    QSet<QString> hiddenShelves;
    /// Shelves of the page before that stay as they are; the rest is composed anew around them.
    /// Empty: all anew.
    std::vector<Shelf> kept;
    /// The order that the page had; empty: drawn from how often each shelf is followed.
    QStringList order;
    /// Cards of tracks for which this holds are kept back (online_arms.h); empty: none.
    std::function<bool(TrackId)> isWithheld;
    bool familiar = false; ///< the listener chose Familiar: no minimum of unheard cards
};

/// Builds the shelves in an order drawn by Thompson sampling on their follow-through, gives every
/// card its reason, and keeps the page's rules: a track once, an artist on at most three cards,
/// four items or no shelf, at most eight shelves, at least half of the cards unheard for 30 days.
/// Deterministic for the same context and seed.
std::vector<Shelf> composeShelves(PageContext& page, const ComposeOptions& options);

/// The card as it is shown: with its reason, if one is true of it and left, and what it plays.
Suggestion toSuggestion(
    const PageContext& page, const Card& card, const PerTerm<double>& means, UsedPatterns& used);

} // namespace segue
