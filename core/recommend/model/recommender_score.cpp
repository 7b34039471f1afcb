#include "core/base/random.h"
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t followsUsed = 10, contentMeanOf = 3, contentCached = 24;
constexpr double coldFollows = 20;
constexpr std::size_t sampled = 150, shortlisted = 100;
constexpr double learningRate = .1, pull = 1e-3;
constexpr int crowdFree = 8; // tracks of the last artists that stand above without crowding

std::vector<float>& zeroed(std::vector<float>& values, std::size_t n)
{
    values.assign(n, 0);
    return values;
}

/// ln(1 + 9 s / max) / ln 10, 0..1.
double phi(float score, float most)
{
    if (!(score > 0) || !(most > 0))
        return 0;
    return std::log1p(9 * std::min(static_cast<double>(score) / static_cast<double>(most), 1.))
        / std::log(10.);
}

/// The listener's weights with the Familiar <-> Adventurous control: at 0 / .5 / 1 never_played
/// moves by -2 / 0 / +2, and recency and context weigh 1.5 / 1 / .5 times as much.
BlendWeights effective(BlendWeights weights, double adventurous)
{
    const double a = std::isfinite(adventurous) ? std::clamp(adventurous, 0., 1.) : .5;
    for (auto* set : {&weights.stay, &weights.leave}) {
        (*set)[index(Term::neverPlayed)] += 4 * (a - .5);
        (*set)[index(Term::recency)] *= 1.5 - a;
        (*set)[index(Term::context)] *= 1.5 - a;
    }
    return weights;
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
            if (x > third) {
                third = x;
                if (third > second)
                    std::swap(third, second);
                if (second > first)
                    std::swap(second, first);
            }
        }
        out[i] = (first + second + third) / used;
    }
}

void scoreChannels(const RecommenderState& s, const Context& context, WorkspaceParts& parts)
{
    const auto n = s.catalogue->size();
    const auto channel = [&parts, n](Term term) -> std::vector<float>& {
        return zeroed(parts.raw[index(term)], n);
    };
    std::vector<Item> session;
    std::copy_if(context.session.begin(), context.session.end(), std::back_inserter(session),
        [&s](Item item) { return s.knows(item); });
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
    for (const auto term : {Term::ials, Term::rp3beta}) {
        auto& out = channel(term);
        if (const auto& scores = s.collaborative[term == Term::ials ? 0 : 1])
            out = *scores;
    }
    s.ratings.score(s.log, *s.catalogue, zeroed(parts.ratings, n));

    const std::size_t last = session.empty() ? n : static_cast<std::size_t>(session.back());
    for (std::size_t c = 0; c < channelCount; ++c) {
        parts.most[c] = 0;
        for (std::size_t i = 0; i < n; ++i)
            parts.most[c]
                = i != last && parts.raw[c][i] > parts.most[c] ? parts.raw[c][i] : parts.most[c];
    }
}

bool isOneOf(const std::array<std::int32_t, 3>& artists, std::int32_t artist)
{
    return artist >= 0 && std::find(artists.begin(), artists.end(), artist) != artists.end();
}

/// Values of all terms for a track before weights; crowding is added by addCrowding.
PerTerm<double> termValues(
    const RecommenderState& s, const WorkspaceParts& parts, const Context& context, Item item)
{
    const auto i = static_cast<std::size_t>(item);
    PerTerm<double> x{};
    for (std::size_t c = 0; c < channelCount; ++c)
        x[c] = phi(parts.raw[c][i], parts.most[c]);
    x[index(Term::ratings)] = static_cast<double>(parts.ratings[i]);
    x[index(Term::skips)] = s.skipTerm(item, context.now);
    if (!context.session.empty() && s.knows(context.session.back())) {
        const auto artist = s.catalogue->artist[static_cast<std::size_t>(context.session.back())];
        x[index(Term::sameArtist)] = artist >= 0 && s.catalogue->artist[i] == artist ? 1 : 0;
    }
    const bool heardNow
        = std::find(context.session.begin(), context.session.end(), item) != context.session.end();
    x[index(Term::inSession)] = heardNow ? 1 : 0;
    x[index(Term::neverPlayed)] = s.log.of(item) == nullptr ? 1 : 0;
    return x;
}

