#pragma once

#include "core/library/cue/cue_store.h"
#include "core/library/scan/found_files.h"

#include <set>
#include <string>
#include <vector>

namespace segue::scan {

/// What a scan saw of one root's cue sheets.
struct SeenSheets {
    RootId root;
    std::string rootPath; ///< absolute
    const FoundFiles* found = nullptr; ///< sheets beside audio files
    std::vector<CueSource> embedded; ///< of files that were read, with their texts
    std::set<std::string> without; ///< files that were read and hold no sheet
};

struct CueChanges {
    std::vector<CueSource> changed; ///< new or changed, with texts or problems
    std::vector<CueSource> gone;
};

/// What is to be done about them. `files`: audio files were added or changed, so that sheets which
/// missed theirs are tried again. Reads sheets from the disk. Throws SQLite::Exception.
CueChanges findCueChanges(db::Connection& connection, const SeenSheets& seen, bool files);

/// Does it; runs in a write job. Gives a line for the user for each sheet with a new problem.
std::vector<std::string> writeCueChanges(
    db::Connection& connection, const SeenSheets& seen, const CueChanges& changes, UtcMs now);

} // namespace segue::scan
