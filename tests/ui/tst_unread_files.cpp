#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/dialogs/unread_files.h"
#include "ui/theme/theme.h"
#include "ui/views/sidebar.h"

#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using segue::test::Opened;

namespace {

template <class Button>
Button* buttonWith(QWidget& in, const QString& text)
{
    for (auto* button : in.findChildren<Button*>()) {
        if (button->text().contains(text) && button->isVisibleTo(&in))
            return button;
    }
    return nullptr;
}

} // namespace

class TestUnreadFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

    void theSidebarSaysHowManyAndLeadsToTheList()
    {
        segue::test::Bench bench;
        Opened opened(bench);
        QVERIFY(!buttonWith<QAbstractButton>(opened.window, u"unreadable"_s));
        bench.library.unread = {{"/music/a/one.mp3", u"is empty (0 bytes)"_s},
            {"/music/b/two.mp3", u"made the tag reader crash (segmentation fault)"_s}};
        bench.library.setTable(bench.table);
        auto* entry = buttonWith<QAbstractButton>(opened.window, u"2 unreadable files"_s);
        QVERIFY(entry);
        QTest::mouseClick(entry, Qt::LeftButton);
        auto* dialog = opened.window.findChild<UnreadFiles*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->count(), 2);
        auto* list = dialog->findChild<QTreeWidget*>();
        QCOMPARE(list->topLevelItem(0)->text(0), u"one.mp3"_s);
        QCOMPARE(
            list->topLevelItem(1)->text(1), u"made the tag reader crash (segmentation fault)"_s);
        QCOMPARE(list->topLevelItem(1)->text(2), u"/music/b"_s);
        if (const QString folder = qEnvironmentVariable("SEGUE_TEST_GRABS"); !folder.isEmpty())
            dialog->grab().save(folder + u"/unread.png"_s);
    }

    void allOrTheSelectedAreTriedAgain()
    {
        segue::test::Bench bench;
        bench.library.unread = {{"/m/one.mp3", u"is empty"_s}, {"/m/two.mp3", u"is empty"_s}};
        UnreadFiles dialog(bench.library, nullptr);
        auto* again = buttonWith<QPushButton>(dialog, u"again"_s);
        QVERIFY(again && again->isEnabled());
        QCOMPARE(again->text(), u"Try all again"_s);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(bench.library.retried.back(), std::vector<QByteArray>{});
        dialog.findChild<QTreeWidget*>()->topLevelItem(1)->setSelected(true);
        QCOMPARE(again->text(), u"Try the selected again"_s);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(bench.library.retried.back(), std::vector<QByteArray>{"/m/two.mp3"});
        // Both could be read: the list is empty, with a word.
        bench.library.unread.clear();
        bench.library.finish({});
        QCOMPARE(dialog.count(), 0);
        QVERIFY(!again->isEnabled());
    }
};

SEGUE_TEST(TestUnreadFiles)
#include "tst_unread_files.moc"
