#include "core/recommend/model/opening_ways.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace segue::reco {

namespace {

constexpr double fade = .98, startHits = 3, startStarts = 6, sharePower = 3;
constexpr std::size_t mostSessions = 2000, artistWindow = 3;
constexpr int artistMost = 3;
constexpr double agePower = -.6, secondsPerHour = 3600;

/// The sessions that a draft of tracks can cover.
struct Samples {
    std::vector<Item> items; ///< candidates that occur in them
    std::vector<double> gain; ///< of each: weight of its sessions not yet covered
    std::vector<std::vector<std::int32_t>> sessions; ///< that hold each
    std::vector<double> weight; ///< of each session
    std::vector<std::vector<std::int32_t>> holds; ///< places in `items`

    void cover(std::size_t place)
    {
        for (const auto session : sessions[place]) {
            auto& held = holds[static_cast<std::size_t>(session)];
            for (const auto other : held)
                gain[static_cast<std::size_t>(other)] -= weight[static_cast<std::size_t>(session)];
            held.clear(); // covered
        }
    }
};

Samples samplesOf(const PlayLog& log, std::int64_t now, const std::function<bool(Item)>& mayTake)
{
    Samples all;
    std::unordered_map<Item, std::int32_t> placeOf; // -1: no candidate
    const auto groups = log.groups();
    for (auto g = groups.size(); g-- > 0 && all.weight.size() < mostSessions;) {
        const auto& group = groups[g];
        if (!group.timed)
            continue;
        const double hours = std::max(
            (static_cast<double>(now) - static_cast<double>(group.at)) / secondsPerHour, 1.);
        const auto session = static_cast<std::int32_t>(all.weight.size());
        all.weight.push_back(std::pow(hours, agePower));
        auto& holds = all.holds.emplace_back();
        for (auto at = group.begin; at < group.end; ++at) {
            const Item item = log.entries()[static_cast<std::size_t>(at)].item;
            const auto [found, isNew] = placeOf.try_emplace(item, -1);
            if (isNew && mayTake(item)) {
                found->second = static_cast<std::int32_t>(all.items.size());
                all.items.push_back(item);
                all.gain.push_back(0);
                all.sessions.emplace_back();
            }
            if (found->second < 0)
                continue;
            auto& in = all.sessions[static_cast<std::size_t>(found->second)];
            if (!in.empty() && in.back() == session)
                continue; // twice in it
            in.push_back(session);
            holds.push_back(found->second);
            all.gain[static_cast<std::size_t>(found->second)] += all.weight.back();
        }
    }
    return all;
}

} // namespace

OpeningRecord OpeningRecord::start()
{
    OpeningRecord record{};
    record.hits.fill(startHits);
    record.starts.fill(startStarts);
    return record;
}

void OpeningRecord::add(std::size_t way, bool hit)
{
    hits[way] = hits[way] * fade + (hit ? 1 : 0);
    starts[way] = starts[way] * fade + 1;
}

PerWay<double> OpeningRecord::shares() const
{
    PerWay<double> out{};
    double sum = 0;
    for (std::size_t way = 0; way < openingWays; ++way) {
        // Some always, so that a way can prove itself.
        const double rate = (hits[way] + startHits) / (starts[way] + startStarts);
        out[way] = std::pow(std::clamp(rate, .05, 1.), sharePower);
        sum += out[way];
    }
    for (auto& share : out)
        share /= sum;
    return out;
}

std::vector<Item> coveringOrder(const PlayLog& log, const Catalogue& catalogue, std::int64_t now,
    const std::function<bool(Item)>& mayTake, std::size_t count)
{
    auto all = samplesOf(log, now, mayTake);
    std::vector<Item> order;
    std::vector<std::uint8_t> taken(all.items.size(), 0);
    std::unordered_map<std::int32_t, int> ofArtist;
    const auto breaksCap = [&](Item item) {
        const auto creator = catalogue.creator(item);
        const auto recent = std::min(artistWindow, order.size());
        const bool close = std::any_of(order.end() - static_cast<std::ptrdiff_t>(recent),
            order.end(), [&](Item other) { return catalogue.creator(other) == creator; });
        const auto found = ofArtist.find(creator);
        return close || (found != ofArtist.end() && found->second >= artistMost);
    };
    while (order.size() < count) {
        std::size_t best = all.items.size();
        for (std::size_t i = 0; i < all.items.size(); ++i) {
            // What is covered already adds nothing but rounding.
            if (taken[i] == 0 && all.gain[i] > 1e-12
                && (best == all.items.size() || all.gain[i] > all.gain[best]
                    || (all.gain[i] == all.gain[best] && all.items[i] < all.items[best]))
                && !breaksCap(all.items[i]))
                best = i;
        }
        if (best == all.items.size())
            break;
        taken[best] = 1;
        order.push_back(all.items[best]);
        ++ofArtist[catalogue.creator(all.items[best])];
        all.cover(best);
    }
    return order;
}

std::vector<std::size_t> drafted(const PerWay<std::vector<std::size_t>>& lists,
    const PerWay<double>& shares, std::size_t rows, std::size_t count)
{
    std::vector<std::size_t> order;
    std::vector<std::uint8_t> taken(rows, 0);
    PerWay<std::size_t> next{};
    PerWay<double> credit{};
    while (order.size() < count) {
        std::size_t turn = openingWays;
        double able = 0;
        for (std::size_t way = 0; way < openingWays; ++way) {
            const auto& list = lists[way];
            while (next[way] < list.size() && taken[list[next[way]]] != 0)
                ++next[way];
            if (next[way] == list.size())
                continue;
            credit[way] += shares[way];
            able += shares[way];
            if (turn == openingWays || credit[way] > credit[turn])
                turn = way;
        }
        if (turn == openingWays)
            break;
        credit[turn] -= able;
        const auto row = lists[turn][next[turn]];
        taken[row] = 1;
        order.push_back(row);
    }
    return order;
}

} // namespace segue::reco
