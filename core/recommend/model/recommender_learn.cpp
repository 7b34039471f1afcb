// The blend learns online, after every followed play, as a nested choice (McFadden 1978): first
// whether the listener stays with the artists just heard or departs, then which track. What tells
// tracks apart (channels) is learned within the chosen side only, so that leaving, which is rarer,
// is not drowned by staying; what tells the sides apart (same artist, never played, momentum) from
// both. A play that no channel had on its shortlist teaches nothing: no weight could have found it.
#include "core/base/random.h"
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr std::size_t sampled = 150, shortlisted = 100;
constexpr double learningRate = .05, pull = 1e-2;

constexpr bool tellsSidesApart(std::size_t term)
{
    return term == index(Term::sameArtist) || term == index(Term::neverPlayed)
        || term == index(Term::momentum);
}

void move(PerTerm<double>& weights, const PerTerm<double>& from, const PerTerm<double>& gradient,
    double rate)
{
    for (std::size_t term = 0; term < termCount; ++term) {
        weights[term]
            += rate * gradient[term] - std::abs(rate) * pull * (weights[term] - from[term]);
    }
}

} // namespace

void Recommender::learn(
    const Context& context, Item chosen, double weight, std::uint64_t seed, Workspace& workspace)
{
    step(context, chosen, std::clamp(weight, 0., 1.), seed, workspace);
}

void Recommender::learnSkipped(
    const Context& context, Item skipped, double weight, std::uint64_t seed, Workspace& workspace)
{
    step(context, skipped, -std::clamp(weight, 0., 1.), seed, workspace);
}

void Recommender::step(
    const Context& context, Item item, double weight, std::uint64_t seed, Workspace& workspace)
{
    auto& s = *state_;
    if (!isSuggestible(item, context.now) || !std::isfinite(weight) || weight == 0)
        return;
    scoreChannels(s, context, *workspace.parts_);
    auto items = shortlist(context, shortlisted, workspace);
    const auto own = std::lower_bound(items.begin(), items.end(), item);
    if (own == items.end() || *own != item)
        return;
    std::iter_swap(items.begin(), own); // the chosen one, then a sample of the others
    Random random(seed);
    for (std::size_t i = 1; i < items.size() && i < sampled; ++i)
        std::swap(items[i], items[i + random.below(items.size() - i)]);
    items.resize(std::min(items.size(), sampled));

    const Situation situation(s, *workspace.parts_, context);
    std::vector<PerTerm<double>> rows;
    std::vector<double> p;
    double most = -1e300;
    for (const auto candidate : items) {
        rows.push_back(situation.terms(candidate));
        const auto& w = situation.weightsOf(candidate);
        p.push_back(0);
        for (std::size_t term = 0; term < termCount; ++term)
            p.back() += w[term] * rows.back()[term];
        most = std::max(most, p.back());
    }
    const bool stayed = situation.stays(item);
    double sum = 0, side = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        p[i] = std::exp(std::max(p[i] - most, -600.));
        sum += p[i];
        side += situation.stays(items[i]) == stayed ? p[i] : 0;
    }
    BlendWeights gradient;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const bool stays = situation.stays(items[i]);
        const double chosen = i == 0 ? 1 : 0;
        const double fromBoth = chosen - p[i] / sum;
        const double withinSide = chosen - (stays == stayed && side > 0 ? p[i] / side : 0);
        auto& g = situation.begins ? gradient.begin : stays ? gradient.stay : gradient.leave;
        for (std::size_t term = 0; term < termCount; ++term)
            g[term] += (tellsSidesApart(term) ? fromBoth : withinSide) * rows[i][term];
    }
    const auto start = BlendWeights::start();
    const double rate = learningRate * weight;
    move(s.weights.stay, start.stay, gradient.stay, situation.begins ? 0 : rate);
    move(s.weights.leave, start.leave, gradient.leave, situation.begins ? 0 : rate);
    move(s.weights.begin, start.begin, gradient.begin, situation.begins ? rate : 0);
    s.weights.learned += std::abs(weight);
    s.weights.clamp();
}

} // namespace segue::reco
