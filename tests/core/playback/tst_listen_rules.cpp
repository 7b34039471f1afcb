#include "core/playback/listen_tracker.h"
#include "core/playback/replay_gain.h"

#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;

namespace {

double dB(double factor)
{
    return 20 * std::log10(factor);
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

/// For messages of QCOMPARE.
template <class Enum>
QByteArray named(Enum value)
{
    const std::string_view name = toString(value);
    return {name.data(), static_cast<qsizetype>(name.size())};
}

} // namespace

class TestListenRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aListenHasItsTimesAndWhatWasHeard()
    {
        ListenTracker tracker;
        tracker.touched(1'000'000);
        Listen facts;
        facts.track = TrackId{7};
        facts.durationMs = 180'000;
        facts.startedBy = StartedBy::shelf;
        const Listen begun = tracker.start(facts, 1'000'500, 60);
        QCOMPARE(begun.startedAt, UtcMs{1'000'500});
        QCOMPARE(begun.utcOffsetMin, 60);
        QCOMPARE(begun.msHeard, 0);
        QVERIFY(begun.attended);
        const auto ended = tracker.end(EndedBy::next, 4321, 1'200'000);
        QVERIFY(ended);
        QCOMPARE(ended->msHeard, 4321);
        QCOMPARE(named(ended->endedBy), named(EndedBy::next));
        QCOMPARE(named(ended->startedBy), named(StartedBy::shelf));
        QCOMPARE(ended->startedAt, begun.startedAt);
        QVERIFY(!tracker.end(EndedBy::next, 0, 0)); // once only
    }

    void checkpointsComeWithinTenSeconds()
    {
        ListenTracker tracker;
        tracker.start({}, 0, 0);
        UtcMs last = 0;
        int count = 0;
        for (UtcMs now = 250; now <= 60'000; now += 250) {
            if (const auto listen = tracker.progress(now, now)) {
                QVERIFY(now - last <= 10'000);
                QCOMPARE(listen->msHeard, now);
                last = now;
                ++count;
            }
        }
        QCOMPARE(count, 6);
        QVERIFY(!ListenTracker().progress(1, 100'000));
    }

    void heardTimeNeverShrinks()
    {
        ListenTracker tracker;
        tracker.start({}, 0, 0);
        tracker.progress(20'000, 20'000);
        QCOMPARE(tracker.end(EndedBy::quit, 0, 21'000)->msHeard, 20'000);
    }

    void ninetyMinutesWithoutATouchAreUnattended()
    {
        ListenTracker tracker;
        tracker.touched(0);
        QVERIFY(tracker.start({}, 90 * msPerMinute, 0).attended);
        QVERIFY(!tracker.start({}, 90 * msPerMinute + 1, 0).attended);
        tracker.touched(100 * msPerMinute);
        QVERIFY(tracker.end(EndedBy::finished, 1, 0)->attended);
    }

    void replayGainFollowsModeFallbackAndPreamp()
    {
        const TrackGains both{-6.0, .5, -9.0, .9};
        using Mode = ReplayGainMode;
        QCOMPARE(replayGainFactor(both, {Mode::off}), 1.0);
        QVERIFY(near(dB(replayGainFactor(both, {Mode::track})), -6));
        QVERIFY(near(dB(replayGainFactor(both, {Mode::album})), -9));
        QVERIFY(near(dB(replayGainFactor(both, {Mode::track, 2})), -4));
        QVERIFY(near(dB(replayGainFactor({{}, {}, -3.0, {}}, {Mode::track})), -3));
        QVERIFY(near(dB(replayGainFactor({-3.0, {}, {}, {}}, {Mode::album})), -3));
        QCOMPARE(replayGainFactor({}, {Mode::track, 5}), 1.0);
        QVERIFY(near(dB(replayGainFactor({}, {Mode::track, 5, -8})), -8));
    }

    void aGainWithoutAPeakStillCounts()
    {
        QVERIFY(near(dB(replayGainFactor({4.0, {}, {}, {}}, {ReplayGainMode::track})), 4));
        QVERIFY(near(dB(replayGainFactor({4.0, 0.0, {}, {}}, {ReplayGainMode::track})), 4));
    }

    void aPeakLimitsTheGain()
    {
        const ReplayGainSettings track{ReplayGainMode::track};
        QVERIFY(near(replayGainFactor({6.0, .8, {}, {}}, track), 1.25));
        QVERIFY(near(dB(replayGainFactor({6.0, .1, {}, {}}, track)), 6));
        QVERIFY(near(replayGainFactor({-1.0, 2.0, {}, {}}, track), .5)); // a peak above full scale
        QVERIFY(near(replayGainFactor({6.0, {}, {}, .8}, track), 1.25)); // the album's bounds it
        QVERIFY(near(replayGainFactor({6.0, .5, 6.0, .8}, {ReplayGainMode::album}), 1.25));
        QVERIFY(
            near(dB(replayGainFactor({6.0, .8, {}, {}}, {ReplayGainMode::track, 0, 0, false})), 6));
        QVERIFY(near(replayGainFactor({{}, .8, {}, {}}, {ReplayGainMode::track, 0, 6}), 1.25));
    }

    void absurdTagsDoNoHarm()
    {
        const ReplayGainSettings track{ReplayGainMode::track};
        QVERIFY(replayGainFactor({std::nan(""), std::nan(""), {}, {}}, track) == 1.0);
        QVERIFY(replayGainFactor({1e9, {}, {}, {}}, track) <= 32);
        QVERIFY(replayGainFactor({-1e9, {}, {}, {}}, track) > 0);
    }

    void opusGainsAreRelativeToTheirOwnLevel()
    {
        QCOMPARE(r128GainDb(0), 5.0);
        QCOMPARE(r128GainDb(-256 * 8), -3.0);
        QCOMPARE(r128GainDb(128), 5.5);
    }
};

SEGUE_TEST(TestListenRules)
#include "tst_listen_rules.moc"
