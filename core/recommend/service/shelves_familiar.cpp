// The shelves of what was heard before: On repeat, Rediscover, A year ago this week.
#include "core/recommend/service/shelf.h"

#include <QCoreApplication>

#include <cmath>

namespace segue {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Shelves", text);
}

constexpr std::int64_t day = 86400;
constexpr double unheardDays = 180;
constexpr double loveTarget = .7; // a rating of 8 half-stars and more, or love
constexpr double followsToRemember = 5;

} // namespace

ShelfDraft buildOnRepeat(const PageContext& page)
{
    std::unordered_map<Item, int> follows;
    for (auto it = page.heard.rbegin(); it != page.heard.rend(); ++it) {
        if (it->at < page.now() - 14 * day)
            break;
        follows[it->item] += it->follow && it->at <= page.now();
    }
    std::vector<Card> cards;
    for (const auto& [item, times] : follows) {
        if (times < 3 || page.blendRow[static_cast<std::size_t>(item)] < 0)
            continue;
        Card card;
        card.item = item;
        card.set(Term::recency, std::log1p(times) / (1 + page.daysUnheard(item) / 7));
        card.evidence = {.items = {item}, .count = static_cast<double>(times)};
        card.hasEvidence = true;
        cards.push_back(std::move(card));
    }
    std::ranges::sort(cards, {}, &Card::item); // means do not depend on the map's order
    ShelfDraft shelf = pick(page, std::move(cards), {.calibrate = false});
    shelf.title = words("On repeat");
    shelf.subtitle = words("What you kept coming back to in the last two weeks");
    return shelf;
}

ShelfDraft buildRediscover(const PageContext& page)
{
    std::vector<Card> cards;
    for (const Item item : page.blend.items) {
        // Rated but never heard here belongs to "Never played".
        const double follows = page.model.follows(item);
        if (follows <= 0
            || (follows < followsToRemember && page.model.ratingTarget(item) < loveTarget))
            continue;
        const double days = page.daysUnheard(item);
        if (days < unheardDays || page.undated.contains(item))
            continue;
        Card card;
        card.item = item;
        addAffinity(page, card, std::log(days));
        if (card.score() > 0)
            cards.push_back(std::move(card));
    }
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("Rediscover");
    shelf.subtitle = words("Yours once, not heard for half a year or more");
    return shelf;
}

ShelfDraft buildYearAgo(const PageContext& page)
{
    std::unordered_map<Item, int> then;
    for (const HeardPlay& play : page.heard) {
        const double years = static_cast<double>(page.now() - play.at) / (365.25 * day);
        const double nearest = std::round(years);
        if (nearest >= 1 && std::abs(years - nearest) * 365.25 <= 3.5)
            then[play.item] += play.follow;
    }
    std::vector<Card> cards;
    for (const auto& [item, times] : then) {
        if (times < 1 || page.blendRow[static_cast<std::size_t>(item)] < 0
            || page.daysUnheard(item) < 30)
            continue;
        Card card;
        card.item = item;
        addAffinity(page, card, 1);
        card.set(Term::context, std::log1p(times));
        card.evidence = {.items = {item}, .count = static_cast<double>(times)};
        cards.push_back(std::move(card));
    }
    std::ranges::sort(cards, {}, &Card::item);
    ShelfDraft shelf = pick(page, std::move(cards), {});
    shelf.title = words("A year ago this week");
    shelf.subtitle = words("Played in this week of earlier years");
    return shelf;
}

} // namespace segue
