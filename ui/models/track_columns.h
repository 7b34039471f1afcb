#pragma once

#include "core/history/track_stats.h"
#include "core/library/track_table.h"

#include <QString>
#include <QVariant>

#include <stop_token>
#include <vector>

namespace segue::ui {

/// The columns of track lists. Stored settings use name(), so the order here may change.
enum class Column {
    title,
    artist,
    album,
    rating,
    length,
    plays,
    lastPlayed,
    year,
    genre,
    added,
    love,
    albumArtist,
    composer,
    disc,
    number,
    skips,
    bpm,
    bitrate,
    key,
    energy,
    loudness,
    codec,
};
constexpr int columnCount = static_cast<int>(Column::codec) + 1;

/// What a column is called in settings; never translated.
QString columnKey(Column column);
QString columnTitle(Column column);
/// Usual width in pixels at the usual text size.
int columnWidth(Column column);
bool isShownAtFirst(Column column);
bool isNumeric(Column column);

/// What a cell shows.
QString cellText(
    const TrackTable& table, Row row, const TrackStats& stats, Column column, UtcMs now);

struct SortKey {
    Column column = Column::artist;
    bool descending = false;
    friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// A click on a header: `column` becomes the first key (turned round when it already is), the
/// others follow; at most three are kept.
std::vector<SortKey> sortedBy(std::vector<SortKey> keys, Column column);

/// All rows of `rows` in the order of `keys`, ties in table order. O(n log n) on integers that are
/// computed once a row; texts without a stored rank are ranked by their distinct values. Any
/// thread; returns early (with an incomplete order) when stopped.
std::vector<Row> sortRows(const TrackTable& table, const TrackStatsMap& stats,
    std::vector<Row> rows, const std::vector<SortKey>& keys, const std::stop_token& stop);

} // namespace segue::ui
