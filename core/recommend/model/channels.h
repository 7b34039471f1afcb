#pragma once

#include "core/recommend/model/play_log.h"
#include "core/recommend/model/score_column.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// The habit channels: plain functions of the play log. Each adds raw scores >= 0 into `out`, which
/// the caller has cleared for the library's size; those that count look at most
/// PlayLog::mostOccurrences back per track. `session` is the running session's follows, oldest
/// first.

/// Which tracks a habit is asked of: all that were heard, or only some, whose scores it renews.
struct Asked {
    Asked() = default;
    explicit Asked(std::span<const Item> some)
        : only(some)
        , all(false)
    {
    }
    /// f(heard) for each of them that was heard.
    template <class F>
    void each(const PlayLog& log, F&& f) const
    {
        if (all) {
            for (const auto& heard : log.heard())
                f(heard);
            return;
        }
        for (const auto item : only) {
            if (const auto* heard = log.of(item))
                f(*heard);
        }
    }

    std::span<const Item> only;
    bool all = true;
};

/// ln(1 + weighted follows). O(heard).
void scoreCount(const PlayLog& log, ScoreColumn& out, const Asked& asked = {});

/// Base-level learning (Anderson and Schooler 1991): ln(1 + sum over the last 30 plays of max(dt,
/// 60 s)[h]^-.5). O(plays heard, 30 each).
void scoreRecency(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked = {});
double recencyOf(const PlayLog& log, const PlayLog::Heard& heard, std::int64_t now);

/// Recency for those channels that build on it: of a track when it is first asked for, kept in the
/// column. Refers to its arguments.
class Recency {
public:
    Recency(const PlayLog& log, std::int64_t now, ScoreColumn& column)
        : log_(log)
        , now_(now)
        , column_(column)
    {
    }
    float operator()(Item item);

private:
    const PlayLog& log_;
    std::int64_t now_;
    ScoreColumn& column_;
};

/// Recency times 1 + .3 tanh(PMI(track, hour bucket)), counts smoothed by + 1 and + 6. O(heard).
void scoreContext(
    const PlayLog& log, int bucket, Recency& recency, ScoreColumn& out, const Asked& asked = {});
double hourLift(const PlayLog& log, const PlayLog::Heard& heard, int bucket);

/// Follows heard here, faded with a mean life of a day (0) or a week (1): many plays soon after
/// each other, which recency's long memory does not tell from old favourites. O(heard).
void scoreHeat(const PlayLog& log, std::size_t life, std::int64_t now, ScoreColumn& out,
    const Asked& asked = {});

/// As recency, from the plays within the first three of their session. O(plays heard, 30 each).
void scoreOpener(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked = {});

/// As recency, from plays two hours old or more, each weighed with a Gaussian (1.5 h) of how far
/// its time of day is from now's. O(plays heard, 30 each).
void scoreDaytime(const PlayLog& log, std::int64_t now, ScoreColumn& out, const Asked& asked = {});

/// ln(1 + sum of exp(recency) - 1 over the album's tracks), for all of them. O(heard + tracks), or
/// the albums of those asked for.
void scoreAlbumRecency(const PlayLog& log, const Catalogue& catalogue, Recency& recency,
    ScoreColumn& out, const Asked& asked = {});

/// How often a track came right after `last` within a session, in weighted plays. O(plays of last).
void scoreMarkov(const PlayLog& log, Item last, ScoreColumn& out);

/// Sequential rules (Ludewig and Jannach 2018): sum over the last 10 plays k of 1/k x sum of
/// 1/distance of the past co-occurrences within 10 steps. O(10 x plays of each x 10).
void scoreSequential(const PlayLog& log, std::span<const Item> session, ScoreColumn& out);
/// The part of it that comes from one earlier track: sum of 1/distance from `from` to `to`.
double sequentialSupport(const PlayLog& log, Item from, Item to);

