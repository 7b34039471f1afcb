#pragma once

#include "core/library/track_table.h"

namespace segue::db {
class Connection;
}

namespace segue {

struct LibraryStamp;

/// The whole collection as a table: tracks with a file in a root that was not removed, those of
/// missing files and frozen roots as unavailable; `stamp` tells of which state. What is read here
/// needs triggers, see schema 0004. Throws SQLite::Exception. About 4 us a track.
TrackTablePtr loadTrackTable(db::Connection& connection, LibraryStamp* stamp = nullptr);

} // namespace segue
