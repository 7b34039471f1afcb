#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_health.h"
#include "ui/pages/health_page.h"
#include "ui/views/health_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/toast.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using test::FakeHealth;
using test::reportOf;

namespace {

QPushButton* button(const QWidget& in, const QString& text, int number = 0)
{
    QCoreApplication::processEvents(); // layouts show what is new in them
    int seen = 0;
    for (QPushButton* b : in.findChildren<QPushButton*>()) {
        if (b->text() == text && b->isVisible() && seen++ == number)
            return b;
    }
    return nullptr;
}

struct Opened {
    FakeHealth health;
    test::Bench bench;
    std::unique_ptr<MainWindow> window;
    Opened()
    {
        ui::Services services = bench.services();
        services.health = &health;
        window = std::make_unique<MainWindow>(services);
        window->resize(1280, 800);
        window->show();
        window->showPage(u"health"_s);
    }
    HealthPage& page() { return *window->findChild<HealthPage*>(); }
    QString emptyText()
    {
        QString text;
        for (const QLabel* label : page().findChild<EmptyState*>()->findChildren<QLabel*>())
            text += label->text() + u'|';
        return page().findChild<EmptyState*>()->isVisible() ? text : QString();
    }
};

} // namespace

class TestHealthPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void busyThenEmptyThenFindings()
    {
        Opened o;
        QVERIFY(o.health.looks > 0);
        QVERIFY(o.emptyText().contains(u"Looking through"_s));
        o.health.set(reportOf(0));
        QVERIFY(o.emptyText().contains(u"Nothing to clean up"_s));
        o.health.set(reportOf(2));
        QVERIFY(o.emptyText().isEmpty());
        QVERIFY(button(o.page(), u"Make one"_s, 1));
        QVERIFY(!button(o.page(), u"Make one"_s, 2));
    }

    void oneClickEachAndOneForAll()
    {
        Opened o;
        o.health.set(reportOf(3));
        QTest::mouseClick(button(o.page(), u"Make one"_s, 1), Qt::LeftButton);
        QCOMPARE(o.health.applied.size(), std::size_t{1});
        QCOMPARE(o.health.applied[0][0].key, std::string("k1"));
        QTest::mouseClick(button(o.page(), u"Make all one"_s), Qt::LeftButton);
        QCOMPARE(o.health.applied[1].size(), std::size_t{3});
        QTest::mouseClick(button(o.page(), u"Leave it"_s, 2), Qt::LeftButton);
        QCOMPARE(o.health.dismissed, std::vector<std::string>{"k2"});
    }

    void whatWasDecidedIsSaidAndUndone()
    {
        Opened o;
        o.health.set(reportOf(1));
        QTest::mouseClick(button(o.page(), u"Make one"_s), Qt::LeftButton);
        QCOMPARE(o.window->toast().message(), u"made one"_s);
        QTest::keyClick(o.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(o.health.undos, 1);
    }

    void aThousandFindingsAreShownByAndBy()
    {
        Opened o;
        o.health.set(reportOf(1000));
        auto* panel = o.page().findChild<HealthPanel*>();
        QCOMPARE(panel->rows(), 5);
        QTest::mouseClick(button(o.page(), u"Show more (995)"_s), Qt::LeftButton);
        QCOMPARE(panel->rows(), 30);
    }

    void faultsAreShownInTheSearch()
    {
        Opened o;
        HealthReport report = reportOf(0);
        Finding fault;
        fault.kind = HealthKind::missing;
        fault.key = fault.what = "genre";
        fault.items = {{"Song", "A", 1, TrackId{3}}};
        fault.tracks = 1;
        report.findings[static_cast<std::size_t>(HealthKind::missing)] = {fault};
        o.health.set(report);
        QVERIFY(!button(o.page(), u"Make one"_s));
        QTest::mouseClick(button(o.page(), u"Show"_s), Qt::LeftButton);
        QCOMPARE(o.window->currentPage(), u"search:-has:genre"_s);
    }

    void everyButtonSaysWhatItIsAbout()
    {
        Opened o;
        o.health.set(reportOf(2));
        QCoreApplication::processEvents(); // layouts show what is new in them
        int seen = 0;
        for (const QPushButton* b : o.page().findChildren<QPushButton*>()) {
            if (!b->isVisible() || b->text() != u"Make one"_s)
                continue;
            QVERIFY(b->accessibleName().contains(u"The Band"_s));
            ++seen;
        }
        QCOMPARE(seen, 2);
    }
};

SEGUE_TEST(TestHealthPage)
#include "tst_health_page.moc"
