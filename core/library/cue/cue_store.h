#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

// Cue sheets of the collection. A file with a sheet keeps its row and its track (the whole), which
// are not shown while it has parts; each part is a track with a row of its own in `file`, which
// follows the whole's. See the tables cue_sheet and cue_part.

namespace segue::scan {

/// A sheet that was found or is known: beside the files it names, or inside one.
struct CueSource {
    RootId root;
    std::string path; ///< relative: of the .cue file, or of the audio file that it is embedded in
    std::int64_t size = 0, mtimeNs = 0;
    bool embedded = false;
    std::string text; ///< its bytes
    std::string problem; ///< why it could not be read or used; empty
};

/// The sheets known of a root, without texts. Throws SQLite::Exception.
std::vector<CueSource> loadCueSources(db::Connection& connection, RootId root);
/// Paths of sheets whose audio file is another than when they were read.
std::vector<std::string> loadStaleCuePaths(db::Connection& connection, RootId root);

/// Reads the sheet and makes tracks of its parts; parts that were there keep their tracks (by their
/// numbers), those that are not any more become unavailable. What is wrong with it is returned, to
/// be put behind its path, and is listed among the files that could not be read. In a write job.
std::string writeCueSource(db::Connection& connection, const CueSource& source, UtcMs now);
/// The sheet is gone: its parts become unavailable, the whole is shown again. In a write job.
void dropCueSource(db::Connection& connection, RootId root, const std::string& path);
/// Parts go where their wholes went, and away with them. In a write job.
void moveCueParts(db::Connection& connection);
/// Whether any file has parts.
bool hasCueParts(db::Connection& connection);

} // namespace segue::scan
