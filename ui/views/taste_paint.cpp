#include "ui/views/taste_paint.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Taste", text);
}

void useSmall(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(themeFont(TextSize::small));
}

constexpr int left = static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
constexpr int right = static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
constexpr int centred = static_cast<int>(Qt::AlignCenter);

/// The end of an axis of shares that reaches `share`, so that it and its half are round.
double roundedUp(double share)
{
    constexpr std::array ends{.1, .2, .3, .4, .5, .6, .8};
    const auto end = std::find_if(ends.begin(), ends.end(), [=](double e) { return e >= share; });
    return end == ends.end() ? 1 : *end;
}

} // namespace

QString percentText(double share)
{
    return QLocale().toString(share * 100, 'f', share < .0995 && share > 0 ? 1 : 0) + u" %"_s;
}

QString shareText(const Share& share)
{
    return words("%1 (95 %: %2 to %3)")
        .arg(percentText(share.rate), percentText(share.low), percentText(share.high));
}

void paintClock(QPainter& painter, const QRect& area, const TasteReport& report)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    const QLocale locale;
    int labels = 0;
    for (int day = 1; day <= 7; ++day)
        labels = std::max(
            labels, fm.horizontalAdvance(locale.standaloneDayName(day, QLocale::ShortFormat)));
    const QRect cells = area.adjusted(labels + 10, 0, 0, -fm.height() - 6);
    const double w = cells.width() / 24.0, h = cells.height() / 7.0;
    int highest = 1;
    for (const auto& day : report.clock)
        highest = std::max(highest, *std::max_element(day.begin(), day.end()));
    for (int day = 0; day < 7; ++day) {
        painter.setPen(c.textDim);
        painter.drawText(QRectF(area.x(), cells.y() + day * h, labels, h), left,
            locale.standaloneDayName(day + 1, QLocale::ShortFormat));
        painter.setPen(Qt::NoPen);
        for (int hour = 0; hour < 24; ++hour) {
            const int count
                = report.clock[static_cast<std::size_t>(day)][static_cast<std::size_t>(hour)];
            const double share = std::sqrt(static_cast<double>(count) / highest);
            painter.setBrush(count == 0 ? mix(c.surface, c.text, .06)
                                        : mix(c.surface, c.accent, .2 + .8 * share));
            painter.drawRoundedRect(
                QRectF(cells.x() + hour * w + 1, cells.y() + day * h + 1, w - 2, h - 2), 2, 2);
        }
    }
    painter.setPen(c.textDim);
    for (int hour = 0; hour <= 18; hour += 6)
        painter.drawText(QRectF(cells.x() + hour * w, cells.bottom() + 6, 6 * w, fm.height()), left,
            words("%1 h").arg(hour));
}

void paintPlays(QPainter& painter, const QRect& area, const TasteReport& report)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    const QRect plot = area.adjusted(0, fm.height() + 4, 0, -fm.height() - 6);
    painter.setPen(c.border);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    if (report.overTime.empty())
        return;
    const auto highest = std::max_element(report.overTime.begin(), report.overTime.end(),
        [](const auto& a, const auto& b) { return a.plays < b.plays; });
    const double step
        = std::min(static_cast<double>(plot.width()) / static_cast<double>(report.overTime.size()),
            static_cast<double>(scaled(48)));
    const double gap = step > 4 ? std::min(step * .25, 4.) : 0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.accent);
    for (std::size_t i = 0; i < report.overTime.size(); ++i) {
        const double height = static_cast<double>(report.overTime[i].plays)
            / std::max(highest->plays, 1) * (plot.height() - 2);
        if (height <= 0)
            continue;
        painter.drawRect(QRectF(plot.x() + static_cast<double>(i) * step, plot.bottom() - height,
            std::max(1., step - gap), height));
    }
    const QLocale locale;
    const auto dateText = [&](const QDate& date) {
        return report.unit == TasteReport::Unit::month
            ? u"%1 %2"_s.arg(locale.standaloneMonthName(date.month(), QLocale::ShortFormat))
                  .arg(date.year())
            : locale.toString(date, QLocale::ShortFormat);
    };
    painter.setPen(c.textDim);
    const QRect below(area.x(), plot.bottom() + 6, area.width(), fm.height());
    painter.drawText(below, left, dateText(report.overTime.front().start));
    if (report.overTime.size() > 2 && step * static_cast<double>(report.overTime.size()) > 200)
        painter.drawText(below, right, dateText(report.overTime.back().start));
    const char* most = report.unit == TasteReport::Unit::day
        ? QT_TRANSLATE_NOOP("Taste", "Most on a day: %1")
        : report.unit == TasteReport::Unit::week
        ? QT_TRANSLATE_NOOP("Taste", "Most in a week: %1")
        : QT_TRANSLATE_NOOP("Taste", "Most in a month: %1");
    painter.drawText(QRect(area.x(), area.y(), area.width(), fm.height()), left,
        words(most).arg(locale.toString(highest->plays)));
}

