#include "core/recommend/model/channels.h"

#include <algorithm>
#include <map>

namespace segue::reco {

namespace {

constexpr std::size_t playsUsed = 5;

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

} // namespace

void scoreArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out)
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
    for (const auto& [artist, share] : artists) {
        for (const auto item : catalogue.artistTracks(artist))
            out.set(item, share * (1 + recency(item)));
    }
}

void scoreNextArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out)
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
    for (const auto& [artist, weight] : next) {
        for (const auto item : catalogue.artistTracks(artist))
            out.set(item, weight / total * (1 + recency(item)));
    }
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
