#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <filesystem>
#include <set>
#include <stop_token>
#include <sys/stat.h>

using namespace segue;
using namespace segue::test;
namespace fs = std::filesystem;

class TestScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFirstScanFindsAudioFilesWithTheirTags()
    {
        Collection c;
        makeWav(c.music / "A/X/01.wav",
            {{"TITLE", {"One"}}, {"ARTIST", {"A"}}, {"ALBUM", {"X"}}, {"TRACKNUMBER", {"1/2"}},
                {"GENRE", {"Rock", "Pop"}}, {"DATE", {"1999-01-02"}}, {"BPM", {"120"}}},
            1500);
        makeWav(c.music / "A/X/02.wav", tagsOf("Two"));
        writeFile(c.music / "A/X/cover.jpg", "no audio");
        writeFile(c.music / "A/X/notes.txt", "no audio");
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, 2);
        QCOMPARE(outcome.tracks, 2);
        QCOMPARE(outcome.quarantined, 0);
        QVERIFY(outcome.problems.empty());
        QVERIFY(!outcome.failed && !outcome.cancelled);
        QCOMPARE(c.titles(), QByteArray("One Two"));
        const auto t = c.table();
        const TrackRecord one = c.track("One");
        QCOMPARE(t->text(one.artist), std::string_view("A"));
        QCOMPARE(t->text(one.genres), std::string_view("Rock\x1fPop"));
        QCOMPARE(t->text(one.path), std::string_view(c.music / "A/X/01.wav"));
        QCOMPARE(one.durationMs, 1500u);
        QCOMPARE(int(one.year), 1999);
        QCOMPARE(int(one.bpm), 120);
        QCOMPARE(int(one.trackNumber), 1);
        QCOMPARE(one.addedAt, c.clock.now());
        QVERIFY(one.lossless);
    }

    void aSecondScanWithoutChangesWritesNothing()
    {
        Collection c;
        for (int i = 0; i < 30; ++i)
            makeWav(c.music / ("d" + std::to_string(i % 4) + "/" + std::to_string(i) + ".wav"));
        QCOMPARE(c.scan().added, 30);
        const scan::Outcome again = c.scan();
        QCOMPARE(again.added + again.updated + again.moved, 0);
        QCOMPARE(again.tracks, 30);
        QVERIFY(!again.changed);
    }

    void newAndChangedFilesAreReadAgain()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Old"));
        makeWav(c.music / "b.wav", tagsOf("Other"));
        c.scan();
        const std::int64_t id = c.idOf("Old");
        c.clock.advance(msPerDay);
        retag(c.music / "a.wav", tagsOf("New title"));
        makeWav(c.music / "c.wav", tagsOf("Third"));
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.updated, 1);
        QCOMPARE(outcome.added, 1);
        QCOMPARE(c.titles(), QByteArray("New title Other Third"));
        QCOMPARE(c.idOf("New title"), id);
        QCOMPARE(c.track("New title").addedAt, c.clock.now() - msPerDay);
        QCOMPARE(c.track("Third").addedAt, c.clock.now());
    }

    /// Told once and kept in quarantine; a pipe is not waited for.
    void linksThatLeadNowhereAndPipesAreTold()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("One"));
        fs::create_symlink(c.music / "away/b.wav", c.music / "b.wav");
        QCOMPARE(::mkfifo((c.music / "c.ogg").c_str(), 0600), 0);
        fs::create_symlink(c.music / "c.ogg", c.music / "d.mp3");
        fs::create_symlink(c.music / "away", c.music / "cover.jpg"); // none of ours
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.tracks, 1);
        QCOMPARE(outcome.quarantined, 3);
        QCOMPARE(outcome.problems.size(), std::size_t{3});
        const std::string all = outcome.problems[0] + outcome.problems[1] + outcome.problems[2];
        QVERIFY(all.find("b.wav is a link that leads nowhere") != all.npos);
        QVERIFY(all.find("c.ogg is no file") != all.npos);
        QVERIFY(all.find("d.mp3 is no file") != all.npos);
        const scan::Outcome again = c.scan();
        QCOMPARE(again.quarantined, 3);
        QVERIFY(again.problems.empty());
        makeWav(c.music / "away/b.wav", tagsOf("Two")); // found without the link
        fs::remove(c.music / "c.ogg");
        fs::remove(c.music / "d.mp3");
        QCOMPARE(c.scan().quarantined, 0);
        QCOMPARE(c.titles(), QByteArray("One Two"));
    }

    /// A track that was played from a link is missing while its drive is away, not damaged.
    void aKnownTrackWhoseLinkLeadsNowhereIsMissing()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("One"));
        const TempFolder elsewhere;
        const std::string drive = elsewhere / "drive";
        makeWav(drive + "/b.wav", tagsOf("Two"));
        fs::create_symlink(drive + "/b.wav", c.music / "b.wav");
        QCOMPARE(c.scan().tracks, 2);
        fs::rename(drive, drive + "2");
        const scan::Outcome away = c.scan();
        QCOMPARE(away.unavailable, 1);
        QCOMPARE(away.quarantined, 0);
        fs::rename(drive + "2", drive);
        QCOMPARE(c.scan().tracks, 2);
    }

    void aMovedFileKeepsItsTrack()
    {
        Collection c;
        makeWav(c.music / "in/a.wav", tagsOf("Moved"));
        makeWav(c.music / "in/b.wav", tagsOf("Stays"));
        c.scan();
        const std::int64_t id = c.idOf("Moved");
        fs::create_directories(c.music / "out");
        fs::rename(c.music / "in/a.wav", c.music / "out/a.wav");
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.moved, 1);
        QCOMPARE(outcome.added, 0);
        QCOMPARE(outcome.unavailable, 0);
        QCOMPARE(c.idOf("Moved"), id);
        QCOMPARE(c.table()->text(c.track("Moved").path), std::string_view(c.music / "out/a.wav"));
        QCOMPARE(c.scan().moved, 0);
    }

    void whatOnlyNamesTellIsMarkedUntilItIsTagged()
    {
        Collection c;
        const std::string bare = c.music / "Somebody/1999 - Something/03 Song.wav";
        makeWav(bare);
        makeWav(c.music / "Somebody/1999 - Something/04 Other.wav",
            {{"TITLE", {"Other"}}, {"ARTIST", {"Somebody"}}, {"ALBUM", {"Something"}},
                {"TRACKNUMBER", {"4"}}});
        c.scan();
        QCOMPARE(int(c.track("Song").fromNames),
            tags::titleNamed | tags::artistNamed | tags::albumNamed | tags::trackNamed);
        QCOMPARE(int(c.track("Other").fromNames), 0);
        QCOMPARE(c.track("Other").format, tags::AudioFormat::wav);
        retag(bare, {{"TITLE", {"Song"}}, {"ARTIST", {"Somebody"}}, {"ALBUM", {"Something"}}});
        setMtime(bare, 1'700'000'100);
        c.scan();
        QCOMPARE(int(c.track("Song").fromNames), int(tags::trackNamed));
    }

    void aRenamedFolderKeepsAllItsTracks()
    {
        Collection c;
        std::set<std::int64_t> ids;
        for (int i = 0; i < 20; ++i)
            makeWav(
                c.music / ("old/" + std::to_string(i) + ".wav"), tagsOf("t" + std::to_string(i)));
        makeWav(c.music / "x.wav", tagsOf("x"));
        c.scan();
        const std::int64_t five = c.idOf("t5");
        fs::rename(c.music / "old", c.music / "new");
        QCOMPARE(c.scan().moved, 20);
        QCOMPARE(c.idOf("t5"), five);
        QCOMPARE(c.number("SELECT count(*) FROM track"), 21);
    }

    void movesBetweenRootsAreRecognised()
    {
        Collection c;
        const TempFolder other;
        makeWav(c.music / "a.wav", tagsOf("Moved"));
        makeWav(c.music / "b.wav", tagsOf("b"));
        makeWav(other / "c.wav", tagsOf("c"));
        c.addRoot(other.path());
        c.scan();
        const std::int64_t id = c.idOf("Moved");
        fs::copy_file(c.music / "a.wav", other / "a.wav");
        setMtime(other / "a.wav", 1'600'000'000);
        fs::remove(c.music / "a.wav");
        QCOMPARE(c.scan().moved, 1);
        QCOMPARE(c.idOf("Moved"), id);
    }

    void aRetaggedAndMovedFileIsFoundByItsRecordingId()
    {
        Collection c;
        const std::string mbid = "b1a9c0e9-d987-4042-ae91-78d6a3267d69";
        Tags tags = tagsOf("Before", "A", "X");
        tags["MUSICBRAINZ_TRACKID"] = {mbid};
        makeWav(c.music / "a.wav", tags);
        makeWav(c.music / "b.wav", tagsOf("b"));
        c.scan();
        const std::int64_t id = c.idOf("Before");
        tags["TITLE"] = {"After"};
        makeWav(c.music / "sub/renamed.wav", tags, 1200, 3);
        fs::remove(c.music / "a.wav");
        QCOMPARE(c.scan().moved, 1);
        QCOMPARE(c.idOf("After"), id);
        QCOMPARE(c.idOf("Before"), 0);
    }

    void aReencodedFileIsFoundByItsTagsAndLength()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Song", "Artist", "Album"), 5000);
        makeWav(c.music / "b.wav", tagsOf("b"));
        c.scan();
        const std::int64_t id = c.idOf("Song");
        makeWav(c.music / "better.wav", tagsOf("Song", "Artist", "Album"), 6000, 3);
        fs::remove(c.music / "a.wav");
        QCOMPARE(c.scan().moved, 1);
        QCOMPARE(c.idOf("Song"), id);
        QCOMPARE(c.track("Song").durationMs, 6000u);
    }

    void severalCandidatesAreNotMerged()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Song"), 1000, 1);
        makeWav(c.music / "b.wav", tagsOf("Song"), 1000, 2);
        makeWav(c.music / "c.wav", tagsOf("c"));
        c.scan();
        fs::remove(c.music / "a.wav");
        fs::remove(c.music / "b.wav");
        makeWav(c.music / "n.wav", tagsOf("Song"), 1000, 3);
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.moved, 0);
        QCOMPARE(outcome.added, 1);
        QCOMPARE(outcome.unavailable, 2);
    }

    void aCopyIsATrackOfItsOwn()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Song"));
        c.scan();
        fs::copy_file(c.music / "a.wav", c.music / "copy.wav");
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, 1);
        QCOMPARE(outcome.moved, 0);
        QCOMPARE(c.titles(), QByteArray("Song Song"));
    }

    void aVanishedFileIsKeptAsUnavailableAndComesBack()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Gone"));
        makeWav(c.music / "b.wav", tagsOf("Here"));
        c.scan();
        const std::int64_t id = c.idOf("Gone");
        fs::rename(c.music / "a.wav", c.data / "a.wav");
        const scan::Outcome gone = c.scan();
        QCOMPARE(gone.unavailable, 1);
        QCOMPARE(gone.tracks, 1);
        QVERIFY(!c.track("Gone").available);
        QCOMPARE(c.idOf("Gone"), id);
        QCOMPARE(c.scan().unavailable, 1);
        fs::rename(c.data / "a.wav", c.music / "a.wav");
        const scan::Outcome back = c.scan();
        QCOMPARE(back.unavailable, 0);
        QVERIFY(back.changed);
        QVERIFY(c.track("Gone").available);
        QCOMPARE(c.idOf("Gone"), id);
    }

    void aFileThatComesBackElsewhereLaterIsStillTheSame()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("Gone"));
        makeWav(c.music / "b.wav", tagsOf("Here"));
        c.scan();
        const std::int64_t id = c.idOf("Gone");
        fs::rename(c.music / "a.wav", c.data / "a.wav");
        c.scan();
        fs::create_directories(c.music / "new");
        fs::rename(c.data / "a.wav", c.music / "new/a.wav");
        QCOMPARE(c.scan().moved, 1);
        QCOMPARE(c.idOf("Gone"), id);
        QVERIFY(c.track("Gone").available);
    }

    void aMissingRootIsFrozenAndThawed()
    {
        Collection c;
        for (int i = 0; i < 5; ++i)
            makeWav(c.music / (std::to_string(i) + ".wav"), tagsOf("t" + std::to_string(i)));
        c.scan();
        const std::int64_t id = c.idOf("t3");
        fs::rename(c.music.path(), c.music.path() + "-away");
        const scan::Outcome away = c.scan();
        fs::rename(c.music.path() + "-away", c.music.path());
        QCOMPARE(away.frozen.size(), std::size_t(1));
        QCOMPARE(away.unavailable, 5);
        QCOMPARE(away.tracks, 0);
        QCOMPARE(away.problems.size(), std::size_t(1));
        QVERIFY(away.problems[0].starts_with(c.music.path()));
        QVERIFY(away.changed);
        QVERIFY(!c.track("t3").available);
        QCOMPARE(c.number("SELECT count(*) FROM file WHERE state = 0"), 5);
        const scan::Outcome back = c.scan();
        QCOMPARE(back.tracks, 5);
        QCOMPARE(back.added + back.updated + back.moved, 0);
        QVERIFY(back.changed);
        QVERIFY(c.track("t3").available);
        QCOMPARE(c.idOf("t3"), id);
    }

    void aSuddenlyEmptyRootIsFrozen()
    {
        Collection c;
        makeWav(c.music / "sub/a.wav", tagsOf("a"));
        c.scan();
        fs::rename(c.music / "sub", c.data / "sub");
        const scan::Outcome empty = c.scan();
        QCOMPARE(empty.frozen.size(), std::size_t(1));
        QCOMPARE(c.number("SELECT count(*) FROM file WHERE state = 0"), 1);
        QVERIFY(!c.track("a").available);
        fs::rename(c.data / "sub", c.music / "sub");
        c.scan();
        QVERIFY(c.track("a").available);
    }

    void badFilesCostNothingButThemselves()
    {
        Collection c;
        makeWav(c.music / "good.wav", tagsOf("good"));
        writeFile(c.music / "empty.mp3", "");
        writeFile(c.music / "text.flac", "This is just a text.");
        writeFile(c.music / "cut.wav", wavBytes(1000).substr(0, 20));
        writeFile(c.music / "silent.wav", wavBytes(0));
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, 1);
        QCOMPARE(outcome.quarantined, 4);
        QCOMPARE(outcome.problems.size(), std::size_t(4));
        for (const char* name : {"empty.mp3", "text.flac", "cut.wav", "silent.wav"})
            QVERIFY2(std::ranges::any_of(outcome.problems,
                         [&](const std::string& p) { return p.starts_with(c.music / name); }),
                name);
        QCOMPARE(c.titles(), QByteArray("good"));
        // Left alone until they change.
        const scan::Outcome again = c.scan();
        QVERIFY(again.problems.empty());
        QCOMPARE(again.quarantined, 4);
        QVERIFY(!again.changed);
        makeWav(c.music / "cut.wav", tagsOf("mended"));
        fs::remove(c.music / "empty.mp3");
        const scan::Outcome mended = c.scan();
        QCOMPARE(mended.added, 1);
        QCOMPARE(mended.quarantined, 2);
        QCOMPARE(c.titles(), QByteArray("good mended"));
    }

    void aTrackWhoseFileIsDamagedLaterStaysKnown()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("a"));
        makeWav(c.music / "b.wav", tagsOf("b"));
        c.scan();
        const std::int64_t id = c.idOf("a");
        writeFile(c.music / "a.wav", "rubbish");
        const scan::Outcome damaged = c.scan();
        QCOMPARE(damaged.quarantined, 1);
        QVERIFY(!c.track("a").available);
        QVERIFY(!c.scan().changed);
        QVERIFY(!c.track("a").available);
        makeWav(c.music / "a.wav", tagsOf("a again"));
        QCOMPARE(c.scan().quarantined, 0);
        QCOMPARE(c.idOf("a again"), id);
        QVERIFY(c.track("a again").available);
    }

    void namesMayBeAnyBytes()
    {
        Collection c;
        const std::vector<std::string> names{"in\xff\xfevalid.wav", "new\nline.wav", "🎸 emoji.wav",
            "tab\there.wav", "quote\"s'.wav", "very " + std::string(200, 'x') + ".wav", "\xc3.WAV"};
        for (const std::string& name : names)
            makeWav(c.music / ("dir \xfe\n/" + name));
        QCOMPARE(c.scan().added, std::int64_t(names.size()));
        const auto t = c.table();
        std::set<std::string> paths;
        for (const TrackRecord& r : t->tracks())
            paths.insert(std::string(t->text(r.path)));
        for (const std::string& name : names)
            QVERIFY(paths.contains(c.music / ("dir \xfe\n/" + name)));
        QVERIFY(!c.scan().changed);
        QVERIFY(c.titles().contains("🎸 emoji"));
        QVERIFY(c.titles().contains("new line"));
    }

    void symbolicLinksAreFollowedOnce()
    {
        Collection c;
        const TempFolder outside;
        makeWav(c.music / "a/1.wav", tagsOf("one"));
        makeWav(outside / "2.wav", tagsOf("two"));
        makeWav(outside / "sub/3.wav", tagsOf("three"));
        fs::create_directory_symlink(c.music.path(), c.music / "a/loop");
        fs::create_directory_symlink(c.music / "a", c.music / "again");
        fs::create_directory_symlink(outside / "sub", c.music / "linked");
        fs::create_symlink(outside / "2.wav", c.music / "two.wav");
        fs::create_symlink(c.music / "a/1.wav", c.music / "one too.wav");
        fs::create_symlink("nowhere.wav", c.music / "broken.wav");
        fs::create_symlink("self.wav", c.music / "self.wav");
        const scan::Outcome outcome = c.scan();
        QCOMPARE(c.titles(), QByteArray("one three two"));
        QCOMPARE(outcome.problems.size(), std::size_t{2}); // broken.wav, self.wav
        QVERIFY(!c.scan().changed);
    }

    void hiddenFilesAndFoldersAreLeftOut()
    {
        Collection c;
        makeWav(c.music / ".hidden.wav");
        makeWav(c.music / ".trash/a.wav");
        makeWav(c.music / "seen.wav", tagsOf("seen"));
        c.scan();
        QCOMPARE(c.titles(), QByteArray("seen"));
    }

    void pipesAndDevicesAreNoFiles()
    {
        Collection c;
        QCOMPARE(::mkfifo((c.music / "pipe.wav").c_str(), 0600), 0);
        makeWav(c.music / "a.wav", tagsOf("a"));
        c.scan();
        QCOMPARE(c.titles(), QByteArray("a"));
    }

    void aFolderRemovedDuringTheScanIsNoProblem()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("a"));
        for (int i = 0; i < 200; ++i)
            makeWav(c.music / ("z/" + std::to_string(i) + ".wav"));
        c.options.threads = 1;
        c.options.batchFiles = 1;
        bool removed = false;
        scan::Callbacks callbacks;
        callbacks.written = [&] {
            if (!std::exchange(removed, true))
                fs::remove_all(c.music / "z");
        };
        const scan::Outcome outcome = c.scan(callbacks);
        QVERIFY(removed);
        QVERIFY(outcome.problems.empty());
        QCOMPARE(outcome.quarantined, 0);
        const scan::Outcome after = c.scan();
        QCOMPARE(after.tracks, 1);
        QCOMPARE(c.titles(), QByteArray("a"));
    }

    void aCancelledScanKeepsWhatItWroteAndGoesOnLater()
    {
        Collection c;
        constexpr int files = 300;
        for (int i = 0; i < files; ++i)
            makeWav(c.music / (std::to_string(i) + ".wav"), tagsOf("t" + std::to_string(i)));
        c.options.threads = 1;
        c.options.batchFiles = 8;
        std::stop_source stop;
        scan::Callbacks callbacks;
        callbacks.written = [&] { stop.request_stop(); };
        const scan::Outcome first = c.scan(callbacks, stop.get_token());
        QVERIFY(first.cancelled);
        QVERIFY(first.added >= 1 && first.added < files);
        QCOMPARE(first.tracks, first.added);
        const scan::Outcome second = c.scan();
        QVERIFY(!second.cancelled);
        QCOMPARE(second.added, files - first.added);
        QCOMPARE(second.tracks, files);
        QCOMPARE(c.number("SELECT count(*) FROM track"), files);
    }

    void cancellingBeforeTheStartChangesNothing()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("a"));
        c.scan();
        fs::remove(c.music / "a.wav");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(c.scan({}, stop.get_token()).cancelled);
        QVERIFY(c.track("a").available);
    }

    void aFullDatabaseStopsTheScanWithAClearMessage()
    {
        Collection c;
        for (int i = 0; i < 400; ++i)
            makeWav(c.music / (std::to_string(i) + ".wav"),
                tagsOf(std::string(3000, 'x') + std::to_string(i)), 10);
        const std::int64_t pages = c.number("PRAGMA page_count");
        QVERIFY(c.store().writeAndWait(db::Durability::full, [&](db::Connection& connection) {
            connection.exec("PRAGMA max_page_count = " + std::to_string(pages + 40));
        }));
        const scan::Outcome outcome = c.scan();
        QVERIFY(outcome.failed);
        QVERIFY(!outcome.problems.empty());
        QVERIFY(outcome.problems.back().find("disk is full") != std::string::npos);
        QVERIFY(outcome.problems.back().find("segue.db") != std::string::npos);
        QVERIFY(c.store().writeAndWait(db::Durability::full, [&](db::Connection& connection) {
            connection.exec("PRAGMA max_page_count = 1000000");
        }));
        QCOMPARE(c.scan().tracks, 400);
    }

    void ratingsAndCountsInTagsAreImportedTotals()
    {
        Collection c;
        Tags tags = tagsOf("a");
        tags["FMPS_RATING"] = {"0.8"};
        tags["FMPS_PLAYCOUNT"] = {"12"};
        makeWav(c.music / "a.wav", tags);
        makeWav(c.music / "b.wav", tagsOf("b"));
        c.scan();
        QCOMPARE(c.number("SELECT count(*) FROM imported_total"), 1);
        QCOMPARE(c.number("SELECT rating FROM imported_total WHERE source = 'tags'"), 8);
        QCOMPARE(c.number("SELECT plays FROM imported_total"), 12);
        tags["FMPS_RATING"] = {"1.0"};
        retag(c.music / "a.wav", tags);
        c.scan();
        QCOMPARE(c.number("SELECT rating FROM imported_total"), 10);
        retag(c.music / "a.wav", tagsOf("a"));
        c.scan();
        QCOMPARE(c.number("SELECT count(*) FROM imported_total"), 0);
    }

    void rootsThatOverlapAreMerged()
    {
        Collection c;
        makeWav(c.music / "sub/a.wav", tagsOf("a"));
        makeWav(c.music / "b.wav", tagsOf("b"));
        TempFolder other;
        makeWav(other / "in/deep/x.wav", tagsOf("x"));
        makeWav(other / "y.wav", tagsOf("y"));
        const RootId inner = c.addRoot(other / "in");
        c.scan();
        QCOMPARE(c.titles(), QByteArray("a b x"));
        const std::int64_t x = c.idOf("x");
        // A root above takes over the one below; one below a known root adds nothing.
        const RootId outer = c.addRoot(other.path());
        QVERIFY(outer != inner);
        QCOMPARE(c.addRoot(other / "in/deep"), outer);
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, 1);
        QCOMPARE(c.titles(), QByteArray("a b x y"));
        QCOMPARE(c.idOf("x"), x);
        QCOMPARE(c.number("SELECT count(*) FROM root"), 2);
    }

    void aRemovedRootComesBackWithItsTracks()
    {
        Collection c;
        TempFolder other;
        makeWav(c.music / "a.wav", tagsOf("a"));
        makeWav(other / "b.wav", tagsOf("b"));
        const RootId root = c.addRoot(other.path());
        c.scan();
        const std::int64_t id = c.idOf("b");
        QVERIFY(c.store().writeAndWait(
            db::Durability::full, [&](db::Connection& db) { removeStoredRoot(db, root); }));
        QCOMPARE(c.titles(), QByteArray("a"));
        QCOMPARE(c.scan().tracks, 1);
        QCOMPARE(c.addRoot(other.path()), root);
        c.scan();
        QCOMPARE(c.titles(), QByteArray("a b"));
        QCOMPARE(c.idOf("b"), id);
    }

    void progressGrowsToTheEnd()
    {
        Collection c;
        for (int i = 0; i < 50; ++i)
            makeWav(c.music / ("d/" + std::to_string(i) + ".wav"));
        std::int64_t found = 0, done = 0;
        std::string folder;
        bool grows = true;
        scan::Callbacks callbacks;
        callbacks.progress = [&](const scan::Progress& p) {
            grows = grows && p.done >= done;
            found = p.found;
            done = p.done;
            folder = p.folder;
        };
        c.scan(callbacks);
        QVERIFY(grows);
        QCOMPARE(found, 50);
        QCOMPARE(done, 50);
        QCOMPARE(folder, c.music / "d");
    }
};

SEGUE_TEST(TestScan)
#include "tst_scan.moc"
