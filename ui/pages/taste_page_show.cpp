// The part of TastePage that fills its panels from a report.
#include "ui/pages/taste_page.h"
#include "ui/text/channel_names.h"
#include "ui/text/format.h"
#include "ui/text/shelf_names.h"
#include "ui/theme/theme.h"
#include "ui/views/taste_paint.h"
#include "ui/widgets/chart_view.h"
#include "ui/widgets/panel.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t enoughCards = 100; ///< for a share whose interval says something

QString number(std::int64_t n)
{
    return QLocale().toString(static_cast<qlonglong>(n));
}

QString notEnough(const QString& what, std::int64_t have, std::int64_t needed)
{
    return QCoreApplication::translate("Taste", "%1: not enough data yet (%2 of %3).")
        .arg(what, number(have), number(needed));
}

/// Shelves or channels with cards, most followed first.
std::vector<IntervalRow> rowsOf(const std::vector<FollowThrough>& groups, bool shelves)
{
    std::vector<IntervalRow> rows;
    for (const FollowThrough& group : groups) {
        if (group.name.empty() || group.followed.n == 0)
            continue;
        const QString id = QString::fromStdString(group.name);
        rows.push_back({shelves ? shelfName(id) : channelName(id), group.followed.rate,
            group.followed.low, group.followed.high,
            QCoreApplication::translate("Taste", "%1 of %2, skipped %3")
                .arg(number(group.followed.hits), number(group.followed.n),
                    number(group.skipped.hits)),
            false});
    }
    std::stable_sort(rows.begin(), rows.end(),
        [](const IntervalRow& a, const IntervalRow& b) { return a.rate > b.rate; });
    return rows;
}

QString inWords(const std::vector<IntervalRow>& rows)
{
    QStringList list;
    for (const IntervalRow& row : rows)
        list << u"%1: %2 (%3)"_s.arg(row.name, percentText(row.rate), row.note);
    return list.join(u"; "_s);
}

void setIntervals(ChartView* view, std::vector<IntervalRow> rows, const QString& name)
{
    const QString description = inWords(rows);
    view->setChartHeight(intervalsHeight(rows.size()));
    view->setVisible(!rows.empty());
    view->setChart([rows = std::move(rows)](QPainter& painter,
                       const QRect& area) { paintIntervals(painter, area, rows); },
        name, description);
}

/// The names that people know for the methods of the evaluation.
QString methodName(const QString& method)
{
    if (method == u"blend")
        return QCoreApplication::translate("Taste", "Segue’s suggestions");
    if (method == u"random")
        return QCoreApplication::translate("Taste", "Any track");
    if (method == u"sticky")
        return QCoreApplication::translate("Taste", "The same artist again");
    return channelName(method);
}

/// One line of what the paired intervals say; empty for a comparison that is not shown.
QString comparisonWords(const ReplayComparison& one)
{
    const QString what = one.cut == u"all" ? TastePage::tr("The next track")
        : one.cut == u"departures"         ? TastePage::tr("Where you left the artists just heard")
        : one.cut == u"page_session"       ? TastePage::tr("A page when a session begins")
                                           : QString();
    if (what.isEmpty())
        return {};
    const auto points = [](double share) { return QLocale().toString(share * 100, 'f', 1); };
    const QString text = one.low > 0
        ? TastePage::tr("%1: better by %2 points than the best plain rule, “%3” (95 %: %4 to %5).")
        : one.high < 0
        ? TastePage::tr("%1: worse by %2 points than the best plain rule, “%3” (95 %: %4 to %5).")
        : TastePage::tr("%1: no clear difference to the best plain rule, “%3” (%2 points, 95 %: %4 "
                        "to %5).");
    const double shown = one.low > 0 || one.high < 0 ? std::abs(one.difference) : one.difference;
    return text.arg(what, points(shown), methodName(one.rule), points(one.low), points(one.high));
}

QString replayWords(const ReplayReport& report)
{
    const ReplayRow& blend = report.rows.back();
    QStringList lines{
        TastePage::tr("The last %1 of your sessions again, asked before %2 of their plays: %3 of "
                      "them were among the twenty tracks that Segue would have suggested.")
            .arg(percentText(report.tenths / 10.), number(blend.n), percentText(blend.hr20))};
    for (const ReplayComparison& one : report.compared) {
        if (const QString line = comparisonWords(one); !line.isEmpty())
            lines << line;
    }
    return lines.join(u'\n');
}

} // namespace

void TastePage::showHeard()
{
    const TasteReport& report = *report_;
    const double share = report.collection == 0
        ? 0
        : static_cast<double>(report.heard) / static_cast<double>(report.collection);
    const QString sentence
        = tr("You have heard %1 of your collection: %2 of %3 tracks.")
              .arg(percentText(share), number(report.heard), number(report.collection));
    heardText_->setText(sentence);
    heardRest_->setVisible(report.heard < report.collection);
    heard_->setChart(
        [share](QPainter& painter, const QRect& area) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            const double radius = area.height() / 2.0;
            painter.setBrush(mix(colors().surface, colors().text, .12));
            painter.drawRoundedRect(area, radius, radius);
            painter.setBrush(colors().accent);
            if (share > 0)
                painter.drawRoundedRect(
                    QRectF(area.x(), area.y(), std::max(share * area.width(), 2 * radius),
                        area.height()),
                    radius, radius);
        },
        tr("Share of the collection heard"), sentence);
}

