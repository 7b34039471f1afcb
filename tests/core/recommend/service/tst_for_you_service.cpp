#include "core/recommend/service/for_you_service.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::test;

namespace {

class FixedLibrary : public Library {
public:
    TrackTablePtr table = madeLibrary();
    TrackTablePtr tracks() const override { return table; }
    std::vector<RootFolder> roots() const override { return {}; }
    Result<void> addRoot(const QByteArray&) override { return {}; }
    void removeRoot(RootId) override { }
    void scan(std::vector<RootId>) override { }
    void cancelScan() override { }
    ScanProgress progress() const override { return {}; }
};

struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{monday + 20 * msPerHour};
    std::unique_ptr<db::Store> store;
    FixedLibrary library;
    std::unique_ptr<TasteService> taste;
    std::unique_ptr<ForYouService> forYou;

    Fixture()
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        const auto filled = store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            auto& track = c.statement("INSERT INTO track (id, title, added_at) VALUES (?, 't', 0)");
            for (int id = 1; id <= artists * albumsEach * tracksEach; ++id) {
                track.reset();
                track.bind(1, id);
                track.exec();
            }
            for (const StoredPlay& play : madeHistory().plays)
                history::insertPlay(c, ListenerId{1}, play);
        });
        if (!filled)
            qFatal("%s", filled.error().message.c_str());
        restart();
    }
    /// The services anew over the same database.
    void restart()
    {
        forYou.reset();
        taste = std::make_unique<TasteService>(*store, clock, ListenerId{1});
        taste->load();
        forYou = std::make_unique<ForYouService>(*store, library, *taste, clock);
        QSignalSpy ready(forYou.get(), &ForYou::pageChanged);
        forYou->start();
        if (!ready.wait(30'000))
            qFatal("no page came");
    }
    std::int64_t count(const std::string& sql)
    {
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection&) {});
        return store->reader()->database().execAndGet(sql).getInt64();
    }
};

std::vector<std::int64_t> cardsOf(const Page& page, const QString& shelf)
{
    std::vector<std::int64_t> list;
    for (const Shelf& s : page.shelves) {
        if (s.id != shelf)
            continue;
        for (const Suggestion& card : s.items)
            list.push_back(card.track.value);
    }
    return list;
}

} // namespace

