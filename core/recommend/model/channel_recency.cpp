#include "core/recommend/model/channels.h"

#include <algorithm>
#include <cmath>

namespace segue::reco {

namespace {

constexpr int momentsUsed = 30;
constexpr double shortest = 60, secondsPerHour = 3600;

} // namespace

void scoreCount(const PlayLog& log, std::span<float> out)
{
    for (const auto& heard : log.heard())
        out[static_cast<std::size_t>(heard.item)] = static_cast<float>(std::log1p(heard.follows));
}

double recencyOf(const PlayLog& log, const PlayLog::Heard& heard, std::int64_t now)
{
    double sum = 0;
    auto at = heard.lastMoment;
    for (int i = 0; i < momentsUsed && at >= 0; ++i) {
        const auto& moment = log.moments()[static_cast<std::size_t>(at)];
        const double dt
            = std::max(static_cast<double>(now) - static_cast<double>(moment.at), shortest);
        sum += static_cast<double>(moment.weight) * std::sqrt(secondsPerHour / dt);
        at = moment.previous;
    }
    return std::log1p(sum);
}

void scoreRecency(const PlayLog& log, std::int64_t now, std::span<float> out)
{
    for (const auto& heard : log.heard())
        out[static_cast<std::size_t>(heard.item)] = static_cast<float>(recencyOf(log, heard, now));
}

double hourLift(const PlayLog& log, const PlayLog::Heard& heard, int bucket)
{
    const auto b = static_cast<std::size_t>(bucket);
    double plays = 0;
    for (const auto count : heard.buckets)
        plays += static_cast<double>(count);
    // PMI = ln(P(bucket | track) / P(bucket)); the track's counts are drawn to the listener's by
    // six plays' worth.
    const double overall
        = (log.bucketTotals()[b] + 1) / (log.timedFollows() + PlayLog::bucketCount);
    const double here = (static_cast<double>(heard.buckets[b]) + 6 * overall) / (plays + 6);
    return 1 + .3 * std::tanh(std::log(here / overall));
}

void scoreContext(
    const PlayLog& log, int bucket, std::span<const float> recency, std::span<float> out)
{
    for (const auto& heard : log.heard()) {
        const auto i = static_cast<std::size_t>(heard.item);
        out[i] = recency[i] * static_cast<float>(hourLift(log, heard, bucket));
    }
}

} // namespace segue::reco
