#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

#include <string>

struct sqlite3;

// Strawberry and Clementine keep one SQLite file each, of one family: Strawberry began as
// Clementine's. Their columns differ by version, so that what is there is asked for by name:
// "url" or "filename", lengths in nanoseconds or seconds, "collection_id" or "library_id" in lists.
// Neither keeps the day a song was added; the file's own date as they noted it (ctime) stands in.

namespace segue::songdatabase {

/// Reads the database at `path` (bytes), whichever of the two it is of; also while that player
/// runs. Nothing is written: neither to the file nor beside it. Errors say what is wrong behind the
/// file's name. Any thread; blocks on the disk.
Result<SourceLibrary> read(const std::string& path);

/// The same of an open connection. Statements that take too long are ended.
Result<SourceLibrary> read(sqlite3* database);

/// Whether the file's first bytes are a SQLite database's.
bool isDatabase(std::string_view head);

} // namespace segue::songdatabase
