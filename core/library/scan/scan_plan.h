#pragma once

#include "core/library/scan/scan_diff.h"
#include "core/library/scan/scan_store.h"
#include "core/library/scan/walker.h"

#include <set>
#include <string>
#include <vector>

namespace segue::scan {

/// One root after walking: what was known, what was found, what follows.
struct RootPlan {
    ScanRoot root;
    std::vector<Place> places; ///< that were walked; empty: the whole root
    std::vector<KnownFile> known; ///< in them
    std::set<std::string> problemPaths; ///< of files that could not be read before
    FoundFiles found;
    FoundFiles cueSheets;
    ScanDiff diff;
    bool frozen = false;
    std::vector<std::string> problems; ///< lines for the user
};

/// A file whose tags shall be read.
struct Todo {
    std::uint32_t plan; ///< index of its root
    std::uint32_t found;
    std::int64_t known = -1; ///< index of the known file that changed; -1: new
};

/// What is known of a root, or of some places in it.
struct KnownRoot {
    ScanRoot root;
    std::vector<Place> places;
    std::vector<KnownFile> files, problems;
    std::size_t presentElsewhere = 0; ///< files outside of them that were there at the last scan
};

/// Compares what the walk found with what is known; decides about freezing.
RootPlan planRoot(KnownRoot known, WalkResult walked);
/// New and changed files of all roots in the order of their paths.
std::vector<Todo> filesToRead(const std::vector<RootPlan>& plans);

/// An absolute path of its parts.
std::string joinPath(const std::string& root, std::string_view relative);

} // namespace segue::scan
