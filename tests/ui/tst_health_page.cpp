#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_edits.h"
#include "tests/ui/support/fake_health.h"
#include "ui/dialogs/tag_dialog.h"
#include "ui/pages/health_page.h"
#include "ui/text/format.h"
#include "ui/views/health_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/toast.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

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
    std::unique_ptr<test::FakeEdits> edits = std::make_unique<test::FakeEdits>(bench.table);
    std::unique_ptr<MainWindow> window;
    Opened()
    {
        ui::Services services = bench.services();
        services.health = &health;
        services.edits = edits.get();
        window = std::make_unique<MainWindow>(services);
        window->resize(1280, 800);
        window->show();
        window->showPage(u"health"_s);
    }
    HealthPage& page() { return *window->findChild<HealthPage*>(); }
    TrackId trackWith(const QString& genre)
    {
        for (const TrackRecord& track : bench.table->tracks()) {
            if (textOf(*bench.table, track.genres) == genre)
                return track.id;
        }
        return {};
    }
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

    void writingIntoFilesShowsWhatAndCanBeTakenBack()
    {
        Opened o;
        HealthReport report = reportOf(0);
        Finding genres;
        genres.kind = HealthKind::genres;
        genres.key = "jazz";
        const TrackId jazz = o.trackWith(u"Jazz"_s);
        genres.items = {{"Jazz Music", "", 9, jazz}, {"Jazz", "", 2, jazz}};
        report.findings[static_cast<std::size_t>(HealthKind::genres)] = {genres};
        o.health.set(report);
        QVERIFY(!button(o.page(), u"Make one"_s)); // nothing is written by the first button
        QTest::mouseClick(button(o.page(), u"Write into files…"_s), Qt::LeftButton);
        QTRY_VERIFY(o.window->findChild<TagDialog*>());
        auto* dialog = o.window->findChild<TagDialog*>();
        auto* preview = dialog->findChild<QTreeWidget*>();
        QTRY_VERIFY(preview->isVisible() && preview->topLevelItemCount() > 1);
        QVERIFY(o.edits->written.empty());
        const int files = preview->topLevelItemCount();
        QCOMPARE(preview->topLevelItem(0)->text(2), u"Jazz"_s);
        QCOMPARE(preview->topLevelItem(0)->text(3), u"Jazz Music"_s);
        preview->topLevelItem(1)->setCheckState(0, Qt::Unchecked);
        QTest::mouseClick(button(*dialog, u"Write"_s), Qt::LeftButton);
        QTRY_COMPARE(o.edits->written.size(), std::size_t{1});
        const EditRequest& written = o.edits->written.front();
        QCOMPARE(std::ssize(written.files), qsizetype(files - 1));
        QCOMPARE(
            written.files[0].changes.fields, (std::vector<tags::Field>{{"GENRE", {"Jazz Music"}}}));
        QCOMPARE(written.text, u"“Jazz Music” in one spelling"_s);
        QTRY_VERIFY(o.window->toast().isVisible() && !o.window->findChild<TagDialog*>());
        o.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(o.window.get()));
        QTest::keyClick(o.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(o.edits->undone.size(), std::size_t{1});
    }

    void whereNothingCanBeProposedThatIsSaid()
    {
        Opened o;
        HealthReport report = reportOf(0);
        Finding years;
        years.kind = HealthKind::years;
        years.key = years.what = std::to_string((*o.bench.table)[0].year);
        years.tracks = 1;
        years.items = {{"A", "B", 1, (*o.bench.table)[0].id}};
        report.findings[static_cast<std::size_t>(HealthKind::years)] = {years};
        o.health.set(report);
        QTest::mouseClick(button(o.page(), u"Put right…"_s), Qt::LeftButton); // a possible one
        QTRY_VERIFY(o.window->findChild<TagDialog*>());
        auto* dialog = o.window->findChild<TagDialog*>();
        const auto says = [dialog](const QString& text) {
            return std::ranges::any_of(dialog->findChildren<QLabel*>(),
                [&](const QLabel* label) { return label->text().contains(text); });
        };
        QTRY_VERIFY(says(u"fill them in by hand"_s));
        QVERIFY(!button(*dialog, u"Write"_s)->isEnabled());
    }

    void guessesAreWrittenOnlyWhenTicked()
    {
        Opened o;
        TagDialog dialog(*o.edits, {(*o.bench.table)[0].id, (*o.bench.table)[1].id});
        dialog.propose(u"Some"_s, [](const LoadedFile& file) {
            return std::vector<ProposedField>{
                {{"LABEL", {"Sure"}}, file.track == TrackId{1}}, {{"COMMENT", {"Perhaps"}}, true}};
        });
        dialog.show();
        QTRY_COMPARE(dialog.sheet().lines().size(), std::size_t{4});
        const auto left = std::ranges::count_if(
            dialog.sheet().lines(), [](const EditSheet::Line& line) { return line.left; });
        QVERIFY(left == 2 || left == 3);
        for (const FileEdit& edit : dialog.sheet().edits())
            QCOMPARE(edit.changes.fields.size(), std::size_t{1});
        QTest::mouseClick(button(dialog, u"Tick all"_s), Qt::LeftButton);
        QCOMPARE(dialog.sheet().edits().size(), std::size_t{2});
        QCOMPARE(dialog.sheet().edits()[1].changes.fields.size(), std::size_t{2});
        QTest::mouseClick(button(dialog, u"Tick none"_s), Qt::LeftButton);
        QVERIFY(dialog.sheet().edits().empty());
        QVERIFY(!button(dialog, u"Write"_s)->isEnabled());
    }

    void withoutAWriterNothingIsOffered()
    {
        FakeHealth health;
        test::Bench bench;
        ui::Services services = bench.services();
        services.health = &health;
        MainWindow window(services);
        window.resize(1280, 800);
        window.show();
        window.showPage(u"health"_s);
        health.set(reportOf(1));
        const auto& page = *window.findChild<HealthPage*>();
        QVERIFY(button(page, u"Make one"_s));
        QVERIFY(!button(page, u"Write into files…"_s));
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
