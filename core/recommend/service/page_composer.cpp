#include "core/recommend/service/page_composer.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

constexpr double unheardDays = 30;
constexpr std::size_t fewestWhenTrimmed = 4;

/// A gamma variate with whole shape: the sum of exponentials.
double gammaOf(int shape, Random& random)
{
    double sum = 0;
    for (int i = 0; i < shape; ++i)
        sum -= std::log(1 - random.uniform());
    return sum;
}

/// A draw of the shelf's follow-through from Beta(1 + followed, 1 + shown - followed), with a prior
/// of `prior` successes in 12 so that the table's order holds until there is evidence.
double drawFollowThrough(const ShelfRecord& record, int prior, Random& random)
{
    // Beyond some hundred cards the posterior is narrow: scaling down keeps the draw cheap.
    const double scale = record.shown > 400 ? 400. / record.shown : 1;
    const int followed = prior + static_cast<int>(std::lround(record.followed * scale));
    const int missed
        = 12 - prior + static_cast<int>(std::lround((record.shown - record.followed) * scale));
    const double a = gammaOf(1 + std::max(0, followed), random);
    return a / (a + gammaOf(1 + std::max(0, missed), random));
}

std::vector<ShelfKind> drawOrder(const PageContext& page, const ComposeOptions& options)
{
    std::vector<ShelfKind> kinds(shelfKinds().begin(), shelfKinds().end());
    std::erase_if(kinds, [&](const ShelfKind& kind) {
        return options.hiddenShelves.contains(
            QString::fromLatin1(kind.id.data(), static_cast<qsizetype>(kind.id.size())));
    });
    std::vector<std::pair<double, ShelfKind>> drawn;
    Random random(page.seed ^ 0x5e1f);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const auto it = page.history.shelves.find(kinds[i].id);
        const int prior = 5 - static_cast<int>(i * 5 / kinds.size());
        double value = drawFollowThrough(
            it == page.history.shelves.end() ? ShelfRecord{} : it->second, prior, random);
        // These two lead: they are about this moment.
        if (kinds[i].id == "right_now" || kinds[i].id == "start_here")
            value = 2;
        drawn.emplace_back(value, kinds[i]);
    }
    std::ranges::stable_sort(drawn, std::ranges::greater{}, &std::pair<double, ShelfKind>::first);
    std::ranges::transform(drawn, kinds.begin(), &std::pair<double, ShelfKind>::second);
    return kinds;
}

QString textOf(std::string_view latin1)
{
    return QString::fromLatin1(latin1.data(), static_cast<qsizetype>(latin1.size()));
}

std::vector<Contribution> named(const PerTerm<float>& values)
{
    std::vector<Contribution> list;
    for (std::size_t i = 0; i < reco::termCount; ++i) {
        if (values[i] != 0)
            list.push_back(
                {textOf(reco::termName(reco::termAt(i))), static_cast<double>(values[i])});
    }
    return list;
}

TrackId idOf(const PageContext& page, Item item)
{
    return page.table[static_cast<Row>(item)].id;
}

/// Movements of one work that follow on the album, so that they play in order.
void addMovements(const PageContext& page, Card& card)
{
    const auto i = static_cast<std::size_t>(card.item);
    const auto work = page.catalogue.work[i];
    const auto album = page.catalogue.album[i];
    if (work < 0 || album < 0 || card.kind != CardKind::track)
        return;
    std::vector<Item> movements;
    for (const Item item : page.catalogue.albumTracks(album)) {
        if (page.catalogue.work[static_cast<std::size_t>(item)] == work
            && page.catalogue.eligible[static_cast<std::size_t>(item)])
            movements.push_back(item);
    }
    if (movements.size() < 2)
        return;
    card.kind = CardKind::work;
    card.speaker = card.item;
    card.item = movements.front();
    card.plays = std::move(movements);
}

/// Takes the shelf's cards onto the page: a track once, artists counted.
void occupy(PageContext& page, const Shelf& shelf, bool artistShelf)
{
    for (const Suggestion& card : shelf.items) {
        if (const auto row = page.table.rowOf(card.track)) {
            const auto item = static_cast<Item>(*row);
            page.onPage.insert(item);
            if (const auto song = page.catalogue.song[static_cast<std::size_t>(item)]; song >= 0)
                page.songsOnPage.insert(song);
            if (!artistShelf)
                ++page.creatorsOnPage[page.catalogue.creator(item)];
        }
        for (const TrackId id : card.plays) {
            if (const auto row = page.table.rowOf(id))
                page.onPage.insert(static_cast<Item>(*row));
        }
    }
}

/// Keeps cards back for the experiment as long as four stay; those it could have kept back are its
/// other arm.
void withhold(Shelf& shelf, const ComposeOptions& options)
{
    if (!options.isWithheld || shelf.id == u"start_here")
        return;
    std::vector<Suggestion> shown;
    std::size_t left = shelf.items.size();
    for (Suggestion& card : shelf.items) {
        if (card.kind == CardKind::track && left > leastOnShelf) {
            const bool back = options.isWithheld(card.track);
            card.arm = back ? u"withheld"_s : u"shown"_s;
            if (back) {
                --left;
                shelf.withheld.push_back(std::move(card));
                continue;
            }
        }
        shown.push_back(std::move(card));
    }
    shelf.items = std::move(shown);
}

