#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/library/scan/scan_diff.h"
#include "core/library/tags/tag_reader.h"

#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

// The scan's SQL: what it reads before, what it writes in batches. All functions throw
// SQLite::Exception; the writing ones run inside a job of db::Store.

namespace segue::scan {

/// A root as the scan sees it.
struct ScanRoot {
    RootId id;
    std::string path; ///< bytes, absolute
    bool frozen = false;
};

/// What was read of a file, ready to be written. `change` says how.
struct ReadFile {
    enum class Change : std::uint8_t { added, updated, moved };
    Change change = Change::added;
    RootId root;
    KnownFile known; ///< its row: updated and moved
    std::string path; ///< relative to the root
    std::int64_t size = 0, mtimeNs = 0;
    tags::FileTags read;
    bool tagsRead = true; ///< false: moved as it was, the track's row stays
    bool hadProblem = false; ///< it could not be read before
    std::uint32_t order = 0; ///< place in the scan's list
};

std::vector<ScanRoot> loadRoots(db::Connection& connection);
std::vector<KnownFile> loadKnown(db::Connection& connection, RootId root);
/// Files that could not be read, with size and mtime at that time.
std::vector<KnownFile> loadProblems(db::Connection& connection, RootId root);
/// What moves are recognised by, for a known file.
LostFile loadLost(db::Connection& connection, const KnownFile& file);

/// Writes one file: a track with its file and totals, or the problem with it.
void writeFile(db::Connection& connection, const ReadFile& file, UtcMs now);
void markMissing(db::Connection& connection, FileId file, bool missing);
/// Forgets problems of files that are gone. `present` decides by relative path.
void dropProblem(db::Connection& connection, RootId root, const std::string& path);
void finishRoot(db::Connection& connection, RootId root, bool frozen, UtcMs now);

struct Counts {
    std::int64_t available = 0, unavailable = 0, quarantined = 0;
};
/// Of the whole collection; files of frozen roots are unavailable.
Counts countFiles(db::Connection& connection);

} // namespace segue::scan
