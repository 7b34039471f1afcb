#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/dialogs/import_dialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

/// Answers at once with what the test set.
class FakeImports : public Imports {
public:
    void findPlaces(QObject*, Then<std::vector<ImportPlace>> then) override { then(places); }
    void plan(const ImportRequest& request, QObject*, Then<Result<ImportPlanPtr>> then) override
    {
        asked = request.files;
        then(answer);
    }
    void run(const ImportPlanPtr&, const ImportChoice& choice, QObject*,
        Then<Result<ImportResult>> then) override
    {
        choices.push_back(choice);
        ImportResult result;
        result.run = 5;
        result.tracks = 2;
        result.madeLists = 1;
        then(result);
    }
    void readRuns(QObject*, Then<std::vector<ImportRun>> then) override { then(runs); }
    void undo(std::int64_t run, QObject*, Then<Result<ImportResult>> then) override
    {
        undone.push_back(run);
        then(ImportResult{});
    }

    std::vector<ImportPlace> places{{ImportSource::strawberry, "/home/me/strawberry.db", 1}};
    std::vector<ImportRun> runs;
    std::vector<std::string> asked;
    std::vector<ImportChoice> choices;
    std::vector<std::int64_t> undone;
    Result<ImportPlanPtr> answer = Error{"The file /x is of no player."};
};

ImportPlanPtr madePlan()
{
    auto plan = std::make_shared<ImportPlan>();
    plan->source = ImportSource::strawberry;
    plan->tracks = 4;
    plan->matched = {1, 1, 0, 1, 1};
    plan->totals.push_back({TrackId{1}, 8, 12, 0, 0, 0, 0});
    plan->totals.push_back({TrackId{2}, {}, 5, 0, 0, 0, 99});
    plan->unmatched.push_back({"Nowhere", "Nobody", "/gone/n.mp3", {}});
    plan->unmatched.push_back({"Twice", "Two", "/gone/t.mp3", {TrackId{1}, TrackId{2}}});
    plan->conflicts.push_back({TrackId{1}, "One", "A", 4, 8});
    plan->lists.push_back({"Late", {}, 1});
    plan->notes.push_back("1 smart playlists are left out.");
    return plan;
}

QPushButton* button(const QWidget& in, const QString& text)
{
    for (QPushButton* b : in.findChildren<QPushButton*>()) {
        if (b->text() == text && b->isVisible())
            return b;
    }
    return nullptr;
}

} // namespace

class TestImportDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromFoundInstallationToResultAndBack()
    {
        FakeImports imports;
        imports.answer = madePlan();
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        QCOMPARE(dialog.step(), ImportDialog::Step::pick);
        QVERIFY(button(dialog, u"Look"_s));
        QTest::mouseClick(button(dialog, u"Look"_s), Qt::LeftButton);
        QCOMPARE(imports.asked, std::vector<std::string>{"/home/me/strawberry.db"});
        QCOMPARE(dialog.step(), ImportDialog::Step::plan);
        auto* view = dialog.findChild<QTreeView*>();
        auto* tabs = dialog.findChild<QTabBar*>();
        QCOMPARE(tabs->count(), 4);
        QCOMPARE(view->model()->rowCount(), 1);
        QCOMPARE(view->model()->index(0, 0).data().toString(), u"Nowhere"_s);
        tabs->setCurrentIndex(1);
        QCOMPARE(view->model()->index(0, 2).data().toString(), u"fits 2 tracks"_s);
        tabs->setCurrentIndex(2);
        QVERIFY(view->model()->index(0, 2).data().toString().contains(u"2 stars here"_s));
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) {
            if (box->text().startsWith(u"Where I rated"_s))
                box->click();
        }
        QVERIFY(imports.choices.empty());
        QTest::mouseClick(button(dialog, u"Import"_s), Qt::LeftButton);
        QCOMPARE(imports.choices.size(), std::size_t{1});
        QVERIFY(imports.choices[0].figures && imports.choices[0].lists);
        QVERIFY(imports.choices[0].theirRatingsWin);
        QCOMPARE(dialog.step(), ImportDialog::Step::done);
        QTest::mouseClick(button(dialog, u"Undo"_s), Qt::LeftButton);
        QCOMPARE(imports.undone, std::vector<std::int64_t>{5});
        QVERIFY(!button(dialog, u"Undo"_s));
    }

    void whatCannotBeReadIsSaidWhereOneChooses()
    {
        FakeImports imports;
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        dialog.choose("/x");
        QCOMPARE(dialog.step(), ImportDialog::Step::pick);
        bool said = false;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            said |= label->isVisible() && label->text().contains(u"/x is of no player"_s);
        QVERIFY(said);
    }

    void earlierImportsCanBeTakenBack()
    {
        FakeImports imports;
        ImportRun run;
        run.id = 3;
        run.source = ImportSource::itunes;
        run.at = 1'700'000'000'000;
        run.tracks = 12;
        run.canUndo = true;
        imports.runs = {run};
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        QTest::mouseClick(button(dialog, u"Take back"_s), Qt::LeftButton);
        QCOMPARE(imports.undone, std::vector<std::int64_t>{3});
    }

    void withNothingChosenThereIsNothingToImport()
    {
        FakeImports imports;
        imports.answer = madePlan();
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        dialog.choose("/x");
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>())
            box->setChecked(false);
        QVERIFY(!button(dialog, u"Import"_s)->isEnabled());
    }

    void theMenuOffersItOnlyWhereItCanBeDone()
    {
        FakeImports imports;
        for (const bool has : {true, false}) {
            test::Bench bench;
            ui::Services services = bench.services();
            services.imports = has ? &imports : nullptr;
            MainWindow window(services);
            bool offered = false;
            for (const QAction* action : window.findChildren<QAction*>())
                offered |= action->text() == u"Import from another player…"_s;
            QCOMPARE(offered, has);
        }
    }
};

SEGUE_TEST(TestImportDialog)
#include "tst_import_dialog.moc"