bool isUnheard(const PageContext& page, const Suggestion& card)
{
    const auto row = page.table.rowOf(card.track);
    return row && page.daysUnheard(static_cast<Item>(*row)) >= unheardDays;
}

/// At least half of the cards were not heard for 30 days: the familiar ones at the end of their
/// shelves give way.
void keepHalfUnheard(const PageContext& page, std::vector<Shelf>& shelves)
{
    std::size_t cards = 0, unheard = 0;
    for (const Shelf& shelf : shelves) {
        cards += shelf.items.size();
        unheard += static_cast<std::size_t>(std::ranges::count_if(
            shelf.items, [&](const Suggestion& card) { return isUnheard(page, card); }));
    }
    for (const QString& id :
        {u"on_repeat"_s, u"because_you_like"_s, u"recently_added"_s, u"right_now"_s}) {
        const auto shelf = std::ranges::find(shelves, id, &Shelf::id);
        if (shelf == shelves.end())
            continue;
        for (auto i = shelf->items.size(); i-- > 0 && unheard * 2 < cards;) {
            if (shelf->items.size() <= fewestWhenTrimmed)
                break;
            if (!isUnheard(page, shelf->items[i])) {
                shelf->items.erase(shelf->items.begin() + static_cast<std::ptrdiff_t>(i));
                --cards;
            }
        }
    }
    if (unheard * 2 < cards)
        std::erase_if(shelves, [](const Shelf& shelf) { return shelf.id == u"on_repeat"_s; });
}

} // namespace

Suggestion toSuggestion(
    const PageContext& page, const Card& card, const PerTerm<double>& means, UsedPatterns& used)
{
    Suggestion suggestion;
    suggestion.track = idOf(page, card.item);
    suggestion.kind = card.kind;
    for (const Item item : card.plays)
        suggestion.plays.push_back(idOf(page, item));
    if (suggestion.plays.empty())
        suggestion.plays.push_back(suggestion.track);
    suggestion.score = card.score();
    suggestion.contributions = named(card.contributions);
    const auto term = speakingTerm(card.contributions, means);
    if (!term)
        return suggestion;
    suggestion.reasonChannel = textOf(reco::termName(*term));
    const bool isNew = card.kind == CardKind::track && page.model.follows(card.item) <= 0
        && page.model.skipped(card.item) <= 0;
    if (const auto reason = chooseReason(page, card, *term, used)) {
        suggestion.reason = isNew && isNewFirst(card.contributions, means, *term)
            ? QCoreApplication::translate("Reasons", "New to you. %1").arg(reason->text)
            : reason->text;
        suggestion.less = reason->less;
        suggestion.less.term = suggestion.reasonChannel;
        for (const Item item : reason->evidence)
            suggestion.evidence.push_back(idOf(page, item));
    }
    return suggestion;
}

std::vector<Shelf> composeShelves(PageContext& page, const ComposeOptions& options)
{
    std::vector<ShelfKind> kinds = drawOrder(page, options);
    if (!options.order.isEmpty()) {
        std::erase_if(
            kinds, [&](const ShelfKind& kind) { return !options.order.contains(textOf(kind.id)); });
        std::ranges::stable_sort(kinds, {},
            [&](const ShelfKind& kind) { return options.order.indexOf(textOf(kind.id)); });
    }
    UsedPatterns used;
    for (const Shelf& shelf : options.kept) {
        const auto kind = std::ranges::find(
            shelfKinds(), shelf.id, [](const ShelfKind& one) { return textOf(one.id); });
        occupy(page, shelf, kind != shelfKinds().end() && kind->artistShelf);
    }
    std::vector<Shelf> shelves;
    for (const ShelfKind& kind : kinds) {
        if (shelves.size() == mostShelves)
            break;
        if (const auto kept = std::ranges::find(options.kept, textOf(kind.id), &Shelf::id);
            kept != options.kept.end()) {
            shelves.push_back(*kept);
            continue;
        }
        ShelfDraft draft = kind.build(page);
        if (draft.cards.size() < leastOnShelf)
            continue;
        Shelf shelf;
        shelf.id = textOf(kind.id);
        shelf.title = draft.title;
        shelf.subtitle = draft.subtitle;
        for (std::size_t i = 0; i < reco::termCount; ++i) {
            if (draft.means[i] != 0)
                shelf.means.push_back({textOf(reco::termName(reco::termAt(i))), draft.means[i]});
        }
        for (Card& card : draft.cards) {
            addMovements(page, card);
            Suggestion suggestion = toSuggestion(page, card, draft.means, used);
            if (kind.id == "start_here") {
                suggestion.reason = QCoreApplication::translate("Reasons", "Nothing known yet");
                suggestion.reasonChannel = u"none"_s;
            }
            // No card without a reason.
            if (!suggestion.reason.isEmpty())
                shelf.items.push_back(std::move(suggestion));
        }
        if (shelf.items.size() < leastOnShelf)
            continue;
        withhold(shelf, options);
        occupy(page, shelf, kind.artistShelf);
        shelves.push_back(std::move(shelf));
    }
    if (!options.familiar)
        keepHalfUnheard(page, shelves);
    return shelves;
}

} // namespace segue
