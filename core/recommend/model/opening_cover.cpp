#include "core/recommend/model/opening_cover.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace segue::reco {

namespace {

constexpr std::size_t mostSessions = 2000, artistWindow = 3, artistMost = 3;
constexpr double agePower = -.6, secondsPerHour = 3600;
constexpr double ownWorth = 4, sameArtist = .4, mostTilt = 5;

/// The past sessions, and which rows each holds.
struct Samples {
    std::vector<double> gain; ///< of each row: weight of its sessions not yet covered
    std::vector<std::vector<std::uint32_t>> sessions; ///< that hold each row, in order
    std::vector<double> weight; ///< of each session
    std::vector<std::vector<std::uint32_t>> holds; ///< rows; empty once covered

    void cover(std::size_t row)
    {
        for (const auto session : sessions[row]) {
            for (const auto other : holds[session])
                gain[other] -= weight[session];
            holds[session].clear();
        }
    }
};

/// `rowOf` each track, -1: none.
Samples samplesOf(
    const PlayLog& log, std::int64_t now, std::span<const std::int32_t> rowOf, std::size_t rows)
{
    Samples all;
    all.gain.assign(rows, 0);
    all.sessions.resize(rows);
    double sum = 0;
    const auto groups = log.groups();
    for (auto g = groups.size(); g-- > 0 && all.weight.size() < mostSessions;) {
        const auto& group = groups[g];
        if (!group.timed)
            continue;
        const double age = static_cast<double>(now) - static_cast<double>(group.at);
        const auto session = static_cast<std::uint32_t>(all.weight.size());
        all.weight.push_back(std::pow(std::max(age / secondsPerHour, 1.), agePower));
        sum += all.weight.back();
        auto& holds = all.holds.emplace_back();
        for (auto at = group.begin; at < group.end; ++at) {
            const Item item = log.entries()[static_cast<std::size_t>(at)].item;
            const auto row = rowOf[static_cast<std::size_t>(item)];
            if (row < 0)
                continue;
            auto& in = all.sessions[static_cast<std::size_t>(row)];
            if (!in.empty() && in.back() == session)
                continue; // twice in it
            in.push_back(session);
            holds.push_back(static_cast<std::uint32_t>(row));
        }
    }
    for (auto& weight : all.weight)
        weight /= sum;
    for (std::size_t row = 0; row < rows; ++row) {
        for (const auto session : all.sessions[row])
            all.gain[row] += all.weight[session];
    }
    return all;
}

/// A softmax of the finite scores, 0 for the others.
std::vector<double> probabilities(std::span<const double> scores)
{
    std::vector<double> p(scores.size(), 0);
    double most = -std::numeric_limits<double>::infinity(), sum = 0;
    for (const auto score : scores)
        most = std::max(most, score);
    for (std::size_t row = 0; row < p.size() && std::isfinite(most); ++row) {
        if (std::isfinite(scores[row]))
            p[row] = std::exp(std::max(scores[row] - most, -600.));
        sum += p[row];
    }
    for (auto& one : p)
        one = sum > 0 ? one / sum : 0;
    return p;
}

} // namespace

std::vector<std::size_t> coveringOrder(const PlayLog& log, const Catalogue& catalogue,
    std::int64_t now, std::span<const Item> items, std::span<const double> scores,
    std::span<const float> tilts, std::size_t count)
{
    std::vector<std::int32_t> rowOf(catalogue.size(), -1);
    for (std::size_t row = 0; row < items.size(); ++row) {
        if (std::isfinite(scores[row]))
            rowOf[static_cast<std::size_t>(items[row])] = static_cast<std::int32_t>(row);
    }
    auto samples = samplesOf(log, now, rowOf, items.size());
    auto own = probabilities(scores);
    std::vector<double> factors(items.size(), 1);
    for (std::size_t row = 0; row < tilts.size(); ++row)
        factors[row] = std::exp(std::clamp(static_cast<double>(tilts[row]), -mostTilt, mostTilt));
    std::vector<std::size_t> order;
    std::vector<std::uint8_t> taken(items.size(), 0);
    std::unordered_map<std::int32_t, std::size_t> ofArtist;
    const auto breaksCap = [&](Item item) {
        const auto creator = catalogue.creator(item);
        const auto recent = std::min(artistWindow, order.size());
        const auto found = ofArtist.find(creator);
        return (found != ofArtist.end() && found->second >= artistMost)
            || std::any_of(order.end() - static_cast<std::ptrdiff_t>(recent), order.end(),
                [&](std::size_t row) { return catalogue.creator(items[row]) == creator; });
    };
    while (order.size() < count) {
        std::size_t best = items.size();
        double most = 0;
        for (std::size_t row = 0; row < items.size(); ++row) {
            const double gain = factors[row] * samples.gain[row] + ownWorth * own[row];
            if (taken[row] == 0 && gain > most && !breaksCap(items[row])) {
                most = gain;
                best = row;
            }
        }
        if (best == items.size())
            break;
        const auto creator = catalogue.creator(items[best]);
        taken[best] = 1;
        order.push_back(best);
        ++ofArtist[creator];
        samples.cover(best);
        for (std::size_t row = 0; row < items.size(); ++row) {
            if (catalogue.creator(items[row]) == creator)
                own[row] *= sameArtist;
        }
    }
    return order;
}

} // namespace segue::reco