class TestForYouService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCardIsLoggedWithItsContributions()
    {
        Fixture f;
        qint64 cards = 0, withheld = 0;
        for (const Shelf& s : f.forYou->page().shelves) {
            for (const Suggestion& card : s.items) {
                QVERIFY(card.id);
                ++cards;
            }
            for (const Suggestion& card : s.withheld) {
                QVERIFY(card.id);
                ++withheld;
            }
        }
        QVERIFY(cards > 20);
        QVERIFY(withheld > 0);
        QCOMPARE(
            f.count("SELECT count(*) FROM suggestion WHERE ifnull(arm, '') <> 'withheld'"), cards);
        QCOMPARE(f.count("SELECT count(*) FROM suggestion WHERE arm = 'withheld'"), withheld);
        QCOMPARE(f.count("SELECT count(*) FROM suggestion_batch"), 1);
        QCOMPARE(f.count("SELECT count(*) FROM suggestion WHERE contributions LIKE '{\"%'"),
            cards + withheld);
        const Suggestion& first = f.forYou->page().shelves[0].items[0];
        f.forYou->markShown({first.id});
        QCOMPARE(f.count("SELECT count(*) FROM suggestion WHERE shown_at IS NOT NULL"), 1);
    }

    void aRatingChangesTheCardItConcernsAndNotTheOthers()
    {
        Fixture f;
        const Page before = f.forYou->page();
        QVERIFY(before.shelves.size() > 2);
        const Shelf& shelf = before.shelves[1];
        const TrackId rated = shelf.items[0].track;
        QSignalSpy changed(f.forYou.get(), &ForYou::shelvesChanged);
        const RatingAct act = f.taste->rate(rated, 1); // half a star: out
        QVERIFY(changed.wait(10'000));
        const auto names = changed[0][0].toStringList();
        QVERIFY(names.contains(shelf.id));
        const auto after = cardsOf(f.forYou->page(), shelf.id);
        QVERIFY(std::ranges::find(after, rated.value) == after.end());
        for (const Shelf& s : before.shelves) {
            if (!names.contains(s.id))
                QCOMPARE(cardsOf(f.forYou->page(), s.id), cardsOf(before, s.id));
        }
        QVERIFY(f.taste->undo(act));
        QVERIFY(changed.wait(10'000));
        QVERIFY(std::ranges::any_of(f.forYou->page().shelves, [&](const Shelf& s) {
            const auto cards = cardsOf(f.forYou->page(), s.id);
            return std::ranges::find(cards, rated.value) != cards.end();
        }));
    }

    void aPlayMovesOnlyForRightNow()
    {
        Fixture f;
        QSignalSpy changed(f.forYou.get(), &ForYou::shelvesChanged);
        const auto before = cardsOf(f.forYou->page(), QStringLiteral("right_now"));
        Listen listen = madePlay(0, 0, trackId(3, 0, 0), f.clock.now() - 300'000).listen;
        f.taste->listenEnded(listen);
        QVERIFY(changed.wait(10'000));
        QCOMPARE(changed[0][0].toStringList(), QStringList{QStringLiteral("right_now")});
        QVERIFY(cardsOf(f.forYou->page(), QStringLiteral("right_now")) != before);
    }

    void refreshGivesANewPageAndBackTheOldOne()
    {
        Fixture f;
        const Page before = f.forYou->page();
        QVERIFY(!f.forYou->canGoBack());
        QSignalSpy changed(f.forYou.get(), &ForYou::pageChanged);
        f.forYou->refresh();
        QVERIFY(changed.wait(10'000));
        QVERIFY(f.forYou->canGoBack());
        f.forYou->back();
        QCOMPARE(f.forYou->page().shelves.size(), before.shelves.size());
        QCOMPARE(cardsOf(f.forYou->page(), QStringLiteral("right_now")),
            cardsOf(before, QStringLiteral("right_now")));
    }

    void hiddenShelvesStayAway()
    {
        Fixture f;
        const QString id = f.forYou->page().shelves[1].id;
        f.forYou->hideShelf(id);
        QSignalSpy changed(f.forYou.get(), &ForYou::pageChanged);
        f.forYou->refresh();
        QVERIFY(changed.wait(10'000));
        QVERIFY(cardsOf(f.forYou->page(), id).empty());
        QVERIFY(f.forYou->undo());
        QVERIFY(!cardsOf(f.forYou->page(), id).empty());
        QVERIFY(!f.forYou->undo());
    }

    void lessOfLowersTheChannel()
    {
        Fixture f;
        const Suggestion card = f.forYou->page().shelves[0].items[0];
        const auto sumOf = [&](const QString& channel) {
            double sum = 0;
            for (const Suggestion& s : f.forYou->page().shelves[0].items) {
                for (const Contribution& c : s.contributions)
                    sum += c.channel == channel ? c.value : 0;
            }
            return sum;
        };
        const double before = sumOf(card.reasonChannel);
        QSignalSpy changed(f.forYou.get(), &ForYou::shelvesChanged);
        f.forYou->lessOf(card);
        QVERIFY(changed.wait(10'000));
        QVERIFY(sumOf(card.reasonChannel) < .8 * before);
    }

    void whatTheListenerWantsLessOfOutlivesARestartAndIsTakenBack()
    {
        Fixture f;
        const Suggestion card = f.forYou->page().shelves[0].items[0];
        QVERIFY(!card.less.term.isEmpty());
        f.forYou->lessOf(card);
        QCOMPARE(f.count("SELECT count(*) FROM less_of_event WHERE value = 1"), 1);
        f.restart();
        QCOMPARE(f.forYou->lessOfs().size(), std::size_t{1});
        QVERIFY(f.forYou->lessOfs()[0].isSameAs(card.less));
        f.forYou->takeBack(card.less);
        QVERIFY(f.forYou->lessOfs().empty());
        QCOMPARE(f.count("SELECT count(*) FROM less_of_event"), 2); // events are only added
        QVERIFY(f.forYou->undo());
        QCOMPARE(f.forYou->lessOfs().size(), std::size_t{1});
        f.restart();
        QCOMPARE(f.forYou->lessOfs().size(), std::size_t{1});
    }

    void playsCarryTheModeThatWasOnWhenTheyStarted()
    {
        Fixture f;
        QSignalSpy changed(f.forYou.get(), &ForYou::pageChanged);
        f.forYou->setMode(QStringLiteral("focus"));
        QVERIFY(changed.wait(10'000));
        QCOMPARE(f.forYou->page().mode, QStringLiteral("focus"));
        const Listen listen = madePlay(0, 0, trackId(3, 0, 0), f.clock.now() - 300'000).listen;
        f.taste->listenStarted(listen);
        f.forYou->setMode({}); // the play in progress keeps its mode
        f.taste->listenEnded(listen);
        QCOMPARE(f.count("SELECT count(*) FROM play WHERE mode = 'focus'"), 1);
        const QString own = f.forYou->addMode(QStringLiteral("Sunday breakfast"), {});
        QVERIFY(!own.isEmpty());
        QVERIFY(f.forYou->addMode(QStringLiteral("sunday BREAKFAST"), {}).isEmpty());
        f.restart();
        QVERIFY(findMode(f.forYou->modes(), QStringLiteral("Sunday breakfast")));
        f.forYou->removeMode(own);
        f.restart();
        QVERIFY(!findMode(f.forYou->modes(), QStringLiteral("Sunday breakfast")));
    }

    void aSessionKeptOutIsNotLearnedFromUntilItIsTakenBack()
    {
        Fixture f;
        const qint64 before = f.forYou->page().plays;
        QSignalSpy changed(f.forYou.get(), &ForYou::pageChanged);
        f.forYou->keepOut(SessionId{10}, true);
        QTRY_VERIFY_WITH_TIMEOUT(f.forYou->page().plays < before, 20'000);
        QVERIFY(f.forYou->undo());
        QTRY_COMPARE_WITH_TIMEOUT(f.forYou->page().plays, before, 20'000);
    }

    void aGuestsPlaysAreNeitherLearnedNorCounted()
    {
        Fixture f;
        const qint64 before = f.taste->playCount();
        const TrackId track = trackId(20, 0, 0);
        f.taste->setGuest(true);
        f.taste->listenEnded(madePlay(0, 0, track, f.clock.now() - 300'000).listen);
        f.taste->setGuest(false);
        QCOMPARE(f.taste->playCount(), before);
        QCOMPARE(f.taste->statsOf(track).plays, 0u);
        QCOMPARE(f.count("SELECT count(*) FROM play_mark WHERE kind = 'guest' AND value = 1"), 1);
        f.restart();
        QCOMPARE(f.forYou->page().plays, before);
        QCOMPARE(f.taste->statsOf(track).plays, 0u);
    }

    void theBlendIsSavedAndABrokenStateIsRebuilt()
    {
        Fixture f;
        QVERIFY(f.count("SELECT count(*) FROM model_state WHERE name = 'blend'") == 1);
        const auto ranked = cardsOf(f.forYou->page(), QStringLiteral("right_now"));
        f.restart();
        QCOMPARE(cardsOf(f.forYou->page(), QStringLiteral("right_now")), ranked);
        for (const char* broken : {"x'00ff00'", "''", "'segue-blend-state 1 newest=9'"}) {
            QVERIFY(f.store->writeAndWait(db::Durability::full, [&](db::Connection& c) {
                c.database().exec(std::string("UPDATE model_state SET state = ") + broken);
            }));
            f.restart();
            QVERIFY(f.forYou->page().shelves.size() > 2);
            QCOMPARE(cardsOf(f.forYou->page(), QStringLiteral("right_now")), ranked);
        }
    }

    void aPrintedPageIsLoggedAsShown()
    {
        Fixture f;
        PageRequest request;
        request.at = f.clock.now();
        request.seed = 3;
        const auto shown = "SELECT count(*) FROM suggestion WHERE shown_at IS NOT NULL";
        QCOMPARE(f.count(shown), 0);
        const Page page
            = composePage(*f.store->reader(), ListenerId{1}, f.library.tracks(), request, false);
        std::int64_t cards = 0;
        for (const Shelf& s : page.shelves)
            cards += std::ssize(s.items);
        f.forYou->logPrinted(page, request); // beside a page of the window
        QCOMPARE(f.count(shown), cards);
        ForYouService notStarted(*f.store, f.library, *f.taste, f.clock);
        notStarted.logPrinted(page, request); // a command by itself
        QCOMPARE(f.count(shown), 2 * cards);
        QCOMPARE(f.count("SELECT count(DISTINCT id) FROM suggestion"),
            f.count("SELECT count(*) FROM suggestion"));
    }

    void pickedArtistsAreEvents()
    {
        Fixture f;
        f.forYou->pickArtists({QStringLiteral("Artist 3"), QStringLiteral("Artist 9")});
        f.forYou->pickArtists({QStringLiteral("Artist 9")});
        f.restart();
        QCOMPARE(f.forYou->pickedArtists(), QStringList{QStringLiteral("Artist 9")});
        QCOMPARE(f.count("SELECT count(*) FROM artist_pick_event"), 3);
    }

    void aPageForAMomentSeesOnlyWhatWasBefore()
    {
        Fixture f;
        PageRequest request;
        request.at = monday - 30 * msPerDay;
        request.seed = 1;
        const auto table = f.library.tracks();
        const Page then = composePage(*f.store->reader(), ListenerId{1}, table, request, true);
        QVERIFY(f.store->writeAndWait(db::Durability::full, [](db::Connection& c) {
            history::insertPlay(
                c, ListenerId{1}, madePlay(90'000, 9'000, trackId(20, 0, 0), monday - msPerDay));
        }));
        const Page again = composePage(*f.store->reader(), ListenerId{1}, table, request, true);
        QCOMPARE(then.plays, again.plays);
        for (const Shelf& s : then.shelves)
            QCOMPARE(cardsOf(then, s.id), cardsOf(again, s.id));
    }
};

SEGUE_TEST(TestForYouService)
#include "tst_for_you_service.moc"
