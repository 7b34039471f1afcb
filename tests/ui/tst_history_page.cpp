#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/models/history_model.h"
#include "ui/pages/history_page.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
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

    void aTrackThatIsNotInTheLibraryIsNamedAsFarAsItIsKnown()
    {
        HistoryModel model;
        model.set(makeTable(3), {play(1, 999, noon, 1000, EndedBy::stopped)}, noon);
        QVERIFY(model.index(1).data().toString().contains(u"999"_s));
        PlayEvent known = play(2, 998, noon, 1000, EndedBy::stopped);
        known.title = u"From a stick"_s;
        known.artist = u"Somebody"_s;
        model.set(makeTable(3), {known}, noon);
        QCOMPARE(model.index(1).data().toString(), u"From a stick"_s);
        QCOMPARE(model.index(1).data(HistoryModel::ArtistRole).toString(), u"Somebody"_s);
    }

    /// A new play and older ones come in as rows: what is selected stays.
    void playsComeInWithoutAReset()
    {
        HistoryModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const TrackTablePtr table = makeTable(10);
        const std::vector<PlayEvent> two{play(3, 1, noon, 200'000, EndedBy::finished),
            play(2, 2, noon - msPerDay, 12'000, EndedBy::next)};
        model.set(table, two, noon + 3'600'000);
        const QPersistentModelIndex held(model.index(3));
        QCOMPARE(model.playAt(held.row())->id.value, qint64(2));
        model.prepend(play(4, 5, noon + 60'000, 200'000, EndedBy::finished), noon + 3'600'000);
        model.prepend(play(4, 5, noon + 60'000, 200'000, EndedBy::finished), noon + 3'600'000);
        QCOMPARE(model.playCount(), 3);
        QCOMPARE(model.playAt(held.row())->id.value, qint64(2));
        QCOMPARE(linesOf(model)[0], u"= Today"_s);
        std::vector<PlayEvent> more{play(4, 5, noon + 60'000, 200'000, EndedBy::finished)};
        more.insert(more.end(), two.begin(), two.end());
        more.push_back(play(1, 3, noon - msPerDay - 60'000, 200'000, EndedBy::finished));
        more.push_back(play(0, 3, noon - 2 * msPerDay, 200'000, EndedBy::finished));
        model.set(table, more, noon + 3'600'000);
        QCOMPARE(model.playAt(held.row())->id.value, qint64(2));
        QCOMPARE(linesOf(model).size(), 8); // three days, five plays
        QCOMPARE(model.playAt(model.rowOf({0}))->id.value, qint64(0));
        QCOMPARE(model.rowOf({77}), -1);
        QCOMPARE(resets.count(), 1);
    }

    void whatIsSelectedStaysAndWhatTheMenuMeansIsTakenOut()
    {
        Bench bench;
        for (int i = 0; i < 6; ++i)
            bench.taste.plays.push_back(
                play(10 - i, i + 1, noon - i * 300'000, 200'000, EndedBy::finished));
        MainWindow window(bench.services());
        window.show();
        window.showPage(u"history"_s);
        auto* list = window.findChild<HistoryPage*>()->findChild<QListView*>();
        QTRY_VERIFY(list->model()->rowCount() > 6);
        auto* model = static_cast<HistoryModel*>(list->model());
        list->setCurrentIndex(model->index(model->rowOf({7})));
        const auto selected = [&] {
            const auto rows = list->selectionModel()->selectedIndexes();
            return rows.size() == 1 && model->playAt(rows[0].row())
                ? model->playAt(rows[0].row())->id.value
                : qint64(-1);
        };
        QCOMPARE(selected(), qint64(7));
        const PlayEvent next = play(11, 3, noon + 300'000, 200'000, EndedBy::finished);
        bench.taste.plays.insert(bench.taste.plays.begin(), next);
        Q_EMIT bench.taste.playAdded(next);
        QCOMPARE(model->playCount(), 7);
        QCOMPARE(selected(), qint64(7));
        window.findChild<Commands*>()->takeOutOfHistory(
            {PlayId{9}}); // another one: all is read again
        QTRY_COMPARE(model->playCount(), 6);
        QCOMPARE(selected(), qint64(7));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_VERIFY(bench.taste.removed.contains(7));
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
