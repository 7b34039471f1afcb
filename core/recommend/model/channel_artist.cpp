#include "core/recommend/model/channels.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace segue::reco {

namespace {

constexpr std::size_t playsUsed = 5, tracksLooked = 100;

/// f(artist, weight) for what came right after each play of `artist` within its session, newest
/// first.
template <class F>
void eachNextArtist(const PlayLog& log, const Catalogue& catalogue, std::int32_t artist, F&& f)
{
    const auto entries = log.entries();
    int left = PlayLog::mostOccurrences;
    for (auto at = log.lastOfArtist(artist); at >= 0 && left-- > 0;
         at = entries[static_cast<std::size_t>(at)].previousOfArtist) {
        const auto next = static_cast<std::size_t>(at) + 1;
        const auto& from = entries[static_cast<std::size_t>(at)];
        if (next >= entries.size() || entries[next].session != from.session
            || !log.groups()[static_cast<std::size_t>(from.group)].timed)
            continue;
        const auto to = catalogue.artist[static_cast<std::size_t>(entries[next].item)];
        if (to >= 0)
            f(to, entries[next].weight);
    }
}

/// Each artist's share for its tracks: for all of them, or for those asked for and those of the
/// artists with the largest shares that have a hundred between them.
void spread(const Catalogue& catalogue, const std::map<std::int32_t, float>& shares,
    Recency& recency, ScoreColumn& out, const Asked& asked)
{
    const auto add = [&](Item item, float share) { out.set(item, share * (1 + recency(item))); };
    std::vector<std::pair<float, std::int32_t>> largest;
    for (const auto& [artist, share] : shares)
        largest.emplace_back(-share, artist);
    if (!asked.all) {
        for (const auto item : asked.only) {
            const auto at = shares.find(catalogue.artist[static_cast<std::size_t>(item)]);
            if (at != shares.end())
                add(item, at->second);
        }
        std::sort(largest.begin(), largest.end());
    }
    std::size_t tracks = 0;
    for (const auto& [share, artist] : largest) {
        for (const auto item : catalogue.artistTracks(artist))
            add(item, -share);
        tracks += catalogue.artistTracks(artist).size();
        if (!asked.all && tracks >= tracksLooked)
            break;
    }
}

} // namespace

void scoreArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out, const Asked& asked)
{
    std::map<std::int32_t, float> artists; // ordered: sums are added in the same order everywhere
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 1; k <= plays; ++k) {
        const auto artist = catalogue.artist[static_cast<std::size_t>(session[session.size() - k])];
        if (artist < 0)
            continue;
        std::map<std::int32_t, float> next;
        float total = 0;
        eachNextArtist(log, catalogue, artist, [&](std::int32_t to, float weight) {
            next[to] += weight;
            total += weight;
        });
        for (const auto& [to, weight] : next)
            artists[to] += weight / total / static_cast<float>(k);
    }
    spread(catalogue, artists, recency, out, asked);
}

void scoreNextArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out, const Asked& asked)
{
    const auto last
        = session.empty() ? -1 : catalogue.artist[static_cast<std::size_t>(session.back())];
    if (last < 0)
        return;
    std::map<std::int32_t, float> next;
    float total = 0;
    eachNextArtist(log, catalogue, last, [&](std::int32_t to, float weight) {
        if (to == last)
            return;
        next[to] += weight;
        total += weight;
    });
    for (auto& [artist, weight] : next)
        weight /= total;
    spread(catalogue, next, recency, out, asked);
}

double artistTransitions(
    const PlayLog& log, const Catalogue& catalogue, std::int32_t from, std::int32_t to)
{
    double sum = 0;
    if (from < 0 || to < 0)
        return 0;
    eachNextArtist(log, catalogue, from, [&](std::int32_t next, float weight) {
        if (next == to)
            sum += static_cast<double>(weight);
    });
    return sum;
}

} // namespace segue::reco
