#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/models/filter_source.h"
#include "ui/pages/search_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/filter_message.h"

#include <QListView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using segue::test::Opened;

namespace {

QStringList offered(FilterBox* box)
{
    QStringList items;
    for (int i = 0; box->isListShown() && i < box->list()->model()->rowCount(); ++i)
        items << box->list()->model()->index(i, 0).data().toString();
    return items;
}

} // namespace

class TestFilterBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

    void theSearchBoxTakesFilters()
    {
        test::Bench bench;
        Opened w(bench);
        auto* box = w.window.findChild<FilterBox*>();
        box->setFocus();
        QTest::keyClicks(box, u"genre:jazz year:1996"_s);
        auto* page = w.window.findChild<SearchPage*>();
        QTRY_VERIFY(!page->results().tracks.empty());
        for (const Row row : page->results().tracks)
            QCOMPARE(bench.table->text((*bench.table)[row].genres), std::string_view("Jazz"));
        QVERIFY(page->results().artists.empty()); // nobody is called so
        QVERIFY(!page->findChild<FilterMessage*>()->isVisible());
        QTest::keyClicks(box, u" year>2000"_s);
        QTRY_VERIFY(page->findChild<EmptyState*>()->isVisible());
    }

    void aMistakeIsShownWithItsPlaceOnceItIsOne()
    {
        test::Bench bench;
        Opened w(bench);
        auto* box = w.window.findChild<FilterBox*>();
        box->setFocus();
        QTest::keyClicks(box, u"year:19x"_s);
        auto* page = w.window.findChild<SearchPage*>();
        auto* message = page->findChild<FilterMessage*>();
        QVERIFY(!message->isVisible()); // perhaps it is still being typed
        QTest::keyClicks(box, u" jazz"_s);
        QVERIFY(message->isVisible());
        QVERIFY2(
            message->message().contains(u"“19x” is no number"), qPrintable(message->message()));
        QTRY_VERIFY(!page->results().tracks.empty()); // what is understood is searched for
        box->setText(u"jazz raitng:5"_s);
        QTRY_VERIFY(message->message().contains(u"Did you mean rating?")); // after a rest
        box->setText(u"jazz"_s);
        QVERIFY(!message->isVisible());
        // Also where nobody types.
        w.window.showPage(u"albums"_s);
        w.window.showPage(u"search:(year:1"_s);
        QVERIFY(message->isVisible());
        QVERIFY(message->message().contains(u"not closed"));
    }

    void fieldsAndValuesAreCompletedByKeyboard()
    {
        test::Bench bench;
        Opened w(bench);
        auto* box = w.window.findChild<FilterBox*>();
        (void)w.window.findChild<Commands*>()->filters().run();
        QTRY_VERIFY(w.window.findChild<Commands*>()->filters().vocabulary() != nullptr);
        box->setFocus();
        QTest::keyClicks(box, u"gen"_s);
        QCOMPARE(offered(box), QStringList{u"genre:"_s});
        QTest::keyClick(box, Qt::Key_Tab);
        QCOMPARE(box->text(), u"genre:"_s);
        QVERIFY(offered(box).contains(u"Indie Rock"_s));
        QTest::keyClicks(box, u"rock"_s);
        QCOMPARE(offered(box), (QStringList{u"Indie Rock"_s, u"Post-Rock"_s}));
        QTest::keyClick(box, Qt::Key_Down);
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(box->text(), u"genre:\"Indie Rock\" "_s);
        QVERIFY(!box->isListShown());
        QVERIFY(bench.player.log.isEmpty()); // Enter took the value, it did not play
        QTest::keyClick(box, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(offered(box).size() > 20); // all fields
        QTest::keyClick(box, Qt::Key_Escape);
        QVERIFY(!box->isListShown());
        QCOMPARE(box->text(), u"genre:\"Indie Rock\" "_s); // the first Escape closes the list only
        QTest::keyClick(box, Qt::Key_Escape);
        QCOMPARE(box->text(), QString());
    }

    void aClickTakesASuggestionAndTheFocusStays()
    {
        test::Bench bench;
        Opened w(bench);
        auto* box = w.window.findChild<FilterBox*>();
        box->setFocus();
        QTest::keyClicks(box, u"love"_s);
        QVERIFY(offered(box).contains(u"loved:"_s));
        QTest::mouseClick(box->list()->viewport(), Qt::LeftButton, {},
            box->list()->visualRect(box->list()->model()->index(0, 0)).center());
        QCOMPARE(box->text(), u"loved:"_s);
        QVERIFY(box->hasFocus());
        QCOMPARE(offered(box), (QStringList{u"yes"_s, u"no"_s}));
    }

    void enterInThePlainSearchStillPlaysTheBest()
    {
        test::Bench bench;
        Opened w(bench);
        auto* box = w.window.findChild<FilterBox*>();
        box->setFocus();
        QTest::keyClicks(box, u"la"_s); // label: is offered
        QVERIFY(box->isListShown());
        QTRY_VERIFY(!w.window.findChild<SearchPage*>()->results().tracks.empty());
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(bench.player.current().has_value());
        QVERIFY(!box->isListShown());
    }

    void songsAreFilteredInPlaceAndKeepTheirOrder()
    {
        test::Bench bench;
        Opened w(bench);
        w.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto* page = w.window.findChild<SongsPage*>();
        FilterBox* box = page->filterBox();
        QVERIFY(box->hasFocus());
        const int all = w.songs()->model()->rowCount();
        QTest::keyClicks(box, u"genre:jazz"_s);
        QTRY_VERIFY(w.songs()->model()->rowCount() < all);
        QCOMPARE(w.window.currentPage(), u"songs"_s);
        const int jazz = w.songs()->model()->rowCount();
        QVERIFY(jazz > 0);
        // Sorted by another column the filter stays.
        Q_EMIT w.songs()->sortRequested(Column::length);
        QTRY_VERIFY(w.songs()->model()->index(0, static_cast<int>(Column::length)).data().toString()
            <= w.songs()->model()->index(1, static_cast<int>(Column::length)).data().toString());
        QCOMPARE(w.songs()->model()->rowCount(), jazz);
        QTest::keyClicks(box, u" -genre:jazz"_s);
        QTRY_VERIFY(page->findChild<EmptyState*>()->isVisible());
        box->clear();
        QTRY_COMPARE(w.songs()->model()->rowCount(), all);
        box->setText(u"yeer:1990 x"_s);
        QVERIFY(page->findChild<FilterMessage*>()->message().contains(u"Did you mean year?"));
    }
};

SEGUE_TEST(TestFilterBox)
#include "tst_filter_box.moc"
