// The shelves of what is new to the listener: Never played, More from artists you love, Recently
// added, Left field, and Tonight's dozen, which mixes old and new for one day.
#include "core/recommend/model/explain.h"
#include "core/recommend/service/shelf.h"

#include <QCoreApplication>

#include <cmath>
#include <limits>
#include <numeric>

namespace segue {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Shelves", text);
}

constexpr std::int64_t day = 86400;
constexpr std::size_t seedsForContent = 30;
constexpr std::size_t artistsLoved = 12;
constexpr double littleHeard = 2, affinityOfPicked = .5;
constexpr std::size_t mostDrawn
    = 1000; ///< candidates that are looked at closely, drawn by the seed
constexpr std::size_t recentLookedAt = 20, unheardDrawn = 200;
constexpr float leastSpoken = .05F; ///< a surprise needs a contribution of at least this
constexpr double leastNearness = .3; ///< below it nothing worth a reason speaks for a track

/// Mean of the three highest similarities to what the listener holds most of.
double nearness(const PageContext& page, Item item, reco::Evidence& evidence)
{
    std::array<double, 3> best{};
    Item nearest = reco::noItem;
    const auto& held = page.loved.empty() ? page.picked : page.loved;
    const std::size_t seeds = std::min(seedsForContent, held.size());
    for (std::size_t i = 0; i < seeds; ++i) {
        const Item seed = held[i];
        if (seed == item)
            continue;
        const double similarity = page.model.contentSimilarity(item, seed);
        if (similarity > best[0])
            nearest = seed;
        if (similarity > best[2]) {
            best[2] = similarity;
            std::ranges::sort(best, std::greater{});
        }
    }
    if (nearest != reco::noItem)
        evidence.items = {nearest};
    return (best[0] + best[1] + best[2]) / 3;
}

/// What the listener holds of the artist; an artist picked at first start counts .5 while picks do.
double artistAffinity(const PageContext& page, std::int32_t artist)
{
    if (artist < 0)
        return 0;
    const bool isPicked = std::ranges::any_of(page.picked,
        [&](Item item) { return page.catalogue.artist[static_cast<std::size_t>(item)] == artist; });
    return std::max(isPicked ? affinityOfPicked : 0, page.model.artistAffinity(artist));
}

double artistPart(const PageContext& page, Item item)
{
    return artistAffinity(page, page.catalogue.artist[static_cast<std::size_t>(item)]);
}

/// One of `items` an album, drawn by the seed, so that every album has the same chance; tracks
/// without an album count as one each. At most `mostDrawn`.
std::vector<Item> drawByAlbum(const PageContext& page, const std::vector<Item>& items)
{
    const auto mixed = [seed = page.seed](Item item) {
        return splitmix64Mix(seed + static_cast<std::uint64_t>(item));
    };
    std::vector<Item> ofAlbum(static_cast<std::size_t>(page.catalogue.albumCount()), reco::noItem);
    std::vector<Item> drawn;
    for (const Item item : items) {
        const auto album = page.catalogue.album[static_cast<std::size_t>(item)];
        if (album < 0) {
            drawn.push_back(item);
            continue;
        }
        Item& own = ofAlbum[static_cast<std::size_t>(album)];
        if (own == reco::noItem || mixed(item) < mixed(own))
            own = item;
    }
    std::ranges::copy_if(
        ofAlbum, std::back_inserter(drawn), [](Item item) { return item != reco::noItem; });
    const auto kept = std::min(drawn.size(), mostDrawn);
    std::ranges::partial_sort(drawn, drawn.begin() + static_cast<std::ptrdiff_t>(kept), {}, mixed);
    drawn.resize(kept);
    return drawn;
}

/// The score that `count` of `scores` are above (or fewer, with ties).
double thresholdOf(std::vector<double> scores, std::size_t count)
{
    if (count >= scores.size())
        return -std::numeric_limits<double>::infinity();
    const auto at = scores.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(scores, at, std::ranges::greater{});
    return *at;
}

