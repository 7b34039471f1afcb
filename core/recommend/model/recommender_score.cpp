#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t lastPlays = 3;
constexpr double momentumFade = .7, momentumPrior = 2, mostMomentum = 4, leastExploring = .02;

/// ln(1 + 9 s / max) / ln 10, 0..1.
double phi(float score, float most)
{
    if (!(score > 0) || !(most > 0))
        return 0;
    constexpr float perDecade = .4342944819F; // 1 / ln 10
    return static_cast<double>(std::log(1 + 9 * std::min(score / most, 1.F)) * perDecade);
}

/// Whether play `at` of `plays` is by an artist of the three before it.
bool staysAt(const Catalogue& catalogue, std::span<const Item> plays, std::size_t at)
{
    const auto artist = catalogue.artist[static_cast<std::size_t>(plays[at])];
    for (std::size_t back = 1; artist >= 0 && back <= std::min(lastPlays, at); ++back) {
        if (catalogue.artist[static_cast<std::size_t>(plays[at - back])] == artist)
            return true;
    }
    return false;
}

/// ln(p / (1 - p)), p being the share of this session's plays that stayed with the artists just
/// heard, the latest counting most (.7 a play), drawn to the listener's own share by two plays'
/// worth.
double momentumOf(const RecommenderState& s, std::span<const Item> plays)
{
    const double overall = (s.log.stayed() + 1) / (s.log.transitions() + 2);
    double stays = momentumPrior * overall, all = momentumPrior, share = 1;
    for (std::size_t at = plays.size(); at-- > 1 && share > .01; share *= momentumFade) {
        stays += staysAt(*s.catalogue, plays, at) ? share : 0;
        all += share;
    }
    const double p = stays / all;
    return std::clamp(std::log(p / (1 - p)), -mostMomentum, mostMomentum);
}

/// The artists of the last three plays, each once. The plays before the session count too: a short
/// pause often changes nothing.
std::vector<std::int32_t> stayingArtists(const RecommenderState& s, const Context& context)
{
    std::vector<std::int32_t> artists;
    std::size_t plays = 0;
    for (const auto* list : {&context.session, &context.before}) {
        for (auto at = list->rbegin(); at != list->rend() && plays < lastPlays; ++at) {
            if (!s.knows(*at))
                continue;
            ++plays;
            const auto artist = s.catalogue->artist[static_cast<std::size_t>(*at)];
            if (artist >= 0 && std::find(artists.begin(), artists.end(), artist) == artists.end())
                artists.push_back(artist);
        }
    }
    return artists;
}

} // namespace

Situation::Situation(
    const RecommenderState& state, const WorkspaceParts& workspace, const Context& context)
    : s(state)
    , parts(workspace)
    , plays(playsBefore(state, context))
    , begins(context.session.empty())
    , now(context.now)
    , weights(state.weights)
{
    // Familiar <-> Adventurous: at 0 / .5 / 1 never_played moves by -2 / 0 / +2, and what was heard
    // lately (recency, context, lately, opener, daytime) weighs 1.5 / 1 / .5 times as much.
    const double a
        = std::isfinite(context.adventurous) ? std::clamp(context.adventurous, 0., 1.) : .5;
    for (auto* set : {&weights.stay, &weights.leave, &weights.begin}) {
        (*set)[index(Term::neverPlayed)] += 4 * (a - .5);
        for (const auto term :
            {Term::recency, Term::context, Term::lately, Term::opener, Term::daytime})
            (*set)[index(term)] *= 1.5 - a;
    }
    if (!plays.empty())
        lastArtist = s.catalogue->artist[static_cast<std::size_t>(plays.back())];
    heardNow.assign(s.catalogue->size(), 0);
    for (const auto item : plays)
        heardNow[static_cast<std::size_t>(item)] = 1;
    const double p = std::clamp(s.log.exploring(), leastExploring, 1 - leastExploring);
    explore = std::log(p / (1 - p));
    if (begins)
        return;
    artists = stayingArtists(s, context);
    momentum = momentumOf(s, plays);
}

bool Situation::isStaying(std::int32_t artist) const
{
    return std::find(artists.begin(), artists.end(), artist) != artists.end();
}

bool Situation::stays(Item item) const
{
    return !begins && isStaying(s.catalogue->artist[static_cast<std::size_t>(item)]);
}

const PerTerm<double>& Situation::weightsOf(Item item) const
{
    return begins ? weights.begin : stays(item) ? weights.stay : weights.leave;
}

PerTerm<double> Situation::terms(Item item) const
{
    const auto i = static_cast<std::size_t>(item);
    const auto artist = s.catalogue->artist[i];
    PerTerm<double> x{};
    for (std::size_t c = 0; c < channelCount; ++c)
        x[c] = phi(parts.raw[c][i], parts.most[c]);
    x[index(Term::ratings)] = static_cast<double>(parts.ratings[i]);
    x[index(Term::skips)] = s.skipTerm(item, now);
    x[index(Term::sameArtist)] = artist >= 0 && artist == lastArtist ? 1 : 0;
    x[index(Term::inSession)] = heardNow[i];
    const bool never = s.log.of(item) == nullptr;
    x[index(Term::neverPlayed)] = never ? 1 : 0;
    x[index(Term::momentum)] = stays(item) ? momentum : 0;
    x[index(Term::explore)] = never ? explore : 0;
    if (artist >= 0) {
        x[index(Term::artistUnheard)] = 1
            - static_cast<double>(s.log.artistTracksHeard(artist))
                / static_cast<double>(s.catalogue->artistTracks(artist).size());
    }
    return x;
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
    const Situation situation(*state_, *workspace.parts_, context);
    out.score.assign(out.items.size(), 0);
    for (auto& column : out.contributions)
        column.resize(out.items.size());
    for (std::size_t row = 0; row < out.items.size(); ++row) {
        const Item item = out.items[row];
        const auto x = situation.terms(item);
        const auto& w = situation.weightsOf(item);
        for (std::size_t term = 0; term < termCount; ++term) {
            const auto contribution = static_cast<float>(w[term] * x[term]);
            out.contributions[term][row] = contribution;
            out.score[row] += static_cast<double>(contribution);
        }
    }
}

std::vector<std::size_t> Recommender::ranked(
    const Context& context, const Scores& scores, std::size_t count) const
{
    if (context.session.empty())
        return bestRows(scores, count);
    const auto artists = stayingArtists(*state_, context);
    std::vector<std::uint8_t> stays;
    for (const auto item : scores.items) {
        const auto artist = state_->catalogue->artist[static_cast<std::size_t>(item)];
        stays.push_back(std::find(artists.begin(), artists.end(), artist) != artists.end() ? 1 : 0);
    }
    return mixedOrder(scores.score, stays, state_->weights.places, count);
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

} // namespace segue::reco
