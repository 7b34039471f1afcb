#include "core/recommend/service/online_measures.h"

#include "core/base/random.h"
#include "core/db/connection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace segue {

namespace {

constexpr double z = 1.959963984540054; // 97.5 % of the normal distribution
constexpr UtcMs week = 7 * msPerDay;
constexpr UtcMs unheardFor = 90 * msPerDay, adoptedWithin = 30 * msPerDay;

/// What became of a card when it was played.
struct Played {
    bool followed = false, skipped = false;
    UtcMs at = 0; ///< of the first follow
};

std::unordered_map<SuggestionId, Played> playedCards(std::span<const StoredPlay> plays)
{
    std::unordered_map<SuggestionId, Played> cards;
    for (const StoredPlay& play : plays) {
        if (!play.listen.suggestion || !play.marks.learnable())
            continue;
        Played& card = cards[*play.listen.suggestion];
        const Outcome outcome = outcomeOf(play.listen);
        if (outcome == Outcome::follow && !card.followed) {
            card.followed = true;
            card.at = play.listen.startedAt;
        }
        card.skipped |= outcome == Outcome::skip;
    }
    return cards;
}

Played of(const std::unordered_map<SuggestionId, Played>& cards, SuggestionId id)
{
    const auto it = cards.find(id);
    return it == cards.end() ? Played{} : it->second;
}

/// Times of follows by track, ascending.
std::unordered_map<TrackId, std::vector<const StoredPlay*>> followsByTrack(
    std::span<const StoredPlay> plays)
{
    std::unordered_map<TrackId, std::vector<const StoredPlay*>> follows;
    for (const StoredPlay& play : plays) {
        if (play.marks.learnable() && outcomeOf(play.listen) == Outcome::follow)
            follows[play.listen.track].push_back(&play);
    }
    for (auto& [track, list] : follows)
        std::ranges::stable_sort(
            list, {}, [](const StoredPlay* play) { return play->listen.startedAt; });
    return follows;
}

} // namespace

Share wilson(std::int64_t hits, std::int64_t n)
{
    Share share{hits, n};
    if (n <= 0)
        return share;
    const auto size = static_cast<double>(n);
    share.rate = static_cast<double>(hits) / size;
    const double middle = share.rate + z * z / (2 * size);
    const double half
        = z * std::sqrt(share.rate * (1 - share.rate) / size + z * z / (4 * size * size));
    share.low = std::max(0., (middle - half) / (1 + z * z / size));
    share.high = std::min(1., (middle + half) / (1 + z * z / size));
    return share;
}

std::int64_t neededPerArm(double p, double delta)
{
    p = std::clamp(std::isfinite(p) ? p : .5, .01, .99);
    delta = std::max(std::isfinite(delta) ? std::abs(delta) : 1., .001);
    return static_cast<std::int64_t>(std::ceil(2 * 7.84 * p * (1 - p) / (delta * delta)));
}

std::vector<LoggedSuggestion> suggestions::readLog(
    db::Connection& connection, ListenerId listener, UtcMs until)
{
    std::vector<LoggedSuggestion> log;
    auto& rows = connection.statement(
        "SELECT s.id, s.batch_id, s.track_id, s.shelf, s.reason_channel, ifnull(s.arm, ''), "
        "s.ranker, b.composed_at, ifnull(s.shown_at, 0) FROM suggestion s JOIN suggestion_batch b "
        "ON b.id = s.batch_id WHERE b.listener_id = ? AND b.composed_at < ? ORDER BY s.id");
    rows.bind(1, listener.value);
    rows.bind(2, until);
    while (rows.executeStep()) {
        log.push_back({{rows.getColumn(0).getInt64()}, {rows.getColumn(1).getInt64()},
            {rows.getColumn(2).getInt64()}, rows.getColumn(3).getText(),
            rows.getColumn(4).getText(), rows.getColumn(5).getText(), rows.getColumn(6).getText(),
            rows.getColumn(7).getInt64(), rows.getColumn(8).getInt64()});
    }
    return log;
}

std::vector<FollowThrough> followThrough(
    std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, GroupBy by)
{
    struct Count {
        std::int64_t shown = 0, followed = 0, skipped = 0;
    };
    const auto cards = playedCards(plays);
    std::map<std::string, Count> groups;
    Count all;
    for (const LoggedSuggestion& card : log) {
        if (card.shownAt <= 0)
            continue;
        const Played played = of(cards, card.id);
        for (Count* count : {&groups[by == GroupBy::shelf ? card.shelf : card.channel], &all}) {
            ++count->shown;
            count->followed += played.followed;
            count->skipped += played.skipped && !played.followed;
        }
    }
    std::vector<FollowThrough> result;
    const auto add = [&](const std::string& name, const Count& count) {
        result.push_back(
            {name, wilson(count.followed, count.shown), wilson(count.skipped, count.shown)});
    };
    for (const auto& [name, count] : groups) {
        if (!name.empty())
            add(name, count);
    }
    add({}, all);
    return result;
}

