#pragma once

#include "core/history/history_repository.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segue {

// How good suggestions are while they are used (RECOMMENDER.md 7, "Online"). Plain functions on the
// suggestion log and the plays; plays that may not be learned from are left out everywhere.

/// A share with its Wilson 95 % interval (Wilson 1927); all 0, high 1, for n = 0.
struct Share {
    std::int64_t hits = 0, n = 0;
    double rate = 0, low = 0, high = 1;
};
Share wilson(std::int64_t hits, std::int64_t n);

/// Cards per arm that are needed to see a difference of `delta` around the rate `p`, at 5 %
/// significance with 80 % power: 2 x 7.84 p (1 - p) / delta^2, rounded up. p is kept within
/// .01..0.99, delta above .001.
std::int64_t neededPerArm(double p, double delta);

/// A row of the suggestion log.
struct LoggedSuggestion {
    SuggestionId id;
    BatchId batch;
    TrackId track;
    std::string shelf, channel;
    std::string arm; ///< "shown", "withheld" or empty
    std::string ranker;
    UtcMs composedAt = 0;
    UtcMs shownAt = 0; ///< 0: never on screen
};

namespace suggestions {
/// All that was logged before `until`, by id. Throws SQLite::Exception.
std::vector<LoggedSuggestion> readLog(
    db::Connection& connection, ListenerId listener, UtcMs until = endOfTime);
} // namespace suggestions

/// Follow-through and skips of the cards that were on screen, of one shelf or channel.
struct FollowThrough {
    std::string name;
    Share followed; ///< played from the card and followed
    Share skipped; ///< played from the card and skipped
};
enum class GroupBy { shelf, channel };
/// By name; the last entry, "", is all of them.
std::vector<FollowThrough> followThrough(
    std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, GroupBy by);

struct WeekShare {
    UtcMs start = 0; ///< of seven days that end with the week of `now`
    Share followed;
};
/// Of the cards shown in each of the last `weeks` weeks, oldest first.
std::vector<WeekShare> weeklyFollowThrough(
    std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now, int weeks);

/// What showing does: play rate within 7 days of the tracks on the page minus that of the tracks
/// that were chosen and withheld. A track counts once a week, from batches of which something was
/// on screen, when its 7 days are over.
struct Lift {
    static constexpr double detectable = .05; ///< the difference that the needed number is for
    Share shown, withheld;
    double difference = 0, low = -1, high = 1; ///< 95 %, Newcombe's hybrid score
    std::int64_t needed = 0; ///< in each arm
    bool isEnough() const { return shown.n >= needed && withheld.n >= needed; }
};
Lift lift(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now);

/// Of the suggestions that were followed from their card and had not been heard for 90 days (or
/// ever), those played again unprompted, from no card, within the 30 days after; counted when these
/// are over, each track once.
Share adoption(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays, UtcMs now);

/// One entry of an interleaved list and the ranker (0 or 1) that placed it.
struct Drafted {
    std::int32_t item;
    int team;
};
/// Team-draft interleaving (Radlinski, Kurup, Joachims 2008): in each round a coin decides who
/// places first, each places its best that is not in the list yet. Until `length` or both are used
/// up; the same for the same seed.
std::vector<Drafted> teamDraft(std::span<const std::int32_t> a, std::span<const std::int32_t> b,
    std::size_t length, std::uint64_t seed);

/// Which of two rankers is followed more, batch by batch (radio queues).
struct Interleaving {
    static constexpr double detectable = .1;
    std::string first, second;
    Share firstWins; ///< of the batches that had a winner
    std::int64_t ties = 0;
    std::int64_t needed = 0; ///< batches with a winner, to tell .6 from .5
    bool isEnough() const { return firstWins.n >= needed; }
};
Interleaving interleaving(std::span<const LoggedSuggestion> log, std::span<const StoredPlay> plays,
    const std::string& first, const std::string& second);

} // namespace segue
