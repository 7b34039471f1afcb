#pragma once

#include "core/history/track_stats.h"
#include "core/library/track_table.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
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
    energy,
    rating, ///< this and what follows needs statistics
    plays,
    skips,
    played, ///< last played
};

/// The columns by the names they have in smart playlists.
std::span<const std::pair<SortColumn, std::string_view>> sortColumnNames();
std::optional<SortColumn> sortColumnNamed(std::string_view name);

struct SortKey {
    SortColumn column = SortColumn::albumArtist;
    bool descending = false;
};

/// `rows` sorted by `keys`, the first being the most important; ties keep the order of the table.
/// Unknown values (0, empty; all statistics when `stats` is null) come last in either direction.
/// Pure; for a pool thread: 10-40 ms for 100,000 rows.
std::vector<Row> sortedRows(const TrackTable& table, std::span<const Row> rows,
    std::span<const SortKey> keys, const TrackStatsMap* stats = nullptr);

} // namespace segue
