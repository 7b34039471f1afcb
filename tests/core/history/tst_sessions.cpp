#include "core/history/sessions.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

class TestSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsLessThanHalfAnHourApartShareASession()
    {
        SessionTracker tracker;
        const UtcMs start = 1'000'000'000'000;
        const auto first = tracker.assign(start, 200'000);
        QVERIFY(first.isNew);
        QCOMPARE(first.id.value, 1);
        // 29 minutes after the first one ended.
        QCOMPARE(tracker.assign(start + 200'000 + 29 * msPerMinute, 100'000).id, first.id);
        const auto later
            = tracker.assign(start + 200'000 + 29 * msPerMinute + 100'000 + 30 * msPerMinute, 1000);
        QVERIFY(later.isNew);
        QCOMPARE(later.id.value, 2);
    }

    void aLongTrackDoesNotBreakTheSession()
    {
        SessionTracker tracker;
        const auto symphony = tracker.assign(0, 70 * msPerMinute);
        QCOMPARE(tracker.assign(71 * msPerMinute, 1000).id, symphony.id);
    }

    void aClockSetFarBackStartsASession()
    {
        SessionTracker tracker(SessionId{5}, SessionId{9}, 100 * msPerHour);
        const auto past = tracker.assign(0, 1000);
        QVERIFY(past.isNew);
        QCOMPARE(past.id.value, 10);
    }

    void theSessionGoesOnAfterARestart()
    {
        SessionTracker tracker(SessionId{5}, SessionId{9}, 100 * msPerHour);
        QVERIFY(tracker.goesOnAt(100 * msPerHour + 5 * msPerMinute));
        QVERIFY(!tracker.goesOnAt(100 * msPerHour + 45 * msPerMinute));
        QCOMPARE(tracker.assign(100 * msPerHour + msPerMinute, 1).id.value, 5);
    }
};

SEGUE_TEST(TestSessions)
#include "tst_sessions.moc"
