#include "core/history/history_repository.h"
#include "core/library/health/health_service.h"
#include "core/library/library_service.h"
#include "core/recommend/service/catalogue_builder.h"
#include "core/recommend/service/listener_history.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <future>

using namespace segue;

namespace {

constexpr UtcMs now = 1'700'000'000'000;

struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{now};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<LibraryService> library;
    std::unique_ptr<HealthService> health;

    Fixture()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        exec("INSERT INTO root (id, path, added_at) VALUES (1, CAST('/music' AS BLOB), 0)");
        add(1, "Help", "The Beatles", "Help!", 140, 320, false);
        add(2, "Girl", "Beatles, The", "Soul", 150, 320, false);
        add(3, "Help", "The Beatles", "Help!", 140, 900, true); // a copy in FLAC
        add(4, "Help", "The Beatles", "1962-66", 141, 320, false);
        add(5, "Other", "Else", "Y", 100, 320, false);
        exec("INSERT INTO session (id, listener_id, started_at) VALUES (1, 1, 0)");
        library = std::make_unique<LibraryService>(*store, clock);
        if (!library->load())
            qFatal("not loaded");
        health = std::make_unique<HealthService>(*store, *library, clock);
    }
    void add(int id, const char* title, const char* artist, const char* album, int seconds,
        int bitrate, bool lossless)
    {
        const std::string n = std::to_string(id);
        exec("INSERT INTO track (id, title, artist, album, genre, year, duration_ms, bitrate_kbps, "
             "lossless, added_at) "
             "VALUES ("
            + n + ", '" + title + "', '" + artist + "', '" + album + "', 'Rock', 1965, "
            + std::to_string(seconds * 1000) + ", " + std::to_string(bitrate) + ", "
            + (lossless ? "1" : "0") + ", 0)");
        exec("INSERT INTO file (root_id, track_id, path, size, mtime_ns) VALUES (1, " + n
            + ", CAST('" + n
            + ".x' AS BLOB), 1, "
              "1)");
    }
    void play(int track, int minute)
    {
        exec("INSERT INTO play (listener_id, track_id, started_at, utc_offset_min, duration_ms, "
             "ms_heard, started_by, "
             "ended_by, session_id) VALUES (1, "
            + std::to_string(track) + ", " + std::to_string(now + minute * msPerMinute)
            + ", 0, 100000, 100000, 'user', 'finished', 1)");
    }
    void exec(const std::string& sql)
    {
        const auto done
            = store->writeAndWait(db::Durability::normal, [&](db::Connection& c) { c.exec(sql); });
        if (!done)
            qFatal("%s", done.error().message.c_str());
    }
    const std::vector<Finding>& look(HealthKind kind)
    {
        health->look();
        (void)QTest::qWaitFor([this] { return !health->isLooking(); }, 20'000);
        return health->report()->of(kind);
    }
    void decide(HealthKind kind)
    {
        const std::vector<Finding> findings = look(kind);
        QSignalSpy decided(health.get(), &Health::decided);
        health->apply(findings);
        QTRY_COMPARE(decided.size(), 1);
    }
    /// The models' input as it is now.
    struct Models {
        TrackTablePtr table;
        ListenerHistory history;
        std::shared_ptr<const reco::Catalogue> catalogue;
        reco::History model;
        std::int32_t artist(int track) const
        {
            return catalogue->artist[*table->rowOf(TrackId{track})];
        }
        bool eligible(int track) const
        {
            return catalogue->eligible[*table->rowOf(TrackId{track})] != 0;
        }
        auto playsOf(int track) const
        {
            const auto row = static_cast<reco::Item>(*table->rowOf(TrackId{track}));
            return std::ranges::count(model.plays, row, &reco::Play::item);
        }
        auto playsOfArtist(int track) const
        {
            return std::ranges::count_if(model.plays, [&](const reco::Play& play) {
                return catalogue->artist[static_cast<std::size_t>(play.item)] == artist(track);
            });
        }
    };
    Models models()
    {
        Models m;
        const auto reader = store->reader();
        m.table = library->tracks();
        m.history = readListenerHistory(*reader, ListenerId{1}, endOfTime, now);
        m.catalogue = buildCatalogue(*m.table, nullptr, &m.history.clean);
        m.model = modelHistory(m.history, *m.table, *m.catalogue);
        return m;
    }
};

} // namespace

