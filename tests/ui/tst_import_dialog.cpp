#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_imports.h"
#include "ui/dialogs/import_dialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using test::FakeImports;
using test::madeHistoryPlan;
using test::madePlan;

namespace {

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
        QVERIFY(button(dialog, u"Playlists (1)"_s) && button(dialog, u"Not in your library (1)"_s));
        QCOMPARE(view->model()->rowCount(), 1);
        QCOMPARE(view->model()->index(0, 0).data().toString(), u"Nowhere"_s);
        QTest::mouseClick(button(dialog, u"Not certain (1)"_s), Qt::LeftButton);
        QCOMPARE(view->model()->index(0, 2).data().toString(), u"fits 2 tracks"_s);
        QTest::mouseClick(button(dialog, u"Rated otherwise (1)"_s), Qt::LeftButton);
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

    void aHistoryIsOnesOwnOrSomebodyElses()
    {
        FakeImports imports;
        imports.madeFor = [](const std::string& listener) { return madeHistoryPlan(listener); };
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        dialog.choose("/x");
        const auto says = [&dialog](const QString& text) {
            for (const QLabel* label : dialog.findChildren<QLabel*>()) {
                if (label->isVisible() && label->text().contains(text))
                    return true;
            }
            return false;
        };
        QVERIFY(says(u"Spotify: 2,200 of 2,600 plays can come along"_s));
        QVERIFY(says(u"20 twice in the files"_s));
        auto* view = dialog.findChild<QTreeView*>();
        QVERIFY(button(dialog, u"Artists not in your library (2)"_s));
        QCOMPARE(view->model()->index(0, 1).data().toString(), u"250 plays"_s);
        QTest::mouseClick(button(dialog, u"Tracks (2)"_s), Qt::LeftButton);
        QCOMPARE(view->model()->index(0, 0).data().toString(), u"Nothing"_s);
        QCOMPARE(view->model()->index(0, 2).data().toString(), u"19 plays"_s);
        QVERIFY(button(dialog, u"Import"_s)->isEnabled());
        QCheckBox* other = nullptr;
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) {
            if (box->isVisible())
                other = box;
        }
        QVERIFY(other && !other->isChecked());
        other->click();
        QVERIFY(!button(dialog, u"Import"_s)->isEnabled()); // whose?
        auto* name = dialog.findChild<QLineEdit*>();
        QTest::keyClicks(name, u" Bo "_s);
        QVERIFY(!button(dialog, u"Import"_s)->isEnabled()); // his are not looked at yet
        Q_EMIT name->editingFinished();
        QCOMPARE(imports.listeners.back(), std::string("Bo"));
        QVERIFY(says(u"Spotify: 2,150 of 2,600 plays can come along"_s));
        QVERIFY(button(dialog, u"Import"_s)->isEnabled());
        other->click();
        QCOMPARE(imports.listeners.back(), std::string());
        QTest::mouseClick(button(dialog, u"Import"_s), Qt::LeftButton);
        QCOMPARE(imports.choices.size(), std::size_t{1});
    }

    void whoImportsWhatIsThereIsToldSo()
    {
        FakeImports imports;
        imports.answer = madeHistoryPlan({});
        imports.result = {};
        ImportDialog dialog(imports, nullptr);
        dialog.show();
        dialog.choose("/x");
        QTest::mouseClick(button(dialog, u"Import"_s), Qt::LeftButton);
        QCOMPARE(dialog.step(), ImportDialog::Step::done);
        QStringList said;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            if (label->isVisible())
                said << label->text();
        }
        QVERIFY2(said.contains(u"There was nothing new"_s), qPrintable(said.join(u'|')));
        QVERIFY(said.contains(u"All of these plays were there already."_s));
        QVERIFY(!button(dialog, u"Undo"_s));
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