double dot(const PerTerm<double>& w, const PerTerm<double>& x)
{
    double sum = 0;
    for (std::size_t i = 0; i < termCount; ++i)
        sum += w[i] * x[i];
    return sum;
}

/// -ln(k - 6) for the k-th best track (k from 0) of each of the last artists, 0 for the first
/// eight: a list of twenty keeps room for going elsewhere. Ranked among all eligible tracks by the
/// other terms.
std::unordered_map<Item, double> crowding(const RecommenderState& s, const WorkspaceParts& parts,
    const Context& context, const std::array<std::int32_t, 3>& artists, const PerTerm<double>& stay)
{
    std::unordered_map<Item, double> values;
    for (std::size_t a = 0; a < artists.size(); ++a) {
        const auto begin = artists.begin(), end = begin + static_cast<std::ptrdiff_t>(a);
        if (artists[a] < 0 || std::find(begin, end, artists[a]) != end)
            continue;
        std::vector<std::pair<double, Item>> ranked;
        for (const auto item : s.catalogue->artistTracks(artists[a])) {
            if (s.catalogue->eligible[static_cast<std::size_t>(item)] != 0
                && (context.session.empty() || item != context.session.back()))
                ranked.emplace_back(-dot(stay, termValues(s, parts, context, item)), item);
        }
        std::sort(ranked.begin(), ranked.end());
        for (std::size_t k = crowdFree; k < ranked.size(); ++k)
            values[ranked[k].second] = -std::log(static_cast<double>(k) - crowdFree + 2);
    }
    return values;
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

std::array<std::int32_t, 3> lastArtists(const Catalogue& catalogue, const Context& context)
{
    std::array<std::int32_t, 3> artists{-1, -1, -1};
    std::size_t found = 0;
    for (const auto* list : {&context.session, &context.before}) {
        for (auto at = list->rbegin(); at != list->rend() && found < artists.size(); ++at) {
            if (*at >= 0 && static_cast<std::size_t>(*at) < catalogue.size())
                artists[found++] = catalogue.artist[static_cast<std::size_t>(*at)];
        }
    }
    return artists;
}

Workspace::Workspace()
    : parts_(std::make_unique<WorkspaceParts>())
{
}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

std::span<const float> Workspace::raw(Term channel) const
{
    return index(channel) < channelCount ? std::span<const float>(parts_->raw[index(channel)])
                                         : std::span<const float>();
}

PerTerm<float> Scores::row(std::size_t i) const
{
    PerTerm<float> values{};
    for (std::size_t term = 0; term < termCount; ++term)
        values[term] = contributions[term][i];
    return values;
}

std::vector<std::size_t> bestRows(const Scores& scores, std::size_t count)
{
    std::vector<std::size_t> rows(scores.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto kept = std::min(count, rows.size());
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end(),
        [&scores](std::size_t a, std::size_t b) {
            return scores.score[a] != scores.score[b] ? scores.score[a] > scores.score[b]
                                                      : scores.items[a] < scores.items[b];
        });
    rows.resize(kept);
    return rows;
}

void Recommender::score(const Context& context, std::span<const Item> candidates,
    Workspace& workspace, Scores& out) const
{
    const auto& s = *state_;
    auto& parts = *workspace.parts_;
    scoreChannels(s, context, parts);
    out.items.clear();
    const auto take = [&](Item item) {
        if (isSuggestible(item, context.now))
            out.items.push_back(item);
    };
    if (candidates.empty()) {
        for (std::size_t i = 0; i < s.catalogue->size(); ++i)
            take(static_cast<Item>(i));
    } else {
        std::for_each(candidates.begin(), candidates.end(), take);
    }
    scoreRows(context, workspace, out);
}

void Recommender::scoreRows(const Context& context, Workspace& workspace, Scores& out) const
{
    const auto& s = *state_;
    const auto& parts = *workspace.parts_;
    const auto weights = effective(s.weights, context.adventurous);
    const auto artists = lastArtists(*s.catalogue, context);
    const auto crowded = crowding(s, parts, context, artists, weights.stay);
    out.score.assign(out.items.size(), 0);
    for (auto& column : out.contributions)
        column.resize(out.items.size());
    for (std::size_t row = 0; row < out.items.size(); ++row) {
        const Item item = out.items[row];
        auto x = termValues(s, parts, context, item);
        const bool stays = isOneOf(artists, s.catalogue->artist[static_cast<std::size_t>(item)]);
        if (stays) {
            if (const auto at = crowded.find(item); at != crowded.end())
                x[index(Term::crowding)] = at->second;
        }
        const auto& w = stays ? weights.stay : weights.leave;
        for (std::size_t term = 0; term < termCount; ++term) {
            const auto contribution = static_cast<float>(w[term] * x[term]);
            out.contributions[term][row] = contribution;
            out.score[row] += static_cast<double>(contribution);
        }
    }
}

std::vector<Item> Recommender::shortlist(
    const Context& context, std::size_t each, Workspace& workspace) const
{
    const auto& parts = *workspace.parts_;
    const Item last = context.session.empty() ? noItem : context.session.back();
    std::vector<Item> all, best;
    for (const auto& raw : parts.raw) {
        best.clear();
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] > 0 && static_cast<Item>(i) != last
                && isSuggestible(static_cast<Item>(i), context.now))
                best.push_back(static_cast<Item>(i));
        }
        const auto better = [&raw](Item a, Item b) {
            const float x = raw[static_cast<std::size_t>(a)], y = raw[static_cast<std::size_t>(b)];
            return x != y ? x > y : a < b;
        };
        if (best.size() > each) {
            std::nth_element(
                best.begin(), best.begin() + static_cast<std::ptrdiff_t>(each), best.end(), better);
            best.resize(each);
        }
        all.insert(all.end(), best.begin(), best.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void Recommender::learn(
    const Context& context, Item chosen, double weight, std::uint64_t seed, Workspace& workspace)
{
    step(context, chosen, weight, seed, workspace);
}

void Recommender::learnSkipped(
    const Context& context, Item skipped, double weight, std::uint64_t seed, Workspace& workspace)
{
    step(context, skipped, -weight, seed, workspace);
}

void Recommender::step(
    const Context& context, Item item, double weight, std::uint64_t seed, Workspace& workspace)
{
    auto& s = *state_;
    if (!isSuggestible(item, context.now) || !std::isfinite(weight) || weight == 0
        || (!context.session.empty() && item == context.session.back()))
        return;
    scoreChannels(s, context, *workspace.parts_);
    auto items = shortlist(context, shortlisted, workspace);
    Random random(seed);
    for (std::size_t i = 0; i < items.size() && i < sampled; ++i)
        std::swap(items[i], items[i + random.below(items.size() - i)]);
    items.resize(std::min(items.size(), sampled));
    if (std::find(items.begin(), items.end(), item) == items.end())
        items.push_back(item);

    auto& scores = workspace.parts_->scores;
    scores.items = items;
    const auto artists = lastArtists(*s.catalogue, context);
    scoreRows(context, workspace, scores);
    const double most = *std::max_element(scores.score.begin(), scores.score.end());
    double sum = 0;
    for (const auto score : scores.score)
        sum += std::exp(score - most);
    PerTerm<double> stay{}, leave{};
    for (std::size_t row = 0; row < scores.size(); ++row) {
        const auto x = termValues(s, *workspace.parts_, context, scores.items[row]);
        const double p = std::exp(scores.score[row] - most) / sum;
        const double share = (scores.items[row] == item ? 1 : 0) - p;
        const bool stays
            = isOneOf(artists, s.catalogue->artist[static_cast<std::size_t>(scores.items[row])]);
        auto& gradient = stays ? stay : leave;
        for (std::size_t term = 0; term < termCount; ++term)
            gradient[term] += share * x[term];
    }
    const auto start = BlendWeights::start();
    const double rate = learningRate * std::clamp(weight, -1., 1.);
    for (std::size_t term = 0; term < termCount; ++term) {
        s.weights.stay[term] += rate * stay[term]
            - std::abs(rate) * pull * (s.weights.stay[term] - start.stay[term]);
        s.weights.leave[term] += rate * leave[term]
            - std::abs(rate) * pull * (s.weights.leave[term] - start.leave[term]);
    }
    s.weights.learned += std::abs(weight);
    s.weights.clamp();
}

} // namespace segue::reco
