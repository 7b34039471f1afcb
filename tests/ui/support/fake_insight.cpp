#include "tests/ui/support/fake_insight.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::test {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const TrackTable& table, TextRef ref)
{
    const std::string_view text = table.text(ref);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

FakeInsight::FakeInsight(const TrackTablePtr& table)
{
    if (table->size() == 0)
        return;
    Random random(5);
    report.plays = 2431;
    report.hours = 163.4;
    for (int day = 0; day < 7; ++day) {
        for (int hour = 0; hour < 24; ++hour) {
            const double evening = std::exp(-std::pow((hour - 20) / 3., 2));
            const double morning = day < 5 ? std::exp(-std::pow((hour - 8) / 1.2, 2)) : 0;
            report.clock[static_cast<std::size_t>(day)][static_cast<std::size_t>(hour)]
                = static_cast<int>((evening * 40 + morning * 20) * random.uniform());
        }
    }
    report.unit = TasteReport::Unit::month;
    for (int month = 0; month < 30; ++month)
        report.overTime.push_back({QDate(2024, 3, 1).addMonths(month),
            month == 7 ? 0 : static_cast<int>(20 + random.below(120))});
    for (int i = 0; i < 10; ++i) {
        const auto row = static_cast<Row>(random.below(table->size()));
        const TrackRecord& track = (*table)[row];
        report.artists.push_back({textOf(*table, track.artist), {}, track.id, 240 - 20 * i});
        report.albums.push_back({textOf(*table, track.album), textOf(*table, track.albumArtist),
            track.id, 160 - 14 * i});
        report.tracks.push_back(
            {textOf(*table, track.title), textOf(*table, track.artist), track.id, 40 - 3 * i});
    }
    static constexpr std::array genres{"Jazz", "Metal", "Ambient", "Folk",
        "Technical Progressive Death Metal", "Techno", "Pop", "Soul"};
    for (std::size_t i = 0; i < genres.size(); ++i)
        report.genres.push_back({QString::fromLatin1(genres[i]), .3 - .035 * static_cast<double>(i),
            .22 - .02 * static_cast<double>(i)});
    report.suggestedCards = 812;
    report.ratings = {0, 3, 1, 2, 6, 9, 22, 31, 64, 18, 27};
    report.collection = static_cast<std::int64_t>(table->size());
    report.heard = report.collection * 46 / 100;
    report.byShelf = {{"right_now", wilson(61, 240), wilson(12, 240)},
        {"rediscover", wilson(21, 160), wilson(9, 160)},
        {"never_played", wilson(8, 190), wilson(14, 190)}, {"", wilson(90, 590), wilson(35, 590)}};
    report.byChannel = {{"markov", wilson(44, 160), wilson(6, 160)},
        {"content", wilson(12, 230), wilson(20, 230)}, {"ratings", wilson(34, 200), wilson(9, 200)},
        {"", wilson(90, 590), wilson(35, 590)}};
    for (int week = 0; week < 12; ++week)
        report.weekly.push_back({week * 7 * msPerDay,
            wilson(static_cast<std::int64_t>(4 + random.below(9)), week == 3 ? 0 : 50)});
    report.lift.shown = wilson(40, 300);
    report.lift.withheld = wilson(3, 31);
    report.lift.needed = neededPerArm(.13, Lift::detectable);
    report.adopted = wilson(9, 24);
    report.radio.needed = neededPerArm(.5, Interleaving::detectable);
}

void FakeInsight::request(ReportPeriod period)
{
    asked.push_back(period);
    auto made = std::make_shared<TasteReport>(report);
    made->period = period;
    Q_EMIT reportReady(made);
}

void FakeInsight::stopReplay()
{
    replaying_ = false;
    Q_EMIT replayReady(nullptr);
}

void FakeInsight::finish(const ReplayReport& made)
{
    replaying_ = false;
    Q_EMIT replayReady(std::make_shared<const ReplayReport>(made));
}

ReplayReport FakeInsight::madeReplay()
{
    ReplayReport report;
    report.plays = 24'000;
    report.sessions = 1800;
    const auto add = [&](const char* name, double rate) {
        report.rows.push_back({QString::fromLatin1(name), 565, rate, std::max(0., rate - .03),
            rate + .03, 110, rate / 4, rate / 5, rate / 3});
    };
    add("random", .01);
    add("count", .053);
    add("recency", .225);
    add("sticky", .628);
    add("blend", .69);
    report.tenths = 5;
    report.compared = {{u"all"_s, u"sticky"_s, 565, .062, .031, .092},
        {u"departures"_s, u"recency"_s, 110, -.013, -.058, .034}};
    return report;
}

} // namespace segue::test

#include "moc_fake_insight.cpp"
