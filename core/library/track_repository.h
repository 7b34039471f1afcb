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

/// What the database holds of a track, in the collection or not.
struct TrackWords {
    std::string path; ///< of one of its files, absolute bytes, there or not; empty: none
    std::string title, artist; ///< UTF-8; empty: there is no such track
};
/// By its id, after merges. Throws SQLite::Exception.
TrackWords loadTrackWords(db::Connection& connection, TrackId track);

} // namespace segue
