// In which order a model's scores are suggested: during a session by the places that staying and
// leaving deserve (blend_places.h), at its start by turns of several ways (opening_ways.h).
#include "core/recommend/model/recommender_state.h"

#include <algorithm>
#include <numeric>

namespace segue::reco {

namespace {

constexpr std::size_t draftedRows = 200, ofEachArtist = 3;

/// Rows with a value above 0, highest first, ties to the lower row.
template <class Value>
std::vector<std::size_t> byValue(
    std::span<const std::size_t> rows, std::size_t count, const Value& value)
{
    std::vector<std::size_t> order;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(order),
        [&](std::size_t row) { return value(row) > 0; });
    const auto kept = std::min(count, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
        [&](std::size_t a, std::size_t b) {
            const auto x = value(a), y = value(b);
            return x != y ? x > y : a < b;
        });
    order.resize(kept);
    return order;
}

/// Of each artist heard last the best three by score, the artists taking turns.
std::vector<std::size_t> goingOn(const Catalogue& catalogue, std::span<const std::int32_t> artists,
    std::span<const Item> items, std::span<const std::size_t> byScore)
{
    std::vector<std::vector<std::size_t>> each(artists.size());
    for (const auto row : byScore) {
        const auto artist = catalogue.artist[static_cast<std::size_t>(items[row])];
        const auto at = std::find(artists.begin(), artists.end(), artist) - artists.begin();
        if (at < std::ssize(artists) && each[static_cast<std::size_t>(at)].size() < ofEachArtist)
            each[static_cast<std::size_t>(at)].push_back(row);
    }
    std::vector<std::size_t> order;
    for (std::size_t turn = 0; turn < ofEachArtist; ++turn) {
        for (const auto& rows : each) {
            if (turn < rows.size())
                order.push_back(rows[turn]);
        }
    }
    return order;
}

} // namespace

PerWay<std::vector<std::size_t>> openingLists(const RecommenderState& s,
    const WorkspaceParts& parts, const Context& context, std::span<const Item> items,
    std::span<const double> scores)
{
    PerWay<std::vector<std::size_t>> lists;
    std::vector<std::size_t> free; // what a page may show
    std::vector<std::int32_t> rowOf(s.catalogue->size(), -1);
    for (std::size_t row = 0; row < items.size(); ++row) {
        const auto* heard = s.log.of(items[row]);
        if (heard && isRecent(heard->lastAt, context.now))
            continue;
        free.push_back(row);
        rowOf[static_cast<std::size_t>(items[row])] = static_cast<std::int32_t>(row);
    }
    const auto list = [&lists](OpeningWay way) -> std::vector<std::size_t>& {
        return lists[static_cast<std::size_t>(way)];
    };
    const auto raw = [&](Term term) {
        return [&values = parts.raw[index(term)], items](
                   std::size_t row) { return values[static_cast<std::size_t>(items[row])]; };
    };
    auto& blend = list(OpeningWay::blend);
    blend = free;
    std::sort(blend.begin(), blend.end(), [&](std::size_t a, std::size_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : items[a] < items[b];
    });
    list(OpeningWay::goingOn) = goingOn(*s.catalogue, stayingArtists(s, context), items, blend);
    list(OpeningWay::lately) = byValue(free, draftedRows, raw(Term::lately));
    list(OpeningWay::opener) = byValue(free, draftedRows, raw(Term::opener));
    const auto mayTake = [&rowOf](Item item) { return rowOf[static_cast<std::size_t>(item)] >= 0; };
    for (const auto item : coveringOrder(s.log, *s.catalogue, context.now, mayTake, coveringRows))
        list(OpeningWay::covering)
            .push_back(static_cast<std::size_t>(rowOf[static_cast<std::size_t>(item)]));
    return lists;
}

std::vector<std::size_t> Recommender::begun(const Context& context, std::span<const Item> items,
    std::span<const double> scores, const Workspace& workspace) const
{
    const auto lists = openingLists(*state_, *workspace.parts_, context, items, scores);
    auto order = drafted(lists, state_->weights.openings.shares(), items.size(), draftedRows);
    // The rest by score, what was just heard last.
    std::vector<std::uint8_t> taken(items.size(), 0);
    const auto append = [&](std::span<const std::size_t> rows) {
        for (const auto row : rows) {
            if (taken[row] == 0)
                order.push_back(row);
            taken[row] = 1;
        }
    };
    for (const auto row : order)
        taken[row] = 1;
    append(lists[static_cast<std::size_t>(OpeningWay::blend)]);
    std::vector<std::size_t> rest(items.size());
    std::iota(rest.begin(), rest.end(), std::size_t{0});
    std::sort(rest.begin(), rest.end(), [&](std::size_t a, std::size_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : items[a] < items[b];
    });
    append(rest);
    return order;
}

std::vector<std::size_t> Recommender::ranked(const Context& context, const Scores& scores,
    std::span<const std::size_t> among, const Workspace& workspace, std::size_t count) const
{
    std::vector<Item> items;
    std::vector<double> values;
    for (const auto row : among) {
        items.push_back(scores.items[row]);
        values.push_back(scores.score[row]);
    }
    std::vector<std::size_t> order;
    if (context.session.empty()) {
        order = begun(context, items, values, workspace);
    } else {
        const auto artists = stayingArtists(*state_, context);
        std::vector<std::uint8_t> stays;
        for (const auto item : items) {
            const auto artist = state_->catalogue->artist[static_cast<std::size_t>(item)];
            stays.push_back(
                std::find(artists.begin(), artists.end(), artist) != artists.end() ? 1 : 0);
        }
        order = mixedOrder(values, stays, state_->weights.places, count);
    }
    order.resize(std::min(order.size(), count));
    for (auto& row : order)
        row = among[row];
    return order;
}

std::vector<std::size_t> Recommender::ranked(const Context& context, const Scores& scores,
    const Workspace& workspace, std::size_t count) const
{
    std::vector<std::size_t> all(scores.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return ranked(context, scores, all, workspace, count);
}

} // namespace segue::reco