void TastePage::showCharts()
{
    const auto report = report_;
    const auto set = [&](ChartView* view, auto paint, const QString& name, const QString& words) {
        view->setChart([report, paint](
                           QPainter& painter, const QRect& area) { paint(painter, area, *report); },
            name, words);
    };
    int day = 0, hour = 0;
    for (int d = 0; d < 7; ++d) {
        for (int h = 0; h < 24; ++h) {
            if (report->clock[static_cast<std::size_t>(d)][static_cast<std::size_t>(h)]
                > report->clock[static_cast<std::size_t>(day)][static_cast<std::size_t>(hour)]) {
                day = d;
                hour = h;
            }
        }
    }
    set(clock_, paintClock, tr("Listening clock"),
        tr("Most plays on %1 from %2 h").arg(QLocale().standaloneDayName(day + 1)).arg(hour));
    set(plays_, paintPlays, tr("Plays over time"), countOf(report->plays, tr("play"), tr("plays")));
    QStringList genres;
    for (const TasteReport::Genre& genre : report->genres)
        genres << tr("%1: heard %2, suggested %3")
                      .arg(genre.name, percentText(genre.heard), percentText(genre.suggested));
    genres_->setChartHeight(std::max(scaled(120),
        static_cast<int>(report->genres.size() + 1)
            * (QFontMetrics(themeFont(TextSize::small)).height() + 10)));
    set(genres_, paintGenres, tr("Genres"), genres.join(u"; "_s));
    QStringList stars;
    for (int half = 1; half <= 10; ++half)
        stars << tr("%1 stars: %2")
                     .arg(half / 2.0)
                     .arg(report->ratings[static_cast<std::size_t>(half)]);
    set(ratings_, paintRatings, tr("Ratings"), stars.join(u"; "_s));
}

void TastePage::showTops()
{
    const std::vector<TasteReport::Entry>* lists[3]{
        &report_->artists, &report_->albums, &report_->tracks};
    for (std::size_t i = 0; i < 3; ++i)
        static_cast<TopList*>(tops_[i])->setEntries(*lists[i]);
}

void TastePage::showSuggestions()
{
    const TasteReport& report = *report_;
    const FollowThrough all = report.byShelf.empty() ? FollowThrough{} : report.byShelf.back();
    followed_->setText(all.followed.n < enoughCards
            ? notEnough(tr("Cards that you played from the page"), all.followed.n, enoughCards)
            : tr("Of %1 cards on your screen you played and followed %2; you skipped %3.")
                  .arg(number(all.followed.n), shareText(all.followed), shareText(all.skipped)));
    const bool any = all.followed.n > 0;
    weeks_->setVisible(any);
    weeks_->setChart([weeks = report.weekly](QPainter& painter,
                         const QRect& area) { paintWeeks(painter, area, weeks); },
        tr("Follow-through by week"), followed_->text());
    setIntervals(shelves_, rowsOf(report.byShelf, true), tr("Follow-through by shelf"));
    setIntervals(channels_, rowsOf(report.byChannel, false), tr("Follow-through by reason"));

    QStringList lines;
    const Lift& lift = report.lift;
    lines << (lift.isEnough()
            ? tr(
                "What showing does: tracks on the page are played within a week %1 more often than "
                "tracks that were chosen and kept back (95 %: %2 to %3).")
                  .arg(percentText(lift.difference), percentText(lift.low), percentText(lift.high))
            : notEnough(tr("What showing does, against tracks kept back"),
                std::min(lift.shown.n, lift.withheld.n), lift.needed));
    lines << (report.adopted.n >= 20
            ? tr("Of forgotten or new tracks that a card brought you, %1 were played again without "
                 "one within a month.")
                  .arg(shareText(report.adopted))
            : notEnough(tr("Forgotten or new tracks that stayed with you"), report.adopted.n, 20));
    lines << (report.radio.isEnough()
            ? tr(
                "Radio: the blend was followed more than plain neighbours in %1 of the queues that "
                "had a winner.")
                  .arg(shareText(report.radio.firstWins))
            : notEnough(tr("Radio, the blend against plain neighbours"), report.radio.firstWins.n,
                report.radio.needed));
    measures_->setText(lines.join(u'\n'));
}

void TastePage::showReplay(const std::shared_ptr<const ReplayReport>& report)
{
    replayBar_->hide();
    replayButton_->setText(tr("Replay my history"));
    replayReport_ = report;
    if (!report) {
        replayText_->setText(tr("The replay was stopped."));
        return;
    }
    if (!report->problem.isEmpty()) {
        replayText_->setText(report->problem);
        return;
    }
    const std::int64_t n = report->rows.empty() ? 0 : report->rows.back().n;
    if (!report->isEnough())
        replayText_->setText(notEnough(tr("Predictions to test with"), n, ReplayReport::enough));
    else
        replayText_->setText(replayWords(*report));
    std::vector<IntervalRow> rows;
    for (const ReplayRow& row : report->rows) {
        if (row.n > 0)
            rows.push_back({methodName(row.method), row.hr20, row.low, row.high,
                percentText(row.hr20), row.method == u"blend"});
    }
    std::stable_sort(rows.begin(), rows.end(),
        [](const IntervalRow& a, const IntervalRow& b) { return a.rate > b.rate; });
    setIntervals(replay_, report->isEnough() ? std::move(rows) : std::vector<IntervalRow>(),
        tr("Methods compared"));
}

} // namespace segue::ui