/// Indices of `candidates` by their similarity to the nearest of `recent`, lowest first, then by
/// score.
std::vector<std::size_t> farthest(const PageContext& page,
    std::span<const reco::Candidate> candidates, std::span<const Item> recent)
{
    std::vector<double> nearest(candidates.size(), 0);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (const Item item : recent)
            nearest[i]
                = std::max(nearest[i], page.model.contentSimilarity(candidates[i].item, item));
    }
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return nearest[a] != nearest[b] ? nearest[a] < nearest[b]
                                        : candidates[a].score > candidates[b].score;
    });
    return order;
}

} // namespace

ShelfDraft buildNeverPlayed(const PageContext& page)
{
    if (page.loved.empty() && page.picked.empty())
        return {};
    std::vector<Item> unheard;
    for (const Item item : page.blend.items) {
        // Another recording of a song that was heard is not new.
        if (page.model.follows(item) <= 0
            && !page.heardSongs.contains(page.catalogue.song[static_cast<std::size_t>(item)]))
            unheard.push_back(item);
    }
    std::vector<Card> cards;
    for (const Item item : drawByAlbum(page, unheard)) {
        Card& card = cards.emplace_back();
        card.item = item;
        card.set(Term::content, nearness(page, item, card.evidence));
        card.set(Term::artist, .5 * artistPart(page, item));
        card.evidence.artist = page.catalogue.artist[static_cast<std::size_t>(item)];
        card.hasEvidence = true;
    }
    std::erase_if(cards, [](const Card& card) { return card.score() < leastNearness; });
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Never played");
    shelf.subtitle = words("On your shelves, not yet in your ears");
    return shelf;
}

ShelfDraft buildMoreFromArtists(const PageContext& page)
{
    std::vector<std::pair<double, std::int32_t>> artists;
    std::unordered_set<std::int32_t> seen{-1};
    for (const auto items : {page.loved, page.picked}) {
        for (const Item item : items) {
            const auto artist = page.catalogue.artist[static_cast<std::size_t>(item)];
            if (!seen.insert(artist).second)
                continue;
            if (const double affinity = artistAffinity(page, artist); affinity > .1)
                artists.emplace_back(affinity, artist);
        }
    }
    std::ranges::sort(artists, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    artists.resize(std::min(artists.size(), artistsLoved));
    std::vector<Card> cards;
    for (const auto& [affinity, artist] : artists) {
        for (const Item item : page.catalogue.artistTracks(artist)) {
            if (page.blendRow[static_cast<std::size_t>(item)] < 0
                || page.model.follows(item) >= littleHeard || page.daysUnheard(item) < 30)
                continue;
            Card card;
            card.item = item;
            card.set(Term::artist, affinity * (.5 + .5 * nearness(page, item, card.evidence)));
            card.evidence.items.clear();
            card.evidence.artist = artist;
            card.hasEvidence = true;
            cards.push_back(std::move(card));
        }
    }
    ShelfDraft shelf = pick(page, std::move(cards), {.artistShelf = true});
    shelf.title = words("More from artists you love");
    shelf.subtitle = words("What you have hardly heard of them");
    return shelf;
}

ShelfDraft buildRecentlyAdded(const PageContext& page)
{
    std::vector<Card> cards;
    for (std::size_t row = 0; row < page.blend.size(); ++row) {
        const Item item = page.blend.items[row];
        const auto added = page.catalogue.addedAt[static_cast<std::size_t>(item)];
        if (added < page.now() - 30 * day || added > page.now())
            continue;
        Card card = blendCard(page, row);
        for (const Term term : {Term::recency, Term::context, Term::count})
            card.set(term, 0);
        cards.push_back(std::move(card));
    }
    // When most of the collection is new, "recently added" says nothing.
    if (cards.size() * 2 > page.blend.size())
        return {};
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Recently added");
    shelf.subtitle = words("New in the last 30 days");
    return shelf;
}

ShelfDraft buildLeftField(const PageContext& page)
{
    if (page.model.followTotal() < 20)
        return {};
    // Among the best 30 % by score, a thousand drawn by the seed: far from the last month is judged
    // for those.
    const double least = thresholdOf(page.blend.score, page.blend.size() * 3 / 10);
    std::vector<std::size_t> best;
    for (std::size_t row = 0; row < page.blend.size(); ++row) {
        const Item item = page.blend.items[row];
        if (page.blend.score[row] > least && page.isFree(item) && page.daysUnheard(item) >= 60)
            best.push_back(row);
    }
    const auto drawn = std::min(best.size(), mostDrawn);
    std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(drawn), {},
        [&](std::size_t row) { return splitmix64Mix(page.seed + row); });
    best.resize(drawn);
    std::vector<reco::Candidate> candidates;
    for (const std::size_t row : best)
        candidates.push_back({page.blend.items[row], page.blend.score[row]});
    std::vector<Item> recent;
    for (auto it = page.heard.rbegin(); it != page.heard.rend() && recent.size() < recentLookedAt;
         ++it) {
        if (it->follow && it->at >= page.now() - 30 * day
            && std::ranges::find(recent, it->item) == recent.end())
            recent.push_back(it->item);
    }
    const auto order = farthest(page, candidates, recent);
    std::vector<Card> cards;
    for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 40); ++i) {
        Card card = blendCard(page, best[order[i]]);
        // A surprise is shown with what speaks for it, so something must.
        bool speaks = false;
        for (std::size_t t = 0; t < reco::termCount; ++t)
            speaks |= reco::canBeReason(reco::termAt(t)) && card.contributions[t] > leastSpoken;
        if (speaks)
            cards.push_back(std::move(card));
    }
    ShelfDraft shelf = pick(page, std::move(cards), {.length = 8, .calibrate = false});
    shelf.title = words("Left field");
    shelf.subtitle = words("Far from your last month, and still yours");
    return shelf;
}

