// The tag editor and the dialog that organises files, as a user meets them.
#include "tests/support/test_main.h"
#include "tests/ui/support/fake_edits.h"
#include "tests/ui/support/opened.h"
#include "ui/dialogs/organise_dialog.h"
#include "ui/dialogs/tag_dialog.h"
#include "ui/dialogs/tag_form.h"
#include "ui/edit_actions.h"
#include "ui/widgets/cover_well.h"
#include "ui/widgets/edit_line.h"
#include "ui/widgets/toast.h"

#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

QPushButton* button(const QWidget& in, const QString& text)
{
    for (QPushButton* b : in.findChildren<QPushButton*>()) {
        if (b->text().startsWith(text))
            return b;
    }
    return nullptr;
}

/// An album's tracks, opened in the editor.
struct Editor {
    explicit Editor(std::size_t tracks = 3)
        : edits(bench.table)
    {
        for (const Row row : bench.table->rowsOfAlbum(0)) {
            if (ids.size() < tracks)
                ids.push_back((*bench.table)[row].id);
        }
        dialog = std::make_unique<TagDialog>(edits, ids);
        dialog->show();
        QTest::qWait(1);
    }
    EditLine* line(const char* property) { return dialog->form()->line(property); }
    void type(const char* property, const QString& text)
    {
        EditLine* l = line(property);
        l->setFocus();
        l->selectAll();
        QTest::keyClicks(l, text);
    }
    std::vector<tags::Field> saved(QSignalSpy& spy, std::size_t file)
    {
        return spy.at(0).at(0).value<EditRequest>().files.at(file).changes.fields;
    }

    test::Bench bench;
    test::FakeEdits edits;
    std::vector<TrackId> ids;
    std::unique_ptr<TagDialog> dialog;
};

} // namespace

