#include "core/recommend/model/channels.h"

#include <algorithm>
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

/// What came right after the plays of `artist`, by artist and in all; `without` is left out.
float addNextArtists(const PlayLog& log, const Catalogue& catalogue, std::int32_t artist,
    std::int32_t without, ScoreColumn& next)
{
    float total = 0;
    eachNextArtist(log, catalogue, artist, [&](std::int32_t to, float weight) {
        if (to == without)
            return;
        next.add(to, weight);
        total += weight;
    });
    return total;
}

/// Each artist's share for its tracks: for all of them, or for those asked for and those of the
/// artists with the largest shares that have a hundred between them.
void spread(const Catalogue& catalogue, const ScoreColumn& shares, Recency& recency,
    ScoreColumn& out, const Asked& asked)
{
    const auto add = [&](Item item, float share) { out.set(item, share * (1 + recency(item))); };
    std::vector<std::pair<float, std::int32_t>> largest;
    for (const auto artist : shares.items())
        largest.emplace_back(-shares[artist], artist);
    if (!asked.all) {
        for (const auto item : asked.only) {
            const auto artist = catalogue.artist[static_cast<std::size_t>(item)];
            if (artist >= 0 && shares[artist] > 0)
                add(item, shares[artist]);
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
    const auto artists = static_cast<std::size_t>(catalogue.artistCount());
    ScoreColumn shares(artists), next(artists);
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 1; k <= plays; ++k) {
        const auto artist = catalogue.artist[static_cast<std::size_t>(session[session.size() - k])];
        if (artist < 0)
            continue;
        next.clear(artists);
        const float total = addNextArtists(log, catalogue, artist, -1, next);
        for (const auto to : next.items())
            shares.add(to, next[to] / total / static_cast<float>(k));
    }
    spread(catalogue, shares, recency, out, asked);
}

void scoreNextArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out, const Asked& asked)
{
    const auto last
        = session.empty() ? -1 : catalogue.artist[static_cast<std::size_t>(session.back())];
    if (last < 0)
        return;
    ScoreColumn next(static_cast<std::size_t>(catalogue.artistCount())), shares(next);
    const float total = addNextArtists(log, catalogue, last, last, next);
    for (const auto to : next.items())
        shares.set(to, next[to] / total);
    spread(catalogue, shares, recency, out, asked);
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
