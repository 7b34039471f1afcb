#pragma once

#include "core/base/result.h"
#include "core/library/health/findings.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::db {
class Connection;
}

// What was decided about findings. Everything lies in the database and can be taken back; files are
// not touched. All functions throw SQLite::Exception; those that write run in a write job.

namespace segue {

/// One click, of one finding or of all of a kind.
struct Remedy {
    std::int64_t id = 0;
    HealthKind kind = HealthKind::artists;
    std::string what; ///< for the user: "The Beatles", "12 artists"
    UtcMs at = 0;
    bool undone = false;
};

namespace remedies {

/// Everything in `findings` (all of one kind that has a remedy) counts as its first item from now
/// on: names by aliases, recordings likewise, copies of one album's track by merging them. Returns
/// the remedy's number.
std::int64_t apply(db::Connection& connection, const std::vector<Finding>& findings, UtcMs now);
/// Takes a remedy back: its merges, too. Refused, with the reason, when it is unknown or undone, or
/// a later merge builds on one of its own.
Result<void> undo(db::Connection& connection, std::int64_t remedy, UtcMs now);
/// The newest first.
std::vector<Remedy> read(db::Connection& connection, std::size_t limit);

void dismiss(db::Connection& connection, const Finding& finding, UtcMs now);
void recall(db::Connection& connection, const Finding& finding);

/// All that examine() needs beside the table.
HealthInput readInput(db::Connection& connection, UtcMs now);

} // namespace remedies

} // namespace segue
