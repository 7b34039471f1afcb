#include "core/history/taste_service.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace segue;

namespace {

constexpr UtcMs start = 1'700'000'000'000;
constexpr ListenerId me{1};

struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{start, 60};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<TasteService> taste;

    Fixture()
    {
        openStore();
        (void)store->writeAndWait(db::Durability::full, [](db::Connection& c) {
            for (int i = 1; i <= 5; ++i) {
                c.exec("INSERT INTO track (id, title, duration_ms, added_at) VALUES ("
                    + std::to_string(i) + ", 't', 200000, 0)");
            }
        });
        openTaste();
    }
    void openStore()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
    }
    void openTaste()
    {
        taste = std::make_unique<TasteService>(*store, clock, me);
        taste->load();
    }
    void restart()
    {
        taste.reset();
        store.reset();
        openStore();
        openTaste();
    }
    int count(const std::string& sql)
    {
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection&) {});
        return store->reader()->database().execAndGet(sql).getInt();
    }
    Listen listen(int track, std::int64_t heard, EndedBy ended)
    {
        Listen l;
        l.track = {track};
        l.startedAt = clock.now();
        l.utcOffsetMin = 60;
        l.durationMs = 200'000;
        l.msHeard = heard;
        l.endedBy = ended;
        clock.advance(heard);
        return l;
    }
};

} // namespace

