#pragma once

#include "core/recommend/service/page_model.h"
#include "tests/core/recommend/service/made_listener.h"

namespace segue::test {

constexpr UtcMs evening = monday + 20 * msPerHour;

PageRequest requestAt(UtcMs at, std::uint64_t seed = 5);
const Shelf* shelf(const Page& page, const char* id);
bool has(const Page& page, TrackId track);
/// The artist's number of a track of madeLibrary().
int artistOf(TrackId track);
/// All cards of the page, in order.
std::vector<std::int64_t> ids(const Page& page);

/// RECOMMENDER.md 6, on the numbers that the page itself shows.
QString speakingChannel(const Shelf& s, const Suggestion& card);
/// Every score is the sum of its contributions, and every reason speaks for the channel that stands
/// highest above its mean. Fails the running test.
void checkExact(const Page& page);

} // namespace segue::test
