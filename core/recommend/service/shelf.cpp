#include "core/recommend/service/shelf.h"

#include "core/recommend/model/explain.h"

#include <array>
#include <cmath>
#include <numeric>

namespace segue {

namespace {

constexpr double secondsPerDay = 86400;
constexpr std::size_t mostAsked = 1000;

constexpr std::array kinds{
    ShelfKind{"start_here", buildStartHere},
    ShelfKind{"right_now", buildRightNow},
    ShelfKind{"because_you_like", buildBecauseYouLike},
    ShelfKind{"on_repeat", buildOnRepeat},
    ShelfKind{"rediscover", buildRediscover},
    ShelfKind{"never_played", buildNeverPlayed},
    ShelfKind{"more_from_artists", buildMoreFromArtists, true},
    ShelfKind{"recently_added", buildRecentlyAdded},
    ShelfKind{"finish_album", buildFinishAlbum},
    ShelfKind{"albums_tonight", buildAlbumsForTonight},
    ShelfKind{"left_field", buildLeftField},
    ShelfKind{"year_ago", buildYearAgo},
    ShelfKind{"tonights_dozen", buildTonightsDozen},
    ShelfKind{"artists_tonight", buildArtistsForTonight},
    ShelfKind{"friends_like", buildFriendsLike},
};

} // namespace

std::span<const ShelfKind> shelfKinds()
{
    return kinds;
}

double Card::score() const
{
    return std::accumulate(contributions.begin(), contributions.end(), 0.,
        [](double sum, float value) { return sum + static_cast<double>(value); });
}

// As the evaluation reranks: a place in the list counts, not the distance of scores.
double Card::worth() const
{
    return place < 0 ? score() : -std::log1p(static_cast<double>(place));
}

double PageContext::daysUnheard(Item item) const
{
    if (model.follows(item) <= 0)
        return 1e9;
    return std::max(0., static_cast<double>(now() - model.lastFollow(item)) / secondsPerDay);
}

QString PageContext::titleOf(Item item) const
{
    const auto text = table.text(table[static_cast<Row>(item)].title);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString PageContext::artistOf(Item item) const
{
    const TrackRecord& track = table[static_cast<Row>(item)];
    const auto text = table.text(track.artist.size ? track.artist : track.albumArtist);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void addAffinity(const PageContext& page, Card& card, double factor)
{
    // As Recommender::affinity: rating target + .6 ln(1 + follows) / ln 21 - .5 skips / (plays +
    // 2).
    const double follows = page.model.follows(card.item);
    const double skips = page.model.skipped(card.item);
    card.set(Term::ratings, factor * page.model.ratingTarget(card.item));
    card.set(Term::count, factor * .6 * std::log1p(follows) / std::log(21.));
    card.set(Term::skips, -factor * .5 * skips / (follows + skips + 2));
}

double lessFactor(int times)
{
    return std::pow(.7, std::min(times, 4));
}

Card blendCard(const PageContext& page, std::size_t row)
{
    Card card;
    card.item = page.blend.items[row];
    card.contributions = page.blend.row(row);
    card.fromBlend = true;
    return card;
}

std::vector<Card> rankedCards(const PageContext& page, std::size_t count)
{
    std::vector<Card> cards;
    for (const std::size_t row : page.ranked.first(std::min(count, page.ranked.size()))) {
        cards.push_back(blendCard(page, row));
        cards.back().place = static_cast<int>(cards.size()) - 1;
    }
    return cards;
}

namespace {

/// Lowers the place of a card whose score fell to where that score would stand.
void lowerPlace(Card& card, double before, std::span<const Card> cards)
{
    const double now = card.score();
    if (card.place < 0 || !(now < before))
        return;
    const auto better = std::ranges::count_if(
        cards, [&](const Card& other) { return &other != &card && other.score() > now; });
    card.place = std::max(card.place, static_cast<int>(better));
}

/// Whether the card's term speaks from what the rule names.
bool speaksFrom(const PageContext& page, const Card& card, const LessRule& rule)
{
    const Item speaker = card.speaker == reco::noItem ? card.item : card.speaker;
    const reco::Evidence evidence
        = card.hasEvidence ? card.evidence : page.model.evidence(page.context, speaker, rule.term);
    if (rule.genre >= 0)
        return page.catalogue.isOfGenre(speaker, rule.genre);
    if (rule.artist >= 0)
        return evidence.artist == rule.artist;
    const bool aboutItself = rule.term == Term::count || rule.term == Term::recency
        || rule.term == Term::today || rule.term == Term::lately || rule.term == Term::opener
        || rule.term == Term::daytime;
    return aboutItself ? speaker == rule.item
                       : !evidence.items.empty() && evidence.items.front() == rule.item;
}

} // namespace

void addListenersWishes(const PageContext& page, Card& card)
{
    if (page.mode && !card.fromBlend)
        card.set(Term::mode,
            ModeLens::weight
                * static_cast<double>(page.mode->scores[static_cast<std::size_t>(card.item)]));
    for (const LessRule& rule : page.less) {
        float& part = card.contributions[reco::index(rule.term)];
        if (part <= 0)
            continue;
        if (rule.namesEvidence() && speaksFrom(page, card, rule))
            part = 0;
        else if (!card.fromBlend)
            part *= static_cast<float>(lessFactor(1));
    }
}

ShelfDraft pick(const PageContext& page, std::vector<Card> cards, const PickOptions& options)
{
    ShelfDraft shelf;
    std::erase_if(cards, [&](const Card& card) { return !page.isFree(card.item); });
    if (page.mode || !page.less.empty()) {
        // Wishes change the order, so that somewhat more than will be looked at are asked.
        const std::size_t asked = std::min(cards.size(), mostAsked);
        std::ranges::partial_sort(cards, cards.begin() + static_cast<std::ptrdiff_t>(asked),
            [](const Card& a, const Card& b) {
                const double x = a.worth(), y = b.worth();
                return x != y ? x > y : a.item < b.item;
            });
        cards.resize(asked);
        for (Card& card : cards) {
            const double before = card.score();
            addListenersWishes(page, card);
            lowerPlace(card, before, cards);
        }
        std::erase_if(cards, [](const Card& card) {
            return static_cast<double>(card.contributions[reco::index(Term::mode)])
                < ModeLens::weight * ModeLens::leastScore;
        });
    }
    if (cards.size() < leastOnShelf && !options.anyNumber)
        return shelf;
    std::vector<PerTerm<float>> rows;
    rows.reserve(cards.size());
    for (const Card& card : cards)
        rows.push_back(card.contributions);
    shelf.means = reco::meanContributions(rows);

    std::vector<reco::Candidate> candidates;
    candidates.reserve(cards.size());
    for (const Card& card : cards)
        candidates.push_back({card.item, card.worth()});
    reco::RerankOptions rerank;
    rerank.length = options.length;
    if (options.artistShelf) {
        rerank.artistMost = 0;
        rerank.artistWindow = 2;
    }
    if (options.calibrate)
        rerank.genreMix = page.genreMix;
    rerank.contentSimilarity
        = [&model = page.model](Item a, Item b) { return model.contentSimilarity(a, b); };
    if (!options.artistShelf) {
        rerank.isBlocked = [&page](Item item) {
            const auto it = page.creatorsOnPage.find(page.catalogue.creator(item));
            return it != page.creatorsOnPage.end() && it->second >= mostOfArtistOnPage;
        };
    }
    std::unordered_map<std::int32_t, int> creators = page.creatorsOnPage;
    for (const std::size_t at : reco::rerank(page.catalogue, candidates, rerank)) {
        Card& card = cards[at];
        if (!options.artistShelf
            && ++creators[page.catalogue.creator(card.item)] > mostOfArtistOnPage)
            continue;
        shelf.cards.push_back(std::move(card));
    }
    return shelf;
}

} // namespace segue