void paintGenres(QPainter& painter, const QRect& area, const TasteReport& report)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    double highest = .01;
    for (const TasteReport::Genre& genre : report.genres)
        highest = std::max({highest, genre.heard, genre.suggested});
    const int names = area.width() * 3 / 10, numbers = fm.horizontalAdvance(u"99.9 %"_s) + 6;
    const int row = fm.height() + 10;
    int y = area.y();
    const auto legend = [&](int x, const QColor& color, const QString& text) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(QRect(x, y + fm.height() / 2 - 4, 8, 8), 2, 2);
        painter.setPen(c.textDim);
        painter.drawText(QRect(x + 14, y, area.width(), fm.height()), left, text);
        return x + 14 + fm.horizontalAdvance(text) + 16;
    };
    const QColor other = mix(c.surface, c.text, .45);
    const int next = legend(area.x(), c.accent, words("Heard"));
    legend(next, other,
        report.suggestedCards > 0 ? words("Suggested") : words("Suggested (nothing shown yet)"));
    y += row;
    for (const TasteReport::Genre& genre : report.genres) {
        painter.setPen(c.text);
        painter.drawText(QRect(area.x(), y, names - 8, row - 6), left,
            fm.elidedText(genre.name, Qt::ElideRight, names - 8));
        const double unit = (area.width() - names - numbers) / highest;
        painter.setPen(Qt::NoPen);
        const double bar = (row - 8) / 2.0;
        painter.setBrush(c.accent);
        painter.drawRoundedRect(
            QRectF(area.x() + names, y, std::max(1., genre.heard * unit), bar), 2, 2);
        painter.setBrush(other);
        painter.drawRoundedRect(
            QRectF(area.x() + names, y + bar + 1, std::max(1., genre.suggested * unit), bar), 2, 2);
        painter.setPen(c.textDim);
        painter.drawText(
            QRect(area.x(), y, area.width(), row - 6), right, percentText(genre.heard));
        y += row;
    }
}

void paintRatings(QPainter& painter, const QRect& area, const TasteReport& report)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    const QRect plot = area.adjusted(0, fm.height() + 2, 0, -fm.height() - 6);
    const int highest
        = std::max(1, *std::max_element(report.ratings.begin(), report.ratings.end()));
    const double step = plot.width() / 10.0;
    for (int half = 1; half <= 10; ++half) {
        const int count = report.ratings[static_cast<std::size_t>(half)];
        const double height = static_cast<double>(count) / highest * plot.height();
        const QRectF bar(
            plot.x() + (half - 1) * step + 2, plot.bottom() - height, step - 4, height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(half % 2 == 0 ? c.accent : mix(c.surface, c.accent, .55));
        painter.drawRoundedRect(bar, 2, 2);
        painter.setPen(c.textDim);
        if (count > 0)
            painter.drawText(
                QRectF(bar.x() - 10, bar.y() - fm.height() - 1, bar.width() + 20, fm.height()),
                centred, QLocale().toString(count));
        if (half % 2 == 0)
            painter.drawText(
                QRectF(bar.x() - step, plot.bottom() + 6, bar.width() + step, fm.height()), right,
                u"%1 ★"_s.arg(half / 2));
    }
    painter.setPen(c.border);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
}