/// Where the last two tracks or more were heard in the same order within a session before: sum over
/// these places of the length of the match - 1 (at most 5), for the track that came next. A plain
/// form of prediction by partial matching (Cleary and Witten 1984). O(plays of last).
void scoreContinuation(const PlayLog& log, std::span<const Item> session, ScoreColumn& out);
/// How many such places there are with `to` next.
int continuations(const PlayLog& log, std::span<const Item> session, Item to);

/// Weighted sessions and playlists that hold both. O(plays of a x session length).
double sessionsTogether(const PlayLog& log, Item a, Item b);
/// n_ij / (sqrt(n_i n_j) + 10), 0..1.
double sessionCosine(const PlayLog& log, Item a, Item b);
/// The tracks nearest to `item` by that, best first, ties to the lower item. `scratch` may be kept
/// for the next call.
struct SessionNeighbour {
    Item item;
    float similarity;
};
std::vector<SessionNeighbour> sessionNeighbours(
    const PlayLog& log, Item item, std::size_t most, ScoreColumn& scratch);

/// Item-kNN on sessions: sum over the last 10 plays k of 1/k x the similarity to its 100
/// neighbours.
void scoreItemKnn(const PlayLog& log, std::span<const Item> session, ScoreColumn& out);

/// Session-kNN (V-SKNN, Ludewig and Jannach 2018) on the 100 nearest of the last 5,000 sessions:
/// position weight max(0, 1 - pos/20) from the session's end, idf of the track. O(sum of sessions
/// that share a track).
void scoreSessionKnn(const PlayLog& log, std::span<const Item> session, ScoreColumn& out);

/// Artists that followed the artists of the last 5 plays, 1/k each; a track takes its artist's
/// share times 1 + its recency within the channel. Of those asked for and a
/// hundred tracks of the artists with the largest shares. O(plays of those artists).
void scoreArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out, const Asked& asked = {});
/// The other artists that came right after the last artist, by share; tracks as in scoreArtist.
/// O(plays of that artist).
void scoreNextArtist(const PlayLog& log, const Catalogue& catalogue, std::span<const Item> session,
    Recency& recency, ScoreColumn& out, const Asked& asked = {});
/// Weighted plays of `to` right after `from` within a session.
double artistTransitions(
    const PlayLog& log, const Catalogue& catalogue, std::int32_t from, std::int32_t to);

/// Album continuation: the next track of the last track's album by disc and number scores 1, the
/// following 1/2, 1/3 …, up to five; the album's other tracks .1, all of them where the numbers are
/// not known. Tracks of the session score 0. By tags alone, so that it works for albums never
/// heard. O(album).
void scoreAlbum(const Catalogue& catalogue, std::span<const Item> session, ScoreColumn& out);

/// f(entry) for every occurrence of `item`, newest first, at most PlayLog::mostOccurrences.
template <class F>
void eachOccurrence(const PlayLog& log, Item item, F&& f)
{
    const auto* heard = log.of(item);
    int left = PlayLog::mostOccurrences;
    for (auto at = heard ? heard->lastEntry : -1; at >= 0 && left-- > 0;
         at = log.entries()[static_cast<std::size_t>(at)].previous)
        f(at);
}

/// f(entry, distance) for the up to `steps` entries after each timed occurrence of `item` in the
/// same session.
template <class F>
void eachFollower(const PlayLog& log, Item item, int steps, F&& f)
{
    const auto entries = log.entries();
    const auto end = static_cast<std::int32_t>(entries.size());
    eachOccurrence(log, item, [&](std::int32_t at) {
        const auto& from = entries[static_cast<std::size_t>(at)];
        if (!log.groups()[static_cast<std::size_t>(from.group)].timed)
            return;
        for (std::int32_t d = 1; d <= steps && at + d < end; ++d) {
            const auto& to = entries[static_cast<std::size_t>(at + d)];
            if (to.session != from.session)
                break;
            f(to, d);
        }
    });
}

} // namespace segue::reco
