#include "core/history/play_counts.h"

#include <algorithm>

namespace segue {

namespace {

std::uint32_t countOf(std::int64_t imported)
{
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(imported, 0, 1'000'000));
}

} // namespace

bool isLearned(const StoredPlay& play)
{
    const Outcome outcome = outcomeOf(play.listen);
    return play.marks.learnable() && (outcome == Outcome::follow || outcome == Outcome::skip);
}

void countPlay(TrackStats& stats, const StoredPlay& play)
{
    if (play.marks.removed || play.marks.guest)
        return;
    const Outcome outcome = outcomeOf(play.listen);
    if (outcome == Outcome::follow)
        ++stats.plays;
    else if (outcome == Outcome::skip)
        ++stats.skips;
    if (outcome != Outcome::browse)
        stats.lastPlayed = std::max(stats.lastPlayed, play.listen.startedAt);
}

void addImported(TrackStats& stats, const ImportedTotals& totals)
{
    stats.plays += countOf(totals.plays);
    stats.skips += countOf(totals.skips);
    stats.lastPlayed = std::max(stats.lastPlayed, totals.lastPlayed);
}

void removeImported(TrackStats& stats, const ImportedTotals& totals)
{
    stats.plays -= std::min(stats.plays, countOf(totals.plays));
    stats.skips -= std::min(stats.skips, countOf(totals.skips));
}

void layRating(TrackStats& stats, const TrackRating& rating, const ImportedTotals* imported)
{
    stats.ratingImported = !rating.stars && imported && imported->rating;
    stats.rating.reset();
    if (rating.stars)
        stats.rating = static_cast<std::uint8_t>(*rating.stars);
    else if (stats.ratingImported)
        stats.rating = static_cast<std::uint8_t>(std::clamp(*imported->rating, 0, 10));
    stats.loved = rating.loved;
    stats.never = rating.never;
    stats.notNowUntil = rating.notNowUntil;
}

} // namespace segue
