#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// A file in quarantine: it could not be read, and is left alone until it changes or is asked for
/// again.
struct ScanProblem {
    RootId root;
    std::string path; ///< bytes, absolute
    std::string reason; ///< behind the file's name: "is empty (0 bytes)"
    std::int64_t size = 0; ///< bytes
    UtcMs seenAt = 0;
};

/// Those of roots that were not removed, in the order of their paths. Throws SQLite::Exception.
std::vector<ScanProblem> loadScanProblems(db::Connection& connection);

/// The next scan reads the file again, changed or not; runs in a write job. An empty path: all.
void retryScanProblem(db::Connection& connection, const std::string& path);

} // namespace segue
