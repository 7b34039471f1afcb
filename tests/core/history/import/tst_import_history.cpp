// Listening histories in the database: sessions, marks, whose they are, and taking them back.
#include "core/db/store.h"
#include "core/history/import/import_service.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/listeners/listener_service.h"
#include "core/playlist/playlist_service.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <filesystem>

using namespace segue;

namespace {

constexpr UtcMs now = 1'700'000'000'000;

struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{now};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<LibraryService> library;
    std::unique_ptr<TasteService> taste;
    std::unique_ptr<PlaylistService> playlists;
    std::unique_ptr<ListenerService> listeners;
    std::unique_ptr<ImportService> imports;

    Fixture()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        const auto made = store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("INSERT INTO root (id, path, added_at) VALUES (1, CAST('/m' AS BLOB), 0);"
                   "INSERT INTO track (id, title, artist, duration_ms, added_at) VALUES "
                   "(1, 'Morning', 'Ada', 200000, 0), (2, 'Evening', 'Ada', 200000, 0);"
                   "INSERT INTO file (root_id, track_id, path, size, mtime_ns) VALUES "
                   "(1, 1, CAST('a' AS BLOB), 1, 1), (1, 2, CAST('b' AS BLOB), 1, 1)");
        });
        if (!made)
            qFatal("%s", made.error().message.c_str());
        library = std::make_unique<LibraryService>(*store, clock);
        taste = std::make_unique<TasteService>(*store, clock, ListenerId{1});
        playlists = std::make_unique<PlaylistService>(*store, ListenerId{1});
        listeners = std::make_unique<ListenerService>(*store, clock);
        if (!library->load() || !playlists->load())
            qFatal("not loaded");
        taste->load();
        imports = std::make_unique<ImportService>(
            *store, *library, *taste, *playlists, *listeners, clock);
    }
    ~Fixture()
    {
        imports.reset();
        listeners.reset();
        playlists.reset();
        taste.reset();
        library.reset();
        QThreadPool::globalInstance()->waitForDone(); // what they began reads the store
    }
    std::int64_t number(const std::string& sql)
    {
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection&) {});
        return store->reader()->database().execAndGet(sql).getInt64();
    }
    /// Listens (seconds before now, title) as a file of ListenBrainz.
    std::string file(const std::vector<std::pair<std::int64_t, std::string>>& listens) const
    {
        const QString path = dir.filePath(QStringLiteral("listens.jsonl"));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly))
            qFatal("not written");
        for (const auto& [ago, title] : listens) {
            out.write(
                QByteArray::fromStdString("{\"listened_at\":" + std::to_string(now / 1000 - ago)
                    + ",\"track_metadata\":{\"artist_name\":\"Ada\",\"track_name\":\"" + title
                    + "\"}}\n"));
        }
        return path.toStdString();
    }
    Result<ImportPlanPtr> plan(const std::string& file, const std::string& listener = {})
    {
        std::optional<Result<ImportPlanPtr>> answer;
        imports->plan({{file}, {}, listener}, imports.get(),
            [&](const Result<ImportPlanPtr>& plan) { answer = plan; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            qFatal("late");
        return *answer;
    }
    Result<ImportResult> run(const ImportPlanPtr& plan)
    {
        std::optional<Result<ImportResult>> answer;
        imports->run(
            plan, {}, imports.get(), [&](const Result<ImportResult>& result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            qFatal("late");
        return *answer;
    }
    Result<ImportResult> import(const std::string& file, const std::string& listener = {})
    {
        const auto made = plan(file, listener);
        return made ? run(*made) : Result<ImportResult>(made.error());
    }
    Result<ImportResult> undo(std::int64_t run)
    {
        std::optional<Result<ImportResult>> answer;
        imports->undo(
            run, imports.get(), [&](const Result<ImportResult>& result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            qFatal("late");
        return *answer;
    }
    Listen listen(UtcMs at, std::int64_t track = 1) const
    {
        Listen l;
        l.track = {track};
        l.startedAt = at;
        l.durationMs = l.msHeard = 200'000;
        return l;
    }
};

} // namespace

class TestImportHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsComeOnceAndModelsHearOfIt()
    {
        Fixture f;
        QSignalSpy rebuilt(f.taste.get(), &TasteService::marksChanged);
        QSignalSpy history(f.taste.get(), &Taste::historyChanged);
        const std::string file
            = f.file({{90'000, "Morning"}, {89'000, "Evening"}, {9'000, "Morning"}});
        const auto first = f.import(file);
        QVERIFY(first);
        QCOMPARE(first->plays, std::size_t{3});
        QCOMPARE(rebuilt.size(), 1);
        QCOMPARE(history.size(), 1);
        QCOMPARE(f.number("SELECT count(*) FROM session"), std::int64_t{2});
        QTRY_COMPARE(f.taste->statsOf(TrackId{1}).plays, 2u);
        const auto again = f.import(file);
        QVERIFY(again);
        QCOMPARE(again->run, std::int64_t{0});
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{3});
        QCOMPARE(f.number("SELECT count(*) FROM import_run"), std::int64_t{1});
    }

    void anotherCopyOfATrackBringsNoPlayAgain()
    {
        Fixture f;
        const std::string file = f.file({{90'000, "Morning"}, {80'000, "Evening"}});
        QVERIFY(f.import(file));
        const auto made = f.store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("INSERT INTO track (id, title, artist, duration_ms, lossless, added_at) VALUES "
                   "(3, 'Morning', 'Ada', 200000, 1, 0);"
                   "INSERT INTO file (root_id, track_id, path, size, mtime_ns) VALUES "
                   "(1, 3, CAST('c.flac' AS BLOB), 1, 1)");
        });
        QVERIFY2(made.ok(), made ? "" : made.error().message.c_str());
        QVERIFY(f.library->load());
        const auto again = f.import(file);
        QVERIFY(again);
        QCOMPARE(again->plays, std::size_t{0});
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{2});
        // Planned before, inserted after: the writer asks for the copies, too.
        const auto plan = f.plan(f.file({{70'000, "Morning"}}));
        QVERIFY(plan);
        QCOMPARE((*plan)->history->listens[0].listen.track, TrackId{3});
        f.taste->listenEnded(f.listen(now - 70'000'000, 1));
        QTRY_VERIFY(!f.taste->hasUnwritten());
        const auto late = f.run(*plan);
        QVERIFY(late);
        QCOMPARE(late->run, std::int64_t{0});
    }

    void onlyTracksOfInsertedPlaysCount()
    {
        Fixture f;
        const auto plan = f.plan(f.file({{90'000, "Morning"}, {80'000, "Evening"}}));
        QVERIFY(plan);
        f.taste->listenEnded(f.listen(now - 90'000'000, 1));
        QTRY_VERIFY(!f.taste->hasUnwritten());
        const auto result = f.run(*plan);
        QVERIFY(result);
        QCOMPARE(result->plays, std::size_t{1});
        QCOMPARE(result->tracks, std::size_t{1});
    }

    void whoNamesOneselfIsNoFriend()
    {
        Fixture f;
        const std::string name = f.listeners->all().front().name.toStdString();
        const auto result = f.import(f.file({{90'000, "Morning"}}), name);
        QVERIFY(result);
        QCOMPARE(result->listenerName, std::string());
        QCOMPARE(f.number("SELECT count(*) FROM play WHERE listener_id = 1"), std::int64_t{1});
    }

    void ownPlaysGoOnMeanwhileAndStay()
    {
        Fixture f;
        f.taste->listenEnded(f.listen(now - 9'060'000)); // the same play, logged by Segue
        QTRY_VERIFY(!f.taste->hasUnwritten());
        const auto run = f.import(f.file({{9'000, "Morning"}, {8'700, "Evening"}}));
        QVERIFY(run);
        QCOMPARE(run->plays, std::size_t{1});
        QCOMPARE(f.number("SELECT count(*) FROM session"), std::int64_t{1}); // the same evening
        f.taste->listenEnded(f.listen(now)); // right after it: numbers do not collide
        QTRY_VERIFY(!f.taste->hasUnwritten());
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{3});
        QVERIFY(f.undo(run->run));
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{2});
        QCOMPARE(
            f.number("SELECT count(*) FROM play WHERE started_by = 'import'"), std::int64_t{0});
        QCOMPARE(f.number("SELECT count(*) FROM session"), std::int64_t{2});
        f.taste->listenEnded(f.listen(now + 1'000'000));
        QTRY_VERIFY(!f.taste->hasUnwritten());
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{3});
    }

    void undoTakesItsOwnPlaysAndTheirMarks()
    {
        Fixture f;
        const auto first = f.import(f.file({{90'000, "Morning"}}));
        const auto second = f.import(f.file({{90'000, "Morning"}, {50'000, "Evening"}}));
        QVERIFY(first && second);
        QCOMPARE(second->plays, std::size_t{1});
        f.taste->removePlays({PlayId{1}}, true);
        QTRY_VERIFY(!f.taste->hasUnwritten());
        QVERIFY(f.undo(first->run)); // not the newest, but nobody else's
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{1});
        QCOMPARE(f.number("SELECT count(*) FROM play_mark"), std::int64_t{0});
        QCOMPARE(f.number("SELECT track_id FROM play"), std::int64_t{2});
        f.taste->removePlays({PlayId{1}}, false); // from a message that was still on the screen
        f.taste->markSession(SessionId{1}, "do_not_learn", true);
        QTRY_VERIFY(!f.taste->hasUnwritten());
        QCOMPARE(f.number("SELECT count(*) FROM play_mark"), std::int64_t{0});
        const auto twice = f.undo(first->run);
        QVERIFY(!twice);
        QVERIFY(f.import(f.file({{90'000, "Morning"}}))->plays == 1);
    }

    void aFriendIsMadeOnceAndHasHisOwn()
    {
        Fixture f;
        QVERIFY(f.import(f.file({{90'000, "Morning"}}), "Bo"));
        QVERIFY(f.import(f.file({{80'000, "Morning"}}), "bo"));
        QCOMPARE(f.number("SELECT count(*) FROM listener"), std::int64_t{2});
        QCOMPARE(f.number("SELECT count(*) FROM play WHERE listener_id = 2"), std::int64_t{2});
        QCOMPARE(f.taste->playCount(), 0);
        QVERIFY(f.import(f.file({{90'000, "Morning"}}))); // one's own play at the same time
        QCOMPARE(f.number("SELECT count(*) FROM play"), std::int64_t{3});
        const auto nameless = f.import(f.file({{70'000, "Morning"}}), "  ");
        QVERIFY(!nameless);
        QCOMPARE(f.number("SELECT count(*) FROM listener"), std::int64_t{2});
    }
};

SEGUE_TEST(TestImportHistory)
#include "tst_import_history.moc"
