#include "core/recommend/service/seasons.h"

#include <QDate>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace segue {

namespace {

constexpr int yearDays = 366, windowDays = 42, beside = 7;
constexpr std::size_t fewestFollows = 4;
constexpr double mostShare = .8, mostOfAll = .4;

struct Day {
    int ofYear; ///< 0..365
    int year;
};

/// Civil day from a Unix day number (Hinnant 2013, days_from_civil inverted).
Day dayOf(std::int64_t seconds)
{
    const std::int64_t z
        = (seconds >= 0 ? seconds : seconds - 86399) / 86400 + 719468; // from 0000-03-01
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const auto doe = z - era * 146097;
    const auto yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const auto doy = doe - (365 * yoe + yoe / 4 - yoe / 100); // from 1 March
    const auto year = yoe + era * 400 + (doy >= 306 ? 1 : 0);
    const auto fromJanuary = doy >= 306 ? doy - 306 : doy + 60; // 29 February keeps its place
    return {static_cast<int>(fromJanuary), static_cast<int>(year)};
}

} // namespace

std::unordered_map<reco::Item, Season> ownSeasons(std::span<const HeardPlay> plays)
{
    std::unordered_map<reco::Item, std::vector<Day>> ofItem;
    std::array<std::size_t, yearDays> onDay{};
    std::size_t all = 0;
    for (const HeardPlay& play : plays) {
        if (!play.follow)
            continue;
        const Day day = dayOf(play.at + play.offsetMinutes * 60);
        ofItem[play.item].push_back(day);
        ++onDay[static_cast<std::size_t>(day.ofYear)];
        ++all;
    }
    // Who listens in few weeks of the year only has no seasons.
    const auto isUsual = [&](const Season& season) {
        std::size_t inside = 0;
        for (int i = 0; i < season.days; ++i)
            inside += onDay[static_cast<std::size_t>((season.firstDay + i) % yearDays)];
        return static_cast<double>(inside) > mostOfAll * static_cast<double>(all);
    };
    std::unordered_map<reco::Item, Season> seasons;
    for (auto& [item, found] : ofItem) {
        auto& days = found; // GCC alone lets lambdas have the bound name
        if (days.size() < fewestFollows
            || std::ranges::all_of(days, [&](const Day& d) { return d.year == days[0].year; }))
            continue;
        std::ranges::sort(days, {}, &Day::ofYear);
        // The window that starts at a play and holds the most, round the year.
        for (std::size_t first = 0; first < days.size(); ++first) {
            std::size_t inside = 0;
            int last = 0;
            std::set<int> years;
            for (const Day& day : days) {
                const int after = (day.ofYear - days[first].ofYear + yearDays) % yearDays;
                if (after >= windowDays)
                    continue;
                ++inside;
                last = std::max(last, after);
                // December and the January after it are one winter.
                years.insert(day.ofYear < days[first].ofYear ? day.year - 1 : day.year);
            }
            if (static_cast<double>(inside) > mostShare * static_cast<double>(days.size())
                && years.size() >= 2) {
                if (const Season season{days[first].ofYear, last + 1}; !isUsual(season))
                    seasons[item] = season;
                break;
            }
        }
    }
    return seasons;
}

bool isInSeason(const Season& season, UtcMs at, int utcOffsetMin)
{
    const int day = dayOf(at / msPerSecond + utcOffsetMin * 60).ofYear;
    const int after = (day - season.firstDay + beside + yearDays) % yearDays;
    return after < season.days + 2 * beside;
}

bool isChristmas(UtcMs at, int utcOffsetMin)
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(at, QTimeZone(utcOffsetMin * 60)).date();
    return (date.month() == 11 && date.day() >= 27) || date.month() == 12
        || (date.month() == 1 && date.day() <= 6);
}

} // namespace segue
