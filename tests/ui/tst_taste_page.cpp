#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/pages/taste_page.h"
#include "ui/widgets/chart_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

QStringList textsOf(const QWidget* widget)
{
    QStringList texts;
    for (const QLabel* label : widget->findChildren<QLabel*>()) {
        if (label->isVisibleTo(widget))
            texts << label->text();
    }
    return texts;
}

bool says(const QWidget* widget, const QString& words)
{
    return textsOf(widget).join(u'\n').contains(words);
}

QPushButton* buttonOf(const QWidget* widget, const QString& text)
{
    for (QPushButton* button : widget->findChildren<QPushButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

class TestTastePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itShowsTheReportAndAsksForPeriods()
    {
        test::Bench bench;
        test::Opened w(bench, u"taste"_s);
        auto* page = w.window.findChild<TastePage*>();
        QVERIFY(page && page->isVisible());
        QVERIFY(says(page, u"2,431 plays"_s));
        QVERIFY(says(page, u"46 % of your collection"_s));
        QVERIFY(says(page, u"90"_s) || says(page, u"15 %"_s)); // 90 of 590 cards
        QVERIFY(says(page, u"not enough data yet"_s)); // lift and radio
        QCOMPARE(bench.insight.asked.back(), ReportPeriod::all);
        QTest::mouseClick(buttonOf(page, u"A year"_s), Qt::LeftButton);
        QCOMPARE(bench.insight.asked.back(), ReportPeriod::year);
        int described = 0;
        for (const QWidget* child : page->findChildren<QWidget*>())
            described += !child->accessibleDescription().isEmpty();
        QVERIFY(described >= 8); // every picture in words
    }

    void fewCardsAreNotEnough()
    {
        test::Bench bench;
        bench.insight.report.byShelf = {{"", wilson(3, 20), wilson(1, 20)}};
        test::Opened w(bench, u"taste"_s);
        QVERIFY(says(w.window.findChild<TastePage*>(),
            u"Cards that you played from the page: not enough data yet (20 of 100)."_s));
    }

    void theRestOfTheCollectionIsOneClickAway()
    {
        test::Bench bench;
        test::Opened w(bench, u"taste"_s);
        QTest::mouseClick(
            buttonOf(w.window.findChild<TastePage*>(), u"Show the rest"_s), Qt::LeftButton);
        QCOMPARE(w.window.currentPage(), u"search:plays:0"_s);
    }

    void theReplayRunsShowsItsProgressAndItsVerdict()
    {
        test::Bench bench;
        test::Opened w(bench, u"taste"_s);
        auto* page = w.window.findChild<TastePage*>();
        QPushButton* button = buttonOf(page, u"Replay my history"_s);
        QVERIFY(button);
        button->click();
        QVERIFY(bench.insight.isReplaying());
        Q_EMIT bench.insight.replayProgressed(.4);
        QCOMPARE(page->findChild<QProgressBar*>()->value(), 400);
        QCOMPARE(button->text(), u"Stop"_s);
        bench.insight.finish(test::FakeInsight::madeReplay());
        QVERIFY(says(page, u"asked before 565 of their plays: 69 %"_s));
        QVERIFY(says(page, u"The next track: better by 6.2 points"_s));
        QVERIFY(says(page, u"The same artist again"_s)); // the rule by its name for users
        QVERIFY(says(page, u"(-1.3 points, 95 %: -5.8 to 3.4)"_s));
        QCOMPARE(button->text(), u"Replay my history"_s);
        button->click();
        button->click();
        QVERIFY(says(page, u"The replay was stopped."_s));
        ReplayReport few = test::FakeInsight::madeReplay();
        few.rows.back().n = 12;
        bench.insight.finish(few);
        QVERIFY(says(page, u"not enough data yet (12 of 100)"_s));
    }

    void withNothingHeardItSaysSo()
    {
        test::Bench bench;
        bench.insight.report = {};
        test::Opened w(bench, u"taste"_s);
        auto* page = w.window.findChild<TastePage*>();
        QVERIFY(page->findChild<EmptyState*>()->isVisible());
        QVERIFY(says(page, u"Nothing heard yet"_s));
    }

    void narrowAndWideItFits()
    {
        test::Bench bench;
        test::Opened w(bench, u"taste"_s);
        for (const QSize size : {QSize(800, 560), QSize(1280, 800), QSize(2000, 1200)}) {
            w.window.resize(size);
            QCoreApplication::processEvents();
            auto* page = w.window.findChild<TastePage*>();
            for (const QWidget* child : page->findChildren<QWidget*>()) {
                if (!child->isVisible() || child->size().isEmpty())
                    continue;
                const int right = child->mapTo(page, QPoint(child->width(), 0)).x();
                QVERIFY2(right <= page->width() + 1, qPrintable(child->accessibleName()));
            }
        }
    }
};

SEGUE_TEST(TestTastePage)
#include "tst_taste_page.moc"
