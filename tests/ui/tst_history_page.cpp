#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/models/history_model.h"
#include "ui/pages/history_page.h"

#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;
using namespace segue::ui;

namespace {

constexpr UtcMs noon = 1'780'056'000'000; // 2026-05-29 12:00 UTC

PlayEvent play(qint64 id, qint64 track, UtcMs at, qint64 heard, EndedBy ended)
{
    PlayEvent event;
    event.id = {id};
    event.listen.track = {track};
    event.listen.startedAt = at;
    event.listen.durationMs = 200'000;
    event.listen.msHeard = heard;
    event.listen.endedBy = ended;
    return event;
}

QStringList linesOf(const QAbstractItemModel& model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        lines << (index.data(HistoryModel::IsDayRole).toBool()
                ? u"= "_s + index.data().toString()
                : index.data(HistoryModel::HeardRole).toString());
    }
    return lines;
}

} // namespace

class TestHistoryPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsStandBelowTheirDays()
    {
        HistoryModel model;
        model.set(makeTable(10),
            {play(3, 1, noon, 200'000, EndedBy::finished),
                play(2, 2, noon - msPerDay, 12'000, EndedBy::next),
                play(1, 3, noon - 40 * msPerDay, 0, EndedBy::stopped)},
            noon + 3'600'000);
        const QStringList lines = linesOf(model);
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[0], u"= Today"_s);
        QCOMPARE(lines[1], u"3:20"_s);
        QCOMPARE(lines[2], u"= Yesterday"_s);
        QCOMPARE(lines[3], u"skipped after 0:12"_s);
        QVERIFY(lines[4].contains(u"19"_s)); // 19 April
        QCOMPARE(lines[5], u"0:01"_s);
        QVERIFY(!model.playAt(0));
        QCOMPARE(model.playAt(3)->id.value, qint64(2));
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
    }

    void aTrackThatIsGoneIsNamedByItsNumber()
    {
        HistoryModel model;
        model.set(makeTable(3), {play(1, 999, noon, 1000, EndedBy::stopped)}, noon);
        QVERIFY(model.index(1).data().toString().contains(u"999"_s));
    }

    void playsAreTakenOutAndComeBack()
    {
        Bench bench;
        for (int i = 40; i > 0; --i)
            bench.taste.plays.push_back(
                play(i, i, noon - (41 - i) * 300'000, 180'000, EndedBy::finished));
        MainWindow window(bench.services());
        window.show();
        window.showPage(u"history"_s);
        auto* page = window.findChild<HistoryPage*>();
        QVERIFY(page);
        auto* list = page->findChild<QListView*>();
        QTRY_COMPARE(list->model()->rowCount(), 41); // and one day
        list->setCurrentIndex(list->model()->index(2, 0));
        QCOMPARE(page->targetTracks().size(), std::size_t(1));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(list->model()->rowCount(), 40);
        QVERIFY(bench.taste.removed.contains(39));
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(list->model()->rowCount(), 41);
        // A new play is listed at once.
        bench.taste.plays.insert(
            bench.taste.plays.begin(), play(41, 3, noon, 1000, EndedBy::stopped));
        Q_EMIT bench.taste.playAdded(bench.taste.plays.front());
        QTRY_COMPARE(list->model()->rowCount(), 42);
    }

    void moreComesAtTheEnd()
    {
        Bench bench;
        for (int i = 1200; i > 0; --i)
            bench.taste.plays.push_back(
                play(i, 1 + i % 200, noon - (1201 - i) * 1000, 180'000, EndedBy::finished));
        MainWindow window(bench.services());
        window.show();
        window.showPage(u"history"_s);
        auto* list = window.findChild<HistoryPage*>()->findChild<QListView*>();
        QTRY_COMPARE(list->model()->rowCount(), 501);
        list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum());
        QTRY_COMPARE(list->model()->rowCount(), 1001);
        QVERIFY(list->verticalScrollBar()->value() > 0);
    }
};

SEGUE_TEST(TestHistoryPage)
#include "tst_history_page.moc"
