#pragma once

#include <cstddef>
#include <string>

namespace segue::bench {

/// What the bare libraries need for a first scan of `folder`: walk and stat in one thread, TagLib's
/// FileRef with basic tags, property map and audio properties on `threads`, one SQLite row a file
/// in one transaction with three indexes.
struct Floor {
    std::size_t files = 0;
    double walkSeconds = 0, readSeconds = 0, sqliteSeconds = 0;
    double total() const { return walkSeconds + readSeconds + sqliteSeconds; }
};
Floor bareScan(const std::string& folder, int threads, const std::string& database);

/// Walking and stat-ing every file of `folder` alone, in seconds.
double bareWalk(const std::string& folder);

} // namespace segue::bench
