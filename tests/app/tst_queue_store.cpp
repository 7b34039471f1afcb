// The queue over restarts.
#include "app/queue_store.h"
#include "core/audio/null_output.h"
#include "core/db/store.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::app;

namespace {

constexpr ListenerId me{1};

QueueEntry entry(std::int64_t track, const QString& title)
{
    QueueEntry made;
    made.track = TrackId{track};
    made.title = title;
    made.artist = u"Artist"_s;
    return made;
}

QStringList titlesOf(const std::vector<QueueEntry>& entries)
{
    QStringList titles;
    for (const QueueEntry& one : entries)
        titles << one.title;
    return titles;
}

/// A database with three tracks, and players without sound.
struct Fixture {
    Fixture()
    {
        auto opened = db::Store::open(
            std::filesystem::path(folder.path().toStdString()) / "segue.db", clock);
        store = std::move(opened->store);
        (void)store->writeAndWait(db::Durability::normal, [](db::Connection& connection) {
            connection.exec("INSERT INTO track (id, title, added_at) VALUES"
                            " (1, 'a', 0), (2, 'b', 0), (3, 'c', 0)");
        });
    }
    std::unique_ptr<EnginePlayer> player()
    {
        return std::make_unique<EnginePlayer>(
            std::make_unique<audio::NullOutput>(),
            [](TrackId) { return std::optional<PlayableTrack>(); }, clock, 1);
    }

    QTemporaryDir folder;
    ManualClock clock{1'800'000'000'000};
    std::unique_ptr<db::Store> store;
};

} // namespace

class TestQueueStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBackAfterARestart()
    {
        Fixture f;
        std::vector<QueueEntry> before;
        {
            const auto player = f.player();
            QueueStore store(*f.store, me, *player);
            const QSignalSpy restored(&store, &QueueStore::restored);
            store.restore();
            QTRY_COMPARE(restored.size(), 1);
            QueueEntry outside;
            outside.path = "/m/\xFF\n.mp3";
            outside.title = u"Outside"_s;
            QueueEntry unlearned = entry(2, u"Two"_s);
            unlearned.doNotLearn = true;
            player->enqueue({entry(1, u"One"_s), unlearned, outside, entry(3, u"Three"_s)});
            player->setShuffle(true);
            player->setRepeatMode(RepeatMode::all);
            player->setVolume(.25);
            before = player->queue();
        }
        const auto player = f.player();
        QueueStore store(*f.store, me, *player);
        const QSignalSpy restored(&store, &QueueStore::restored);
        store.restore();
        QTRY_COMPARE(restored.size(), 1);
        QCOMPARE(titlesOf(player->queue()), titlesOf(before));
        QCOMPARE(player->shuffle(), true);
        QVERIFY(player->repeatMode() == RepeatMode::all);
        QCOMPARE(player->volume(), .25);
        QVERIFY(player->state() != PlaybackState::playing);
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(player->queue()[i].path, before[i].path);
            QVERIFY(player->queue()[i].track == before[i].track);
            QCOMPARE(player->queue()[i].doNotLearn, before[i].track == TrackId{2});
        }
        player->setShuffle(false); // the order in which it was made is kept too
        QCOMPARE(
            titlesOf(player->queue()), (QStringList{u"One"_s, u"Two"_s, u"Outside"_s, u"Three"_s}));
    }

    void thePlaceInTheQueueIsKept()
    {
        Fixture f;
        PlayerState state;
        for (int i = 1; i <= 3; ++i) {
            state.queue.entries.push_back(entry(i, QString::number(i)));
            state.queue.entries.back().key = static_cast<std::uint64_t>(i);
            state.queue.natural.push_back(static_cast<std::uint64_t>(i));
        }
        state.queue.entries[1].suggestion = SuggestionId{77};
        state.queue.current = 1;
        state.positionMs = 83'000;
        QVERIFY(f.store->writeAndWait(db::Durability::normal,
            [&](db::Connection& connection) { QueueStore::write(connection, me, state); }));
        const PlayerState read = QueueStore::read(*f.store->reader(), me);
        QCOMPARE(read.queue.current, 1);
        QCOMPARE(read.positionMs, std::int64_t{83'000});
        QVERIFY(read.queue.entries[1].suggestion == SuggestionId{77});
        QVERIFY(!read.queue.entries[0].suggestion);
        const auto player = f.player();
        player->restore(read);
        QCOMPARE(player->currentIndex(), 1);
        QCOMPARE(player->positionMs(), std::int64_t{83'000});
    }

    void aCrashLosesAMomentOnly()
    {
        Fixture f;
        const auto player = f.player();
        QueueStore store(*f.store, me, *player);
        const QSignalSpy restored(&store, &QueueStore::restored);
        store.restore();
        QTRY_COMPARE(restored.size(), 1);
        player->enqueue({entry(1, u"One"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(
            QueueStore::read(*f.store->reader(), me).queue.entries.size(), std::size_t{1}, 30'000);
    }

    void whatWasQueuedMeanwhileIsNotReplaced()
    {
        Fixture f;
        PlayerState state;
        state.queue.entries.push_back(entry(1, u"Old"_s));
        state.queue.entries.back().key = 1;
        QVERIFY(f.store->writeAndWait(db::Durability::normal,
            [&](db::Connection& connection) { QueueStore::write(connection, me, state); }));
        const auto player = f.player();
        QueueStore store(*f.store, me, *player);
        const QSignalSpy restored(&store, &QueueStore::restored);
        store.restore();
        player->enqueue({entry(2, u"New"_s)});
        QTRY_COMPARE(restored.size(), 1);
        QCOMPARE(titlesOf(player->queue()), QStringList{u"New"_s});
    }

    void anEmptyDatabaseGivesAnEmptyQueue()
    {
        Fixture f;
        const PlayerState read = QueueStore::read(*f.store->reader(), me);
        QVERIFY(read.queue.entries.empty());
        QCOMPARE(read.queue.current, -1);
        QCOMPARE(read.volume, 1.0);
    }
};

SEGUE_TEST(TestQueueStore)
#include "tst_queue_store.moc"
