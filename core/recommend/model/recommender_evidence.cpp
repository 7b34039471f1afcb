#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <functional>

namespace segue::reco {

namespace {

constexpr std::size_t playsUsed = 10, shown = 3;

/// The session's plays that `weigh` finds support in, heaviest first; the k-th last play counts
/// 1/k.
std::vector<Item> heaviest(std::span<const Item> session, const std::function<double(Item)>& weigh)
{
    std::vector<std::pair<double, Item>> list;
    for (std::size_t k = 1; k <= std::min(session.size(), playsUsed); ++k) {
        const Item item = session[session.size() - k];
        if (std::any_of(
                list.begin(), list.end(), [item](const auto& one) { return one.second == item; }))
            continue;
        if (const double weight = weigh(item) / static_cast<double>(k); weight > 0)
            list.emplace_back(weight, item);
    }
    std::stable_sort(
        list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Item> items;
    for (std::size_t i = 0; i < std::min(list.size(), shown); ++i)
        items.push_back(list[i].second);
    return items;
}

double markovCount(const PlayLog& log, Item from, Item to)
{
    double count = 0;
    eachFollower(log, from, 1, [&](const PlayLog::Entry& entry, int) {
        count += entry.item == to ? static_cast<double>(entry.weight) : 0;
    });
    return count;
}

void artistEvidence(
    const RecommenderState& s, std::span<const Item> session, Item item, Evidence& out)
{
    const auto to = s.catalogue->artist[static_cast<std::size_t>(item)];
    for (std::size_t k = 1; k <= std::min(session.size(), std::size_t{5}); ++k) {
        const Item play = session[session.size() - k];
        const auto from = s.catalogue->artist[static_cast<std::size_t>(play)];
        const double count
            = artistTransitions(s.log, *s.catalogue, from, to) / static_cast<double>(k);
        if (count > out.count) {
            out.count = count;
            out.artist = from;
            out.items = {play};
        }
    }
}

/// The last play of `plays` by that artist; noItem when there is none.
Item lastBy(const RecommenderState& s, std::span<const Item> plays, std::int32_t artist)
{
    const auto found = std::find_if(plays.rbegin(), plays.rend(),
        [&](Item play) { return s.catalogue->artist[static_cast<std::size_t>(play)] == artist; });
    return found == plays.rend() ? noItem : *found;
}

/// The loudest of what was rated near the item, or its artist where that adds more.
void ratingEvidence(const RecommenderState& s, Item item, Evidence& out)
{
    const auto artist = s.catalogue->artist[static_cast<std::size_t>(item)];
    const auto voices = s.ratings.voices(s.log, *s.content, item);
    const double byArtist = s.ratings.artistTerm(artist);
    if (byArtist > 0 && (voices.empty() || byArtist > voices.front().contribution)) {
        out.artist = artist;
        for (const Item track : s.catalogue->artistTracks(artist)) {
            const auto* opinion = s.ratings.of(track);
            if (opinion && opinion->target > 0 && out.items.size() < shown)
                out.items.push_back(track);
        }
    }
    for (std::size_t i = 0; out.artist < 0 && i < std::min(voices.size(), shown); ++i)
        out.items.push_back(voices[i].item);
    if (!out.items.empty())
        out.count = s.ratings.of(out.items.front())->halfStars;
}

/// The track of the album that was heard last; noItem when none was.
Item latestOfAlbum(const RecommenderState& s, Item item)
{
    Item latest = noItem;
    std::int64_t at = PlayLog::neverAt;
    for (const auto one :
        s.catalogue->albumTracks(s.catalogue->album[static_cast<std::size_t>(item)])) {
        if (const auto* heard = s.log.of(one); heard && heard->lastAt > at) {
            latest = one;
            at = heard->lastAt;
        }
    }
    return latest;
}

} // namespace

Evidence Recommender::evidence(const Context& context, Item item, Term term) const
{
    const auto& s = *state_;
    Evidence out;
    if (!s.knows(item))
        return out;
    const auto session = playsBefore(s, context);
    const auto* heard = s.log.of(item);
    const auto together
        = [&](Item play) { return play == item ? 0 : sessionCosine(s.log, play, item); };
    switch (term) {
    case Term::count:
    case Term::recency:
    case Term::today:
    case Term::lately:
    case Term::daytime:
        if (heard)
            out = {.items = {item}, .count = s.log.follows(item)};
        break;
    case Term::context:
        if (heard && context.useHour) {
            const int bucket = PlayLog::bucket(context.now, context.offsetMinutes);
            out = {.items = {item},
                .hourBucket = bucket % 6,
                .weekend = bucket >= 6,
                .count = static_cast<double>(heard->buckets[static_cast<std::size_t>(bucket)])};
        }
        break;
    case Term::opener:
        if (heard && heard->lastOpening >= 0)
            out = {.items = {item}, .count = s.log.follows(item)};
        break;
    case Term::albumRecency:
        if (const Item latest = latestOfAlbum(s, item); latest != noItem)
            out = {.items = {latest}, .count = follows(latest)};
        break;
    case Term::continuation:
        out.count = continuations(s.log, session, item);
        if (out.count > 0)
            out.items = {session.back()};
        break;
    case Term::nextArtist:
        if (!session.empty())
            artistEvidence(s, std::span(session).last(1), item, out);
        break;
    case Term::markov:
        if (!session.empty()) {
            out.count = markovCount(s.log, session.back(), item);
            if (out.count > 0)
                out.items = {session.back()};
        }
        break;
    case Term::sequential:
        out.items
            = heaviest(session, [&](Item play) { return sequentialSupport(s.log, play, item); });
        out.count = out.items.empty() ? 0 : sequentialSupport(s.log, out.items.front(), item);
        break;
    case Term::itemKnn:
    case Term::sessionKnn:
        out.items = heaviest(session, together);
        out.count = out.items.empty() ? 0 : sessionsTogether(s.log, out.items.front(), item);
        break;
    case Term::artist:
        artistEvidence(s, session, item, out);
        break;
    case Term::album:
        if (!session.empty()
            && s.catalogue->album[static_cast<std::size_t>(item)]
                == s.catalogue->album[static_cast<std::size_t>(session.back())])
            out.items = {session.back()};
        break;
    case Term::content:
        for (const auto& [near, similarity] : contentNeighbours(s, item, shown))
            out.items.push_back(near);
        break;
    case Term::ratings:
        ratingEvidence(s, item, out);
        break;
    case Term::sameArtist:
    case Term::momentum: {
        const auto artist = s.catalogue->artist[static_cast<std::size_t>(item)];
        if (const Item last = artist < 0 ? noItem : lastBy(s, session, artist); last != noItem)
            out = {.items = {last}, .artist = artist};
        break;
    }
    default:
        break;
    }
    return out;
}

} // namespace segue::reco
