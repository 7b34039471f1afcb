#include "core/recommend/model/channels.h"

#include <algorithm>

namespace segue::reco {

namespace {

constexpr std::size_t playsUsed = 10;
constexpr int stepsUsed = 10;

} // namespace

void scoreMarkov(const PlayLog& log, Item last, std::span<float> out)
{
    eachFollower(log, last, 1, [&](const PlayLog::Entry& to, int) {
        out[static_cast<std::size_t>(to.item)] += to.weight;
    });
}

void scoreSequential(const PlayLog& log, std::span<const Item> session, std::span<float> out)
{
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 1; k <= plays; ++k) {
        const float share = 1.F / static_cast<float>(k);
        eachFollower(
            log, session[session.size() - k], stepsUsed, [&](const PlayLog::Entry& to, int d) {
                out[static_cast<std::size_t>(to.item)] += share * to.weight / static_cast<float>(d);
            });
    }
}

double sequentialSupport(const PlayLog& log, Item from, Item to)
{
    double sum = 0;
    eachFollower(log, from, stepsUsed, [&](const PlayLog::Entry& entry, int d) {
        if (entry.item == to)
            sum += static_cast<double>(entry.weight) / d;
    });
    return sum;
}

} // namespace segue::reco
