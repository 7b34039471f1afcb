#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <string>
#include <string_view>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// A folder of the collection as stored. Throws SQLite::Exception.
struct StoredRoot {
    RootId id;
    std::string path; ///< bytes, absolute, without a slash behind
    bool available = true;
};

/// Roots that were not removed, in the order of adding.
std::vector<StoredRoot> loadStoredRoots(db::Connection& connection);

/// Adds `path`; runs in a write job. A root above it already covers it: nothing changes. Roots
/// below it are merged into it, their files keep their tracks. One that was removed comes back with
/// its tracks. Returns the root that covers `path` now.
RootId addStoredRoot(db::Connection& connection, const std::string& path, UtcMs now);

/// Takes the root out of the collection; runs in a write job. Its tracks stay in the database, with
/// their plays and ratings, and come back when the folder is added again.
void removeStoredRoot(db::Connection& connection, RootId root);

/// Whether `path` is `folder` or lies below it; both without a slash behind.
bool isInFolder(std::string_view path, std::string_view folder);

/// Without slashes at the end and doubled ones, "." and ".." resolved as text; "/" stays.
std::string normalPath(std::string_view path);

} // namespace segue
