#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/radio_queue.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

/// The first shelf becomes these tracks: what the next radio queue is made of.
void offer(test::Bench& bench, int from, int count)
{
    auto& items = bench.forYou.edit().shelves[0].items;
    const Suggestion one = items.front();
    items.clear();
    for (int i = 0; i < count; ++i) {
        items.push_back(one);
        items.back().track = (*bench.table)[static_cast<Row>(from + i)].id;
    }
}

} // namespace

class TestRadioQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsFilledAgainBeforeItEnds()
    {
        test::Bench bench;
        Services services = bench.services();
        Commands commands(services);
        offer(bench, 10, 8);
        commands.playRadio((*bench.table)[0].id);
        QCOMPARE(bench.player.queue().size(), std::size_t{9});
        QVERIFY(bench.player.lastBy == StartedBy::radio);
        offer(bench, 14, 8); // four of them are there already
        for (int i = 0; i < 5; ++i)
            bench.player.next();
        QCOMPARE(bench.player.queue().size(), std::size_t{9});
        bench.player.next(); // two left
        QCOMPARE(bench.player.queue().size(), std::size_t{13});
        QCOMPARE(bench.player.currentIndex(), 6);
    }

    void itGoesOnWhenShuffled()
    {
        test::Bench bench;
        Services services = bench.services();
        Commands commands(services);
        bench.player.setShuffle(true);
        offer(bench, 10, 8);
        commands.playRadio((*bench.table)[0].id);
        offer(bench, 30, 8);
        for (int i = 0; i < 6; ++i)
            bench.player.next();
        QCOMPARE(bench.player.queue().size(), std::size_t{17});
        bench.player.setShuffle(false);
        QCOMPARE(bench.player.queue().back().track, (*bench.table)[37].id);
    }

    /// It is no edit: undo is for what the listener did before, which it leaves the radio to.
    void whatItAddsIsNotUndone()
    {
        test::Bench bench;
        Services services = bench.services();
        Commands commands(services);
        QSignalSpy notices(&commands, &Commands::notice);
        offer(bench, 10, 8);
        commands.playRadio((*bench.table)[0].id);
        commands.removeFromQueue({bench.player.queue()[7].key});
        offer(bench, 30, 8);
        for (int i = 0; i < 5; ++i)
            bench.player.next();
        QCOMPARE(bench.player.queue().size(), std::size_t{16});
        QVERIFY(bench.player.queue().back().origin == StartedBy::radio);
        commands.undo();
        QCOMPARE(notices.back()[0].toString(), u"The queue is as it was."_s);
        QCOMPARE(bench.player.queue()[7].track, (*bench.table)[16].id);
        for (int i = 0; i < 8; ++i)
            bench.player.next();
        QVERIFY(bench.player.queue().size() > 9); // it went on from there
    }

    void itEndsWhenTheListenerPutsSomethingElseThere()
    {
        test::Bench bench;
        Services services = bench.services();
        Commands commands(services);
        offer(bench, 10, 8);
        commands.playRadio((*bench.table)[0].id);
        commands.enqueue({{(*bench.table)[40].id, {}}});
        offer(bench, 60, 8);
        for (int i = 0; i < 8; ++i)
            bench.player.next();
        QCOMPARE(bench.player.queue().size(), std::size_t{10});
    }
};

SEGUE_TEST(TestRadioQueue)
#include "tst_radio_queue.moc"
