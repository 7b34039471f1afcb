#pragma once

#include "core/base/random.h"
#include "core/library/track_table.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"
#include "core/recommend/service/for_you.h"
#include "core/recommend/service/listener_history.h"

#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace segue {

using reco::Item;
using reco::PerTerm;
using reco::Term;

/// A card before it has words. The score is the sum of its contributions.
struct Card {
    Item item = reco::noItem; ///< the first to play
    CardKind kind = CardKind::track;
    std::vector<Item> plays; ///< empty: the item alone
    Item speaker = reco::noItem; ///< whose evidence the reason names; noItem: the item's
    PerTerm<float> contributions{};
    reco::Evidence evidence; ///< set by shelves that know it; else asked of the model
    bool hasEvidence = false;

    double score() const;
    void set(Term term, double value)
    {
        contributions[reco::index(term)] = static_cast<float>(value);
    }
};

/// A shelf's candidates, best first by rerank's choice, and the means over all candidates that
/// reasons compare with.
struct ShelfDraft {
    QString title, subtitle;
    std::vector<Card> cards;
    PerTerm<double> means{};
};

/// A play as the shelves look at it: only what they need.
struct HeardPlay {
    Item item;
    std::int64_t at; ///< seconds since 1970
    bool follow;
};

/// The state a page is composed from, and what is on it already. One compose at a time.
struct PageContext {
    const TrackTable& table;
    const reco::Catalogue& catalogue;
    const reco::Recommender& model;
    const ListenerHistory& history;
    std::span<const HeardPlay> heard; ///< learnable plays, oldest first
    const reco::Scores& blend; ///< every candidate in the present context
    const std::vector<std::int32_t>& blendRow; ///< row of an item in `blend`, -1: no candidate
    reco::Context context;
    std::uint64_t seed = 0;
    const std::unordered_set<Item>& undated; ///< known from imported counts only, nobody knows when
    std::span<const Item> loved; ///< by affinity, best first, at most 50

    std::unordered_set<Item> blocked; ///< heard in the last 2 h, skipped today, resting
    std::unordered_set<Item> onPage;
    std::unordered_set<std::int32_t> songsOnPage; ///< one recording of a song a page
    std::unordered_map<std::int32_t, int> creatorsOnPage; ///< cards of an artist
    std::vector<double> genreMix;

    std::int64_t now() const { return context.now; }
    bool isFree(Item item) const
    {
        return !blocked.contains(item) && !onPage.contains(item)
            && !songsOnPage.contains(catalogue.song[static_cast<std::size_t>(item)]);
    }
    /// Days since the last follow; a large number when never.
    double daysUnheard(Item item) const;
    QString titleOf(Item item) const;
    QString artistOf(Item item) const;
};

constexpr std::size_t leastOnShelf = 4, mostOnShelf = 10, mostShelves = 8;
constexpr int mostOfArtistOnPage = 3;

struct PickOptions {
    std::size_t length = mostOnShelf;
    bool artistShelf = false; ///< about artists: their caps are lifted
    bool calibrate = true;
};

/// Means over the candidates, then rerank with the page's caps. `candidates` in any order.
ShelfDraft pick(const PageContext& page, std::vector<Card> candidates, const PickOptions& options);

/// A row of RECOMMENDER.md 6's table.
struct ShelfKind {
    std::string_view id;
    ShelfDraft (*build)(const PageContext& page);
    bool artistShelf = false;
};

/// All shelves, in the order of the table.
std::span<const ShelfKind> shelfKinds();

// One function a shelf; an empty draft when there is no evidence for it.
ShelfDraft buildStartHere(const PageContext& page);
ShelfDraft buildRightNow(const PageContext& page);
ShelfDraft buildBecauseYouLike(const PageContext& page);
ShelfDraft buildOnRepeat(const PageContext& page);
ShelfDraft buildRediscover(const PageContext& page);
ShelfDraft buildNeverPlayed(const PageContext& page);
ShelfDraft buildMoreFromArtists(const PageContext& page);
ShelfDraft buildRecentlyAdded(const PageContext& page);
ShelfDraft buildFinishAlbum(const PageContext& page);
ShelfDraft buildAlbumsForTonight(const PageContext& page);
ShelfDraft buildLeftField(const PageContext& page);
ShelfDraft buildYearAgo(const PageContext& page);
ShelfDraft buildTonightsDozen(const PageContext& page);

/// affinity split into its terms: ratings, count (follows) and skips.
void addAffinity(const PageContext& page, Card& card, double factor);

} // namespace segue
