#include "core/history/listen.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

class TestListen : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOutcomeFollowsTheRules_data()
    {
        QTest::addColumn<int>("durationMs");
        QTest::addColumn<int>("heardMs");
        QTest::addColumn<int>("endedBy");
        QTest::addColumn<int>("outcome");
        const auto row
            = [](const char* name, int duration, int heard, EndedBy ended, Outcome outcome) {
                  QTest::newRow(name)
                      << duration << heard << static_cast<int>(ended) << static_cast<int>(outcome);
              };
        row("half heard, then next", 200'000, 100'000, EndedBy::next, Outcome::follow);
        row("just under half, then next", 200'000, 99'999, EndedBy::next, Outcome::skip);
        row("four minutes of an hour", 3'600'000, 240'000, EndedBy::next, Outcome::follow);
        row("to the end after a seek", 200'000, 20'000, EndedBy::finished, Outcome::follow);
        row("moved on within five seconds", 200'000, 5'000, EndedBy::next, Outcome::browse);
        row("moved on after more", 200'000, 5'001, EndedBy::replaced, Outcome::skip);
        row("went back", 200'000, 30'000, EndedBy::previous, Outcome::skip);
        row("a crash is no skip", 200'000, 30'000, EndedBy::crash, Outcome::none);
        row("a crash after half is a follow", 200'000, 150'000, EndedBy::crash, Outcome::follow);
        row("stop is no skip", 200'000, 30'000, EndedBy::stopped, Outcome::none);
        row("quit is no skip", 200'000, 30'000, EndedBy::quit, Outcome::none);
        row("the end of the queue is no skip", 200'000, 30'000, EndedBy::queueEnd, Outcome::none);
        row("unknown length, two minutes", 0, 120'000, EndedBy::next, Outcome::skip);
    }
    void theOutcomeFollowsTheRules()
    {
        QFETCH(int, durationMs);
        QFETCH(int, heardMs);
        QFETCH(int, endedBy);
        QFETCH(int, outcome);
        Listen listen;
        listen.durationMs = durationMs;
        listen.msHeard = heardMs;
        listen.endedBy = static_cast<EndedBy>(endedBy);
        QCOMPARE(static_cast<int>(outcomeOf(listen)), outcome);
    }

    void namesComeBack()
    {
        for (int i = 0; i <= static_cast<int>(StartedBy::import); ++i)
            QVERIFY(startedByFromString(toString(static_cast<StartedBy>(i)))
                == static_cast<StartedBy>(i));
        for (int i = 0; i <= static_cast<int>(EndedBy::crash); ++i)
            QVERIFY(
                endedByFromString(toString(static_cast<EndedBy>(i))) == static_cast<EndedBy>(i));
        QVERIFY(!endedByFromString("nonsense"));
    }
};

SEGUE_TEST(TestListen)
#include "tst_listen.moc"
