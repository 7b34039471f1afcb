#pragma once

#include "core/library/track_table.h"
#include "core/recommend/service/online_measures.h"

#include <QDate>
#include <QString>

#include <array>
#include <vector>

namespace segue {

/// The time that a report looks at, up to now.
enum class ReportPeriod { month, year, all };

/// What Your Taste shows of one listener. A guest's and removed plays are left out, private ones
/// and those that nothing is learned from as well.
struct TasteReport {
    ReportPeriod period = ReportPeriod::all;
    std::int64_t plays = 0; ///< follows within the period
    double hours = 0; ///< heard, skips included
    std::array<std::array<int, 24>, 7> clock{}; ///< follows by local weekday (0 Monday) and hour

    struct Bar {
        QDate start;
        int plays = 0;
    };
    std::vector<Bar> overTime; ///< follows by day (month), week (year) or month (all); no gaps
    enum class Unit { day, week, month } unit = Unit::month;

    struct Entry {
        QString name, detail; ///< track: title, artist; album: title, artist; artist: name
        TrackId track; ///< one to go by (and its album's page)
        int plays = 0;
    };
    std::vector<Entry> artists, albums, tracks; ///< the ten most followed, most first

    struct Genre {
        QString name;
        double heard = 0, suggested = 0; ///< shares of what was followed, and of what was shown
    };
    std::vector<Genre> genres; ///< the eight with most of either
    std::int64_t suggestedCards = 0;

    std::array<int, 11> ratings{}; ///< tracks by half-stars 1..10; [0] is not used
    std::int64_t collection = 0, heard = 0; ///< music tracks there are, and followed ever

    std::vector<FollowThrough> byShelf, byChannel; ///< the last entry of each is all
    std::vector<WeekShare> weekly; ///< twelve weeks
    Lift lift;
    Share adopted;
    Interleaving radio;
};

/// O(plays log plays + suggestions). Pure.
TasteReport makeTasteReport(const TrackTable& table, std::span<const StoredPlay> plays,
    const RatingLog& ratings, std::span<const LoggedSuggestion> log, ReportPeriod period,
    UtcMs now);

} // namespace segue
