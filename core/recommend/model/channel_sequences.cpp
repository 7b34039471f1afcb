#include "core/recommend/model/channels.h"

#include <algorithm>

namespace segue::reco {

namespace {

constexpr std::size_t playsUsed = 10;
constexpr int stepsUsed = 10;

constexpr std::size_t longestMatch = 6;

/// f(what came next, length of the match) for the earlier plays of the session's last track whose
/// track before was the same, too.
template <class F>
void eachContinuation(const PlayLog& log, std::span<const Item> session, F&& f)
{
    if (session.size() < 2)
        return;
    const auto entries = log.entries();
    eachOccurrence(log, session.back(), [&](std::int32_t at) {
        const auto here = static_cast<std::size_t>(at);
        const auto own = entries[here].session;
        if (here + 1 >= entries.size() || entries[here + 1].session != own
            || !log.groups()[static_cast<std::size_t>(entries[here].group)].timed)
            return;
        std::size_t length = 1;
        while (length < longestMatch && length < session.size() && length <= here
            && entries[here - length].session == own
            && entries[here - length].item == session[session.size() - 1 - length])
            ++length;
        if (length > 1)
            f(entries[here + 1], length);
    });
}

} // namespace

void scoreContinuation(const PlayLog& log, std::span<const Item> session, ScoreColumn& out)
{
    eachContinuation(log, session, [&](const PlayLog::Entry& to, std::size_t length) {
        out.add(to.item, to.weight * static_cast<float>(length - 1));
    });
}

int continuations(const PlayLog& log, std::span<const Item> session, Item to)
{
    int count = 0;
    eachContinuation(log, session,
        [&](const PlayLog::Entry& entry, std::size_t) { count += entry.item == to ? 1 : 0; });
    return count;
}

void scoreMarkov(const PlayLog& log, Item last, ScoreColumn& out)
{
    eachFollower(log, last, 1, [&](const PlayLog::Entry& to, int) { out.add(to.item, to.weight); });
}

void scoreSequential(const PlayLog& log, std::span<const Item> session, ScoreColumn& out)
{
    const auto plays = std::min(session.size(), playsUsed);
    for (std::size_t k = 1; k <= plays; ++k) {
        const float share = 1.F / static_cast<float>(k);
        eachFollower(
            log, session[session.size() - k], stepsUsed, [&](const PlayLog::Entry& to, int d) {
                out.add(to.item, share * to.weight / static_cast<float>(d));
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
