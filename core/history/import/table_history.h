#pragma once

#include "core/base/result.h"
#include "core/history/import/listening_history.h"

#include <string_view>

namespace segue {

/// Last.fm scrobbles as the usual tools export them, added to `to`: comma-separated (or by
/// semicolons), quoted where needed; with a header that names at least an artist, a track and a
/// time (uts, utc_time, date, timestamp…), or without one as artist, album, title, date ("31 Jan
/// 2023 12:34"). UTF-8. Rows that say no time, artist or title are counted. Errors as in
/// neighbours.
Result<void> readLastFm(std::string_view csv, ListeningHistory& to);
/// Whether the first line is one of such a file.
bool looksLikeLastFm(std::string_view head);

/// Tab-separated plays with a header that names at least ts_utc, artist and track (also used when
/// there: album, ms_played, skipped, reason_end, shuffle), as `segue evaluate --history` reads
/// them. Whether the times are of the beginnings or, as Spotify's, of the ends is told by the plays
/// that follow at once on another.
Result<void> readPlayTable(std::string_view tsv, ListeningHistory& to);
bool looksLikePlayTable(std::string_view head);

} // namespace segue
