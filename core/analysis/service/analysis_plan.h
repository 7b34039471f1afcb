#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace segue::analysis {

/// What the database knows of one file that is there, and of its track's analysis.
struct FileState {
    FileId file;
    TrackId track;
    RootId root;
    std::string rootPath, path; ///< bytes; path relative to the root
    std::int64_t size = 0, mtimeNs = 0;
    std::int64_t durationMs = 0; ///< as tagged; 0: unknown
    bool spoken = false;
    struct Known {
        int version = 0; ///< of the analyser; 0: none
        std::int64_t size = 0, mtimeNs = 0; ///< of the file at that time
        std::string audioKey; ///< 16 bytes, or empty
    };
    Known features, problem;

    std::string absolutePath() const
    {
        return rootPath.ends_with('/') ? rootPath + path : rootPath + '/' + path;
    }
};

struct Task {
    enum class Way : std::uint8_t {
        analyse,
        compareKey, ///< the file changed: if its audio did not, the numbers stay
    };
    FileState file;
    Way way = Way::analyse;
};

struct Plan {
    std::vector<Task> tasks; ///< in the order of `files`
    std::int64_t skipped = 0; ///< tracks that need nothing, cannot be read, or are spoken word
};

/// What is to be read. `files` by track; the first file of a track stands for it. Spoken word is
/// left out: hours of it tell nothing of taste. `force`: also what is known and what failed.
Plan planAnalysis(std::vector<FileState> files, int version, bool force);

} // namespace segue::analysis
