// What one can ask of For You: modes, steering, less of this, picks, keeping a session out, guests.
#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/dialogs/folders_dialog.h"
#include "ui/dialogs/new_mode_dialog.h"
#include "ui/pages/for_you_page.h"
#include "ui/text/shelf_names.h"
#include "ui/views/artist_picker.h"
#include "ui/views/card_strip.h"
#include "ui/views/for_you_head.h"
#include "ui/views/shelf_view.h"
#include "ui/widgets/toast.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

QPushButton* buttonOf(const QWidget* widget, const QString& text)
{
    for (QPushButton* button : widget->findChildren<QPushButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

QAction* actionOf(const QWidget* widget, const QString& text)
{
    for (QMenu* menu : widget->findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
    }
    return nullptr;
}

} // namespace

class TestForYouWishes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aModeIsSwitchedOnFromItsChip()
    {
        test::Bench bench;
        test::Opened w(bench, u"for_you"_s);
        auto* head = w.window.findChild<ForYouHead*>();
        QPushButton* chip = buttonOf(head, u"Mode: none"_s);
        QVERIFY(chip && !chip->isChecked());
        chip->click();
        QAction* focus = actionOf(head, u"Focus"_s);
        QVERIFY(focus);
        focus->trigger();
        QCOMPARE(bench.forYou.mode(), u"focus"_s);
        QCOMPARE(chip->text(), u"Mode: Focus"_s);
        QVERIFY(chip->isChecked());
        w.key(Qt::Key_Z, Qt::ControlModifier); // the way back
    }

    void aNewModeNeedsANameOfItsOwn()
    {
        test::Bench bench;
        NewModeDialog dialog(bench.forYou.modes());
        auto* name = dialog.findChild<QLineEdit*>();
        QPushButton* make = buttonOf(&dialog, u"Make and switch on"_s);
        QVERIFY(!make->isEnabled());
        name->setText(u"focus"_s);
        QVERIFY(!make->isEnabled());
        name->setText(u"  Cooking "_s);
        QVERIFY(make->isEnabled());
        QCOMPARE(dialog.name(), u"Cooking"_s);
        QVERIFY(dialog.base().isEmpty());
    }

    void steeringShowsWhileASessionRuns()
    {
        test::Bench bench;
        test::Opened w(bench, u"for_you"_s);
        auto* page = w.window.findChild<ForYouPage*>();
        QPushButton* more = buttonOf(page->shelves()[0], u"More of this"_s);
        QVERIFY(!more->isVisible());
        bench.forYou.edit().inSession = true;
        bench.forYou.announce();
        QVERIFY(more->isVisible());
        QVERIFY(!buttonOf(page->shelves()[1], u"More of this"_s)->isVisible());
        more->click();
        QVERIFY(bench.forYou.page().steer == Steer::more);
        buttonOf(page->shelves()[0], u"Something else"_s)->click();
        QVERIFY(bench.forYou.page().steer == Steer::somethingElse);
        QVERIFY(!more->isChecked());
        buttonOf(page->shelves()[0], u"Something else"_s)->click();
        QVERIFY(bench.forYou.page().steer == Steer::none);
    }

    void anUnusualSessionIsKeptOutByOneClick()
    {
        test::Bench bench;
        test::Opened w(bench, u"for_you"_s);
        auto* head = w.window.findChild<ForYouHead*>();
        auto* out = head->findChild<QPushButton*>(u"keepOut"_s);
        QVERIFY(!out->isVisible());
        bench.forYou.edit().unusual = UnusualSession{{77}, 12, u"The 12 plays are unlike you."_s};
        bench.forYou.announce();
        QVERIFY(out->isVisible());
        out->click();
        QCOMPARE(bench.forYou.kept.size(), std::size_t{1});
        QVERIFY(bench.forYou.kept[0].first == SessionId{77} && bench.forYou.kept[0].second);
        QVERIFY(!out->isVisible());
        QVERIFY(w.window.toast().isVisible());
    }

    void lessOfIsListedAndTakenBack()
    {
        test::Bench bench;
        test::Opened w(bench, u"for_you"_s);
        auto* page = w.window.findChild<ForYouPage*>();
        const Suggestion item = page->shelves()[0]->strip().items()[0];
        bench.forYou.lessOf(item);
        bench.forYou.hidden.insert(u"rediscover"_s);
        auto* head = w.window.findChild<ForYouHead*>();
        for (QAbstractButton* button : head->findChildren<QAbstractButton*>()) {
            if (button->accessibleName() == u"More of this page")
                button->click();
        }
        QAction* entry = actionOf(head, lessOfText(item.less));
        QVERIFY(entry);
        QVERIFY(entry->text().contains(item.less.name));
        entry->trigger();
        QVERIFY(bench.forYou.less.empty());
        QAction* shelf = actionOf(head, u"Rediscover"_s);
        QVERIFY(shelf);
        shelf->trigger();
        QVERIFY(bench.forYou.hidden.isEmpty());
    }

    void atFirstArtistsArePicked()
    {
        test::Bench bench;
        bench.forYou.edit().coldStart = true;
        bench.forYou.edit().plays = 0;
        test::Opened w(bench, u"for_you"_s);
        auto* picker = w.window.findChild<ArtistPicker*>();
        QVERIFY(picker->isVisible());
        QList<QPushButton*> chips;
        for (QPushButton* button : picker->findChildren<QPushButton*>()) {
            if (button->isCheckable())
                chips << button;
        }
        QVERIFY(chips.size() >= 3);
        QTest::mouseClick(chips[0], Qt::LeftButton);
        QTest::mouseClick(chips[2], Qt::LeftButton);
        QCOMPARE(bench.forYou.picked.size(), 2);
        QTest::mouseClick(chips[0], Qt::LeftButton);
        QCOMPARE(bench.forYou.picked, QStringList{chips[2]->property("artist").toString()});
        picker->findChild<QPushButton*>(u"picked"_s)->click();
        QVERIFY(!picker->isVisible());
        bench.forYou.announce();
        QVERIFY(!picker->isVisible()); // it does not come back
    }

    void aGuestIsOneKeyAway()
    {
        test::Bench bench;
        test::Opened w(bench, u"for_you"_s);
        w.key(Qt::Key_G, Qt::ControlModifier);
        QVERIFY(bench.taste.isGuest());
        bool said = false;
        for (const QLabel* label : w.window.findChildren<QLabel*>())
            said |= label->isVisible() && label->text() == u"Guest: nothing is learned";
        QVERIFY(said);
        w.key(Qt::Key_G, Qt::ControlModifier);
        QVERIFY(!bench.taste.isGuest());
    }

    void aFolderIsTakenOutAfterAQuestion()
    {
        test::Bench bench;
        (void)bench.library.addRoot("/music/one");
        (void)bench.library.addRoot("/music/two");
        const auto folders = static_cast<qsizetype>(bench.library.roots().size());
        FoldersDialog dialog(bench.library);
        dialog.show();
        const auto buttonsOut = [&] {
            QList<QAbstractButton*> list;
            for (QAbstractButton* button : dialog.findChildren<QAbstractButton*>()) {
                if (button->isVisible() && button->accessibleName().startsWith(u"Take “"))
                    list << button;
            }
            return list;
        };
        QCOMPARE(buttonsOut().size(), folders);
        QTimer::singleShot(0, &dialog, [&] {
            auto* box = dialog.findChild<QMessageBox*>();
            for (QAbstractButton* button : box->buttons()) {
                if (button->text() == u"Take it out")
                    button->click();
            }
        });
        buttonsOut().front()->click();
        QCOMPARE(std::ssize(bench.library.roots()), folders - 1);
        QCOMPARE(buttonsOut().size(), folders - 1);
    }
};

SEGUE_TEST(TestForYouWishes)
#include "tst_for_you_wishes.moc"
