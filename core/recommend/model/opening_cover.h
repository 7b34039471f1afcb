#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/play_log.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// The order of a session's start. Its page is hit when any of its cards is played, so that what a
/// card adds is what the others would have missed: the best by score are much alike, and right or
/// wrong together.
///
/// Each past session (the last 2,000) is a sample of what this one may be, weighing (hours
/// ago)^-.6, all of them 1. Greedy choice of what covers the most weight of sessions not yet held
/// by a row before (maximum coverage, Nemhauser et al. 1978: within 1 - 1/e of the best), plus 4
/// times the row's own probability, a softmax of the scores, which knows what no session held; it
/// counts .4 times as much after each row of the same artist. An artist once in any four rows and
/// three times in all, as pages have it.
///
/// `items` and `scores` (log-odds) of each row, -infinity for a row that is not to be chosen;
/// `tilts`, empty or of each row: the part of the score that the past cannot know (ratings, skips,
/// the mode that is on), by whose exponential the sessions' weight counts for the row. Row indices,
/// at most `count`, ties to the lower row. O(plays of the sessions + count x rows). Pure.
std::vector<std::size_t> coveringOrder(const PlayLog& log, const Catalogue& catalogue,
    std::int64_t now, std::span<const Item> items, std::span<const double> scores,
    std::span<const float> tilts, std::size_t count);

} // namespace segue::reco
