#include "core/recommend/model/channels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace segue::reco {

namespace {

constexpr int momentsUsed = 30;
constexpr double shortest = 60, secondsPerHour = 3600;
constexpr double coldLives = 150; // after which a float knows of no heat
constexpr double farAway = 1e15; // seconds; beyond, the time of day means nothing
constexpr std::int64_t day = 86400, minutesPerHalfDay = 720, notNow = 7200;

/// exp(-d^2 / (2 x 1.5 h^2)) for d = 0, 1, … 720 minutes.
const std::array<double, minutesPerHalfDay + 1>& nearness()
{
    static const auto table = [] {
        std::array<double, minutesPerHalfDay + 1> values{};
        for (std::size_t minutes = 0; minutes < values.size(); ++minutes) {
            const double hours = static_cast<double>(minutes) / 60;
            values[minutes] = std::exp(-hours * hours / 4.5);
        }
        return values;
    }();
    return table;
}

/// f(seconds since, weight) of the newest moments in a chain.
template <class F>
void eachMoment(
    std::span<const PlayLog::Moment> moments, std::int32_t newest, std::int64_t now, F&& f)
{
    auto at = newest;
    for (int i = 0; i < momentsUsed && at >= 0; ++i) {
        const auto& moment = moments[static_cast<std::size_t>(at)];
        f(std::max(static_cast<double>(now) - static_cast<double>(moment.at), shortest),
            static_cast<double>(moment.weight));
        at = moment.previous;
    }
}

} // namespace

void scoreCount(const PlayLog& log, ScoreColumn& out, const Asked& asked)
{
    asked.each(log, [&](const PlayLog::Heard& heard) {
        out.set(heard.item, static_cast<float>(std::log1p(log.follows(heard.item))));
    });
}

double recencyOf(const PlayLog& log, const PlayLog::Heard& heard, std::int64_t now)
{
    double sum = 0;
    eachMoment(log.moments(), heard.lastMoment, now,
        [&sum](double dt, double weight) { sum += weight * std::sqrt(secondsPerHour / dt); });
    return std::log1p(sum);
}

void scoreOpener(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked)
{
    asked.each(log, [&](const PlayLog::Heard& heard) {
        double sum = 0;
        eachMoment(log.openings(), heard.lastOpening, now,
            [&sum](double dt, double weight) { sum += weight * std::sqrt(secondsPerHour / dt); });
        out.set(heard.item, static_cast<float>(std::log1p(sum)));
    });
}

void scoreDaytime(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked)
{
    const auto& near = nearness();
    asked.each(log, [&](const PlayLog::Heard& heard) {
        double sum = 0;
        eachMoment(log.moments(), heard.lastMoment, now, [&](double dt, double weight) {
            if (dt <= notNow || dt > farAway)
                return;
            const auto apart = static_cast<std::int64_t>(dt) % day / 60;
            const auto minutes = std::min(apart, 2 * minutesPerHalfDay - apart);
            sum += weight * near[static_cast<std::size_t>(minutes)]
                * std::sqrt(secondsPerHour / dt);
        });
        out.set(heard.item, static_cast<float>(std::log1p(sum)));
    });
}

void scoreHeat(
    const PlayLog& log, std::size_t life, std::int64_t now, ScoreColumn& out, const Asked& asked)
{
    asked.each(log, [&](const PlayLog::Heard& heard) {
        if (heard.heatAt == PlayLog::neverAt)
            return;
        const double since
            = std::max(static_cast<double>(now) - static_cast<double>(heard.heatAt), 0.);
        const double lives = since / PlayLog::heatLives[life];
        if (lives < coldLives)
            out.set(heard.item, static_cast<float>(heard.heat[life] * std::exp(-lives)));
    });
}

void scoreAlbumRecency(const PlayLog& log, const Catalogue& catalogue, Recency& recency,
    ScoreColumn& out, const Asked& asked)
{
    const auto add = [&](std::int32_t album, float sum) {
        const float score = std::log1p(sum);
        for (const auto item : catalogue.albumTracks(album))
            out.set(item, score);
    };
    if (!asked.all) {
        std::set<std::int32_t> albums;
        for (const auto item : asked.only)
            albums.insert(catalogue.album[static_cast<std::size_t>(item)]);
        albums.erase(-1);
        for (const auto album : albums) {
            float sum = 0;
            for (const auto other : catalogue.albumTracks(album))
                sum += std::expm1(recency(other));
            add(album, sum);
        }
        return;
    }
    std::vector<float> sums(static_cast<std::size_t>(catalogue.albumCount()), 0);
    for (const auto& heard : log.heard()) {
        if (const auto album = catalogue.album[static_cast<std::size_t>(heard.item)]; album >= 0)
            sums[static_cast<std::size_t>(album)] += std::expm1(recency(heard.item));
    }
    for (std::size_t album = 0; album < sums.size(); ++album) {
        if (sums[album] > 0)
            add(static_cast<std::int32_t>(album), sums[album]);
    }
}

void scoreRecency(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked)
{
    asked.each(log, [&](const PlayLog::Heard& heard) {
        out.set(heard.item, static_cast<float>(recencyOf(log, heard, now)));
    });
}

float Recency::operator()(Item item)
{
    if (const float known = column_[item]; known > 0)
        return known;
    if (const auto* heard = log_.of(item))
        column_.set(item, static_cast<float>(recencyOf(log_, *heard, now_)));
    return column_[item];
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
    const double odds = here / overall, square = odds * odds;
    return 1 + .3 * (square - 1) / (square + 1); // tanh(ln(odds))
}

void scoreContext(
    const PlayLog& log, int bucket, Recency& recency, ScoreColumn& out, const Asked& asked)
{
    asked.each(log, [&](const PlayLog::Heard& heard) {
        out.set(heard.item, recency(heard.item) * static_cast<float>(hourLift(log, heard, bucket)));
    });
}

} // namespace segue::reco
