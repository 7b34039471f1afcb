#include "core/playlist/play_queue.h"

#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace segue;

namespace {

std::vector<QueueEntry> tracks(std::int64_t first, std::int64_t count)
{
    std::vector<QueueEntry> entries;
    for (std::int64_t i = 0; i < count; ++i) {
        QueueEntry entry;
        entry.track = TrackId{first + i};
        entry.title = QString::number(first + i);
        entries.push_back(entry);
    }
    return entries;
}

std::vector<std::int64_t> ids(const PlayQueue& queue)
{
    std::vector<std::int64_t> ids;
    for (const QueueEntry& entry : queue.entries())
        ids.push_back(entry.track.value);
    return ids;
}

std::uint64_t keyOf(const PlayQueue& queue, std::int64_t track)
{
    for (const QueueEntry& entry : queue.entries()) {
        if (entry.track.value == track)
            return entry.key;
    }
    return 0;
}

std::int64_t now(const PlayQueue& queue)
{
    return queue.current() ? queue.current()->track.value : 0;
}

using Ids = std::vector<std::int64_t>;

} // namespace

class TestPlayQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playNextGoesBehindTheCurrentEntryAndEnqueueToTheEnd()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 3), 1);
        queue.insertNext(tracks(10, 2));
        queue.append(tracks(20, 1));
        QCOMPARE(ids(queue), (Ids{1, 2, 10, 11, 3, 20}));
        QCOMPARE(now(queue), 2);
        std::set<std::uint64_t> keys;
        for (const QueueEntry& entry : queue.entries())
            keys.insert(entry.key);
        QCOMPARE(keys.size(), std::size_t{6});
    }

    void anEmptyQueueTakesEntriesAndHasNoCurrent()
    {
        PlayQueue queue;
        QVERIFY(!queue.current());
        QVERIFY(!queue.peek(1, true));
        QVERIFY(!queue.advance(1, false));
        QVERIFY(!queue.goBack());
        queue.insertNext(tracks(1, 2));
        QCOMPARE(ids(queue), (Ids{1, 2}));
        QCOMPARE(queue.currentIndex(), -1);
        QVERIFY(queue.advance(1, true));
        QCOMPARE(now(queue), 1);
        queue.replace({}, 5);
        QCOMPARE(queue.currentIndex(), -1);
    }

    void removingKeepsTheCurrentEntryOrTakesTheOneBehindIt()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 5), 2);
        queue.remove(std::vector{keyOf(queue, 1), keyOf(queue, 5)});
        QCOMPARE(ids(queue), (Ids{2, 3, 4}));
        QCOMPARE(now(queue), 3);
        queue.remove(std::vector{keyOf(queue, 3)});
        QCOMPARE(now(queue), 4);
        queue.remove(std::vector{keyOf(queue, 4)});
        QCOMPARE(queue.currentIndex(), -1);
        QCOMPARE(ids(queue), Ids{2});
    }

    void movingKeepsTheOrderOfWhatMovesAndWhatIsCurrent()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 6), 2);
        queue.move(std::vector{keyOf(queue, 5), keyOf(queue, 1)}, 4);
        QCOMPARE(ids(queue), (Ids{2, 3, 4, 1, 5, 6}));
        QCOMPARE(now(queue), 3);
        queue.move(std::vector{keyOf(queue, 3)}, 99);
        QCOMPARE(ids(queue), (Ids{2, 4, 1, 5, 6, 3}));
        QCOMPARE(queue.currentIndex(), 5);
        queue.move(std::vector{keyOf(queue, 6)}, -3);
        QCOMPARE(ids(queue), (Ids{6, 2, 4, 1, 5, 3}));
    }

    void everyEditCanBeUndone()
    {
        PlayQueue queue(3);
        queue.replace(tracks(1, 4), 1);
        const auto unchangedBy = [&](auto edit) {
            const Ids before = ids(queue);
            const int index = queue.currentIndex();
            edit();
            const bool changed = ids(queue) != before;
            queue.undo(queue.lastEdit(), nullptr);
            return changed && ids(queue) == before && queue.currentIndex() == index;
        };
        QVERIFY(unchangedBy([&] { queue.insertNext(tracks(9, 1)); }));
        QVERIFY(unchangedBy([&] { queue.append(tracks(9, 1)); }));
        QVERIFY(unchangedBy([&] { queue.remove(std::vector{keyOf(queue, 2)}); }));
        QVERIFY(unchangedBy([&] { queue.move(std::vector{keyOf(queue, 4)}, 0); }));
        QVERIFY(unchangedBy([&] { queue.clear(); }));
        QVERIFY(unchangedBy([&] { queue.replace(tracks(7, 2), 0); }));
        queue.setShuffle(true);
        QVERIFY(unchangedBy([&] { queue.append(tracks(9, 3)); }));
    }

    void undoingKeepsWhatPlays()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 3), 1);
        queue.replace(tracks(50, 2), 0);
        const QueueEntry playing = *queue.current();
        queue.undo(queue.lastEdit(), queue.current());
        QCOMPARE(ids(queue), (Ids{1, 50, 2, 3})); // 2 was current: it comes next
        QCOMPARE(queue.current()->key, playing.key);
        queue.append(tracks(9, 1));
        queue.setCurrent(0);
        queue.undo(
            queue.lastEdit(), queue.current()); // the older queue has it: only the list goes back
        QCOMPARE(now(queue), 1);
        QCOMPARE(ids(queue), (Ids{1, 50, 2, 3}));
    }

    /// With what followed it, which rested on it.
    void anOlderEditIsTakenBackWithThoseSince()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 2), 0);
        queue.append(tracks(3, 1));
        const std::uint64_t edit = queue.lastEdit();
        queue.insertNext(tracks(4, 1));
        QVERIFY(!queue.undo(edit + 17, nullptr));
        QVERIFY(queue.undo(edit, nullptr));
        QCOMPARE(ids(queue), (Ids{1, 2}));
        QVERIFY(!queue.undo(edit, nullptr));
    }

    void extendingIsNoEdit()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 2), 0);
        const std::uint64_t edit = queue.lastEdit();
        queue.extend(tracks(3, 2));
        QCOMPARE(queue.lastEdit(), edit);
        QCOMPARE(ids(queue), (Ids{1, 2, 3, 4}));
        QCOMPARE(queue.last()->track.value, 4);
        queue.setShuffle(true);
        queue.extend(tracks(5, 20));
        QCOMPARE(queue.last()->track.value, 24); // wherever it plays
        queue.setShuffle(false);
        QCOMPARE(ids(queue).back(), 24);
        QVERIFY(!PlayQueue().last());
    }

    void theUndoOfAHugeQueueIsBounded()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 200'000), 0);
        for (int i = 0; i < 5; ++i)
            queue.append(tracks(1'000'000 + i, 1));
        int steps = 0;
        while (queue.lastEdit() != 0) {
            queue.undo(queue.lastEdit(), nullptr);
            ++steps;
        }
        QVERIFY(steps >= 1 && steps <= 2);
    }

    void repeatModesDecideWhatFollows()
    {
        PlayQueue queue;
        queue.replace(tracks(1, 2), 1);
        QVERIFY(!queue.peek(1, false));
        queue.setRepeat(RepeatMode::all);
        QCOMPARE(queue.peek(1, false)->track.value, 1);
        queue.setRepeat(RepeatMode::one);
        QCOMPARE(queue.peek(1, false)->track.value, 2);
        QCOMPARE(queue.peek(1, true)->track.value, 1); // the listener goes on all the same
        QVERIFY(queue.advance(1, false));
        QCOMPARE(now(queue), 2);
        QVERIFY(queue.advance(1, true));
        QCOMPARE(now(queue), 1);
        QVERIFY(queue.goBack());
        QCOMPARE(now(queue), 2);
    }

    void shufflePlaysEverythingOnceBeforeAnythingTwice()
    {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            PlayQueue queue(seed);
            queue.replace(tracks(1, 20), 7);
            queue.setRepeat(RepeatMode::all);
            queue.setShuffle(true);
            QCOMPARE(now(queue), 8);
            std::int64_t last = 0;
            for (int round = 0; round < 3; ++round) {
                std::set<std::int64_t> heard;
                for (int i = 0; i < 20; ++i) {
                    QVERIFY(heard.insert(now(queue)).second);
                    QVERIFY(now(queue) != last); // also over the end of a round
                    last = now(queue);
                    const auto ahead = queue.peek(1, false);
                    QVERIFY(queue.advance(1, false));
                    QCOMPARE(now(queue), ahead->track.value);
                }
                QCOMPARE(heard.size(), std::size_t{20});
            }
        }
    }

    void shuffleIsFair()
    {
        // Each of 5 tracks comes second about as often: 1,000 draws, expected 250, sigma 14.
        std::array<int, 6> second{};
        for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
            PlayQueue queue(seed);
            queue.replace(tracks(1, 5), 0);
            queue.setShuffle(true);
            ++second[static_cast<std::size_t>(queue.peek(1, false)->track.value)];
        }
        for (std::size_t track = 2; track <= 5; ++track)
            QVERIFY2(second[track] > 190 && second[track] < 310,
                qPrintable(QString::number(second[track])));
    }

    void previousWalksBackTheWayThatWasCome()
    {
        PlayQueue queue(5);
        queue.replace(tracks(1, 10), 0);
        queue.setShuffle(true);
        Ids way;
        for (int i = 0; i < 6; ++i) {
            way.push_back(now(queue));
            QVERIFY(queue.advance(1, true));
        }
        while (!way.empty()) {
            QVERIFY(queue.goBack());
            QCOMPARE(now(queue), way.back());
            way.pop_back();
        }
        QVERIFY(!queue.goBack());
    }

    void whatIsAddedWhileShuffledIsStillToCome()
    {
        PlayQueue queue(11);
        queue.replace(tracks(1, 10), 0);
        queue.setShuffle(true);
        for (int i = 0; i < 4; ++i)
            queue.advance(1, true);
        const Ids before = ids(queue);
        queue.append(tracks(100, 10));
        const Ids after = ids(queue);
        QVERIFY(std::equal(before.begin(), before.begin() + 5, after.begin()));
        QVERIFY(!std::is_sorted(after.begin() + 5, after.end()));
        queue.insertNext(tracks(200, 1));
        QCOMPARE(queue.peek(1, false)->track.value, 200);
        const std::int64_t playing = now(queue);
        queue.setShuffle(false);
        Ids natural{
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109};
        natural.insert(std::find(natural.begin(), natural.end(), playing) + 1, 200);
        QCOMPARE(ids(queue), natural);
        QCOMPARE(now(queue), playing);
    }

    void aKeptQueueComesBackAndIsRepaired()
    {
        PlayQueue queue(2);
        queue.replace(tracks(1, 6), 3);
        queue.setShuffle(true);
        queue.setRepeat(RepeatMode::all);
        PlayQueue other(9);
        other.restore(queue.state());
        QCOMPARE(ids(other), ids(queue));
        QCOMPARE(now(other), 4);
        QVERIFY(other.shuffle() && other.repeat() == RepeatMode::all);
        other.setShuffle(false);
        QCOMPARE(ids(other), (Ids{1, 2, 3, 4, 5, 6}));

        QueueState broken = queue.state();
        broken.current = 99;
        broken.natural = {1, 2};
        broken.entries[0].key = broken.entries[1].key;
        broken.entries[2].key = 0;
        other.restore(broken);
        QCOMPARE(other.currentIndex(), 0);
        std::set<std::uint64_t> keys;
        for (const QueueEntry& entry : other.entries())
            keys.insert(entry.key);
        QCOMPARE(keys.size(), std::size_t{6});
        QVERIFY(!keys.contains(0));
        other.setShuffle(false);
        QCOMPARE(other.entries().size(), std::size_t{6});
        other.append(tracks(9, 1));
        QVERIFY(!keys.contains(other.entries().back().key));
    }
};

SEGUE_TEST(TestPlayQueue)
#include "tst_play_queue.moc"