void paintWeeks(QPainter& painter, const QRect& area, const std::vector<WeekShare>& weeks)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    double highest = .05;
    for (const WeekShare& week : weeks) {
        if (week.followed.n > 0)
            highest = std::max(highest, week.followed.high);
    }
    highest = roundedUp(highest);
    const int labels = fm.horizontalAdvance(u"100 %"_s) + 8;
    const QRect plot = area.adjusted(labels, fm.height() / 2 + 1, 0, -fm.height() - 6);
    for (const double share : {0., highest / 2, highest}) {
        const double y = plot.bottom() - share / highest * plot.height();
        painter.setPen(c.border);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(c.textDim);
        painter.drawText(QRectF(area.x(), y - fm.height() / 2.0, labels - 8, fm.height()), right,
            percentText(share));
    }
    const double step = plot.width() / std::max<double>(1, static_cast<double>(weeks.size()));
    for (std::size_t i = 0; i < weeks.size(); ++i) {
        const Share& share = weeks[i].followed;
        if (share.n == 0)
            continue;
        const double x = plot.x() + (static_cast<double>(i) + .5) * step;
        const auto yOf
            = [&](double value) { return plot.bottom() - value / highest * plot.height(); };
        painter.setPen(QPen(mix(c.surface, c.accent, .5), 2));
        painter.drawLine(QPointF(x, yOf(share.low)), QPointF(x, yOf(share.high)));
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.accent);
        painter.drawEllipse(QPointF(x, yOf(share.rate)), 4, 4);
    }
    painter.setPen(c.textDim);
    const QRect below(plot.x(), plot.bottom() + 6, plot.width(), fm.height());
    painter.drawText(below, left, words("%1 weeks ago").arg(weeks.size()));
    painter.drawText(below, right, words("this week"));
}

int intervalsHeight(std::size_t rows)
{
    return static_cast<int>(rows)
        * (QFontMetrics(themeFont(TextSize::small)).height() + scaled(10));
}

void paintIntervals(QPainter& painter, const QRect& area, const std::vector<IntervalRow>& rows)
{
    useSmall(painter);
    const Colors& c = colors();
    const QFontMetrics fm = painter.fontMetrics();
    double highest = .01;
    int names = 0, notes = 0;
    for (const IntervalRow& row : rows) {
        highest = std::max(highest, row.high);
        names = std::max(names, fm.horizontalAdvance(row.name));
        notes = std::max(notes, fm.horizontalAdvance(row.note));
    }
    names = std::min(names + 14, area.width() * 4 / 10);
    notes += 14;
    const int height = fm.height() + scaled(10);
    const double from = area.x() + names, unit = (area.width() - names - notes) / highest;
    int y = area.y();
    for (const IntervalRow& row : rows) {
        painter.setPen(row.strong ? c.text : c.textDim);
        painter.drawText(QRect(area.x(), y, names - 10, height), left,
            fm.elidedText(row.name, Qt::ElideRight, names - 10));
        painter.drawText(QRect(area.x(), y, area.width(), height), right, row.note);
        const double middle = y + height / 2.0;
        painter.setPen(c.border);
        painter.drawLine(QPointF(from, middle), QPointF(area.right() - notes, middle));
        const QColor color = row.strong ? c.accent : mix(c.surface, c.text, .5);
        painter.setPen(QPen(mix(c.surface, color, .55), 4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(
            QPointF(from + row.low * unit, middle), QPointF(from + row.high * unit, middle));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(from + row.rate * unit, middle), 4.5, 4.5);
        y += height;
    }
}

} // namespace segue::ui