std::vector<WeekShare> weeklyFollowThrough(
    std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now, int weeks)
{
    const auto cards = playedCards(plays);
    const auto count = static_cast<std::size_t>(std::max(weeks, 0));
    std::vector<std::int64_t> shown(count, 0), followed(count, 0);
    const UtcMs start = now - static_cast<UtcMs>(count) * week;
    for (const LoggedSuggestion& card : log) {
        if (card.shownAt <= start || card.shownAt > now)
            continue;
        const auto at
            = std::min(static_cast<std::size_t>((card.shownAt - start) / week), count - 1);
        ++shown[at];
        followed[at] += of(cards, card.id).followed;
    }
    std::vector<WeekShare> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back({start + static_cast<UtcMs>(i) * week, wilson(followed[i], shown[i])});
    return result;
}

Lift lift(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now)
{
    std::unordered_set<BatchId> seen;
    for (const LoggedSuggestion& card : log) {
        if (card.shownAt > 0)
            seen.insert(card.batch);
    }
    const auto follows = followsByTrack(plays);
    std::set<std::pair<TrackId, UtcMs>> counted; // a track once a week
    std::int64_t n[2]{}, hits[2]{};
    for (const LoggedSuggestion& card : log) {
        if (card.arm.empty() || !seen.contains(card.batch) || card.composedAt + week > now
            || !counted.emplace(card.track, card.composedAt / week).second)
            continue;
        const int arm = card.arm == "withheld" ? 1 : 0;
        ++n[arm];
        if (const auto it = follows.find(card.track); it != follows.end()) {
            hits[arm] += std::ranges::any_of(it->second, [&](const StoredPlay* play) {
                return play->listen.startedAt >= card.composedAt
                    && play->listen.startedAt < card.composedAt + week;
            });
        }
    }
    Lift result;
    result.shown = wilson(hits[0], n[0]);
    result.withheld = wilson(hits[1], n[1]);
    result.needed = neededPerArm(wilson(hits[0] + hits[1], n[0] + n[1]).rate, Lift::detectable);
    if (n[0] > 0 && n[1] > 0) {
        const auto root = [](double a, double b) { return std::sqrt(a * a + b * b); };
        result.difference = result.shown.rate - result.withheld.rate;
        result.low = result.difference
            - root(
                result.shown.rate - result.shown.low, result.withheld.high - result.withheld.rate);
        result.high = result.difference
            + root(
                result.shown.high - result.shown.rate, result.withheld.rate - result.withheld.low);
    }
    return result;
}

Share adoption(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now)
{
    const auto cards = playedCards(plays);
    const auto follows = followsByTrack(plays);
    std::unordered_set<TrackId> counted;
    std::int64_t n = 0, hits = 0;
    for (const LoggedSuggestion& card : log) {
        const Played played = of(cards, card.id);
        if (!played.followed || played.at + adoptedWithin > now || counted.contains(card.track))
            continue;
        const auto& own = follows.at(card.track);
        const bool wasHeard = std::ranges::any_of(own, [&](const StoredPlay* play) {
            return play->listen.startedAt < played.at
                && play->listen.startedAt > played.at - unheardFor;
        });
        if (wasHeard)
            continue;
        counted.insert(card.track);
        ++n;
        hits += std::ranges::any_of(own, [&](const StoredPlay* play) {
            return !play->listen.suggestion && play->listen.startedAt > played.at
                && play->listen.startedAt <= played.at + adoptedWithin;
        });
    }
    return wilson(hits, n);
}

std::vector<Drafted> teamDraft(std::span<const std::int32_t> a, std::span<const std::int32_t> b,
    std::size_t length, std::uint64_t seed)
{
    Random random(seed);
    std::vector<Drafted> list;
    std::unordered_set<std::int32_t> placed;
    std::size_t next[2]{};
    const std::span<const std::int32_t> lists[2]{a, b};
    const auto place = [&](int team) {
        auto& at = next[team];
        while (at < lists[team].size() && placed.contains(lists[team][at]))
            ++at;
        if (at == lists[team].size() || list.size() == length)
            return false;
        placed.insert(lists[team][at]);
        list.push_back({lists[team][at], team});
        return true;
    };
    while (list.size() < length) {
        const int first = static_cast<int>(random.below(2));
        const bool one = place(first), other = place(1 - first);
        if (!one && !other)
            break;
    }
    return list;
}

Interleaving interleaving(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays,
    const std::string& first, const std::string& second)
{
    Interleaving result;
    result.first = first;
    result.second = second;
    const auto cards = playedCards(plays);
    std::map<BatchId, std::pair<int, int>> credits;
    for (const LoggedSuggestion& card : log) {
        if (!of(cards, card.id).followed)
            continue;
        if (card.ranker == first)
            ++credits[card.batch].first;
        else if (card.ranker == second)
            ++credits[card.batch].second;
    }
    std::int64_t wins = 0, decided = 0;
    for (const auto& [batch, credit] : credits) {
        if (credit.first == credit.second) {
            ++result.ties;
            continue;
        }
        ++decided;
        wins += credit.first > credit.second;
    }
    result.firstWins = wilson(wins, decided);
    result.needed = neededPerArm(.5, Interleaving::detectable);
    return result;
}

} // namespace segue