class TestTasteService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratingsActAtOnceAndSurviveARestart()
    {
        Fixture f;
        QSignalSpy changed(f.taste.get(), &Taste::statsChanged);
        f.taste->rate({1}, 9);
        f.taste->love({2}, true);
        f.taste->neverArtist(QStringLiteral("Muzak"), true);
        QVERIFY(f.taste->statsOf({1}).rating == 9);
        QVERIFY(f.taste->statsOf({2}).loved);
        QCOMPARE(changed.size(), 3);
        QCOMPARE(f.taste->ratingCount(), 1);
        f.restart();
        QVERIFY(f.taste->statsOf({1}).rating == 9);
        QVERIFY(f.taste->statsOf({2}).loved);
        QVERIFY(f.taste->isArtistNever(QStringLiteral("muzak")));
    }

    void undoIsAnEventToo()
    {
        Fixture f;
        const RatingAct first = f.taste->rate({1}, 9);
        const RatingAct second = f.taste->rate({1}, 3);
        QVERIFY(f.taste->undo(second) == QStringLiteral("Rating"));
        QVERIFY(!f.taste->undo(second));
        QVERIFY(f.taste->statsOf({1}).rating == 9);
        QVERIFY(f.taste->undo(first));
        QVERIFY(!f.taste->statsOf({1}).rating);
        QVERIFY(!f.taste->undo(0) && !f.taste->undo(99));
        f.restart();
        QCOMPARE(f.count("SELECT count(*) FROM rating_event"), 4);
        QVERIFY(!f.taste->statsOf({1}).rating);
    }

    /// What was rated, imported or undone since stays.
    void undoTakesBackTheOneThatIsMeant()
    {
        Fixture f;
        const RatingAct act = f.taste->rate({1}, 9);
        f.taste->love({2}, true);
        (void)f.taste->rateMany({{TrackId{3}, 8}});
        QVERIFY(f.taste->undo(act));
        f.restart();
        QVERIFY(!f.taste->statsOf({1}).rating);
        QVERIFY(f.taste->statsOf({2}).loved);
        QVERIFY(f.taste->statsOf({3}).rating == 8);
    }

    void playsAreAppendedWithSessionsAndCounted()
    {
        Fixture f;
        f.taste->listenEnded(f.listen(1, 200'000, EndedBy::finished));
        f.taste->listenEnded(f.listen(2, 20'000, EndedBy::next));
        f.taste->listenEnded(f.listen(3, 2'000, EndedBy::next));
        f.clock.advance(2 * msPerHour);
        f.taste->listenEnded(f.listen(1, 200'000, EndedBy::finished));
        QCOMPARE(f.taste->statsOf({1}).plays, 2u);
        QCOMPARE(f.taste->statsOf({2}).skips, 1u);
        QCOMPARE(f.taste->statsOf({3}).lastPlayed, 0); // browsing is no signal
        QCOMPARE(f.taste->playCount(), 3);
        f.restart();
        QCOMPARE(f.taste->statsOf({1}).plays, 2u);
        QCOMPARE(f.taste->playCount(), 3);
        QCOMPARE(f.count("SELECT count(*) FROM session"), 2);
        QCOMPARE(f.count("SELECT count(*) FROM play_open"), 0);
    }

    void aPlayLeftOpenByACrashIsClosedAtTheNextStart()
    {
        Fixture f;
        f.taste->listenStarted(f.listen(4, 0, EndedBy::finished));
        Listen on = f.listen(4, 130'000, EndedBy::finished);
        f.taste->listenProgressed(on);
        f.restart(); // no listenEnded: as after kill -9
        QCOMPARE(
            f.count("SELECT count(*) FROM play WHERE ended_by = 'crash' AND ms_heard = 130000"), 1);
        QCOMPARE(f.count("SELECT count(*) FROM play_open"), 0);
        QCOMPARE(f.taste->statsOf({4}).plays, 1u); // more than half was heard
    }

    void privatePlaysAreMarkedAndNothingIsLearned()
    {
        Fixture f;
        f.taste->setPrivateSession(true);
        f.taste->listenEnded(f.listen(1, 200'000, EndedBy::finished));
        f.taste->setPrivateSession(false);
        QCOMPARE(f.taste->playCount(), 0);
        f.restart();
        const auto plays = history::readPlays(*f.store->reader(), me);
        QCOMPARE(plays.size(), std::size_t(1));
        QVERIFY(plays[0].marks.isPrivate);
        QVERIFY(!plays[0].marks.learnable());
    }

    void whatComesFromAListWithTheMarkIsNotLearnedAlsoAfterACrash()
    {
        Fixture f;
        Listen listen = f.listen(1, 200'000, EndedBy::finished);
        listen.doNotLearn = true;
        f.taste->listenEnded(listen);
        QCOMPARE(f.taste->playCount(), 0);
        QCOMPARE(f.taste->statsOf({1}).plays, 1u);
        listen.startedAt += 300'000;
        f.taste->listenStarted(listen);
        f.restart();
        const auto plays = history::readPlays(*f.store->reader(), me);
        QCOMPARE(plays.size(), std::size_t(2));
        QVERIFY(plays[0].marks.doNotLearn);
        QVERIFY(plays[1].marks.doNotLearn);
        QVERIFY(plays[1].listen.endedBy == EndedBy::crash);
    }

    void playsTakenOutAreNotListed()
    {
        Fixture f;
        for (int track = 1; track <= 3; ++track)
            f.taste->listenEnded(f.listen(track, 200'000, EndedBy::finished));
        const auto listed = [&] {
            std::vector<PlayEvent> events;
            bool read = false;
            f.taste->readHistory(2, f.taste.get(), [&](std::vector<PlayEvent> plays) {
                events = std::move(plays);
                read = true;
            });
            return QTest::qWaitFor([&] { return read; }) ? events : std::vector<PlayEvent>();
        };
        QSignalSpy changed(f.taste.get(), &TasteService::historyChanged);
        f.taste->removePlays({PlayId{3}}, true);
        QTRY_COMPARE(changed.size(), 1);
        auto events = listed();
        QCOMPARE(events.size(), std::size_t(2));
        QVERIFY(events[0].id == PlayId{2} && events[1].id == PlayId{1});
        f.taste->removePlays({PlayId{3}}, false);
        QTRY_COMPARE(changed.size(), 2);
        events = listed();
        QVERIFY(events.size() == 2 && events[0].id == PlayId{3});
    }

    void marksCanBeSetAndLiftedLater()
    {
        Fixture f;
        f.taste->listenEnded(f.listen(1, 200'000, EndedBy::finished));
        f.taste->listenEnded(f.listen(2, 200'000, EndedBy::finished));
        QSignalSpy reloaded(f.taste.get(), &TasteService::loaded);
        f.taste->markSession(SessionId{1}, "do_not_learn", true);
        QTRY_COMPARE(reloaded.size(), 1);
        QCOMPARE(f.taste->playCount(), 0);
        f.taste->markPlay(PlayId{2}, "do_not_learn", false);
        QTRY_COMPARE(reloaded.size(), 2);
        QCOMPARE(f.taste->playCount(), 1);
        f.taste->markPlay(PlayId{2}, "removed", true);
        QTRY_COMPARE(reloaded.size(), 3);
        QCOMPARE(f.taste->playCount(), 0);
        QCOMPARE(f.taste->statsOf({2}).plays, 0u);
        QCOMPARE(f.count("SELECT count(*) FROM play"), 2); // history stays
    }

    void aMarkLeavesThePlayInProgressAlone()
    {
        Fixture f;
        f.taste->listenEnded(f.listen(1, 200'000, EndedBy::finished));
        const Listen playing = f.listen(2, 60'000, EndedBy::finished);
        f.taste->listenStarted(playing);
        QSignalSpy reloaded(f.taste.get(), &TasteService::loaded);
        f.taste->removePlays({PlayId{1}}, true);
        QTRY_COMPARE(reloaded.size(), 1);
        QCOMPARE(f.count("SELECT count(*) FROM play_open"), 1);
        f.taste->listenEnded(playing);
        QCOMPARE(f.count("SELECT count(*) FROM play WHERE track_id = 2"), 1);
        QCOMPARE(f.count("SELECT count(*) FROM play WHERE ended_by = 'crash'"), 0);
    }

    void importedTotalsCountUntilTheListenerSpeaks()
    {
        Fixture f;
        QVERIFY(f.store->writeAndWait(db::Durability::full, [](db::Connection& c) {
            c.exec("INSERT INTO imported_total (listener_id, track_id, source, rating, plays, "
                   "imported_at)"
                   " VALUES (1, 1, 'tags', 8, 12, 0)");
        }));
        QSignalSpy changed(f.taste.get(), &Taste::statsChanged);
        f.taste->reloadImported();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(f.taste->statsOf({1}).plays, 12u);
        QVERIFY(f.taste->statsOf({1}).rating == 8);
        QVERIFY(f.taste->statsOf({1}).ratingImported);
        f.taste->reloadImported();
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(f.taste->statsOf({1}).plays, 12u); // not added twice
        f.taste->rate({1}, 2);
        QVERIFY(f.taste->statsOf({1}).rating == 2);
        QVERIFY(!f.taste->statsOf({1}).ratingImported);
        // Taken out again: only what the listener said is left.
        QVERIFY(f.store->writeAndWait(
            db::Durability::full, [](db::Connection& c) { c.exec("DELETE FROM imported_total"); }));
        changed.clear();
        f.taste->reloadImported();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(f.taste->statsOf({1}).plays, 0u);
        QVERIFY(f.taste->statsOf({1}).rating == 2);
    }

    void whatADatabaseRefusesIsKeptAndWrittenLater()
    {
        Fixture f;
        const auto limit = [&](const char* pages) {
            return f.store->writeAndWait(db::Durability::normal, [&](db::Connection& c) {
                c.database().execAndGet(std::string("PRAGMA max_page_count = ") + pages);
            });
        };
        // Fill the file's free pages so that the next insert needs a new one, as on a full disk.
        QVERIFY(limit("1").ok());
        QSignalSpy problem(f.taste.get(), &Taste::problem);
        for (int i = 0; i < 400; ++i)
            f.taste->neverArtist(QString(200, QLatin1Char('x')) + QString::number(i), true);
        QTRY_VERIFY(!problem.empty());
        QVERIFY(problem[0][0].toString().contains(QStringLiteral("disk is full")));
        QVERIFY(limit("1000000").ok());
        f.restart(); // the destructor tries once more
        QCOMPARE(f.count("SELECT count(*) FROM rating_event"), 400);
    }

    void whatHappensWhileLoadingIsNotLost()
    {
        Fixture f;
        f.taste.reset();
        f.taste = std::make_unique<TasteService>(*f.store, f.clock, me);
        QSignalSpy loaded(f.taste.get(), &TasteService::loaded);
        f.taste->loadInBackground();
        f.taste->rate({3}, 7);
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(f.taste->statsOf({3}).rating == 7);
    }
};

SEGUE_TEST(TestTasteService)
#include "tst_taste_service.moc"
