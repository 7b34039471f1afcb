#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/models/track_model.h"
#include "ui/pages/album_page.h"
#include "ui/pages/search_page.h"
#include "ui/pages/songs_page.h"
#include "ui/theme/theme.h"
#include "ui/views/queue_panel.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/star_rating.h"
#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

/// A shown window with the focus, on the page asked for.
struct Opened {
    explicit Opened(test::Bench& bench, const QString& page = u"songs"_s)
        : window(bench.services())
    {
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        window.showPage(page);
        QCoreApplication::processEvents(); // layouts
    }
    TrackView* songs() { return window.findChild<SongsPage*>()->findChild<TrackView*>(); }
    QLineEdit* search() { return window.findChild<QLineEdit*>(); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window,
            static_cast<Qt::Key>(key), modifiers);
    }
    void clickRow(int row, int column)
    {
        const QRect cell = songs()->visualRect(songs()->model()->index(row, column));
        QTest::mouseClick(songs()->viewport(), Qt::LeftButton, {}, cell.center());
    }

    MainWindow window;
};

TrackId trackAt(TrackView* view, int row)
{
    return static_cast<TrackModel*>(view->model())->trackAt(row);
}

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

    void queueEditsByKeyboardCanBeUndone()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(0, 0);
        w.key(Qt::Key_Return);
        w.key(Qt::Key_Q);
        auto* panel = w.window.findChild<QueuePanel*>();
        QVERIFY(panel->isVisible());
        const auto before = bench.player.queue();
        panel->list()->setFocus();
        panel->list()->setCurrentIndex(panel->list()->model()->index(2, 0));
        w.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(bench.player.queue()[3].key, before[2].key);
        QCOMPARE(panel->list()->currentIndex().row(), 3); // the selection moves along
        w.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(bench.player.queue()[2].key, before[2].key);
        w.key(Qt::Key_Delete);
        QCOMPARE(bench.player.queue().size(), before.size() - 1);
        w.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.player.queue().size(), before.size());
        for (IconButton* button : panel->findChildren<IconButton*>()) {
            if (button->accessibleName() == u"Clear the queue")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(bench.player.queue().empty());
        QVERIFY(panel->findChild<EmptyState*>()->isVisible());
        QTest::mouseClick(w.window.toast().findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(bench.player.queue().size(), before.size());
    }

    void spacePausesButPressesAFocusedButton()
    {
        test::Bench bench;
        Opened w(bench);
        w.clickRow(0, 0);
        w.key(Qt::Key_Space);
        QCOMPARE(bench.player.log.count(u"togglePause"_s), 1);
        IconButton* shuffle = nullptr;
        for (IconButton* button : w.window.findChildren<IconButton*>()) {
            if (button->accessibleName() == u"Shuffle")
                shuffle = button;
        }
        QVERIFY(shuffle);
        shuffle->setFocus(Qt::TabFocusReason);
        w.key(Qt::Key_Space);
        QCOMPARE(bench.player.log.count(u"togglePause"_s), 1);
        QVERIFY(bench.player.shuffle());
    }

    void theAlbumPageHasDiscsAndPlays()
    {
        test::Bench bench;
        Opened w(bench, u"album:40"_s);
        auto* page = w.window.findChild<AlbumPage*>();
        QCOMPARE(page->discs().size(), std::size_t{2});
        TrackView* second = page->discs()[1];
        const QPoint at
            = second->visualRect(second->model()->index(1, static_cast<int>(Column::title)))
                  .center();
        QTest::mouseClick(second->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(second->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(bench.player.lastBy == StartedBy::album);
        QCOMPARE(bench.player.currentIndex(), 8); // the album from its first disc on
        bench.library.setTable(std::make_shared<const TrackTable>());
        QTRY_VERIFY(page->findChild<EmptyState*>()->isVisible());
    }

    void backAndForwardWalkThePages()
    {
        test::Bench bench;
        Opened w(bench);
        w.window.showPage(u"albums"_s);
        w.window.showPage(u"album:1"_s);
        w.key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(w.window.currentPage(), u"albums"_s);
        w.key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(w.window.currentPage(), u"songs"_s);
        w.key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(w.window.currentPage(), u"albums"_s);
        w.key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(w.window.currentPage(), u"songs"_s);
        w.window.showPage(u"nonsense"_s); // unknown names do no harm
        QVERIFY(w.window.isVisible());
    }

    void theThemeChangesAtRunTime()
    {
        test::Bench bench;
        Opened w(bench);
        const auto corner
            = [&] { return w.window.grab().toImage().pixelColor(700, 400).lightness(); };
        QVERIFY(corner() < 100);
        applyTheme(*qApp, ThemeMode::light);
        QVERIFY(!isDarkTheme());
        QVERIFY(corner() > 200);
        applyTheme(*qApp, ThemeMode::system);
        setSystemIsDark(false);
        QVERIFY(!isDarkTheme());
        setSystemIsDark(true);
        QVERIFY(isDarkTheme());
        setSystemIsDark({});
        applyTheme(*qApp, ThemeMode::dark);
    }

    void foldersAreAddedByDropAndProblemsSaid()
    {
        test::Bench bench(0);
        Opened w(bench, u"for_you"_s);
        const auto drop = [&](const QString& folder) {
            QMimeData mime;
            mime.setUrls({QUrl::fromLocalFile(folder)});
            QDragEnterEvent enter({300, 300}, Qt::CopyAction, &mime, Qt::LeftButton, {});
            QApplication::sendEvent(&w.window, &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent event(QPointF(300, 300), Qt::CopyAction, &mime, Qt::LeftButton, {});
            QApplication::sendEvent(&w.window, &event);
        };
        drop(u"/missing/drive"_s);
        QVERIFY(w.window.toast().message().contains(u"not there"));
        QVERIFY(w.window.toast().isProblem());
        drop(u"/music/new"_s);
        QCOMPARE(bench.library.roots().size(), std::size_t{1});
        QCOMPARE(bench.library.roots().front().path, QByteArray("/music/new"));
    }

    void aScanShowsProgressAndCanBeStopped()
    {
        test::Bench bench;
        Opened w(bench);
        IconButton* stop = nullptr;
        for (IconButton* button : w.window.findChildren<IconButton*>()) {
            if (button->accessibleName() == u"Stop scanning")
                stop = button;
        }
        QVERIFY(stop && !stop->isVisible());
        bench.library.setProgress({true, 2000, 500, u"/music"_s});
        QVERIFY(stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(bench.library.cancels, 1);
        QVERIFY(!stop->isVisible());
        ScanSummary summary;
        summary.problems = {u"a.mp3: cut short"_s, u"b.mp3: empty"_s};
        bench.library.finish(summary);
        QVERIFY(w.window.toast().message().contains(u"2 files"));
    }

    void everyControlHasANameForScreenReaders()
    {
        test::Bench bench;
        Opened w(bench);
        for (const char* page : {"for_you", "songs", "albums", "album:1", "search:glass", "queue"})
            w.window.showPage(QString::fromLatin1(page));
        QTest::qWait(50);
        QStringList nameless;
        for (QWidget* widget : w.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"))
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            const bool named = interface && !interface->text(QAccessible::Name).isEmpty();
            if (!named && widget->isVisible())
                nameless << QString::fromLatin1(widget->metaObject()->className());
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u", "_s)));
    }
};

SEGUE_TEST(TestWindow)
#include "tst_window.moc"
