// The shelves that speak of this moment and of one track: For right now, Because you like X, Start
// here.
#include "core/recommend/service/shelf.h"

#include <QCoreApplication>

namespace segue {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Shelves", text);
}

constexpr std::size_t candidatesForNow = 400;
constexpr std::size_t lovedDrawnFrom = 20;
constexpr UtcMs notAgainFor = 7 * msPerDay;

/// "More of this / something else": what speaks from the running session weighs more, or hardly
/// anything; something else also leaves out the session's artists.
constexpr double moreFactor = 1.6, elseFactor = .15;

void steer(const PageContext& page, std::vector<Card>& cards)
{
    if (page.steer == Steer::none || page.context.session.empty())
        return;
    const bool more = page.steer == Steer::more;
    for (Card& card : cards) {
        for (const Term term : {Term::markov, Term::sequential, Term::itemKnn, Term::sessionKnn,
                 Term::artist, Term::album, Term::content, Term::continuation, Term::nextArtist,
                 Term::sameArtist}) {
            float& part = card.contributions[reco::index(term)];
            if (part > 0)
                part *= static_cast<float>(more ? moreFactor : elseFactor);
        }
        card.place = -1; // the listener's word counts for more than the ranking
    }
    if (more)
        return;
    std::unordered_set<std::int32_t> heard;
    for (const Item item : page.context.session)
        heard.insert(page.catalogue.creator(item));
    std::erase_if(
        cards, [&](const Card& card) { return heard.contains(page.catalogue.creator(card.item)); });
}

} // namespace

ShelfDraft buildRightNow(const PageContext& page)
{
    if (page.model.followTotal() <= 0 && page.model.ratingTotal() == 0 && page.loved.empty()
        && page.picked.empty())
        return {};
    const std::size_t looked
        = page.steer == Steer::somethingElse ? 4 * candidatesForNow : candidatesForNow;
    std::vector<Card> cards = rankedCards(page, looked);
    steer(page, cards);
    ShelfDraft shelf = pick(page, std::move(cards), {.length = 12});
    shelf.title = words("For right now");
    if (page.mode)
        shelf.subtitle = words("In the mode %1").arg(page.mode->name);
    return shelf;
}

ShelfDraft buildBecauseYouLike(const PageContext& page)
{
    const std::size_t count = std::min(lovedDrawnFrom, page.loved.size());
    Random random(page.seed);
    std::vector<Item> drawn;
    for (std::size_t i = 0; i < count; ++i) {
        const Item item = page.loved[i];
        const auto before = page.history.likedBefore.find(
            "[" + std::to_string(page.table[static_cast<Row>(item)].id.value) + "]");
        if (before == page.history.likedBefore.end()
            || page.now() * msPerSecond - before->second >= notAgainFor)
            drawn.push_back(item);
    }
    if (drawn.empty())
        return {};
    const Item x = drawn[random.below(drawn.size())];
    const std::vector<reco::Neighbour> near = page.model.similarTo(x, candidatesForNow);
    std::vector<double> together;
    double mostTogether = 0;
    for (const reco::Neighbour& one : near) {
        together.push_back(page.model.sessionSimilarity(x, one.item));
        mostTogether = std::max(mostTogether, together.back());
    }
    std::vector<Card> cards;
    for (std::size_t i = 0; i < near.size(); ++i) {
        const reco::Neighbour& one = near[i];
        if (page.blendRow[static_cast<std::size_t>(one.item)] < 0 || !page.isFree(one.item))
            continue;
        Card card;
        card.item = one.item;
        card.set(Term::content, page.model.contentSimilarity(x, one.item));
        if (mostTogether > 0)
            card.set(Term::itemKnn, together[i] / mostTogether);
        if (card.score() < .2)
            continue;
        card.evidence.items = {x};
        card.hasEvidence = true;
        cards.push_back(std::move(card));
    }
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Because you like “%1”").arg(page.titleOf(x));
    shelf.subtitle = page.artistOf(x);
    return shelf;
}

ShelfDraft buildStartHere(const PageContext& page)
{
    if (page.model.followTotal() > 0 || page.model.ratingTotal() > 0 || !page.loved.empty()
        || !page.picked.empty())
        return {};
    ShelfDraft shelf;
    for (const Item item : reco::spanning(page.catalogue, 12, page.seed,
             [&](Item a, Item b) { return page.model.contentSimilarity(a, b); })) {
        if (!page.isFree(item))
            continue;
        Card card;
        card.item = item;
        card.hasEvidence = true;
        shelf.cards.push_back(std::move(card));
    }
    // A collection of very few artists: more of each.
    for (const Item item : page.blend.items) {
        if (shelf.cards.size() >= leastOnShelf)
            break;
        if (!page.isFree(item)
            || std::ranges::find(shelf.cards, item, &Card::item) != shelf.cards.end())
            continue;
        Card card;
        card.item = item;
        card.hasEvidence = true;
        shelf.cards.push_back(std::move(card));
    }
    shelf.title = words("Start here");
    shelf.subtitle
        = words("Nothing is known of your taste yet: one from each corner of your collection.");
    return shelf;
}

} // namespace segue
