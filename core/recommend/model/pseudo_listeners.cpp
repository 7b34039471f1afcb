#include "core/recommend/model/pseudo_listeners.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace segue::reco {

namespace {

constexpr std::int64_t sessionGap = 1800, dayS = 86400, dayStarts = 4 * 3600;
constexpr std::size_t longestSession = 200;

std::int64_t localDay(const PseudoPlay& play)
{
    const auto bounded = std::clamp<std::int64_t>(play.at, -dayS * 1000000, dayS * 1000000);
    const auto local = bounded + std::int64_t{play.offsetMinutes} * 60 - dayStarts;
    return local >= 0 ? local / dayS : -((-local + dayS - 1) / dayS);
}

bool sameSession(const PseudoPlay& a, const PseudoPlay& b)
{
    if (a.session >= 0 || b.session >= 0)
        return a.session == b.session;
    // As unsigned numbers: any two times have a difference.
    const auto x = static_cast<std::uint64_t>(a.at), y = static_cast<std::uint64_t>(b.at);
    return (a.at <= b.at ? y - x : x - y) <= static_cast<std::uint64_t>(sessionGap);
}

void addRow(Interactions& to, std::span<const Item> items, float weight)
{
    std::set<Item> known;
    std::copy_if(items.begin(), items.end(), std::inserter(known, known.end()),
        [&to](Item item) { return item >= 0 && item < to.columns; });
    if (known.size() > 1)
        to.add(items, weight);
}

/// A row for each run of plays that `together` keeps in one, at most `longest` plays long.
template <class Together>
void addRuns(Interactions& to, std::span<const PseudoPlay> plays, std::size_t longest, float weight,
    Together&& together)
{
    std::vector<Item> run;
    for (std::size_t i = 0; i < plays.size(); ++i) {
        if (i > 0 && (!together(plays[i - 1], plays[i]) || run.size() >= longest)) {
            addRow(to, run, weight);
            run.clear();
        }
        run.push_back(plays[i].item);
    }
    addRow(to, run, weight);
}

} // namespace

std::vector<PseudoPlay> pseudoPlays(const History& history)
{
    std::vector<PseudoPlay> plays;
    for (const auto& play : history.plays) {
        if (play.outcome == Outcome::follow && play.source == Source::listened && play.weight > 0)
            plays.push_back({play.item, play.at, play.offsetMinutes, play.session});
    }
    return plays;
}

void addSessions(Interactions& to, std::span<const PseudoPlay> plays, const PseudoWeights& weights)
{
    addRuns(to, plays, longestSession, weights.session, sameSession);
    addRuns(to, plays, plays.size() + 1, weights.day,
        [](const PseudoPlay& a, const PseudoPlay& b) { return localDay(a) == localDay(b); });
}

void addOwn(Interactions& to, const History& own, const PseudoWeights& weights)
{
    addSessions(to, pseudoPlays(own), weights);
    for (const auto& playlist : own.playlists)
        addRow(to, playlist, weights.playlist);
}

void addListener(Interactions& to, const History& other, const PseudoWeights& weights)
{
    addRow(to, heldBy(other), weights.listener);
    addRuns(to, pseudoPlays(other), longestSession, weights.session, sameSession);
    for (const auto& playlist : other.playlists)
        addRow(to, playlist, weights.playlist);
}

std::vector<Item> heldBy(const History& history)
{
    std::set<Item> held;
    for (const auto& play : history.plays) {
        if (play.outcome == Outcome::follow && play.item >= 0)
            held.insert(play.item);
    }
    for (const auto& playlist : history.playlists) {
        std::copy_if(playlist.begin(), playlist.end(), std::inserter(held, held.end()),
            [](Item item) { return item >= 0; });
    }
    std::map<Item, bool> rated; // the last word on each
    for (const auto& rating : history.ratings) {
        if (rating.item < 0)
            continue;
        switch (rating.kind) {
        case RatingKind::stars:
            rated.erase(rating.item);
            if (rating.halfStars >= 8)
                rated[rating.item] = true;
            else if (rating.halfStars > 0 && rating.halfStars <= 4)
                rated[rating.item] = false;
            break;
        case RatingKind::love:
            rated[rating.item] = true;
            break;
        case RatingKind::never:
            rated[rating.item] = false;
            break;
        case RatingKind::clear:
            rated.erase(rating.item);
            break;
        case RatingKind::notNow:
            break;
        }
    }
    for (const auto& [item, liked] : rated) {
        if (liked)
            held.insert(item);
        else
            held.erase(item);
    }
    return {held.begin(), held.end()};
}

} // namespace segue::reco
