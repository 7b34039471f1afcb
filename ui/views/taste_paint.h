#pragma once

#include "core/recommend/service/insight.h"

#include <QRect>
#include <QString>

#include <vector>

class QPainter;

namespace segue::ui {

// The pictures of Your Taste: free functions that paint into a rectangle with the theme's colours.

/// Hour (across) by weekday (down); the darker the more plays.
void paintClock(QPainter& painter, const QRect& area, const TasteReport& report);
/// One bar a day, week or month, with the dates of the first and the last and the highest count.
void paintPlays(QPainter& painter, const QRect& area, const TasteReport& report);
/// Per genre a bar of what was heard and one of what was suggested.
void paintGenres(QPainter& painter, const QRect& area, const TasteReport& report);
/// Tracks by stars, half a star a bar.
void paintRatings(QPainter& painter, const QRect& area, const TasteReport& report);
/// Follow-through by week with its intervals; weeks without cards stay empty.
void paintWeeks(QPainter& painter, const QRect& area, const std::vector<WeekShare>& weeks);

/// A row of paintIntervals().
struct IntervalRow {
    QString name;
    double rate = 0, low = 0, high = 0;
    QString note; ///< at the end: the number it comes from
    bool strong = false;
};
int intervalsHeight(std::size_t rows);
/// A point with its interval a row, on one scale from 0.
void paintIntervals(QPainter& painter, const QRect& area, const std::vector<IntervalRow>& rows);

/// "23 %", "4.6 %".
QString percentText(double share);
/// "23 % (95 %: 18 to 29 %)".
QString shareText(const Share& share);

} // namespace segue::ui
