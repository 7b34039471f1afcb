#pragma once

#include "core/base/clock.h"
#include "core/library/track_table.h"

#include <QString>

namespace segue {
struct AnalysisProgress;
}

namespace segue::ui {

/// The text of a reference as QString; invalid UTF-8 becomes U+FFFD.
QString textOf(const TrackTable& table, TextRef ref);
/// "3:07", "1:02:45"; empty for 0.
QString formatDuration(std::int64_t ms);
/// "1 h 12 min", "47 min", "38 s": for totals.
QString formatLongDuration(std::int64_t ms);
/// "today", "yesterday", "5 days ago", else the date; "" for 0.
QString formatDay(UtcMs at, UtcMs now);
/// "just now", "12 min ago", "3 h ago", "yesterday"…
QString formatAgo(UtcMs at, UtcMs now);
/// "★★★½" as words for screen readers: "3.5 stars", "not rated".
QString formatStars(std::optional<int> halfStars);
/// "1 track", "2,431 tracks".
QString countOf(qint64 n, const QString& one, const QString& many);
/// Genres separated by U+001F as "Rock, Folk".
QString formatGenres(const QString& joined);
/// "Analysing sound: 12 of 230, 4 min left", or why it rests.
QString formatAnalysis(const AnalysisProgress& progress);
/// "-11.5 LUFS"; empty when not analysed.
QString formatLoudness(const TrackSound& sound);
UtcMs nowMs();

} // namespace segue::ui
