#pragma once

#include "core/library/scan/found_files.h"
#include "core/library/scan/place.h"

#include <atomic>
#include <stop_token>
#include <string>
#include <vector>

namespace segue {

/// A folder that could not be listed (completely).
struct WalkProblem {
    std::string folder; ///< relative to the root; empty: the root itself
    int error = 0; ///< errno
};

struct WalkResult {
    FoundFiles files; ///< in no particular order
    FoundFiles cueSheets; ///< the same of cue sheets
    FoundFiles odd; ///< named like audio, but pipes, sockets, or links that lead nowhere
    std::vector<WalkProblem> problems; ///< folders that are gone by now are none
    bool rootMissing = false; ///< the root cannot be listed at all
    bool cancelled = false;
};

/// Finds the audio files and cue sheets (by extension) below `root` (bytes, absolute). Hidden files
/// and folders are left out. Symbolic links are followed, each folder is visited once whatever
/// links lead to it, and real folders come before links, so that the path found is the same each
/// time. `found` counts along, for showing. Several threads list folders at once: two, or more on a
/// network share, where waiting dominates; `threads` overrides that.
WalkResult walkFolder(const std::string& root, const std::stop_token& stop,
    std::atomic<std::int64_t>* found = nullptr, int threads = 0);

/// The same for some folders of the root only. What a link leads to is found where walking the
/// whole root would find it.
WalkResult walkPlaces(const std::string& root, const std::vector<scan::Place>& places,
    const std::stop_token& stop, std::atomic<std::int64_t>* found = nullptr);

/// Whether `path` lies on a share (NFS, SMB, sshfs…), whose changes the kernel may not tell.
bool isNetworkStorage(const std::string& path);

/// How many threads pay off for the storage below `path`: more on network shares.
int threadsForStorage(const std::string& path);

} // namespace segue
