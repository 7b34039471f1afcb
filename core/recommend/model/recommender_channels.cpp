#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

namespace segue::reco {

namespace {

constexpr std::size_t followsUsed = 10, contentMeanOf = 3, contentCached = 24;
constexpr double coldFollows = 20;
constexpr float unasked = std::numeric_limits<float>::quiet_NaN();

/// The three highest of what is added, and their mean.
class BestThree {
public:
    void add(float x)
    {
        const float low = std::min(first_, x), lower = std::min(second_, low);
        first_ = std::max(first_, x);
        second_ = std::max(second_, low);
        third_ = std::max(third_, lower);
    }
    float mean(float of) const { return (first_ + second_ + third_) / of; }

private:
    float first_ = 0, second_ = 0, third_ = 0;
};

/// The similarities to a seed, which are kept: for all tracks, or to be filled as they are asked.
/// A seed does not speak for itself.
std::vector<float>& similarTo(
    Item seed, bool whole, const RecommenderState& s, WorkspaceParts& parts)
{
    auto& kept = parts.content;
    auto at = std::find_if(
        kept.begin(), kept.end(), [seed](const auto& column) { return column.item == seed; });
    if (at != kept.end() && (at->isWhole || !whole)) {
        std::rotate(kept.begin(), at, at + 1);
        return kept.front().similar;
    }
    if (at != kept.end())
        kept.erase(at);
    else if (kept.size() >= contentCached + followsUsed)
        kept.pop_back();
    kept.push_front({seed, whole, std::vector<float>(s.catalogue->size(), unasked)});
    auto& similar = kept.front().similar;
    if (whole)
        s.content->similarities(seed, similar);
    similar[static_cast<std::size_t>(seed)] = 0;
    return similar;
}

/// The same of each of the content channel's seeds.
std::vector<float*> similarToSeeds(
    bool whole, const RecommenderState& s, WorkspaceParts& parts, std::span<const Item> seeds)
{
    if (parts.contentOf != s.content.get())
        parts.content.clear();
    parts.contentOf = s.content.get();
    std::vector<float*> columns;
    for (const auto seed : seeds)
        columns.push_back(similarTo(seed, whole, s, parts).data());
    return columns;
}

/// Mean of the three highest similarities to the seeds.
void scoreContent(const RecommenderState& s, WorkspaceParts& parts, ScoreColumn& out)
{
    const auto columns = similarToSeeds(true, s, parts, contentSeeds(s));
    const auto used = static_cast<float>(std::min(columns.size(), contentMeanOf));
    if (columns.empty())
        return;
    for (std::size_t i = 0; i < out.size(); ++i) {
        BestThree best;
        for (const auto* column : columns)
            best.add(column[i]);
        out.set(static_cast<Item>(i), best.mean(used));
    }
}

/// The same for some tracks.
void scoreContentOf(
    const RecommenderState& s, WorkspaceParts& parts, std::span<const Item> items, ScoreColumn& out)
{
    const auto seeds = contentSeeds(s);
    const auto columns = similarToSeeds(false, s, parts, seeds);
    const auto used = static_cast<float>(std::min(columns.size(), contentMeanOf));
    if (columns.empty())
        return;
    for (const auto item : items) {
        BestThree best;
        for (std::size_t i = 0; i < seeds.size(); ++i) {
            float& similar = columns[i][item];
            if (std::isnan(similar))
                similar = static_cast<float>(s.content->similarity(seeds[i], item));
            best.add(similar);
        }
        out.set(item, best.mean(used));
    }
}

/// The channels that speak of what was just heard: of few tracks each.
constexpr std::array trackChannels{Term::markov, Term::sequential, Term::itemKnn, Term::sessionKnn,
    Term::album, Term::continuation};
constexpr std::array artistChannels{Term::artist, Term::nextArtist};

void scoreSession(const RecommenderState& s, std::span<const Item> session, WorkspaceParts& parts)
{
    const auto channel = [&parts](Term term) -> ScoreColumn& { return parts.raw[index(term)]; };
    if (!session.empty())
        scoreMarkov(s.log, session.back(), channel(Term::markov));
    scoreSequential(s.log, session, channel(Term::sequential));
    scoreItemKnn(s.log, session, channel(Term::itemKnn));
    scoreSessionKnn(s.log, session, channel(Term::sessionKnn));
    scoreAlbum(*s.catalogue, session, channel(Term::album));
    scoreContinuation(s.log, session, channel(Term::continuation));
}

void scoreArtists(const RecommenderState& s, std::span<const Item> session, const Asked& asked,
    Recency& recency, WorkspaceParts& parts)
{
    scoreArtist(s.log, *s.catalogue, session, recency, parts.raw[index(Term::artist)], asked);
    scoreNextArtist(
        s.log, *s.catalogue, session, recency, parts.raw[index(Term::nextArtist)], asked);
}

/// The habits that move within an hour.
void scoreMoment(const RecommenderState& s, const Context& context, const Asked& asked,
    Recency& recency, WorkspaceParts& parts)
{
    const auto channel = [&parts](Term term) -> ScoreColumn& { return parts.raw[index(term)]; };
    scoreHeat(s.log, 0, context.now, channel(Term::today), asked);
    scoreHeat(s.log, 1, context.now, channel(Term::lately), asked);
    if (context.useHour)
        scoreContext(s.log, PlayLog::bucket(context.now, context.offsetMinutes), recency,
            channel(Term::context), asked);
}

/// Those that hardly move but where something is played.
void scoreHabits(const RecommenderState& s, const Context& context, const Asked& asked,
    Recency& recency, WorkspaceParts& parts)
{
    const auto channel = [&parts](Term term) -> ScoreColumn& { return parts.raw[index(term)]; };
    scoreCount(s.log, channel(Term::count), asked);
    scoreOpener(s.log, context.now, channel(Term::opener), asked);
    if (context.useHour)
        scoreDaytime(s.log, context.now, channel(Term::daytime), asked);
    scoreAlbumRecency(s.log, *s.catalogue, recency, channel(Term::albumRecency), asked);
}

void scoreOthers(const RecommenderState& s, WorkspaceParts& parts)
{
    for (const auto term : {Term::ials, Term::rp3beta}) {
        const auto& scores = s.collaborative[term == Term::ials ? 0 : 1];
        for (std::size_t i = 0; scores && i < scores->size(); ++i)
            parts.raw[index(term)].set(static_cast<Item>(i), (*scores)[i]);
    }
}

Item justPlayed(const Context& context, std::span<const Item> session)
{
    return context.session.empty() || session.empty() ? noItem : session.back();
}

void makeSet(std::vector<Item>& items)
{
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// Adds `more` to a set.
void addToSet(std::vector<Item>& items, std::vector<Item> more)
{
    makeSet(more);
    std::vector<Item> both;
    both.reserve(items.size() + more.size());
    std::set_union(items.begin(), items.end(), more.begin(), more.end(), std::back_inserter(both));
    items = std::move(both);
}

enum class Order { none, bestFirst };

/// The `each` tracks with the highest scores that may be suggested, ties to the lower item;
/// `without` is left out. Of all tracks, or those asked for.
std::vector<Item> bestOf(const RecommenderState& s, const ScoreColumn& column, std::size_t each,
    Item without, std::int64_t now, Order order, const Asked& asked = {})
{
    // A heap of the best so far, the worst of them on top: nearly every track is turned away by one
    // comparison.
    using Scored = std::pair<float, Item>;
    std::vector<Scored> heap;
    const auto better = [](const Scored& a, const Scored& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    const auto take = [&](Item item) {
        const Scored scored{column[item], item};
        const bool full = heap.size() == each;
        if (!(scored.first > 0) || (full && !better(scored, heap.front())) || item == without
            || !s.allows(item, now))
            return;
        if (full) {
            std::pop_heap(heap.begin(), heap.end(), better);
            heap.back() = scored;
        } else {
            heap.push_back(scored);
        }
        std::push_heap(heap.begin(), heap.end(), better);
    };
    if (each == 0)
        return {};
    if (asked.all && column.isDense()) {
        const auto values = column.values();
        float least = 0; // in ascending order a tie goes to the one before
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!(values[i] > least))
                continue;
            take(static_cast<Item>(i));
            if (heap.size() == each)
                least = heap.front().first;
        }
    } else {
        const auto items = asked.all ? column.items() : asked.only;
        std::for_each(items.begin(), items.end(), take);
    }
    if (order == Order::bestFirst)
        std::sort_heap(heap.begin(), heap.end(), better);
    std::vector<Item> best;
    best.reserve(heap.size());
    for (const auto& scored : heap)
        best.push_back(scored.second);
    return best;
}

bool isOf(std::span<const Term> channels, std::size_t c)
{
    return std::find(channels.begin(), channels.end(), termAt(c)) != channels.end();
}
/// Speaks of the session; the others are habits.
bool isOfSession(std::size_t c)
{
    return isOf(trackChannels, c) || isOf(artistChannels, c);
}

bool isFresh(const Standing& standing, const RecommenderState& s, const Context& context)
{
    const auto entries = s.log.entries().size();
    const double since = static_cast<double>(context.now) - static_cast<double>(standing.now);
    return standing.content == s.content.get() && standing.ratings == s.ratings.revision()
        && standing.collaborative == s.collaborative && entries >= standing.entries
        && entries - standing.entries <= Standing::mostPlays && since >= 0
        && since <= Standing::mostSeconds;
}

} // namespace

std::vector<Item> contentSeeds(const RecommenderState& s)
{
    std::vector<Item> seeds;
    const auto take = [&seeds](Item item, std::size_t most) {
        if (seeds.size() < most && std::find(seeds.begin(), seeds.end(), item) == seeds.end())
            seeds.push_back(item);
    };
    const auto entries = s.log.entries();
    for (auto at = entries.size(); at-- > 0 && seeds.size() < followsUsed;) {
        if (s.log.groups()[static_cast<std::size_t>(entries[at].group)].timed)
            take(entries[at].item, followsUsed);
    }
    if (s.log.timedFollows() >= coldFollows)
        return seeds;
    const auto rated = s.ratings.rated();
    for (auto at = rated.size(); at-- > 0;) {
        if (s.ratings.of(rated[at])->target > .25)
            take(rated[at], contentCached);
    }
    for (const auto item : s.favourites)
        take(item, contentCached);
    std::vector<const PlayLog::Heard*> heard;
    for (const auto& one : s.log.heard())
        heard.push_back(&one);
    const auto kept = std::min(heard.size(), contentCached);
    std::partial_sort(heard.begin(), heard.begin() + static_cast<std::ptrdiff_t>(kept), heard.end(),
        [&log = s.log](const auto* a, const auto* b) {
            const double x = log.follows(a->item), y = log.follows(b->item);
            return x != y ? x > y : a->item < b->item;
        });
    for (std::size_t i = 0; i < kept; ++i)
        take(heard[i]->item, contentCached);
    return seeds;
}

std::vector<Neighbour> contentNeighbours(const RecommenderState& s, Item item, std::size_t most)
{
    std::vector<Neighbour> list;
    for (const auto seed : contentSeeds(s)) {
        if (seed != item)
            list.push_back({seed, s.content->similarity(seed, item)});
    }
    std::stable_sort(list.begin(), list.end(),
        [](const Neighbour& a, const Neighbour& b) { return a.similarity > b.similarity; });
    list.resize(std::min(list.size(), most));
    return list;
}

std::vector<Item> playsBefore(const RecommenderState& s, const Context& context)
{
    std::vector<Item> plays;
    const auto& list = context.session.empty() ? context.before : context.session;
    std::copy_if(list.begin(), list.end(), std::back_inserter(plays),
        [&s](Item item) { return s.knows(item); });
    return plays;
}

void scoreChannels(const RecommenderState& s, const Context& context, WorkspaceParts& parts)
{
    const auto n = s.catalogue->size();
    for (std::size_t c = 0; c < channelCount; ++c) {
        parts.raw[c].clear(n);
        if (!isOfSession(c))
            parts.raw[c].takeWhole();
    }
    const auto session = playsBefore(s, context);
    auto& recencies = parts.raw[index(Term::recency)];
    scoreRecency(s.log, context.now, recencies);
    Recency recency(s.log, context.now, recencies);
    scoreSession(s, session, parts);
    scoreArtists(s, session, {}, recency, parts);
    scoreMoment(s, context, {}, recency, parts);
    scoreHabits(s, context, {}, recency, parts);
    scoreContent(s, parts, parts.raw[index(Term::content)]);
    scoreOthers(s, parts);
    parts.ratings.assign(n, 0);
    s.ratings.score(s.log, *s.catalogue, parts.ratings);
    const Item last = justPlayed(context, session);
    for (std::size_t c = 0; c < channelCount; ++c)
        parts.most[c] = parts.raw[c].highest(last);
}

std::vector<Item> scoreCandidates(
    const RecommenderState& s, const Context& context, WorkspaceParts& parts)
{
    const auto& standing = parts.standing;
    if (s.catalogue->size() <= parts.exactUpTo || !isFresh(standing, s, context)
        || parts.ratings.size() != s.catalogue->size()) {
        scoreChannels(s, context, parts);
        return shortlistOf(s, context, shortlisted, parts);
    }
    for (std::size_t c = 0; c < channelCount; ++c) {
        if (isOfSession(c) || termAt(c) == Term::content)
            parts.raw[c].clear(s.catalogue->size());
    }
    const auto session = playsBefore(s, context);
    const Item last = justPlayed(context, session);
    auto& recencies = parts.raw[index(Term::recency)];
    Recency recency(s.log, context.now, recencies);
    std::vector<Item> since;
    for (const auto& entry : s.log.entries().subspan(standing.entries))
        since.push_back(entry.item);
    makeSet(since);
    scoreSession(s, session, parts);
    std::vector<Item> pool(standing.items), more(since);
    for (const auto seed : contentSeeds(s)) { // what is like them is mostly theirs
        const auto tracks
            = s.catalogue->artistTracks(s.catalogue->artist[static_cast<std::size_t>(seed)]);
        const auto used = std::min(tracks.size(), Standing::each);
        more.insert(more.end(), tracks.begin(), tracks.begin() + static_cast<std::ptrdiff_t>(used));
    }
    const auto join = [&](std::span<const Term> channels) {
        for (const auto term : channels) {
            const auto best
                = bestOf(s, parts.raw[index(term)], shortlisted, last, context.now, Order::none);
            more.insert(more.end(), best.begin(), best.end());
        }
        addToSet(pool, std::move(more));
        more.clear();
    };
    join(trackChannels);
    // In an hour, what is older than a day changes by a fiftieth.
    std::vector<Item> moving;
    std::copy_if(pool.begin(), pool.end(), std::back_inserter(moving), [&](Item item) {
        const auto* heard = s.log.of(item);
        return heard
            && static_cast<double>(context.now) - static_cast<double>(heard->lastAt) < 86400;
    });
    scoreRecency(s.log, context.now, recencies, Asked(moving));
    scoreArtists(s, session, Asked(pool), recency, parts);
    join(artistChannels);

    const Asked asked(pool);
    scoreMoment(s, context, asked, recency, parts);
    scoreHabits(s, context, Asked(since), recency, parts);
    scoreContentOf(s, parts, pool, parts.raw[index(Term::content)]);
    std::vector<Item> items;
    for (std::size_t c = 0; c < channelCount; ++c) {
        auto& most = parts.most[c];
        most = isOfSession(c) ? parts.raw[c].highest(last) : 0;
        for (std::size_t i = 0; !isOfSession(c) && i < pool.size(); ++i)
            most = pool[i] == last ? most : std::max(most, parts.raw[c][pool[i]]);
        if (!(most > 0))
            continue;
        const auto best = bestOf(s, parts.raw[c], shortlisted, last, context.now, Order::none,
            isOfSession(c) ? Asked() : asked);
        items.insert(items.end(), best.begin(), best.end());
    }
    makeSet(items);
    return items;
}

std::vector<Item> shortlistOf(
    const RecommenderState& s, const Context& context, std::size_t each, WorkspaceParts& parts)
{
    const Item last = context.session.empty() ? noItem : context.session.back();
    const bool keeps = each == shortlisted;
    std::vector<Item> all, standing;
    for (std::size_t c = 0; c < channelCount; ++c) {
        const bool habit = !isOfSession(c);
        const auto best = bestOf(s, parts.raw[c], keeps && habit ? Standing::each : each, last,
            context.now, Order::bestFirst);
        const auto used = static_cast<std::ptrdiff_t>(std::min(each, best.size()));
        all.insert(all.end(), best.begin(), best.begin() + used);
        if (habit)
            standing.insert(standing.end(), best.begin(), best.end());
    }
    makeSet(all);
    if (keeps && context.useHour) {
        if (s.knows(last))
            standing.push_back(last);
        makeSet(standing);
        parts.standing = {std::move(standing), s.log.entries().size(), context.now,
            s.ratings.revision(), s.collaborative, s.content.get()};
    }
    return all;
}

} // namespace segue::reco
