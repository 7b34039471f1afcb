#include "core/recommend/model/channels.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace segue::reco {

namespace {

constexpr std::size_t nearest = 100, playsUsed = 20;
constexpr std::int32_t sessionsUsed = 5000;
constexpr float positions = 20;

struct Near {
    std::int32_t group;
    float similarity;
};

} // namespace

void scoreSessionKnn(const PlayLog& log, std::span<const Item> session, ScoreColumn& out)
{
    const auto groups = static_cast<std::int32_t>(log.groups().size());
    if (groups == 0)
        return;
    const auto present
        = log.groups().back().timed ? groups - 1 : groups; // the running session is no neighbour
    std::unordered_map<std::int32_t, float> shared;
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 0; k < plays; ++k) {
        const Item item = session[session.size() - 1 - k];
        const auto from = session.end() - static_cast<std::ptrdiff_t>(k);
        const auto* heard = log.of(item);
        if (!heard || std::find(from, session.end(), item) != session.end())
            continue; // a repeat counts at its last place
        const float place = 1 - static_cast<float>(k) / positions;
        const float idf = std::log(1 + static_cast<float>(groups) / std::max(heard->sessions, 1.F));
        std::int32_t last = -1;
        eachOccurrence(log, item, [&](std::int32_t at) {
            const auto group = log.entries()[static_cast<std::size_t>(at)].group;
            if (group != last && group < present && group >= groups - sessionsUsed)
                shared[group] += place * idf;
            last = group;
        });
    }
    std::vector<Near> list;
    list.reserve(shared.size());
    for (const auto& [group, sum] : shared) {
        const auto& g = log.groups()[static_cast<std::size_t>(group)];
        list.push_back({group, g.weight * sum / std::sqrt(static_cast<float>(g.end - g.begin))});
    }
    const auto kept = std::min(nearest, list.size());
    std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept), list.end(),
        [](const Near& a, const Near& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity : a.group > b.group;
        });
    list.resize(kept);
    for (const auto& [group, similarity] : list) {
        const auto& g = log.groups()[static_cast<std::size_t>(group)];
        for (auto at = g.begin; at < g.end; ++at) {
            const auto& entry = log.entries()[static_cast<std::size_t>(at)];
            if (entry.previous >= g.begin)
                continue;
            const auto* heard = log.of(entry.item);
            if (!heard)
                continue;
            const float idf
                = std::log(1 + static_cast<float>(groups) / std::max(heard->sessions, 1.F));
            out.add(entry.item, similarity * idf);
        }
    }
}

} // namespace segue::reco
