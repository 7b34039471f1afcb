#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

class QIODevice;

namespace segue::foobar2000 {

/// Reads a backup of the component Playback Statistics (Library > Playback Statistics > Export).
/// Each entry is a hash of the track's tags with counts, dates (100 ns since 1601) and rating, and
/// the paths that shared it then. The hash cannot be turned back into names, so that tracks are
/// found by these paths alone; entries without one, and parts of cue sheets and archives, are noted
/// and left out. Errors say what is wrong behind the file's name. Any thread.
Result<SourceLibrary> readStatistics(QIODevice& device);

} // namespace segue::foobar2000
