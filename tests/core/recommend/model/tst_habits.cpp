// The habit channels beyond recency and sequences: heat, openers, time of day, albums in use, runs
// that repeat, and the artists that come next.
#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include "core/recommend/model/channels.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue::reco;
using segue::reco::test::sixTracks;

namespace {

constexpr std::int64_t t0 = 1600000000, day = 86400;

bool near(float a, double b)
{
    return std::abs(static_cast<double>(a) - b) < 1e-5;
}

} // namespace

class TestHabits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heatFadesWithADayAndAWeek()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        log.add(0, t0 - 2 * day, 0, -1, 1);
        log.add(0, t0 - day, 0, -1, .5F);
        log.addImported(1, t0, 1); // says nothing of when
        ScoreColumn today(6), lately(6);
        scoreHeat(log, 0, t0, today);
        scoreHeat(log, 1, t0, lately);
        QVERIFY(near(today[0], std::exp(-2.) + .5 * std::exp(-1.)));
        QVERIFY(near(lately[0], std::exp(-2 / 7.) + .5 * std::exp(-1 / 7.)));
        QCOMPARE(today[1], 0.F);
    }

    void heatSurvivesClocksThatJump()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (const std::int64_t at : {t0, t0 - day, std::numeric_limits<std::int64_t>::max(),
                 std::numeric_limits<std::int64_t>::min() + 1, t0})
            log.add(0, at, 0, -1, 1);
        ScoreColumn out(6);
        for (const std::size_t life : {0, 1})
            scoreHeat(log, life, t0, out);
        scoreOpener(log, t0, out);
        QVERIFY(std::isfinite(out[0]));
        scoreDaytime(log, std::numeric_limits<std::int64_t>::min(), out);
        QVERIFY(std::isfinite(out[0]));
        // Back by a day: that play counts e^-1 of the later one.
        PlayLog back(*catalogue);
        back.add(0, t0, 0, -1, 1);
        back.add(0, t0 - day, 0, -1, 1);
        ScoreColumn heat(6);
        scoreHeat(back, 0, t0, heat);
        QVERIFY(near(heat[0], 1 + std::exp(-1.)));
    }

    void onlyTheFirstThreeOfASessionOpenIt()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (const Item item : {0, 1, 2, 3})
            log.add(item, t0 - 3600, 0, 1, 1);
        ScoreColumn out(6);
        scoreOpener(log, t0, out);
        QVERIFY(near(out[2], std::log1p(1.)));
        QCOMPARE(out[3], 0.F);
    }

    void daytimePrefersWhatIsHeardAtThisHour()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        log.add(0, t0 - day, 0, -1, 1); // the same time yesterday
        log.add(1, t0 - day + 6 * 3600, 0, -1, 1); // six hours off
        log.add(2, t0 - 600, 0, -1, 1); // just now: that is no habit
        ScoreColumn out(6);
        scoreDaytime(log, t0, out);
        QVERIFY(near(out[0], std::log1p(std::sqrt(1 / 24.))));
        QVERIFY(out[1] < out[0] / 100);
        QCOMPARE(out[2], 0.F);
    }

    void anAlbumInUseLiftsItsUnheardTracks()
    {
        const auto catalogue = sixTracks(); // 0, 1, 2 are one album
        PlayLog log(*catalogue);
        log.add(0, t0 - 3600, 0, -1, 1);
        log.add(1, t0 - 3600, 0, -1, 1);
        ScoreColumn heard(6), out(6);
        Recency recency(log, t0, heard);
        scoreAlbumRecency(log, *catalogue, recency, out);
        QVERIFY(near(out[2], std::log1p(2.)));
        QCOMPARE(out[2], out[0]);
        QCOMPARE(out[3], 0.F);
    }

    void aRepeatedRunGoesOnByTheLengthOfTheMatch()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (const Item item : {0, 1, 2, 3})
            log.add(item, t0, 0, 1, 1);
        for (const Item item : {5, 2, 4})
            log.add(item, t0 + day, 0, 2, 1);
        ScoreColumn out(6);
        const std::vector<Item> now{0, 1, 2};
        scoreContinuation(log, now, out);
        QCOMPARE(out[3], 2.F); // three tracks in order
        QCOMPARE(out[4], 0.F); // 2 came after 5 there
        QCOMPARE(continuations(log, now, 3), 1);
        QCOMPARE(continuations(log, now, 4), 0);
        ScoreColumn alone(6);
        scoreContinuation(log, std::vector<Item>{2}, alone);
        QVERIFY(alone.items().empty()); // one track is no run
    }

    void theNextArtistIsAnotherOne()
    {
        const auto catalogue = sixTracks(); // artists 0 0 0 1 1 2
        PlayLog log(*catalogue);
        for (const Item item : {0, 1, 3, 4, 0, 3, 2, 5})
            log.add(item, t0, 0, 1, 1);
        const PlayLog silent(*catalogue);
        ScoreColumn none(6), out(6);
        Recency recency(silent, t0, none);
        scoreNextArtist(log, *catalogue, std::vector<Item>{1}, recency, out);
        QVERIFY(near(out[3], 2 / 3.)); // twice to artist 1, once to artist 2
        QVERIFY(near(out[5], 1 / 3.));
        QCOMPARE(out[0], 0.F); // staying is no departure
    }

    void exploringFollowsFirstHearings()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        const double before = log.exploring();
        log.add(0, t0, 0, -1, 1);
        QVERIFY(near(static_cast<float>(log.exploring()), before + .1 * (1 - before)));
        QCOMPARE(log.artistTracksHeard(0), 1);
        const double now = log.exploring();
        log.add(0, t0 + 200, 0, -1, 1); // a repeat says nothing
        QCOMPARE(log.exploring(), now);
        log.add(1, t0 + 400, 0, -1, 1);
        log.add(0, t0 + 600, 0, -1, 1);
        QVERIFY(log.exploring() < now + .1);
        QCOMPARE(log.artistTracksHeard(0), 2);
    }
};

SEGUE_TEST(TestHabits)
#include "tst_habits.moc"
