#include "core/recommend/model/near_top.h"
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::reco {

namespace {

constexpr std::size_t lastPlays = 3;
constexpr double momentumFade = .7, momentumPrior = 2, mostMomentum = 4, leastExploring = .02;

/// ln(1 + 9 x) / ln 10 for x = 0 .. 1, linear between 4,097 places: within 4e-7, and seven times as
/// fast as the logarithm, which a library of 100,000 tracks would need a million times a page.
class Phi {
public:
    double operator()(float score, float most) const
    {
        if (!(score > 0) || !(most > 0))
            return 0;
        const float at = std::min(score / most, 1.F) * steps;
        const auto i = std::min(static_cast<std::size_t>(at), last);
        return static_cast<double>(
            values_[i] + (at - static_cast<float>(i)) * (values_[i + 1] - values_[i]));
    }
    static const Phi& instance()
    {
        static const Phi phi;
        return phi;
    }

private:
    static constexpr float steps = 4096;
    static constexpr std::size_t last = 4095;
    Phi()
    {
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = static_cast<float>(std::log10(1 + 9 * static_cast<double>(i) / 4096));
    }
    std::array<float, 4097> values_;
};

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

} // namespace

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

const PerTerm<double>& Situation::weightsOf(bool stays) const
{
    return begins ? weights.begin : stays ? weights.stay : weights.leave;
}

PerTerm<double> Situation::terms(Item item) const
{
    PerTerm<double> x{};
    const Phi& phi = Phi::instance();
    for (std::size_t c = 0; c < channelCount; ++c)
        x[c] = phi(parts.raw[c][item], parts.most[c]);
    rest(item, ofArtist(s.catalogue->artist[static_cast<std::size_t>(item)]), x);
    return x;
}

void Situation::rest(Item item, const OfArtist& of, PerTerm<double>& x) const
{
    const auto i = static_cast<std::size_t>(item);
    const bool never = s.log.of(item) == nullptr;
    x[index(Term::ratings)] = static_cast<double>(parts.ratings[i]);
    x[index(Term::skips)] = -(s.ownSkips(item, now) + of.skips);
    x[index(Term::sameArtist)] = of.same;
    x[index(Term::inSession)] = heardNow[i];
    x[index(Term::neverPlayed)] = never ? 1 : 0;
    x[index(Term::momentum)] = of.momentum;
    x[index(Term::explore)] = never ? explore : 0;
    x[index(Term::artistUnheard)] = of.unheard;
}

Situation::OfArtist Situation::ofArtist(std::int32_t artist) const
{
    OfArtist of;
    of.stays = !begins && isStaying(artist);
    of.skips = s.artistsSkips(artist, now);
    of.momentum = of.stays ? momentum : 0;
    if (artist >= 0) {
        of.same = artist == lastArtist ? 1 : 0;
        of.unheard = 1
            - static_cast<double>(s.log.artistTracksHeard(artist))
                / static_cast<double>(s.catalogue->artistTracks(artist).size());
    }
    return of;
}

Workspace::Workspace(std::size_t exactUpTo)
    : parts_(std::make_unique<WorkspaceParts>())
{
    parts_->exactUpTo = exactUpTo;
}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

std::span<const float> Workspace::raw(Term channel) const
{
    return index(channel) < channelCount ? parts_->raw[index(channel)].values()
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
    std::vector<std::size_t> rows;
    const double least = nearTop(std::span<const double>(scores.score), count);
    for (std::size_t row = 0; row < scores.size(); ++row) {
        if (scores.score[row] >= least)
            rows.push_back(row);
    }
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

// Column by column: most channels are zero for most tracks.
void Recommender::scoreRows(const Context& context, Workspace& workspace, Scores& out) const
{
    const auto& parts = *workspace.parts_;
    const auto& catalogue = *state_->catalogue;
    const Situation situation(*state_, parts, context);
    std::vector<Situation::OfArtist> artists; // from -1 on
    for (std::int32_t artist = -1; artist < catalogue.artistCount(); ++artist)
        artists.push_back(situation.ofArtist(artist));
    const auto artistOf = [&](std::size_t row) -> const Situation::OfArtist& {
        const auto artist = catalogue.artist[static_cast<std::size_t>(out.items[row])];
        return artists[static_cast<std::size_t>(artist + 1)];
    };
    const auto rows = out.items.size();
    out.score.assign(rows, 0);
    std::vector<std::uint8_t> stays(rows);
    for (std::size_t row = 0; row < rows; ++row)
        stays[row] = artistOf(row).stays ? 1 : 0;
    const std::array sets{&situation.weightsOf(false), &situation.weightsOf(true)};
    const Phi& phi = Phi::instance();
    std::vector<std::uint32_t> spoken(rows + 1); // the rows that a channel speaks of
    for (std::size_t c = 0; c < channelCount; ++c) {
        auto& column = out.contributions[c];
        column.assign(rows, 0);
        const float* raw = parts.raw[c].values().data();
        const float most = parts.most[c];
        if (!(most > 0))
            continue;
        std::size_t count = 0; // without a branch, which would be guessed wrong too often
        for (std::size_t row = 0; row < rows; ++row) {
            spoken[count] = static_cast<std::uint32_t>(row);
            count += raw[out.items[row]] > 0 ? 1 : 0;
        }
        const std::array weights{(*sets[0])[c], (*sets[1])[c]};
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t row = spoken[i];
            column[row] = static_cast<float>(weights[stays[row]] * phi(raw[out.items[row]], most));
            out.score[row] += static_cast<double>(column[row]);
        }
    }
    for (std::size_t term = channelCount; term < termCount; ++term)
        out.contributions[term].resize(rows);
    PerTerm<double> x{};
    for (std::size_t row = 0; row < rows; ++row) {
        situation.rest(out.items[row], artistOf(row), x);
        for (std::size_t term = channelCount; term < termCount; ++term) {
            const auto contribution = static_cast<float>((*sets[stays[row]])[term] * x[term]);
            out.contributions[term][row] = contribution;
            out.score[row] += static_cast<double>(contribution);
        }
    }
}

std::vector<Item> Recommender::shortlist(
    const Context& context, std::size_t each, Workspace& workspace) const
{
    return shortlistOf(*state_, context, each, *workspace.parts_);
}

} // namespace segue::reco
