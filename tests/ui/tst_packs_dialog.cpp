#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_packs.h"
#include "ui/dialogs/packs_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using test::FakePacks;
using test::madePackReport;

namespace {

QPushButton* button(const QWidget& in, const QString& text)
{
    for (QPushButton* b : in.findChildren<QPushButton*>()) {
        if (b->text() == text && b->isVisible())
            return b;
    }
    return nullptr;
}

/// What a layout was just given shows with the next events.
bool press(const QWidget& in, const QString& text)
{
    QCoreApplication::processEvents();
    QPushButton* found = button(in, text);
    if (found)
        QTest::mouseClick(found, Qt::LeftButton);
    return found != nullptr;
}

bool shows(const QWidget& in, const QString& text)
{
    const auto labels = in.findChildren<QLabel*>();
    return std::ranges::any_of(labels,
        [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

} // namespace

class TestPacksDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChosenFileBecomesAPackThatCanBeRemoved()
    {
        FakePacks packs;
        packs.answer = madePackReport(3, "Radio");
        PacksDialog dialog(packs, nullptr);
        dialog.show();
        QCOMPARE(dialog.step(), PacksDialog::Step::list);
        QVERIFY(shows(dialog, u"no packs yet"_s));
        dialog.choose("/data/radio.tsv");
        dialog.chooseNames("/data/names.tsv");
        QCOMPARE(dialog.step(), PacksDialog::Step::add);
        const auto fields = dialog.findChildren<QLineEdit*>();
        QTest::keyClicks(fields[0], u"Radio"_s);
        QTest::keyClicks(fields[1], u"user,id,count"_s);
        QVERIFY(press(dialog, u"Add"_s));
        QCOMPARE(packs.asked.size(), std::size_t{1});
        QCOMPARE(packs.asked[0].file, std::string("/data/radio.tsv"));
        QCOMPARE(packs.asked[0].names, std::string("/data/names.tsv"));
        QCOMPARE(packs.asked[0].name, u"Radio"_s);
        QCOMPARE(packs.asked[0].columns.size(), std::size_t{3});
        QVERIFY(!packs.asked[0].dryRun);
        QCOMPARE(dialog.step(), PacksDialog::Step::list);
        QVERIFY(shows(dialog,
            u"“Radio” was added: 1,234 tracks in your library · 4,321 of 5,120 listeners"_s));
        QVERIFY(press(dialog, u"Remove"_s));
        QCOMPARE(packs.kept.size(), std::size_t{1}); // asked first
        QVERIFY(press(dialog, u"Really remove?"_s));
        QVERIFY(packs.kept.empty());
        QVERIFY(shows(dialog, u"is gone"_s));
    }

    void whatCannotBeReadIsSaidBesideTheQuestions()
    {
        FakePacks packs;
        PacksDialog dialog(packs, nullptr);
        dialog.show();
        dialog.choose("/x");
        QVERIFY(press(dialog, u"Add"_s));
        QCOMPARE(dialog.step(), PacksDialog::Step::add);
        QVERIFY(shows(dialog, u"is no text file"_s));
        QTest::keyClicks(dialog.findChildren<QLineEdit*>()[1], u"user,nonsense"_s);
        QVERIFY(press(dialog, u"Add"_s));
        QVERIFY(shows(dialog, u"\"nonsense\" is no column"_s));
        QCOMPARE(packs.asked.size(), std::size_t{1});
    }

    void cancelWhileItReadsGoesBackToTheQuestions()
    {
        FakePacks packs;
        packs.waits = true;
        PacksDialog dialog(packs, nullptr);
        dialog.show();
        dialog.choose("/x");
        dialog.start();
        QCOMPARE(dialog.step(), PacksDialog::Step::busy);
        QVERIFY(press(dialog, u"Cancel"_s));
        QVERIFY(dialog.isVisible());
        QCOMPARE(dialog.step(), PacksDialog::Step::add);
        QVERIFY(press(dialog, u"Cancel"_s));
        QVERIFY(!dialog.isVisible());
    }

    void aDamagedOneIsShownAsSuch()
    {
        FakePacks packs;
        PackReport hurt;
        hurt.info.id = 2;
        hurt.problem = "The pack in /data/packs/2.pack is damaged.";
        packs.kept = {madePackReport(1, "Radio"), hurt};
        PacksDialog dialog(packs, nullptr);
        dialog.show();
        QVERIFY(shows(dialog, u"Radio"_s));
        QVERIFY(shows(dialog, u"A damaged pack"_s));
    }

    void theMenuOffersThemOnlyWhereThereIsRoom()
    {
        FakePacks packs;
        for (const bool has : {true, false}) {
            test::Bench bench;
            ui::Services services = bench.services();
            services.packs = has ? &packs : nullptr;
            MainWindow window(services);
            bool offered = false;
            for (const QAction* action : window.findChildren<QAction*>())
                offered |= action->text() == u"Packs of listeners…"_s;
            QCOMPARE(offered, has);
        }
    }
};

SEGUE_TEST(TestPacksDialog)
#include "tst_packs_dialog.moc"
