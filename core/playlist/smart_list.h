#pragma once

#include "core/base/result.h"
#include "core/library/filter/filter_run.h"
#include "core/library/sort_order.h"
#include "core/playlist/playlist.h"

#include <optional>
#include <string_view>
#include <vector>

namespace segue {

/// The order of a smart playlist: "rating:d artist:a" is by rating, the best first, then by artist.
/// Names are those of sortColumnNames(), and "random": another order every day. Empty: the
/// library's order. The error names what is not known.
struct SmartOrder {
    std::vector<SortKey> keys;
    bool random = false;
};
Result<SmartOrder> parseSmartOrder(std::string_view text);

/// What is wrong with a rule, in words; nothing when it can be used.
std::optional<Error> problemOf(const SmartRule& rule);

/// The tracks a smart playlist holds now: those of the filter that are there, in its order, at most
/// its limit. What is wrong in a rule is passed over. `seed` decides the random order of a day.
/// Pool thread; as cheap as filter and sorting.
std::vector<Row> smartRows(
    FilterRun& run, const SmartRule& rule, std::uint64_t seed, const Clock& clock);

} // namespace segue
