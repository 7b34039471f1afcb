#include "core/recommend/model/evaluate_methods.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::reco {

namespace {

constexpr double notRanked = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t eachChannel = 100;

/// The last artist's tracks not yet in the session (known successors of the last track first, then
/// the same album, then recency), then the most recent other tracks.
std::vector<double> sticky(const Catalogue& catalogue, const Context& context,
    std::span<const float> recency, std::span<const float> markov)
{
    std::vector<double> scores(catalogue.size(), notRanked);
    const Item last = context.session.empty()
        ? (context.before.empty() ? noItem : context.before.back())
        : context.session.back();
    const auto artist = last >= 0 ? catalogue.artist[static_cast<std::size_t>(last)] : -1;
    const auto album = last >= 0 ? catalogue.album[static_cast<std::size_t>(last)] : -1;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto recent = static_cast<double>(recency[i]); // below 100
        const bool heard
            = std::find(context.session.begin(), context.session.end(), static_cast<Item>(i))
            != context.session.end();
        if (artist >= 0 && catalogue.artist[i] == artist && !heard) {
            scores[i] = 1e3 + recent + (album >= 0 && catalogue.album[i] == album ? 1e3 : 0)
                + 1e6 * static_cast<double>(markov[i]);
        } else if (recent > 0) {
            scores[i] = recent;
        }
    }
    return scores;
}

} // namespace

std::string_view methodName(std::size_t method)
{
    if (method == 0)
        return "random";
    if (method <= channelCount)
        return termName(termAt(method - 1));
    constexpr std::array<std::string_view, 3> rest{"ratings", "sticky", "blend"};
    return rest[method - channelCount - 1];
}

std::int32_t Ranking::rankOf(Item item) const
{
    const double own = scores[static_cast<std::size_t>(item)];
    if (std::isnan(own))
        return 0;
    std::int32_t rank = 1;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (scores[i] > own || (scores[i] == own && static_cast<Item>(i) < item))
            ++rank;
    }
    return rank;
}

std::vector<Item> Ranking::top(std::size_t count) const
{
    std::vector<Item> items;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!std::isnan(scores[i]))
            items.push_back(static_cast<Item>(i));
    }
    const auto kept = std::min(count, items.size());
    std::partial_sort(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(kept), items.end(),
        [this](Item a, Item b) {
            const double x = scores[static_cast<std::size_t>(a)],
                         y = scores[static_cast<std::size_t>(b)];
            return x != y ? x > y : a < b;
        });
    items.resize(kept);
    return items;
}

double Ranking::scoreOf(Item, std::size_t place) const
{
    return -std::log1p(static_cast<double>(place));
}

std::array<Ranking, methodCount> rankAll(const Catalogue& catalogue, const Recommender& model,
    const Context& context, std::uint64_t seed, Workspace& workspace)
{
    std::array<Ranking, methodCount> out;
    const std::size_t n = catalogue.size();
    Scores scores;
    const std::vector<Item> none{noItem};
    model.score(context, none, workspace, scores); // the channels
    const auto list = model.shortlist(context, eachChannel, workspace);
    if (!list.empty())
        model.score(context, list, workspace, scores);

    Random random(seed);
    auto& chance = out[0].scores;
    chance.resize(n);
    for (auto& value : chance)
        value = random.uniform();
    for (std::size_t c = 0; c < channelCount; ++c) {
        auto& values = out[c + 1].scores;
        values.assign(n, notRanked);
        const auto raw = workspace.raw(termAt(c));
        for (std::size_t i = 0; i < n; ++i) {
            if (raw[i] > 0)
                values[i] = static_cast<double>(raw[i]);
        }
    }
    auto& ratings = out[channelCount + 1].scores;
    ratings.assign(n, notRanked);
    auto& blend = out[channelCount + 3].scores;
    blend.assign(n, notRanked);
    double place = 0;
    for (const auto row : model.ranked(context, scores, scores.size()))
        blend[static_cast<std::size_t>(scores.items[row])] = --place;
    for (std::size_t row = 0; row < scores.size(); ++row) {
        const auto i = static_cast<std::size_t>(scores.items[row]);
        if (const auto value = scores.contribution(row, Term::ratings); value > 0)
            ratings[i] = static_cast<double>(value);
    }
    out[channelCount + 2].scores
        = sticky(catalogue, context, workspace.raw(Term::recency), workspace.raw(Term::markov));
    if (!context.session.empty()) {
        for (auto& ranking : out)
            ranking.scores[static_cast<std::size_t>(context.session.back())] = notRanked;
    }
    return out;
}

} // namespace segue::reco
