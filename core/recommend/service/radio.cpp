#include "core/recommend/service/radio.h"

#include "core/recommend/service/online_measures.h"
#include "core/recommend/service/page_composer.h"

#include <QCoreApplication>

namespace segue {

namespace {

constexpr std::size_t looked = 400;

std::vector<Item> itemsOf(const ShelfDraft& draft)
{
    std::vector<Item> items;
    for (const Card& card : draft.cards)
        items.push_back(card.item);
    return items;
}

/// What is near the track, as on "Because you like".
std::vector<Card> neighbours(const PageContext& page, Item from)
{
    const auto near = page.model.similarTo(from, looked);
    double most = 0;
    for (const reco::Neighbour& one : near)
        most = std::max(most, page.model.sessionSimilarity(from, one.item));
    std::vector<Card> cards;
    for (const reco::Neighbour& one : near) {
        if (page.blendRow[static_cast<std::size_t>(one.item)] < 0)
            continue;
        Card card;
        card.item = one.item;
        card.set(Term::content, page.model.contentSimilarity(from, one.item));
        if (most > 0)
            card.set(Term::itemKnn, page.model.sessionSimilarity(from, one.item) / most);
        card.evidence.items = {from};
        card.hasEvidence = true;
        cards.push_back(std::move(card));
    }
    return cards;
}

} // namespace

Shelf buildRadio(PageContext& page, Item from, std::size_t length)
{
    page.onPage.insert(from);
    page.songsOnPage.insert(page.catalogue.song[static_cast<std::size_t>(from)]);
    const PickOptions options{.length = length, .calibrate = false, .anyNumber = true};
    const ShelfDraft blend = pick(page, rankedCards(page, looked), options);
    const ShelfDraft near = pick(page, neighbours(page, from), options);

    Shelf shelf;
    shelf.id = QStringLiteral("radio");
    shelf.title = QCoreApplication::translate("Shelves", "Radio from “%1”").arg(page.titleOf(from));
    UsedPatterns used;
    IdSet songs;
    for (const Drafted& one : teamDraft(itemsOf(blend), itemsOf(near), length, page.seed)) {
        const ShelfDraft& draft = one.team == 0 ? blend : near;
        const auto song = page.catalogue.song[static_cast<std::size_t>(one.item)];
        if (songs.contains(song))
            continue;
        songs.insert(song);
        Suggestion card = toSuggestion(
            page, *std::ranges::find(draft.cards, one.item, &Card::item), draft.means, used);
        const std::string_view ranker = one.team == 0 ? blendRanker : neighbourRanker;
        card.ranker = QString::fromLatin1(ranker.data(), static_cast<qsizetype>(ranker.size()));
        shelf.items.push_back(std::move(card));
    }
    return shelf;
}

} // namespace segue
