#pragma once

#include "core/library/track_table.h"

namespace segue::db {
class Connection;
}

namespace segue {

/// The whole collection as a table: tracks with a file in a root that was not removed, those of
/// missing files and frozen roots as unavailable. Throws SQLite::Exception. About 4 us a track.
TrackTablePtr loadTrackTable(db::Connection& connection);

} // namespace segue