class TestHealthService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsOfTwoSpellingsCountAsOneArtist()
    {
        Fixture f;
        f.play(1, 0);
        f.play(2, 5);
        f.play(2, 10);
        QVERIFY(f.models().artist(1) != f.models().artist(2));
        QCOMPARE(f.models().playsOfArtist(1), 1);
        f.decide(HealthKind::artists);
        QCOMPARE(f.models().artist(1), f.models().artist(2));
        QCOMPARE(f.models().playsOfArtist(1), 3);
        QVERIFY(f.look(HealthKind::artists).empty());
        // "Never this artist" and picks reach both spellings, too.
        const auto m = f.models();
        QCOMPARE(artistId(*m.table, *m.catalogue, "beatles, the"), m.artist(1));
        QVERIFY(f.health->undo());
        QTRY_VERIFY(f.models().artist(1) != f.models().artist(2));
        QTRY_COMPARE(f.look(HealthKind::artists).size(), std::size_t{1});
    }

    void oneRecordingOnTwoAlbumsCountsAsOneAndBothAlbumsKeepIt()
    {
        Fixture f;
        f.play(3, 0);
        f.play(4, 5);
        f.decide(HealthKind::recordings);
        const auto m = f.models();
        QVERIFY(m.table->rowOf(TrackId{4}).has_value());
        QVERIFY(m.eligible(3));
        QVERIFY(!m.eligible(4));
        QCOMPARE(m.playsOf(3), 2);
        QCOMPARE(m.playsOf(4), 0);
        QVERIFY(f.health->undo());
        QTRY_VERIFY(f.models().eligible(4));
        QCOMPARE(f.models().playsOf(4), 1);
    }

    void copiesBecomeOneTrackThatPlaysTheBestFile()
    {
        Fixture f;
        f.play(1, 0);
        f.play(3, 5);
        const std::vector<Finding> found = f.look(HealthKind::copies);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].items[0].track, TrackId{3});
        f.decide(HealthKind::copies);
        QTRY_COMPARE(f.library->tracks()->size(), std::size_t{4});
        const TrackTable& table = *f.library->tracks();
        QCOMPARE(*table.rowOf(TrackId{1}), *table.rowOf(TrackId{3}));
        const TrackRecord& one = table[*table.rowOf(TrackId{1})];
        QVERIFY(one.lossless);
        QCOMPARE(table.text(one.path), std::string_view("/music/3.x"));
        QCOMPARE(f.models().playsOf(1), 2);
        QVERIFY(f.look(HealthKind::copies).empty());
        QVERIFY(f.health->undo());
        QTRY_COMPARE(f.library->tracks()->size(), std::size_t{5});
        QCOMPARE(f.models().playsOf(1), 1);
        QCOMPARE(f.models().playsOf(3), 1);
    }

    void spellingsThatDifferInAccentsAloneAreDecidedOnce()
    {
        Fixture f;
        f.add(6, "X", "Bj\xc3\xb6rk", "D", 100, 320, false);
        f.add(7, "Y", "Bjork", "D", 100, 320, false);
        f.library->refresh();
        QTRY_COMPARE(f.library->tracks()->size(), std::size_t{7});
        QCOMPARE(f.look(HealthKind::artists).size(), std::size_t{2});
        f.decide(HealthKind::artists);
        HealthService again(*f.store, *f.library, f.clock);
        again.look();
        QTRY_VERIFY(again.report() != nullptr);
        QVERIFY(again.report()->of(HealthKind::artists).empty());
    }

    void theLibraryKnowsWhichNamesAreOne()
    {
        Fixture f;
        QSignalSpy named(f.library.get(), &Library::namesChanged);
        QCOMPARE(f.library->names()->shownArtist("Beatles, The"), std::string_view("Beatles, The"));
        f.decide(HealthKind::artists);
        QTRY_COMPARE(named.size(), 1);
        QCOMPARE(f.library->names()->shownArtist("Beatles, The"), std::string_view("The Beatles"));
        QCOMPARE(f.library->names()->shownArtist("Else"), std::string_view("Else"));
        LibraryService later(*f.store, f.clock); // at the next start
        QVERIFY(later.load().ok());
        QCOMPARE(later.names()->shownArtist("beatles, the"), std::string_view("The Beatles"));
        (void)f.health->undo();
        QTRY_COMPARE(named.size(), 2);
        QCOMPARE(f.library->names()->shownArtist("Beatles, The"), std::string_view("Beatles, The"));
    }

    void whatIsLeftAsItIsIsNotShownAgainUntilThatIsUndone()
    {
        Fixture f;
        QSignalSpy decided(f.health.get(), &Health::decided);
        f.health->dismiss(f.look(HealthKind::artists)[0]);
        QVERIFY(f.health->report()->of(HealthKind::artists).empty()); // at once
        QTRY_COMPARE(decided.size(), 1);
        HealthService again(*f.store, *f.library, f.clock);
        again.look();
        QTRY_VERIFY(again.report() != nullptr);
        QVERIFY(again.report()->of(HealthKind::artists).empty());
        QVERIFY(f.health->undo());
        QTRY_COMPARE(f.health->report()->of(HealthKind::artists).size(), std::size_t{1});
        QVERIFY(!f.health->undo());
    }

    void whatWasClickedIsWrittenWhenTheProgramEnds()
    {
        Fixture f;
        const Finding artists = f.look(HealthKind::artists)[0];
        const std::vector<Finding> copies = f.look(HealthKind::copies);
        f.health->dismiss(artists);
        f.health->apply(copies);
        f.health.reset();
        const auto reader = f.store->reader();
        QCOMPARE(remedies::read(*reader, 10).size(), std::size_t{1});
        QCOMPARE(
            reader->database().execAndGet("SELECT count(*) FROM health_dismissal").getInt(), 1);
    }

    void aLookThatRunsMeanwhileDoesNotBringBackWhatWasDecided()
    {
        Fixture f;
        const std::vector<Finding> found = f.look(HealthKind::artists);
        QCOMPARE(found.size(), std::size_t{1});
        f.add(6, "X", "Somebody", "D", 100, 320, false);
        QVERIFY(f.library->load());
        // The writer is held up, so that a look is over before the decision is written.
        std::promise<void> gate;
        f.store->write(db::Durability::normal,
            [open = gate.get_future().share()](db::Connection&) { open.wait(); });
        QSignalSpy decided(f.health.get(), &Health::decided);
        f.health->dismiss(found[0]);
        QVERIFY(f.look(HealthKind::artists).empty());
        gate.set_value();
        QTRY_COMPARE(decided.size(), 1);
        QVERIFY(f.look(HealthKind::artists).empty());
        QTRY_VERIFY(!f.health->isLooking());
        QVERIFY(f.health->report()->of(HealthKind::artists).empty());
    }

    void decisionsAreOnTheDiskAndCanBeTakenBackLater()
    {
        Fixture f;
        f.decide(HealthKind::artists);
        const auto all = remedies::read(*f.store->reader(), 10);
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].what, std::string("The Beatles"));
        HealthService later(*f.store, *f.library, f.clock);
        std::optional<Result<void>> answer;
        later.undoRemedy(all[0].id, &later, [&](const Result<void>& done) { answer = done; });
        QTRY_VERIFY(answer && answer->ok());
        answer.reset();
        later.undoRemedy(all[0].id, &later, [&](const Result<void>& done) { answer = done; });
        QTRY_VERIFY(answer && !answer->ok());
        QVERIFY(f.models().artist(1) != f.models().artist(2));
    }

    void laterDecisionsHoldAndChainsAreFollowed()
    {
        Fixture f;
        const auto alias = [&](const char* remedy, const char* name, const char* meant) {
            f.exec(std::string("INSERT INTO remedy (id, kind, what, at) VALUES (") + remedy
                + ", 'artists', '', 0)");
            f.exec(std::string("INSERT INTO artist_alias VALUES (") + remedy + ", '" + name + "', '"
                + meant + "')");
        };
        alias("1", "A", "B");
        alias("2", "B", "C");
        CleanView view = readCleanView(*f.store->reader());
        QCOMPARE(view.artist("a"), std::string("c"));
        alias("3", "C", "A"); // the other way round after all
        view = readCleanView(*f.store->reader());
        QCOMPARE(view.artist("c"), std::string("a"));
        QCOMPARE(view.artist("b"), std::string("a"));
        QCOMPARE(view.artist("a"), std::string("a"));
    }
};

SEGUE_TEST(TestHealthService)
#include "tst_health_service.moc"
