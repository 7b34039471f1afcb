#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <array>

namespace segue::reco {

namespace {

constexpr std::size_t followsUsed = 10, contentMeanOf = 3, contentCached = 24;
constexpr double coldFollows = 20;

std::vector<float>& zeroed(std::vector<float>& values, std::size_t n)
{
    values.assign(n, 0);
    return values;
}

/// The highest of values >= 0; eight at a time, as no comparison waits for the one before.
float highest(std::span<const float> values)
{
    std::array<float, 8> most{};
    std::size_t i = 0;
    for (; i + most.size() <= values.size(); i += most.size()) {
        for (std::size_t lane = 0; lane < most.size(); ++lane)
            most[lane] = std::max(most[lane], values[i + lane]);
    }
    for (; i < values.size(); ++i)
        most[0] = std::max(most[0], values[i]);
    return *std::max_element(most.begin(), most.end());
}

/// Mean of the three highest similarities to the seeds; a seed does not speak for itself.
void scoreContent(const RecommenderState& s, WorkspaceParts& parts, std::span<float> out)
{
    if (parts.contentOf != s.content.get())
        parts.content.clear();
    parts.contentOf = s.content.get();
    std::vector<const float*> columns;
    const auto seeds = contentSeeds(s);
    for (const auto seed : seeds) {
        auto at = std::find_if(parts.content.begin(), parts.content.end(),
            [seed](const auto& c) { return c.item == seed; });
        if (at == parts.content.end()) {
            if (parts.content.size() >= contentCached + followsUsed)
                parts.content.pop_back();
            parts.content.push_front({seed, std::vector<float>(out.size())});
            s.content->similarities(seed, parts.content.front().similar);
            parts.content.front().similar[static_cast<std::size_t>(seed)] = 0;
        } else if (at != parts.content.begin()) {
            auto column = std::move(*at);
            parts.content.erase(at);
            parts.content.push_front(std::move(column));
        }
        columns.push_back(parts.content.front().similar.data());
    }
    const auto used = static_cast<float>(std::min(columns.size(), contentMeanOf));
    if (columns.empty())
        return;
    for (std::size_t i = 0; i < out.size(); ++i) {
        float first = 0, second = 0, third = 0;
        for (const auto* column : columns) {
            const float x = column[i];
            const float low = std::min(first, x), lower = std::min(second, low);
            first = std::max(first, x);
            second = std::max(second, low);
            third = std::max(third, lower);
        }
        out[i] = (first + second + third) / used;
    }
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
        [](const auto* a, const auto* b) {
            return a->follows != b->follows ? a->follows > b->follows : a->item < b->item;
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
    const auto channel = [&parts, n](Term term) -> std::vector<float>& {
        return zeroed(parts.raw[index(term)], n);
    };
    const auto session = playsBefore(s, context);
    scoreCount(s.log, channel(Term::count));
    auto& recency = channel(Term::recency);
    scoreRecency(s.log, context.now, recency);
    auto& hour = channel(Term::context);
    if (context.useHour)
        scoreContext(s.log, PlayLog::bucket(context.now, context.offsetMinutes), recency, hour);
    auto& markov = channel(Term::markov);
    if (!session.empty())
        scoreMarkov(s.log, session.back(), markov);
    scoreSequential(s.log, session, channel(Term::sequential));
    scoreItemKnn(s.log, session, channel(Term::itemKnn));
    scoreSessionKnn(s.log, session, channel(Term::sessionKnn));
    scoreArtist(s.log, *s.catalogue, session, recency, channel(Term::artist));
    scoreAlbum(*s.catalogue, session, channel(Term::album));
    scoreContent(s, parts, channel(Term::content));
    scoreContinuation(s.log, session, channel(Term::continuation));
    scoreHeat(s.log, 0, context.now, channel(Term::today));
    scoreHeat(s.log, 1, context.now, channel(Term::lately));
    scoreOpener(s.log, context.now, channel(Term::opener));
    auto& daytime = channel(Term::daytime);
    if (context.useHour)
        scoreDaytime(s.log, context.now, daytime);
    scoreAlbumRecency(s.log, *s.catalogue, recency, channel(Term::albumRecency));
    scoreNextArtist(s.log, *s.catalogue, session, recency, channel(Term::nextArtist));
    for (const auto term : {Term::ials, Term::rp3beta}) {
        auto& out = channel(term);
        if (const auto& scores = s.collaborative[term == Term::ials ? 0 : 1])
            out = *scores;
    }
    s.ratings.score(s.log, *s.catalogue, zeroed(parts.ratings, n));

    const std::size_t last
        = context.session.empty() || session.empty() ? n : static_cast<std::size_t>(session.back());
    for (std::size_t c = 0; c < channelCount; ++c) {
        const std::span<const float> raw(parts.raw[c]);
        parts.most[c] = highest(raw.first(std::min(last, n)));
        if (last < n)
            parts.most[c] = std::max(parts.most[c], highest(raw.subspan(last + 1)));
    }
}

} // namespace segue::reco
