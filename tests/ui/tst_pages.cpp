#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/pages/album_page.h"
#include "ui/theme/theme.h"
#include "ui/views/queue_panel.h"
#include "ui/views/track_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using segue::test::Opened;

class TestPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

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

SEGUE_TEST(TestPages)
#include "tst_pages.moc"
