#include "core/history/history_repository.h"
#include "core/history/import/import_service.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/listeners/listener_service.h"
#include "core/playlist/playlist_service.h"
#include "tests/core/history/import/made_sources.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <filesystem>

using namespace segue;
using namespace segue::test;

namespace {

constexpr UtcMs now = 1'700'000'000'000;
constexpr std::int64_t played = 1'400'000'000, added = 1'300'000'000;

/// Four tracks in the library, three of them and a stranger in the other player.
struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{now};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<LibraryService> library;
    std::unique_ptr<TasteService> taste;
    std::unique_ptr<PlaylistService> playlists;
    std::unique_ptr<ListenerService> listeners;
    std::unique_ptr<ImportService> imports;
    std::vector<MadeSong> songs{{"/music/a.mp3", "A", "Ann", "X", 200, .8, 12, 3, played, added},
        {"/old/place/b.mp3", "B", "Ben", "Y", 100, 1, 5, 0, played, added},
        {"/gone/c.mp3", "C", "Cat", "Z", 50, .4, 1, 0, played, added},
        {"/gone/nowhere.mp3", "Nowhere", "Nobody", "N", 99, .2, 7, 0, played, added}};
    std::vector<MadeList> lists{{"Late", {1, 3, 0}}};

    Fixture()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        exec("INSERT INTO root (id, path, added_at) VALUES (1, CAST('/music' AS BLOB), 0)");
        const char* names[] = {"a", "b", "c", "d"};
        const char* artists[] = {"Ann", "Ben", "Cat", "Dan"};
        const char* albums[] = {"X", "Y", "Z", "W"};
        const int seconds[] = {200, 100, 50, 30};
        for (int i = 0; i < 4; ++i) {
            const std::string id = std::to_string(i + 1);
            exec("INSERT INTO track (id, title, artist, album, duration_ms, added_at) VALUES (" + id
                + ", '" + QByteArray(names[i]).toUpper().toStdString() + "', '" + artists[i]
                + "', '" + albums[i] + "', " + std::to_string(seconds[i] * 1000) + ", "
                + std::to_string(now - 1000) + ")");
            exec("INSERT INTO file (root_id, track_id, path, size, mtime_ns) VALUES (1, " + id
                + ", CAST('" + names[i] + ".mp3' AS BLOB), 1, 1)");
        }
        open();
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
    void open()
    {
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
    void restart()
    {
        imports.reset();
        settle();
        listeners.reset();
        playlists.reset();
        taste.reset();
        library.reset();
        open();
    }
    void settle()
    {
        QTRY_VERIFY(!taste->hasUnwritten() && !playlists->hasUnwritten());
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection&) {});
    }
    void exec(const std::string& sql)
    {
        const auto done
            = store->writeAndWait(db::Durability::normal, [&](db::Connection& c) { c.exec(sql); });
        if (!done)
            qFatal("%s", done.error().message.c_str());
    }
    std::int64_t number(const std::string& sql)
    {
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection&) {});
        return store->reader()->database().execAndGet(sql).getInt64();
    }
    std::string source()
    {
        const std::string path = dir.filePath(QStringLiteral("player.db")).toStdString();
        std::filesystem::remove(path);
        makeSongDatabase(path, Schema::strawberry20, songs, lists);
        return path;
    }
    ImportPlanPtr plan(const std::string& file)
    {
        std::optional<Result<ImportPlanPtr>> answer;
        imports->plan({{file}, {}, {}}, imports.get(),
            [&](const Result<ImportPlanPtr>& plan) { answer = plan; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000) || !*answer)
            qFatal("no plan: %s", answer ? answer->error().message.c_str() : "late");
        return **answer;
    }
    ImportResult run(const ImportChoice& choice = {})
    {
        std::optional<Result<ImportResult>> answer;
        imports->run(plan(source()), choice, imports.get(),
            [&](const Result<ImportResult>& result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000) || !*answer)
            qFatal("no import: %s", answer ? answer->error().message.c_str() : "late");
        settle();
        return **answer;
    }
    Result<ImportResult> undo(std::int64_t run)
    {
        std::optional<Result<ImportResult>> answer;
        imports->undo(
            run, imports.get(), [&](const Result<ImportResult>& result) { answer = result; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            qFatal("late");
        settle();
        return *answer;
    }
    PlaylistPtr list(const char* name) { return playlists->book().named(name); }
    std::uint32_t plays(int track) { return taste->statsOf(TrackId{track}).plays; }
    int rating(int track) { return taste->statsOf(TrackId{track}).rating.value_or(0); }
};

} // namespace

