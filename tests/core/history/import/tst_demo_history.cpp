#include "core/db/store.h"
#include "core/history/history_repository.h"
#include "core/history/import/demo_history.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;

namespace {

constexpr std::string_view sample = "# made up\n"
                                    "\n"
                                    "2025-06-28T20:00:00Z\tAda Lund\tMorning\t200000\tfinished\r\n"
                                    "2025-06-27T20:00:00Z\tADA LUND\tEvening\t9000\tnext\n"
                                    "2025-06-28T20:10:00Z\tNobody\tNothing\t1000\n";

TrackTablePtr table()
{
    TrackTableBuilder builder;
    std::int64_t id = 0;
    for (const char* title : {"Morning", "Evening"}) {
        TrackInput track;
        track.id = TrackId{++id};
        track.title = title;
        track.artist = "Ada Lund";
        track.path = title;
        track.durationMs = 210'000;
        builder.add(track);
    }
    return builder.build();
}

} // namespace

class TestDemoHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsAreReadInOrderOfTime()
    {
        const auto plays = parseDemoHistory(sample);
        QVERIFY(plays);
        QCOMPARE(plays->size(), std::size_t{3});
        QCOMPARE(plays->at(0).title, std::string("Evening"));
        QVERIFY(plays->at(0).endedBy == EndedBy::next);
        QCOMPARE(plays->at(1).startedAt, UtcMs{1'751'140'800'000});
        QCOMPARE(plays->at(1).msHeard, std::int64_t{200'000});
        QVERIFY(plays->at(2).endedBy == EndedBy::finished);
    }

    void theDemosHistorySaysThatItIsMadeAndCouldHaveBeenHeard()
    {
        QFile file(QStringLiteral(SEGUE_SOURCE_DIR "/packaging/demo_history.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string text = file.readAll().toStdString();
        QVERIFY(text.starts_with("# A made listening history"));
        const auto plays = parseDemoHistory(text);
        QVERIFY(plays);
        QVERIFY(plays->size() > 300);
        for (std::size_t i = 1; i < plays->size(); ++i) {
            const DemoPlay& before = plays->at(i - 1);
            QVERIFY2(before.startedAt + before.msHeard <= plays->at(i).startedAt,
                plays->at(i).title.c_str());
        }
    }

    void aBadLineIsNamed_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("few fields") << QByteArray("2025-06-28T20:00:00Z\ta\tb");
        QTest::newRow("many fields") << QByteArray("2025-06-28T20:00:00Z\ta\tb\t1\tnext\tx");
        QTest::newRow("time") << QByteArray("last week\ta\tb\t1");
        QTest::newRow("number") << QByteArray("2025-06-28T20:00:00Z\ta\tb\t1x");
        QTest::newRow("negative") << QByteArray("2025-06-28T20:00:00Z\ta\tb\t-1");
        QTest::newRow("end") << QByteArray("2025-06-28T20:00:00Z\ta\tb\t1\tbored");
    }
    void aBadLineIsNamed()
    {
        QFETCH(QByteArray, line);
        const auto plays = parseDemoHistory("# first\n" + line.toStdString() + "\n");
        QVERIFY(!plays);
        QVERIFY(plays.error().message.starts_with("line 2: "));
    }

    void timesMoveByWholeDaysToJustBeforeNow()
    {
        const auto plays = parseDemoHistory(sample);
        const UtcMs now = 1'800'000'000'000;
        const DemoListens matched = matchDemoHistory(*plays, *table(), now);
        QCOMPARE(matched.unmatched, std::size_t{1});
        QCOMPARE(matched.listens.size(), std::size_t{2});
        const UtcMs shift = matched.listens[1].startedAt - plays->at(1).startedAt;
        QCOMPARE(shift % msPerDay, UtcMs{0});
        QCOMPARE(matched.listens[0].startedAt - plays->at(0).startedAt, shift);
        const UtcMs lastEnd = plays->at(2).startedAt + plays->at(2).msHeard + shift;
        QVERIFY(lastEnd <= now && now - lastEnd < msPerDay);
        QVERIFY(matched.listens[0].startedBy == StartedBy::import);
        QCOMPARE(matched.listens[0].durationMs, std::int64_t{210'000});
        // A clock before the file's times moves them back.
        const UtcMs early = plays->at(0).startedAt;
        for (const Listen& listen : matchDemoHistory(*plays, *table(), early).listens)
            QVERIFY(listen.startedAt < early);
    }

    void aSecondImportAddsNothing()
    {
        const QTemporaryDir folder;
        const ManualClock clock(1'800'000'000'000);
        auto opened = db::Store::open(
            std::filesystem::path(folder.path().toStdString()) / "segue.db", clock);
        QVERIFY(opened);
        db::Store& store = *opened->store;
        const auto import = [&](UtcMs now) {
            std::size_t added = 0;
            const auto written
                = store.writeAndWait(db::Durability::full, [&](db::Connection& connection) {
                      for (const char* id : {"1", "2"})
                          connection.exec(std::string("INSERT OR IGNORE INTO track (id, title, "
                                                      "added_at) VALUES (")
                              + id + ", 't', 0)");
                      const UtcMs last = demoLastDay(connection, sample, now);
                      added = insertDemoListens(connection, ListenerId{1},
                          matchDemoHistory(*parseDemoHistory(sample), *table(), last).listens);
                  });
            return written ? static_cast<qint64>(added) : -1;
        };
        QCOMPARE(import(clock.now()), 2);
        QCOMPARE(import(clock.now() + 40 * msPerDay), 0);
        const auto plays = history::readPlays(*store.reader(), ListenerId{1});
        QCOMPARE(plays.size(), std::size_t{2});
        QVERIFY(plays[0].session != plays[1].session);
    }
};

SEGUE_TEST(TestDemoHistory)
#include "tst_demo_history.moc"
