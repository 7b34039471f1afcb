#include "core/playlist/playlist_book.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

PlaylistEntries entriesOf(std::string_view titles)
{
    PlaylistEntries entries;
    for (const char c : titles) {
        PlaylistEntry entry;
        entry.track = TrackId{c};
        entry.title = std::string(1, c);
        entries.push_back(entry);
    }
    return entries;
}

Playlist named(const std::string& name, PlaylistKind kind = PlaylistKind::list,
    PlaylistId parent = {}, std::string_view titles = {})
{
    Playlist playlist;
    playlist.name = name;
    playlist.kind = kind;
    playlist.parent = parent;
    playlist.entries = std::make_shared<const PlaylistEntries>(entriesOf(titles));
    return playlist;
}

QByteArray titles(const PlaylistBook& book, PlaylistId id)
{
    std::string out;
    for (const PlaylistEntry& entry : *book.find(id)->entries)
        out += entry.title;
    return QByteArray::fromStdString(out);
}

std::vector<std::uint64_t> keys(const PlaylistBook& book, PlaylistId id, std::string_view of)
{
    std::vector<std::uint64_t> out;
    for (const char c : of) {
        for (const PlaylistEntry& entry : *book.find(id)->entries) {
            if (entry.title[0] == c)
                out.push_back(entry.key);
        }
    }
    return out;
}

/// "a(b c(d))": names, folders with what they hold.
std::string tree(const PlaylistBook& book, PlaylistId folder = {})
{
    std::string out;
    for (const PlaylistPtr& p : book.childrenOf(folder)) {
        out += (out.empty() ? "" : " ") + p->name;
        if (p->kind == PlaylistKind::folder)
            out += '(' + tree(book, p->id) + ')';
    }
    return out;
}

} // namespace

class TestPlaylistBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entriesAreAddedMovedAndRemoved()
    {
        PlaylistBook book;
        const PlaylistId id = book.add(named("one", PlaylistKind::list, {}, "abc"));
        book.insert(id, 1, entriesOf("xy"));
        QCOMPARE(titles(book, id), QByteArray("axybc"));
        book.insert(id, 99, entriesOf("z"));
        QCOMPARE(titles(book, id), QByteArray("axybcz"));
        book.moveEntries(id, keys(book, id, "za"), 3); // in their order, before the b
        QCOMPARE(titles(book, id), QByteArray("xyazbc"));
        book.moveEntries(id, keys(book, id, "x"), 99);
        QCOMPARE(titles(book, id), QByteArray("yazbcx"));
        book.removeEntries(id, keys(book, id, "yc"));
        QCOMPARE(titles(book, id), QByteArray("azbx"));
        book.reorder(id, keys(book, id, "abxz"));
        QCOMPARE(titles(book, id), QByteArray("abxz"));
    }

    void everyEditCanBeUndoneSortingAndDeletingIncluded()
    {
        PlaylistBook book;
        const PlaylistId folder = book.add(named("folder", PlaylistKind::folder));
        const PlaylistId id = book.add(named("one", PlaylistKind::list, folder, "abc"));
        const PlaylistId other = book.add(named("two"));
        std::vector<std::string> history{tree(book) + titles(book, id).toStdString()};
        const auto shown = [&] {
            const PlaylistPtr p = book.find(id);
            return tree(book) + (p ? titles(book, id).toStdString() : std::string());
        };
        const auto note = [&] { history.push_back(shown()); };
        book.insert(id, 3, entriesOf("d")), note();
        book.reorder(id, keys(book, id, "dcba")), note();
        book.moveEntries(id, keys(book, id, "a"), 0), note();
        book.removeEntries(id, keys(book, id, "cd")), note();
        book.rename(id, "renamed"), note();
        book.move(other, folder, 0), note();
        book.remove(folder), note();
        QCOMPARE(QByteArray::fromStdString(history.back()), QByteArray(""));
        while (history.size() > 1) {
            QCOMPARE(QByteArray::fromStdString(shown()), QByteArray::fromStdString(history.back()));
            history.pop_back();
            QVERIFY(book.undo(book.lastStep()));
        }
        QCOMPARE(QByteArray::fromStdString(shown()), QByteArray("folder(one) twoabc"));
    }

    void undoSaysWhatItTookBack()
    {
        PlaylistBook book;
        QVERIFY(!(book.lastStep() != 0));
        QVERIFY(!book.undo(book.lastStep()));
        const PlaylistId id = book.add(named("Mix", PlaylistKind::list, {}, "ab"));
        book.reorder(id, keys(book, id, "ba"));
        QCOMPARE(*book.undo(book.lastStep()), std::string("Sorting the playlist"));
        QCOMPARE(*book.undo(book.lastStep()), std::string("New playlist “Mix”"));
        QVERIFY(!book.find(id));
    }

    /// As an import does: it comes between, and undo of what was before leaves it alone.
    void undoLeavesAloneWhatCameWithoutAStep()
    {
        PlaylistBook book;
        const PlaylistId mine = book.add(named("mine", PlaylistKind::list, {}, "ab"));
        const PlaylistId gone = book.add(named("gone", PlaylistKind::list, {}, "c"));
        book.insert(mine, 2, entriesOf("d"));
        const std::uint64_t inserted = book.lastStep();
        book.remove(gone);
        const std::uint64_t removed = book.lastStep();
        {
            const PlaylistBook::NoSteps none(book);
            const PlaylistId folder = book.add(named("from elsewhere", PlaylistKind::folder));
            book.add(named("theirs", PlaylistKind::list, folder, "xyz"));
        }
        QCOMPARE(book.lastStep(), removed);
        QCOMPARE(*book.undo(inserted), std::string("Adding to the playlist"));
        QCOMPARE(titles(book, mine), QByteArray("ab"));
        QVERIFY(book.undo(removed));
        QCOMPARE(tree(book), std::string("mine gone from elsewhere(theirs)"));
        QCOMPARE(titles(book, gone), QByteArray("c"));
        QVERIFY(!book.undo(removed));
    }

    void anEditUnderALaterOneIsNotTakenBack()
    {
        PlaylistBook book;
        const PlaylistId mine = book.add(named("mine", PlaylistKind::list, {}, "ab"));
        const std::uint64_t made = book.lastStep();
        const PlaylistId folder = book.add(named("folder", PlaylistKind::folder));
        const std::uint64_t madeFolder = book.lastStep();
        {
            const PlaylistBook::NoSteps none(book);
            book.insert(mine, 2, entriesOf("c"));
            book.add(named("inside", PlaylistKind::list, folder));
        }
        const PlaylistState now = book.state();
        QVERIFY(!book.undo(made));
        QVERIFY(!book.undo(madeFolder)); // it holds something now
        QVERIFY(book.state() == now);
    }

    void whatChangesNothingIsNoStep()
    {
        PlaylistBook book;
        const PlaylistId id = book.add(named("Mix", PlaylistKind::list, {}, "ab"));
        const PlaylistState before = book.state();
        book.rename(id, "Mix");
        book.rename(id, "");
        book.insert(id, 0, {});
        book.removeEntries(id, std::vector<std::uint64_t>{999});
        book.moveEntries(id, keys(book, id, "a"), 0);
        book.reorder(id, keys(book, id, "ab"));
        book.reorder(id, keys(book, id, "aa")); // not each once
        book.reorder(id, keys(book, id, "a"));
        book.setRule(id, {"x", "", 0}); // not a smart one
        book.setDoNotLearn(id, false);
        book.remove(PlaylistId{77});
        book.insert(PlaylistId{77}, 0, entriesOf("a"));
        book.move(id, PlaylistId{77}, 0);
        QVERIFY(book.state() == before);
        (void)book.undo(book.lastStep()); // the adding
        QVERIFY(!(book.lastStep() != 0));
    }

    void foldersHoldPlaylistsAndNeverThemselves()
    {
        PlaylistBook book;
        const PlaylistId a = book.add(named("a", PlaylistKind::folder));
        const PlaylistId b = book.add(named("b", PlaylistKind::folder, a));
        const PlaylistId x = book.add(named("x"));
        const PlaylistId y = book.add(named("y", PlaylistKind::list, x)); // x is no folder
        QCOMPARE(tree(book), std::string("a(b()) x y"));
        book.move(a, b, 0);
        book.move(a, a, 0);
        QCOMPARE(tree(book), std::string("a(b()) x y"));
        book.move(y, b, 0);
        book.move(x, b, 5);
        QCOMPARE(tree(book), std::string("a(b(y x))"));
        book.move(x, b, 0);
        QCOMPARE(tree(book), std::string("a(b(x y))"));
        book.move(b, {}, 0);
        QCOMPARE(tree(book), std::string("b(x y) a()"));
        book.remove(b);
        QCOMPARE(tree(book), std::string("a()"));
        QVERIFY(!book.find(x));
    }

    void keysStayApartAndIdsAreNotUsedTwice()
    {
        PlaylistBook book;
        const PlaylistId id = book.add(named("one", PlaylistKind::list, {}, "aa"));
        QVERIFY(book.find(id)->entries->at(0).key != book.find(id)->entries->at(1).key);
        book.removeEntries(id, std::vector{book.find(id)->entries->at(0).key});
        QCOMPARE(titles(book, id), QByteArray("a"));
        book.remove(id);
        QVERIFY(book.add(named("two")) != id);
    }

    void namesAreFoundAndMadeFree()
    {
        PlaylistBook book;
        const PlaylistId folder = book.add(named("Été", PlaylistKind::folder));
        const PlaylistId list = book.add(named("été"));
        QCOMPARE(book.named("ETE")->id, list);
        QCOMPARE(book.freeName("Été"), std::string("Été (2)"));
        QCOMPARE(book.freeName("New"), std::string("New"));
        book.remove(list);
        QCOMPARE(book.named("ete")->id, folder);
        QVERIFY(!book.named("x"));
    }

    void whatWasStoredIsRepaired()
    {
        // A parent that is not there, or is itself.
        Playlist lost = named("lost", PlaylistKind::list, PlaylistId{9});
        lost.id = PlaylistId{4};
        Playlist own = named("own", PlaylistKind::folder, PlaylistId{5});
        own.id = PlaylistId{5};
        PlaylistBook book;
        book.restore(
            {std::make_shared<const Playlist>(lost), std::make_shared<const Playlist>(own)});
        QCOMPARE(tree(book), std::string("lost own()"));
        QVERIFY(!(book.lastStep() != 0));
        QCOMPARE(book.add(named("new")).value, std::int64_t(6));
    }
};

SEGUE_TEST(TestPlaylistBook)
#include "tst_playlist_book.moc"
