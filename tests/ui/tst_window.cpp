#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/models/track_model.h"
#include "ui/pages/search_page.h"
#include "ui/pages/songs_page.h"
#include "ui/theme/theme.h"
#include "ui/views/queue_panel.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/star_rating.h"
#include "ui/widgets/toast.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using segue::test::Opened;
using segue::test::trackAt;

namespace {

/// Runs `act` with the menu that opens next, then closes it.
template <class Act>
void inNextMenu(Act act)
{
    QTimer::singleShot(50, [act] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        act(menu);
        menu->close();
    });
}

QAction* actionNamed(QMenu* menu, const QString& text)
{
    for (QAction* action : menu->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

} // namespace

class TestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

    void aDoubleClickPlaysTheSongAndGoesOnWithTheList()
    {
        test::Bench bench;
        Opened w(bench);
        const QRect cell = w.songs()->visualRect(w.songs()->model()->index(4, 0));
        const TrackId wanted = trackAt(w.songs(), 4);
        w.clickRow(4, 0);
        QVERIFY(!bench.player.current()); // a single click selects
        QTest::mouseDClick(w.songs()->viewport(), Qt::LeftButton, {}, cell.center());
        QVERIFY(bench.player.current());
        QCOMPARE(bench.player.current()->track, wanted);
        QCOMPARE(bench.player.queue().size(), std::size_t{220});
        QVERIFY(w.window.windowTitle().contains(bench.player.current()->title));
    }

    void enterPlaysAndReplacingAQueueCanBeUndone()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(2, 0);
        w.key(Qt::Key_Return);
        const TrackId first = bench.player.current()->track;
        w.clickRow(7, 0);
        w.key(Qt::Key_Return);
        QVERIFY(bench.player.current()->track != first);
        QVERIFY(w.window.toast().message().contains(u"replaced"));
        w.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.player.current()->track, first);
    }

    void digitsRateWhatIsSelectedElseWhatPlays()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(3, 0);
        const TrackId selected = trackAt(w.songs(), 3);
        w.key(Qt::Key_4);
        QCOMPARE(int(*bench.taste.statsOf(selected).rating), 8);
        w.key(Qt::Key_L);
        QVERIFY(bench.taste.statsOf(selected).loved);
        w.key(Qt::Key_0);
        QVERIFY(!bench.taste.statsOf(selected).rating);
        w.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(int(*bench.taste.statsOf(selected).rating), 8);

        w.key(Qt::Key_Return);
        w.songs()->clearSelection();
        w.key(Qt::Key_2);
        QCOMPARE(int(*bench.taste.statsOf(bench.player.current()->track).rating), 4);
    }

    void starsAreClickedInTheList()
    {
        test::Bench bench;
        Opened w(bench);
        const QRect cell
            = w.songs()
                  ->visualRect(w.songs()->model()->index(5, static_cast<int>(Column::rating)))
                  .adjusted(8, 0, -8, 0);
        const QRectF stars = starsArea(cell);
        QTest::mouseClick(w.songs()->viewport(), Qt::LeftButton, {},
            QPointF(stars.x() + stars.width() * .69, stars.center().y()).toPoint());
        QCOMPARE(int(*bench.taste.statsOf(trackAt(w.songs(), 5)).rating), 7); // half stars
        QVERIFY(w.songs()->selectionModel()->selection().isEmpty());
        QTest::mouseClick(w.songs()->viewport(), Qt::LeftButton, {},
            QPointF(stars.x() + stars.width() * .69, stars.center().y()).toPoint());
        QVERIFY(!bench.taste.statsOf(trackAt(w.songs(), 5)).rating); // the same again takes it back
    }

    void lettersJumpToATitleAndShortcutsComeFirst()
    {
        test::Bench bench;
        Opened w(bench);
        w.songs()->setFocus();
        QTest::keyClicks(w.songs(), u"sat"_s);
        const auto titleNow
            = [&] { return w.songs()->currentIndex().siblingAtColumn(0).data().toString(); };
        QVERIFY2(titleNow().startsWith(u"Sat"), qPrintable(titleNow()));
        QTest::qWait(1600);
        QTest::keyClicks(w.songs(), u"/northern l"_s); // n and l belong to the title now
        QVERIFY2(titleNow().startsWith(u"Northern L"), qPrintable(titleNow()));
        QCOMPARE(bench.player.log.count(u"next"_s), 0);
    }

    void shortcutsDoNotFireInTheSearchBox()
    {
        test::Bench bench;
        Opened w(bench);
        w.key(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(w.window.focusWidget(), w.search());
        QTest::keyClicks(w.search(), u"q n l 5 0"_s);
        QCOMPARE(w.search()->text(), u"q n l 5 0"_s);
        QCOMPARE(bench.taste.events, 0);
        QVERIFY(bench.player.log.isEmpty());
        QVERIFY(!w.window.findChild<QueuePanel*>()->isVisible());
    }

    void searchShowsResultsWhileTypingAndEnterPlaysTheBest()
    {
        test::Bench bench;
        Opened w(bench);
        w.key(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(w.search(), u"undertow"_s);
        QCOMPARE(w.window.currentPage(), u"search:undertow"_s);
        auto* page = w.window.findChild<SearchPage*>();
        QTRY_VERIFY(!page->results().tracks.empty());
        QVERIFY(w.search()->hasFocus());
        w.key(Qt::Key_Return);
        QCOMPARE(bench.player.current()->title, u"Undertow"_s);
        QVERIFY(bench.player.lastBy == StartedBy::user);
        w.key(Qt::Key_Escape);
        QCOMPARE(w.window.currentPage(), u"songs"_s); // an empty box goes back
    }

    void aSearchWithoutHitsSaysWhatToDo()
    {
        test::Bench bench;
        Opened w(bench, u"search:zzzz"_s);
        auto* page = w.window.findChild<SearchPage*>();
        QTRY_VERIFY(page->findChild<EmptyState*>()->isVisible());
        const auto says = [&] {
            for (QLabel* label : page->findChild<EmptyState*>()->findChildren<QLabel*>()) {
                if (label->text().contains(u"zzzz"))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(says());
    }

    void theContextMenuActsOnTheSelection()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(1, 0);
        QTest::mouseClick(w.songs()->viewport(), Qt::LeftButton, Qt::ShiftModifier,
            w.songs()->visualRect(w.songs()->model()->index(3, 0)).center());
        inNextMenu([](QMenu* menu) {
            QVERIFY(!actionNamed(menu, u"Go to album"_s)); // of which of the three?
            QVERIFY(actionNamed(menu, u"Add to queue"_s));
            actionNamed(menu, u"Add to queue"_s)->trigger();
        });
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(w.songs()->viewport(), &event);
        QCOMPARE(bench.player.queue().size(), std::size_t{3});
        w.clickRow(1, 0);
        inNextMenu(
            [](QMenu* menu) { actionNamed(menu, u"Never suggest this track"_s)->trigger(); });
        QApplication::sendEvent(w.songs()->viewport(), &event);
        QVERIFY(bench.taste.statsOf(trackAt(w.songs(), 1)).never);
        QVERIFY(w.window.toast().message().contains(u"not be suggested"));
        QTest::mouseClick(w.window.toast().findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(!bench.taste.statsOf(trackAt(w.songs(), 1)).never);
    }

    void aClickOnAHeaderSortsAndIsRemembered()
    {
        test::Bench bench;
        bench.taste.fill(220);
        {
            Opened w(bench);
            auto* header = w.songs()->horizontalHeader();
            const int x = header->sectionViewportPosition(static_cast<int>(Column::title)) + 20;
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {x, header->height() / 2});
            const auto titleAt
                = [&](int row) { return w.songs()->model()->index(row, 0).data().toString(); };
            QTRY_VERIFY(titleAt(0) == titleAt(1)); // equal titles lie together now
            w.songs()->setColumnShown(Column::year, true);
        }
        Opened again(bench);
        QVERIFY(!again.songs()->isColumnHidden(static_cast<int>(Column::year)));
        QTRY_COMPARE(again.songs()->model()->index(0, 0).data().toString(),
            again.songs()->model()->index(1, 0).data().toString());
    }

    void aNewSnapshotKeepsSelectionAndPlace()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(6, 0);
        const TrackId selected = trackAt(w.songs(), 6);
        bench.library.setTable(test::makeTable(260));
        QTRY_COMPARE(w.songs()->model()->rowCount(), 260);
        QCOMPARE(w.songs()->targetTracks().size(), std::size_t{1});
        QCOMPARE(w.songs()->targetTracks().front().track, selected);
    }

    void ratingAHugeSelectionIsRefused()
    {
        test::Bench bench(2000);
        Opened w(bench);
        w.songs()->setFocus();
        w.key(Qt::Key_A, Qt::ControlModifier);
        w.key(Qt::Key_5);
        QCOMPARE(bench.taste.events, 0);
        QVERIFY(w.window.toast().message().contains(u"2,000"));
    }

    void selectingEverythingIsOneRange()
    {
        test::Bench bench(5000);
        Opened w(bench);
        w.songs()->setFocus();
        w.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(w.songs()->selectionModel()->selection().size(), 1);
        bench.library.setTable(test::makeTable(5100));
        QTRY_COMPARE(w.songs()->model()->rowCount(), 5100);
        QCOMPARE(w.songs()->selectionModel()->selection().size(), 1);
        QCOMPARE(w.songs()->selectionModel()->selection().front().height(), 5100);
    }

    void paintingALongListAsksForVisibleRowsOnly()
    {
        class Counting : public TrackModel {
        public:
            QVariant data(const QModelIndex& index, int role) const override
            {
                ++asked;
                return TrackModel::data(index, role);
            }
            mutable int asked = 0;
        };
        const auto cost = [](int tracks) {
            test::Bench bench(tracks);
            Services services = bench.services();
            Commands commands(services);
            Counting model;
            TrackView view(commands, model, u"x"_s);
            std::vector<Row> rows(bench.table->size());
            for (Row i = 0; i < rows.size(); ++i)
                rows[i] = i;
            view.resize(900, 600);
            model.set(bench.table, std::move(rows));
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
            model.asked = 0;
            view.grab();
            return model.asked;
        };
        const int small = cost(1000);
        const int large = cost(100'000);
        QVERIFY(small > 0);
        QVERIFY2(large <= small * 11 / 10, qPrintable(u"%1 against %2"_s.arg(large).arg(small)));
    }
};

SEGUE_TEST(TestWindow)
#include "tst_window.moc"
