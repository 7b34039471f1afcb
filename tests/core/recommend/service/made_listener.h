#pragma once

#include "core/recommend/service/page_model.h"

namespace segue::test {

constexpr UtcMs monday = 1'700'438'400'000; // 2023-11-20T00:00:00Z
constexpr int artists = 40, albumsEach = 2, tracksEach = 6;

/// 480 tracks: 40 artists in 5 genres, two albums each of six tracks. Ids start at 1 in artist,
/// album, track order.
TrackTablePtr madeLibrary();

/// The id of track `track` (0..5) of album `album` (0..1) of artist `artist` (0..39).
TrackId trackId(int artist, int album, int track);

/// 90 days of evenings up to `until`: whole albums of artists 0..7, with a few skips of artist 9.
/// Seeded.
ListenerHistory madeHistory(UtcMs until = monday);

/// One play of the track, heard to the end, or for `heardMs` and then next.
StoredPlay madePlay(int id, int session, TrackId track, UtcMs at, int heardMs = 200'000);

} // namespace segue::test
