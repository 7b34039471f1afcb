#pragma once

#include "core/playlist/playlist.h"

namespace segue::db {
class Connection;
}

/// Queries and writes for playlists. On any thread with its own connection; they throw
/// SQLite::Exception.
namespace segue::playlists {

/// All playlists of a listener. Entries of tracks that were merged into another point to the one
/// that was kept; entries of purged tracks have no track and keep their text.
PlaylistState readAll(db::Connection& connection, ListenerId listener);

/// Makes the stored playlists `after`, given that they are `before`. Only what differs is written;
/// a list that only grew at its end costs its new entries.
void writeChanges(db::Connection& connection, ListenerId listener, const PlaylistState& before,
    const PlaylistState& after);

} // namespace segue::playlists
