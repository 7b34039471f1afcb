#include "core/db/connection.h"
#include "core/library/loose_files.h"
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::test;

namespace {

struct Outside : Collection {
    std::vector<LooseFile> know(std::vector<std::string> paths)
    {
        return knowLooseFiles(store(), paths, options.tagWorker, clock.now());
    }
    TempFolder stick;
};

} // namespace

class TestLooseFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileFromOutsideIsATrackThatNoListShows()
    {
        Outside o;
        makeWav(o.stick / "a.wav", tagsOf("Song", "Someone"));
        const auto known = o.know({o.stick / "a.wav"});
        QCOMPARE(known.size(), std::size_t{1});
        QVERIFY(known[0].track);
        QCOMPARE(known[0].title, std::string("Song"));
        QCOMPARE(known[0].artist, std::string("Someone"));
        QCOMPARE(o.table()->size(), Row{0});
        o.scan();
        QCOMPARE(o.table()->size(), Row{0});
        QVERIFY(loadStoredRoots(*o.store().reader()).size() == 1);
    }

    void theSameFileIsTheSameTrackAlsoWhenItChanged()
    {
        Outside o;
        makeWav(o.stick / "a.wav", tagsOf("Song"));
        const TrackId first = o.know({o.stick / "a.wav"})[0].track;
        QCOMPARE(o.know({o.stick / "a.wav"})[0].track, first);
        makeWav(o.stick / "a.wav", tagsOf("Another name"), 900);
        const auto again = o.know({o.stick / "a.wav"});
        QCOMPARE(again[0].track, first);
        QCOMPARE(o.number("SELECT count(*) FROM track WHERE title = 'Another name'"), 1);
        QCOMPARE(o.number("SELECT count(*) FROM track"), 1);
    }

    void whatCannotBeReadStaysUnknownAndTheOthersDoNot()
    {
        Outside o;
        writeFile(o.stick / "text.mp3", "no music");
        makeWav(o.stick / "a.wav", {});
        const auto known = o.know({o.stick / "text.mp3", o.stick / "gone.mp3", o.stick / "a.wav"});
        QVERIFY(!known[0].track);
        QVERIFY(!known[1].track);
        QVERIFY(known[2].track);
        QCOMPARE(known[2].title, std::string("a"));
        QVERIFY(known[2].artist.empty());
        QCOMPARE(o.number("SELECT count(*) FROM scan_problem"), 0);
    }

    void aMusicFolderThatHoldsItLaterTakesItsTrackOver()
    {
        Outside o;
        makeWav(o.stick / "a.wav", tagsOf("Song"));
        makeWav(o.stick / "b.wav", tagsOf("Other"));
        const TrackId track = o.know({o.stick / "a.wav"})[0].track;
        o.addRoot(o.stick.path());
        o.scan();
        QCOMPARE(o.titles(), QByteArray("Other Song"));
        QCOMPARE(o.track("Song").id, track);
        QCOMPARE(o.number("SELECT count(*) FROM track"), 2);
    }

    void aCopyInTheLibraryTakesItsTrackOverToo()
    {
        Outside o;
        makeWav(o.stick / "a.wav", tagsOf("Song"));
        const TrackId track = o.know({o.stick / "a.wav"})[0].track;
        std::filesystem::copy(o.stick / "a.wav", o.music / "a.wav");
        o.scan();
        QCOMPARE(o.track("Song").id, track);
    }

    void aFolderThatWasTakenOutKeepsItsTracks()
    {
        Outside o;
        makeWav(o.stick / "a.wav", tagsOf("Song"));
        const RootId root = o.addRoot(o.stick.path());
        o.scan();
        const TrackId track = o.track("Song").id;
        QVERIFY(o.store().writeAndWait(
            db::Durability::full, [&](db::Connection& c) { removeStoredRoot(c, root); }));
        QCOMPARE(o.know({o.stick / "a.wav"})[0].track, track);
        QCOMPARE(o.table()->size(), Row{0});
    }
};

SEGUE_TEST(TestLooseFiles)
#include "tst_loose_files.moc"