class TestEditDialogs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavingWhileFilesAreReadEndsThatAlone()
    {
        test::Bench bench;
        test::FakeEdits edits(bench.table);
        TagDialog dialog(edits, {(*bench.table)[0].id});
        dialog.show();
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(dialog.isHidden());
        QVERIFY(edits.loading.stop_requested());
        QCOMPARE(edits.cancels, 0);
    }

    void manyFilesShowWhatTheyShareAndWriteOnlyWhatWasTouched()
    {
        Editor editor;
        QVERIFY(editor.line("TITLE")->text().isEmpty());
        QVERIFY(!editor.line("TITLE")->placeholderText().isEmpty());
        QVERIFY(!editor.line("ALBUM")->text().isEmpty());
        QPushButton* save = button(*editor.dialog, u"Save"_s);
        QVERIFY(!save->isEnabled());
        editor.type("GENRE", u"Dub; Ambient"_s);
        QCOMPARE(editor.line("GENRE")->text(), u"Dub; Ambient"_s);
        QVERIFY(editor.line("GENRE")->isTouched());
        QVERIFY(save->isEnabled());
        QSignalSpy spy(editor.dialog.get(), &TagDialog::saveRequested);
        QTest::mouseClick(save, Qt::LeftButton);
        QCOMPARE(spy.size(), 1);
        const auto request = spy[0][0].value<EditRequest>();
        QCOMPARE(request.files.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(request.files[i].track, editor.ids[i]);
            QCOMPARE(
                editor.saved(spy, i), (std::vector<tags::Field>{{"GENRE", {"Dub", "Ambient"}}}));
        }
        QVERIFY(!editor.dialog->isVisible());
    }

    void whatWasTouchedCanBePutBack()
    {
        Editor editor;
        const QString album = editor.line("ALBUM")->text();
        editor.type("ALBUM", u"x"_s);
        QCOMPARE(editor.dialog->sheet().edits().size(), 3u);
        Q_EMIT editor.line("ALBUM")->revertRequested();
        QCOMPARE(editor.line("ALBUM")->text(), album);
        QVERIFY(editor.dialog->sheet().edits().empty());
        // Typing what is there already changes nothing.
        Q_EMIT editor.line("ALBUM")->changed(album); // not every letter has a key
        QVERIFY(editor.dialog->sheet().edits().empty());
        // An emptied field is taken out.
        editor.line("ALBUM")->selectAll();
        QTest::keyClick(editor.line("ALBUM"), Qt::Key_Delete);
        QCOMPARE(editor.dialog->sheet().edits().size(), 3u);
        QVERIFY(editor.dialog->sheet().edits()[0].changes.fields[0].values.empty());
    }

    void thePreviewShowsEveryChange()
    {
        Editor editor;
        editor.type("GENRE", u"Dub"_s);
        QTest::mouseClick(button(*editor.dialog, u"Number tracks"_s), Qt::LeftButton);
        QTest::mouseClick(button(*editor.dialog, u"Preview"_s), Qt::LeftButton);
        auto* list = editor.dialog->findChild<QTreeWidget*>();
        QVERIFY(list->isVisible());
        QCOMPARE(
            list->topLevelItemCount(), static_cast<int>(editor.dialog->sheet().lines().size()));
        QVERIFY(list->topLevelItemCount() >= 6); // genre and total of each
        QCOMPARE(list->topLevelItem(0)->text(1), u"Genre"_s);
        QCOMPARE(list->topLevelItem(0)->text(3), u"Dub"_s);
    }

    void fieldsComeFromFileNames()
    {
        Editor editor;
        editor.dialog->fromNames(u"%album%/%skip%"_s);
        QPushButton* take = button(*editor.dialog, u"Take over"_s);
        QVERIFY(take->isEnabled());
        QTest::mouseClick(take, Qt::LeftButton);
        const auto& file = editor.dialog->sheet().files()[0];
        const QString path = QString::fromUtf8(file.path);
        QCOMPARE(editor.dialog->sheet().shown("ALBUM").text, path.section(u'/', -2, -2));
        editor.dialog->fromNames(u"%nonsense%"_s);
        QVERIFY(!take->isEnabled());
    }

    void filesThatCannotBeChangedAreNamedAndLeftOut()
    {
        Editor editor(0);
        editor.edits.unwritable = {TrackId{1}};
        TagDialog dialog(editor.edits, {TrackId{1}, TrackId{2}});
        dialog.show();
        QTRY_COMPARE(dialog.sheet().files().size(), 2u);
        const auto* note = dialog.findChild<QLabel*>(u"note"_s);
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains(u"write-protected"_s));
        dialog.form()->line("ALBUM")->setFocus();
        QTest::keyClicks(dialog.form()->line("ALBUM"), u"x"_s);
        QCOMPARE(dialog.sheet().edits().size(), 1u);
        QCOMPARE(dialog.sheet().edits()[0].track, TrackId{2});
    }

    void aCoverIsChosenAndTakenOut()
    {
        Editor editor;
        QImage image(40, 40, QImage::Format_RGB32);
        image.fill(Qt::blue);
        const QString file = editor.bench.folder.filePath(u"blue.png"_s);
        QVERIFY(image.save(file));
        editor.dialog->cover()->load(file);
        QTRY_VERIFY(editor.dialog->sheet().pictures());
        QCOMPARE(editor.dialog->sheet().pictures()->pictures[0].mime, std::string("image/png"));
        QCOMPARE(editor.dialog->sheet().edits().size(), 3u);
        Q_EMIT editor.dialog->cover()->revertRequested();
        QVERIFY(editor.dialog->sheet().edits().empty());
        QFile text(editor.bench.folder.filePath(u"text.png"_s));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no picture") > 0);
        text.close();
        editor.dialog->cover()->load(text.fileName());
        const auto* note = editor.dialog->cover()->findChild<QLabel*>(u"coverNote"_s);
        QTRY_VERIFY(note->text().contains(u"text.png"_s));
        QVERIFY(!editor.dialog->sheet().pictures());
    }

    /// A key in a field decodes no picture again.
    void typingLeavesTheCoverAlone()
    {
        Editor editor;
        QImage image(400, 400, QImage::Format_RGB32);
        image.fill(Qt::green);
        const QString file = editor.bench.folder.filePath(u"green.png"_s);
        QVERIFY(image.save(file));
        editor.dialog->cover()->load(file);
        QTRY_VERIFY(editor.dialog->sheet().pictures());
        const qint64 shown = editor.dialog->cover()->pixmap().cacheKey();
        editor.type("GENRE", u"Folk"_s);
        editor.type("ALBUM", u"Another"_s);
        QCOMPARE(editor.dialog->cover()->pixmap().cacheKey(), shown);
        QCOMPARE(editor.dialog->form()->line("ALBUM")->text(), u"Another"_s);
        QCOMPARE(editor.dialog->sheet().edits().size(), 3u);
    }

    void theMenuEditsAndUndoTakesItBack()
    {
        test::Bench bench;
        test::FakeEdits edits(bench.table);
        Services services = bench.services();
        services.edits = &edits;
        MainWindow window(services);
        window.show();
        window.showPage(u"songs"_s);
        auto* commands = window.findChild<Commands*>();
        EditRequest request;
        request.files = {{TrackId{1}, {}, {{{"TITLE", {"x"}}}, {}}}};
        commands->edits().write(request);
        QTRY_COMPARE(edits.written.size(), 1u);
        QTRY_VERIFY(window.toast().lastMessage().contains(u"1 file"_s));
        commands->undo();
        QTRY_COMPARE(edits.undone, std::vector<std::int64_t>{1});
        QTRY_VERIFY(window.toast().lastMessage().startsWith(u"Put back: 1 file"_s));
        edits.problems = {u"/m/a.mp3 is write-protected"_s};
        request.files.push_back({TrackId{2}, {}, {{{"TITLE", {"x"}}}, {}}});
        commands->edits().write(request);
        // With one that failed: what was done, what was not and why, and the way back.
        QTRY_VERIFY(window.toast().lastMessage().contains(u"write-protected"_s));
        QVERIFY(window.toast().isProblem());
        QVERIFY(window.toast().lastMessage().startsWith(u"Tags of 1 file were changed."_s));
        const auto* action = window.toast().findChild<QPushButton*>();
        QVERIFY(action && action->isVisible());
        QCOMPARE(action->text(), u"Undo"_s);
        edits.undoProblems = {u"/m/a.mp3 plays now"_s};
        QTest::mouseClick(const_cast<QPushButton*>(action), Qt::LeftButton);
        QTRY_VERIFY(window.toast().lastMessage().contains(u"plays now"_s));
        const auto undone = edits.undone;
        commands->undo(); // it can be tried again
        QTRY_COMPARE(edits.undone.size(), undone.size() + 1);
        QCOMPARE(edits.undone.back(), undone.back());
        QTRY_VERIFY(!window.toast().isProblem());
        QMenu menu(&window);
        commands->fillTrackMenu(menu, {{TrackId{1}, {}}});
        QVERIFY(std::ranges::any_of(
            menu.actions(), [](const QAction* a) { return a->text() == u"Edit tags…"_s; }));
        commands->edits().editTags({{TrackId{1}, {}}}, &window);
        QVERIFY(window.findChild<TagDialog*>());
    }

    void organisingShowsWhereFilesGoAndWhatStays()
    {
        Editor editor(0);
        QSettings settings(editor.bench.folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        OrganiseDialog dialog(
            editor.edits, settings, {TrackId{1}, TrackId{2}, TrackId{3}}, nullptr);
        dialog.show();
        QTRY_VERIFY(!dialog.plan().moves.empty());
        QSignalSpy planned(&dialog, &OrganiseDialog::planned);
        auto* list = dialog.findChild<QTreeWidget*>();
        dialog.patternBox()->setEditText(u"%album%/%artist%"_s); // one name for an album
        QTRY_COMPARE(planned.size(), 1);
        QVERIFY(dialog.plan().problems() >= 2);
        QVERIFY(!list->isColumnHidden(2));
        QPushButton* move = button(dialog, u"Move"_s);
        dialog.patternBox()->setEditText(u"%nonsense%"_s);
        QTRY_COMPARE(planned.size(), 2);
        QVERIFY(!move->isEnabled());
        dialog.patternBox()->setEditText(u"%artist%/%album%/%track% %title%"_s);
        QTRY_COMPARE(planned.size(), 3);
        QVERIFY(move->isEnabled());
        QSignalSpy moved(&dialog, &OrganiseDialog::moveRequested);
        QTest::mouseClick(move, Qt::LeftButton);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][0].value<OrganisePlan>().ready(), dialog.plan().ready());
    }

    void anotherFolderNeedsAnotherPlanBeforeAnythingMoves()
    {
        Editor editor(0);
        QSettings settings(editor.bench.folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        OrganiseDialog dialog(editor.edits, settings, {TrackId{1}, TrackId{2}}, nullptr);
        dialog.show();
        QPushButton* move = button(dialog, u"Move"_s);
        QTRY_VERIFY(move->isEnabled());
        QSignalSpy planned(&dialog, &OrganiseDialog::planned);
        QSignalSpy moved(&dialog, &OrganiseDialog::moveRequested);
        dialog.setTarget(u"/elsewhere"_s);
        QVERIFY(!move->isEnabled());
        QVERIFY(dialog.plan().moves.empty());
        dialog.accept();
        QVERIFY(moved.isEmpty());
        QVERIFY(dialog.isVisible());
        QTRY_COMPARE(planned.size(), 1);
        QVERIFY(move->isEnabled());
        QVERIFY(dialog.plan().moves[0].to.starts_with("/elsewhere/"));
    }
};

SEGUE_TEST(TestEditDialogs)
#include "tst_edit_dialogs.moc"
