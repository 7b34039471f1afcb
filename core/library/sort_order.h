#pragma once

#include "core/library/track_table.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue {

enum class SortColumn : std::uint8_t {
    title,
    artist,
    albumArtist, ///< the table's own order: album artist, album, disc, track
    album,
    composer,
    genre,
    year,
    duration,
    trackNumber, ///< disc and track
    added,
    bpm,
    bitrate,
    path,
};

struct SortKey {
    SortColumn column = SortColumn::albumArtist;
    bool descending = false;
};

/// `rows` sorted by `keys`, the first being the most important; ties keep the order of the table.
/// Unknown values (0, empty) come last in either direction. Pure; for a pool thread: 10-40 ms for
/// 100,000 rows.
std::vector<Row> sortedRows(
    const TrackTable& table, std::span<const Row> rows, std::span<const SortKey> keys);

} // namespace segue