class TestImportService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDryRunTellsAllAndChangesNothing()
    {
        Fixture f;
        f.taste->rate({1}, 4);
        const ImportPlanPtr plan = f.plan(f.source());
        QCOMPARE(plan->tracks, std::size_t{4});
        QCOMPARE(plan->matchedBy(SourceMatchBy::path), std::size_t{1});
        QCOMPARE(plan->matchedBy(SourceMatchBy::tail), std::size_t{2});
        QCOMPARE(plan->matchedBy(SourceMatchBy::nothing), std::size_t{1});
        QCOMPARE(plan->unmatched.size(), std::size_t{1});
        QCOMPARE(plan->unmatched[0].title, std::string("Nowhere"));
        QCOMPARE(plan->ratings(), std::size_t{3});
        QCOMPARE(plan->plays(), std::int64_t{18});
        QCOMPARE(plan->dates(), std::size_t{3});
        QCOMPARE(plan->conflicts.size(), std::size_t{1});
        QCOMPARE(plan->conflicts[0].own, 4);
        QCOMPARE(plan->conflicts[0].theirs, 8);
        QCOMPARE(plan->lists.size(), std::size_t{1});
        QCOMPARE(plan->lists[0].missing, std::size_t{1});
        QCOMPARE(f.number("SELECT count(*) FROM imported_total"), std::int64_t{0});
        QCOMPARE(f.number("SELECT count(*) FROM import_run"), std::int64_t{0});
        QVERIFY(f.playlists->book().state().empty());
    }

    void theListenersOwnRatingWinsUnlessToldOtherwise()
    {
        Fixture f;
        f.taste->rate({1}, 4);
        f.run();
        QTRY_COMPARE(f.plays(1), 12u);
        QCOMPARE(f.rating(1), 4);
        QCOMPARE(f.rating(2), 10);
        QVERIFY(f.taste->statsOf({2}).ratingImported);
        ImportChoice theirs;
        theirs.theirRatingsWin = true;
        const ImportResult result = f.run(theirs);
        QCOMPARE(result.overruled, std::size_t{1});
        QTRY_COMPARE(f.rating(1), 8);
        QVERIFY(f.undo(result.run).ok());
        QTRY_COMPARE(f.rating(1), 4);
        f.restart();
        QCOMPARE(f.rating(1), 4);
    }

    /// An import has a way back of its own: undo is for what the listener did by hand.
    void undoPassesAnImportBy()
    {
        Fixture f;
        const RatingAct act = f.taste->rate({4}, 6);
        const auto add = [&](PlaylistBook& book) {
            Playlist mine;
            mine.name = "Mine";
            book.add(std::move(mine));
        };
        f.playlists->edit(add);
        const std::uint64_t step = f.playlists->book().lastStep();
        ImportChoice theirs;
        theirs.theirRatingsWin = true;
        f.taste->rate({1}, 4);
        f.run(theirs);
        QTRY_COMPARE(f.rating(1), 8);
        QCOMPARE(f.playlists->book().lastStep(), step);
        QVERIFY(f.taste->undo(act));
        QVERIFY(f.playlists->undo(step));
        QTRY_COMPARE(f.rating(1), 8);
        QVERIFY(!f.taste->statsOf({4}).rating);
        QVERIFY(f.list("Late") && !f.list("Mine"));
    }

    void againDoublesNothingAndFollowsWhatChangedThere()
    {
        Fixture f;
        for (int i = 0; i < 3; ++i)
            f.run();
        QTRY_COMPARE(f.plays(1), 12u);
        QCOMPARE(f.number("SELECT count(*) FROM imported_total"), std::int64_t{3});
        QCOMPARE(f.number("SELECT sum(plays) FROM imported_total"), std::int64_t{18});
        QCOMPARE(f.number("SELECT count(*) FROM playlist WHERE kind = 'list'"), std::int64_t{1});
        QCOMPARE(f.number("SELECT count(*) FROM playlist_entry"), std::int64_t{3});
        f.songs[0].plays = 15;
        f.songs[1].plays = 0;
        f.songs[1].rating = -1;
        f.songs[1].lastPlayed = -1;
        f.lists[0].songs = {0};
        const ImportResult again = f.run();
        QCOMPARE(again.filledLists, std::size_t{1});
        QCOMPARE(again.madeLists, std::size_t{0});
        QTRY_COMPARE(f.plays(1), 15u);
        QCOMPARE(f.plays(2), 0u);
        QCOMPARE(f.list("Late")->entries->size(), std::size_t{1});
        f.restart();
        QCOMPARE(f.plays(1), 15u);
    }

    void twoPlayersAddUpButTagsAreNotAdded()
    {
        Fixture f;
        f.exec("INSERT INTO imported_total (listener_id, track_id, source, rating, plays, "
               "imported_at) VALUES (1, 1, "
               "'tags', 2, 10, 0), (1, 1, 'clementine', NULL, 3, 0), (1, 2, 'tags', NULL, 40, 0)");
        f.run();
        QTRY_COMPARE(f.plays(1), 15u); // 12 + 3, of which the tags' 10 are a part
        QTRY_COMPARE(f.plays(2), 40u); // the tags know of more
        QCOMPARE(f.rating(1), 8);
    }

    void datesAreEarlierNeverLater()
    {
        Fixture f;
        f.songs[0].added = now / 1000 + 5000; // a clock that was wrong
        f.songs[0].lastPlayed = now / 1000 + 5000;
        f.run();
        QCOMPARE(f.number("SELECT added_at FROM track WHERE id = 1"), std::int64_t{now - 1000});
        QCOMPARE(f.number("SELECT added_at FROM track WHERE id = 2"), added * 1000);
        QCOMPARE(f.number("SELECT last_played FROM imported_total WHERE track_id = 1"),
            std::int64_t{now});
        QTRY_COMPARE(
            (*f.library->tracks())[*f.library->tracks()->rowOf({2})].addedAt, added * 1000);
    }

    void aWholeImportIsTakenBack()
    {
        Fixture f;
        const ImportResult first = f.run();
        f.songs[0].plays = 20;
        f.lists.push_back({"Second", {0}});
        const ImportResult second = f.run();
        QVERIFY(!f.undo(first.run).ok()); // not before the later one
        QVERIFY(f.undo(second.run).ok());
        QTRY_COMPARE(f.plays(1), 12u);
        QVERIFY(!f.list("Second"));
        QCOMPARE(f.list("Late")->entries->size(), std::size_t{3});
        QVERIFY(!f.undo(second.run).ok());
        QVERIFY(f.undo(first.run).ok());
        QTRY_COMPARE(f.plays(1), 0u);
        QCOMPARE(f.rating(2), 0);
        QCOMPARE(f.number("SELECT added_at FROM track WHERE id = 2"), std::int64_t{now - 1000});
        QVERIFY(f.playlists->book().state().empty()); // the folder, too
        QCOMPARE(f.number("SELECT count(*) FROM imported_total"), std::int64_t{0});
        f.restart();
        QVERIFY(f.playlists->book().state().empty());
    }

    void aListThatTheListenerChangedIsLeftAlone()
    {
        Fixture f;
        const ImportResult first = f.run();
        const PlaylistPtr list = f.list("Late");
        const std::uint64_t key = list->entries->front().key;
        f.playlists->edit([&](PlaylistBook& book) { book.removeEntries(list->id, {&key, 1}); });
        const ImportResult again = f.run();
        QCOMPARE(again.keptLists, std::vector<std::string>{"Late"});
        QCOMPARE(f.list("Late")->entries->size(), std::size_t{2});
        QVERIFY(f.undo(again.run).ok());
        const auto undone = f.undo(first.run);
        QVERIFY(undone.ok());
        QCOMPARE(undone->keptLists, std::vector<std::string>{"Late"});
        QVERIFY(f.list("Late"));
    }

    void entriesThatAreMissingKeepTheirText()
    {
        Fixture f;
        f.run();
        const PlaylistEntries& entries = *f.list("Late")->entries;
        QCOMPARE(entries.size(), std::size_t{3});
        QCOMPARE(entries[0].track, TrackId{2});
        QVERIFY(!entries[1].track);
        QCOMPARE(entries[1].title, std::string("Nowhere"));
        QCOMPARE(entries[1].path, std::string("/gone/nowhere.mp3"));
    }

    void onlyPlaylistsOrOnlyFigures()
    {
        Fixture f;
        ImportChoice lists;
        lists.figures = false;
        f.run(lists);
        QCOMPARE(f.number("SELECT count(*) FROM imported_total"), std::int64_t{0});
        QVERIFY(f.list("Late"));
        ImportChoice figures;
        figures.lists = false;
        const ImportResult result = f.run(figures);
        QCOMPARE(result.madeLists + result.filledLists, std::size_t{0});
        QTRY_COMPARE(f.plays(1), 12u);
    }

    void playlistsAloneAreTakenBackAlone()
    {
        Fixture f;
        ImportChoice figures, lists;
        figures.lists = false;
        lists.figures = false;
        f.run(figures);
        const ImportResult second = f.run(lists);
        QVERIFY(f.list("Late"));
        QVERIFY(f.undo(second.run).ok());
        QVERIFY(!f.list("Late"));
        QCOMPARE(f.number("SELECT sum(plays) FROM imported_total"), std::int64_t{18});
        QCOMPARE(f.number("SELECT added_at FROM track WHERE id = 2"), added * 1000);
        f.restart();
        QCOMPARE(f.plays(1), 12u);
        QCOMPARE(f.rating(2), 10);
    }

    void whoAskedMayGoBeforeItIsDone()
    {
        Fixture f;
        const ImportPlanPtr plan = f.plan(f.source());
        bool called = false;
        auto dialog = std::make_unique<QObject>();
        f.imports->run(plan, {}, dialog.get(), [&](const Result<ImportResult>&) { called = true; });
        dialog.reset();
        QTRY_VERIFY(f.list("Late"));
        f.settle();
        QCOMPARE(f.number("SELECT count(*) FROM import_list"), std::int64_t{1});
        QTRY_COMPARE(f.plays(1), 12u);
        dialog = std::make_unique<QObject>();
        f.imports->undo(f.number("SELECT id FROM import_run"), dialog.get(),
            [&](const Result<ImportResult>&) { called = true; });
        dialog.reset();
        QTRY_VERIFY(!f.list("Late"));
        QTRY_COMPARE(f.plays(1), 0u);
        QVERIFY(!called);
    }

    void theProgramsEndHalvesNoImport()
    {
        Fixture f;
        ImportChoice theirs;
        theirs.theirRatingsWin = true;
        f.taste->rate({1}, 4);
        const ImportPlanPtr plan = f.plan(f.source());
        bool called = false;
        f.imports->run(
            plan, theirs, f.imports.get(), [&](const Result<ImportResult>&) { called = true; });
        f.restart();
        QVERIFY(f.list("Late"));
        QCOMPARE(f.rating(1), 8);
        QCOMPARE(f.plays(1), 12u);
        QCOMPARE(f.number("SELECT count(*) FROM import_list"), std::int64_t{1});
        QCOMPARE(f.number("SELECT count(*) FROM import_rating"), std::int64_t{1});
        QVERIFY(!called);
    }

    void duplicatesOfOneTrackAreSummed()
    {
        Fixture f;
        f.songs.push_back(
            {"/elsewhere/a.mp3", "A", "Ann", "X", 200, 1, 3, 0, played + 9, added - 9});
        const ImportPlanPtr plan = f.plan(f.source());
        QCOMPARE(plan->totals[0].plays, std::int64_t{15});
        QCOMPARE(plan->totals[0].rating.value_or(0), 8); // of the surer match
        QCOMPARE(plan->totals[0].lastPlayed, (played + 9) * 1000);
        QCOMPARE(plan->totals[0].addedAt, (added - 9) * 1000);
    }
};

SEGUE_TEST(TestImportService)
#include "tst_import_service.moc"