ShelfDraft buildTonightsDozen(const PageContext& page)
{
    // Frozen from 04:00 to 04:00 local time: the draw depends on the day alone.
    const std::int64_t local = page.now() + page.context.offsetMinutes * 60 - 4 * 3600;
    Random random(splitmix64Mix(static_cast<std::uint64_t>(local / day) + 77));
    std::vector<Item> loved, forgotten, unheard;
    for (const Item item : page.loved) {
        if (page.isFree(item) && page.blendRow[static_cast<std::size_t>(item)] >= 0)
            (page.daysUnheard(item) < 90 ? loved : forgotten).push_back(item);
    }
    if (loved.size() < 4 || forgotten.size() < 4)
        return {};
    // A few hundred of what was never heard, drawn with the day's numbers.
    for (std::size_t tries = 0; tries < 20 * unheardDrawn && unheard.size() < unheardDrawn;
         ++tries) {
        const Item item = page.blend.items[random.below(page.blend.size())];
        if (page.model.follows(item) <= 0 && page.isFree(item)
            && std::ranges::find(unheard, item) == unheard.end())
            unheard.push_back(item);
    }
    ShelfDraft shelf;
    std::unordered_map<std::int32_t, int> creators = page.creatorsOnPage;
    std::vector<PerTerm<float>> rows;
    const auto draw = [&](std::vector<Item>& from, std::size_t count, double least) {
        while (count > 0 && !from.empty()) {
            const auto at = static_cast<std::ptrdiff_t>(random.below(from.size()));
            const Item item = from[static_cast<std::size_t>(at)];
            from.erase(from.begin() + at);
            Card card;
            card.item = item;
            addAffinity(page, card, 1);
            card.set(Term::content, nearness(page, item, card.evidence));
            addListenersWishes(page, card);
            if (page.mode
                && static_cast<double>(page.mode->scores[static_cast<std::size_t>(item)])
                    < ModeLens::leastScore)
                continue;
            if (card.score() < least
                || ++creators[page.catalogue.creator(item)] > mostOfArtistOnPage)
                continue;
            rows.push_back(card.contributions);
            shelf.cards.push_back(std::move(card));
            --count;
        }
    };
    draw(loved, 4, 0);
    draw(forgotten, 4, 0);
    draw(unheard, 4, leastNearness);
    if (shelf.cards.size() < 12)
        return {};
    shelf.means = reco::meanContributions(rows);
    shelf.title = words("Tonight’s dozen");
    shelf.subtitle = words("Loved, forgotten and unheard; the same until 4 in the morning");
    return shelf;
}

} // namespace segue
