#include "core/recommend/model/channels.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr std::size_t neighbours = 100, playsUsed = 10;
constexpr double shrink = 10;

/// f(group, weight) once for each session or playlist that holds `item`, newest first.
template <class F>
void eachGroup(const PlayLog& log, Item item, F&& f)
{
    std::int32_t last = -1;
    eachOccurrence(log, item, [&](std::int32_t at) {
        const auto group = log.entries()[static_cast<std::size_t>(at)].group;
        if (group != last)
            f(log.groups()[static_cast<std::size_t>(group)]);
        last = group;
    });
}

double cosine(const PlayLog& log, Item a, Item b, double together)
{
    const auto *x = log.of(a), *y = log.of(b);
    if (!x || !y)
        return 0;
    return together
        / (std::sqrt(static_cast<double>(x->sessions) * static_cast<double>(y->sessions)) + shrink);
}

} // namespace

double sessionsTogether(const PlayLog& log, Item a, Item b)
{
    double sum = 0;
    eachGroup(log, a, [&](const PlayLog::Group& group) {
        const auto entries = log.entries().subspan(static_cast<std::size_t>(group.begin),
            static_cast<std::size_t>(group.end - group.begin));
        if (std::any_of(entries.begin(), entries.end(),
                [b](const PlayLog::Entry& e) { return e.item == b; }))
            sum += static_cast<double>(group.weight);
    });
    return sum;
}

double sessionCosine(const PlayLog& log, Item a, Item b)
{
    return cosine(log, a, b, sessionsTogether(log, a, b));
}

std::vector<SessionNeighbour> sessionNeighbours(
    const PlayLog& log, Item item, std::size_t most, ScoreColumn& together)
{
    together.clear(log.tracks());
    eachGroup(log, item, [&](const PlayLog::Group& group) {
        for (auto at = group.begin; at < group.end; ++at) {
            const auto& entry = log.entries()[static_cast<std::size_t>(at)];
            if (entry.item != item && entry.previous < group.begin) // once a session
                together.add(entry.item, group.weight);
        }
    });
    std::vector<SessionNeighbour> list;
    list.reserve(together.items().size());
    for (const auto other : together.items())
        list.push_back({other,
            static_cast<float>(cosine(log, item, other, static_cast<double>(together[other])))});
    const auto better = [](const SessionNeighbour& a, const SessionNeighbour& b) {
        return a.similarity != b.similarity ? a.similarity > b.similarity : a.item < b.item;
    };
    const auto kept = std::min(most, list.size());
    std::partial_sort(
        list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept), list.end(), better);
    list.resize(kept);
    return list;
}

void scoreItemKnn(const PlayLog& log, std::span<const Item> session, ScoreColumn& out)
{
    ScoreColumn together;
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 1; k <= plays; ++k) {
        const float share = 1.F / static_cast<float>(k);
        for (const auto& [item, similarity] :
            sessionNeighbours(log, session[session.size() - k], neighbours, together))
            out.add(item, share * similarity);
    }
}

} // namespace segue::reco
