#pragma once

#include "core/base/random.h"
#include "core/library/track_table.h"
#include "core/recommend/model/collaborative_trainer.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"
#include "core/recommend/service/for_you.h"
#include "core/recommend/service/listener_history.h"
#include "core/recommend/service/modes.h"
#include "core/recommend/service/seasons.h"

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
    bool fromBlend = false; ///< mode and "less of" are in its contributions already
    int byFriend = -1; ///< index into ListenerHistory::friends, for Term::rp3beta
    int place = -1; ///< in Recommender::ranked, from 0, which rerank then goes by; -1: by score

    double score() const;
    /// What rerank goes by, on a scale of its own for cards with a place.
    double worth() const;
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

/// "Less of this" in the models' terms.
struct LessRule {
    Term term;
    Item item = reco::noItem; ///< the track that spoke
    std::int32_t artist = -1;
    std::int32_t genre = -1;
    bool namesEvidence() const { return item != reco::noItem || artist >= 0 || genre >= 0; }
};
/// What a term keeps of its weight after "less of this" was said `times` times of it.
double lessFactor(int times);

/// The mode that is on.
struct ModeLens {
    static constexpr double weight = 3; ///< of the score -1..1 in the sum of a card
    static constexpr double leastScore = -.35; ///< tracks below it are not shown while it is on
    const reco::ModeModel& model;
    std::span<const float> scores; ///< by item
    QString name;
};

/// A set of small numbers, for ids of one library: a byte each, because shelves ask it of every
/// track.
class IdSet {
public:
    void insert(std::int32_t id)
    {
        if (id < 0)
            return;
        if (static_cast<std::size_t>(id) >= marks_.size())
            marks_.resize(
                std::max<std::size_t>(2 * marks_.size(), static_cast<std::size_t>(id) + 1));
        marks_[static_cast<std::size_t>(id)] = 1;
    }
    bool contains(std::int32_t id) const
    {
        return id >= 0 && static_cast<std::size_t>(id) < marks_.size()
            && marks_[static_cast<std::size_t>(id)] != 0;
    }

private:
    std::vector<std::uint8_t> marks_;
};

/// The state a page is composed from, and what is on it already. One compose at a time.
struct PageContext {
    const TrackTable& table;
    const reco::Catalogue& catalogue;
    const reco::Recommender& model;
    const ListenerHistory& history;
    std::span<const HeardPlay> heard; ///< learnable plays, oldest first
    const reco::Scores& blend; ///< every candidate in the present context
    std::span<const std::size_t> best; ///< the rows of the blend with the highest scores, in order
    std::span<const std::size_t> ranked; ///< rows as the model ranks them for now, the first ones
    const std::vector<std::int32_t>& blendRow; ///< row of an item in `blend`, -1: no candidate
    reco::Context context;
    std::uint64_t seed = 0;
    const IdSet& heardSongs; ///< songs with a follow
    const std::unordered_set<Item>& undated; ///< known from imported counts only, nobody knows when
    std::span<const Item> loved; ///< by affinity, best first, at most 50
    std::span<const Item> picked; ///< tracks of artists picked at first start, while that counts
    std::span<const LessRule> less;
    const ModeLens* mode = nullptr; ///< null: none is on
    const reco::TrainedCollaborative* others = nullptr; ///< null: nobody to learn from
    Steer steer = Steer::none;

    IdSet blocked{}; ///< heard in the last 2 h, skipped today, resting
    IdSet onPage{};
    IdSet songsOnPage{}; ///< one recording of a song a page
    std::unordered_map<std::int32_t, int> creatorsOnPage{}; ///< cards of an artist
    std::vector<double> genreMix{};

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
constexpr std::size_t bestKept = 2000; ///< rows in PageContext::best

struct PickOptions {
    std::size_t length = mostOnShelf;
    bool artistShelf = false; ///< about artists: their caps are lifted
    bool calibrate = true;
    bool anyNumber = false; ///< fewer than four are a list, too
};

/// A card of row `row` of the blend.
Card blendCard(const PageContext& page, std::size_t row);
/// Cards of the first `count` rows that the model ranks for now, with their places.
std::vector<Card> rankedCards(const PageContext& page, std::size_t count);
/// Adds the mode's term, and lowers terms of which the listener wanted less.
void addListenersWishes(const PageContext& page, Card& card);

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
ShelfDraft buildArtistsForTonight(const PageContext& page);
ShelfDraft buildFriendsLike(const PageContext& page);

/// affinity split into its terms: ratings, count (follows) and skips.
void addAffinity(const PageContext& page, Card& card, double factor);

} // namespace segue
