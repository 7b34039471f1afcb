// The blend learns online, after every followed play, as a softmax choice among the shortlist: the
// weights move by what was chosen minus what was expected. What stays with the artists just heard
// and what leaves them have weights of their own and share one normalisation, so that a play of
// either side teaches both how likely it was. How the two then share a list is learned apart, as
// the places where plays stood (blend_places.h).
//
// A session's start is learned from all of the session: the tracks that were followed later are
// targets, too, on the channels as they were at the start, each counting less the later it came.
// That is what a page is for; the first play alone says little, and there is one a session. Tracks
// heard in the two hours before are left out there, as pages leave them out.
//
// A play that no channel had on its shortlist teaches nothing: no weight could have found it.
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr double learningRate = .05, pull = 1e-2;

void move(PerTerm<double>& weights, const PerTerm<double>& from, const PerTerm<double>& gradient,
    double rate)
{
    for (std::size_t term = 0; term < termCount; ++term) {
        weights[term]
            += rate * gradient[term] - std::abs(rate) * pull * (weights[term] - from[term]);
    }
}

/// Turns log-odds into probabilities.
void softmax(std::vector<double>& p)
{
    const double most = p.empty() ? 0 : *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (auto& one : p) {
        one = std::exp(std::max(one - most, -600.));
        sum += one;
    }
    for (auto& one : p)
        one /= sum;
}

/// How many of the candidates of its own side stand before `own`, plus one.
std::size_t placeOnSide(const Situation& situation, std::span<const Item> items,
    std::span<const double> z, std::size_t own)
{
    const bool side = situation.stays(items[own]);
    std::size_t place = 1;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool before = z[i] > z[own] || (z[i] == z[own] && i < own);
        place += before && situation.stays(items[i]) == side ? 1 : 0;
    }
    return place;
}

} // namespace

void Recommender::learn(const Context& context, Item chosen, double weight, Workspace& workspace)
{
    step(context, chosen, std::clamp(weight, 0., 1.), workspace);
}

void Recommender::learnSkipped(
    const Context& context, Item skipped, double weight, Workspace& workspace)
{
    step(context, skipped, -std::clamp(weight, 0., 1.), workspace);
}

void Recommender::step(const Context& context, Item item, double weight, Workspace& workspace)
{
    auto& s = *state_;
    if (!isSuggestible(item, context.now) || !std::isfinite(weight) || weight == 0)
        return;
    const auto items = scoreCandidates(s, context, *workspace.parts_);
    const Situation situation(s, *workspace.parts_, context);
    if (situation.begins) {
        s.opening = openingOf(s, situation, items);
    } else if (weight > 0) {
        ++s.opening.plays;
    }
    if (weight > 0)
        s.learnOpening(item, weight);
    if (situation.begins && weight > 0)
        return;
    const auto at = std::lower_bound(items.begin(), items.end(), item);
    if (at == items.end() || *at != item)
        return;
    const auto own = static_cast<std::size_t>(at - items.begin());

    std::vector<PerTerm<double>> rows;
    std::vector<double> p;
    for (const auto candidate : items) {
        rows.push_back(situation.terms(candidate));
        p.push_back(dot(situation.weightsOf(candidate), rows.back()));
    }
    if (weight > 0) {
        const auto place = placeOnSide(situation, items, p, own);
        auto& places = s.weights.places;
        (situation.stays(item) ? places.stay : places.leave).add(place);
    }
    softmax(p);
    BlendWeights gradient{};
    for (std::size_t i = 0; i < p.size(); ++i) {
        auto& g = situation.begins      ? gradient.begin
            : situation.stays(items[i]) ? gradient.stay
                                        : gradient.leave;
        const double surprise = (i == own ? 1 : 0) - p[i];
        for (std::size_t term = 0; term < termCount; ++term)
            g[term] += surprise * rows[i][term];
    }
    const auto& start = BlendWeights::start();
    const double rate = learningRate * weight;
    if (situation.begins) {
        move(s.weights.begin, start.begin, gradient.begin, rate);
    } else {
        move(s.weights.stay, start.stay, gradient.stay, rate);
        move(s.weights.leave, start.leave, gradient.leave, rate);
    }
    s.weights.learned += std::abs(weight);
    s.weights.clamp();
}

Opening openingOf(
    const RecommenderState& s, const Situation& situation, std::span<const Item> items)
{
    Opening opening;
    for (const auto item : items) {
        const auto* heard = s.log.of(item);
        if (heard && isRecent(heard->lastAt, situation.now))
            continue;
        opening.items.push_back(item);
        opening.rows.push_back(situation.terms(item));
    }
    opening.taken.assign(opening.items.size(), 0);
    return opening;
}

void RecommenderState::learnOpening(Item item, double weight)
{
    const auto at = std::lower_bound(opening.items.begin(), opening.items.end(), item);
    if (at == opening.items.end() || *at != item)
        return;
    const auto own = static_cast<std::size_t>(at - opening.items.begin());
    const double share = std::min(weight / std::sqrt(1. + opening.plays), opening.left);
    if (opening.taken[own] != 0 || share <= 0)
        return;
    opening.taken[own] = 1;
    opening.left -= share;
    std::vector<double> p;
    for (const auto& row : opening.rows)
        p.push_back(dot(weights.begin, row));
    softmax(p);
    PerTerm<double> gradient{};
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double surprise = (i == own ? 1 : 0) - p[i];
        for (std::size_t term = 0; term < termCount; ++term)
            gradient[term] += surprise * opening.rows[i][term];
    }
    move(weights.begin, BlendWeights::start().begin, gradient, learningRate * share);
    weights.learned += share;
    weights.clamp();
}

} // namespace segue::reco
