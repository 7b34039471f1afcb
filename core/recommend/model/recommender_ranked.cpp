// In which order a model's scores are suggested: during a session by the places that staying and
// leaving deserve (blend_places.h), at its start by what covers the most (opening_cover.h).
#include "core/recommend/model/opening_cover.h"
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t coveringRows = 20; // as many as a page has
constexpr double resumed = 1, resumedForS = 10800;

/// What the album that played last gains at a session's start, in log-odds: 1 right after, e times
/// less with every three hours. A session that begins soon is often the last one going on, which
/// weights learned over all starts cannot say.
std::vector<double> resumedGains(
    const RecommenderState& s, const Context& context, std::span<const Item> items)
{
    std::vector<double> gains(items.size(), 0);
    const Item last = context.before.empty() ? noItem : context.before.back();
    const auto* heard = s.knows(last) ? s.log.of(last) : nullptr;
    const auto album = heard ? s.catalogue->album[static_cast<std::size_t>(last)] : -1;
    if (album < 0)
        return gains;
    const double since = static_cast<double>(context.now) - static_cast<double>(heard->lastAt);
    const double gain = resumed * std::exp(-std::max(since, 0.) / resumedForS);
    for (std::size_t row = 0; row < items.size(); ++row) {
        if (s.catalogue->album[static_cast<std::size_t>(items[row])] == album)
            gains[row] = gain;
    }
    return gains;
}

} // namespace

std::vector<std::size_t> Recommender::begun(const Context& context, std::span<const Item> items,
    std::span<const double> scores, std::span<const float> tilts) const
{
    std::vector<std::size_t> byScore(items.size());
    std::iota(byScore.begin(), byScore.end(), std::size_t{0});
    std::sort(byScore.begin(), byScore.end(), [&](std::size_t a, std::size_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : items[a] < items[b];
    });
    // What was just heard is on no page: it keeps the place that its score has, between the others.
    auto free = resumedGains(*state_, context, items);
    for (std::size_t row = 0; row < items.size(); ++row) {
        free[row] += scores[row];
        const auto* heard = state_->log.of(items[row]);
        if (heard && isRecent(heard->lastAt, context.now))
            free[row] = -std::numeric_limits<double>::infinity();
    }
    auto others = coveringOrder(
        state_->log, *state_->catalogue, context.now, items, free, tilts, coveringRows);
    std::vector<std::uint8_t> taken(items.size(), 0);
    for (const auto row : others)
        taken[row] = 1;
    std::copy_if(byScore.begin(), byScore.end(), std::back_inserter(others),
        [&](std::size_t row) { return taken[row] == 0 && std::isfinite(free[row]); });
    std::vector<std::size_t> order;
    auto next = others.begin();
    for (const auto row : byScore)
        order.push_back(std::isfinite(free[row]) ? *next++ : row);
    return order;
}

std::vector<std::size_t> Recommender::ranked(const Context& context, const Scores& scores,
    std::span<const std::size_t> among, std::size_t count) const
{
    std::vector<Item> items;
    std::vector<double> values;
    std::vector<float> tilts;
    for (const auto row : among) {
        items.push_back(scores.items[row]);
        values.push_back(scores.score[row]);
        tilts.push_back(scores.contribution(row, Term::ratings)
            + scores.contribution(row, Term::skips) + scores.contribution(row, Term::mode));
    }
    std::vector<std::size_t> order;
    if (context.session.empty()) {
        order = begun(context, items, values, tilts);
    } else {
        const auto artists = stayingArtists(*state_, context);
        std::vector<Side> sides;
        for (const auto item : items) {
            const auto artist = state_->catalogue->artist[static_cast<std::size_t>(item)];
            const bool stays = std::find(artists.begin(), artists.end(), artist) != artists.end();
            sides.push_back(!stays         ? Side::leaves
                    : state_->log.of(item) ? Side::stays
                                           : Side::staysUnheard);
        }
        order = mixedOrder(values, sides, state_->weights.places, count);
    }
    order.resize(std::min(order.size(), count));
    for (auto& row : order)
        row = among[row];
    return order;
}

std::vector<std::size_t> Recommender::ranked(
    const Context& context, const Scores& scores, std::size_t count) const
{
    std::vector<std::size_t> all(scores.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return ranked(context, scores, all, count);
}

} // namespace segue::reco
