#include "core/library/scan_problems.h"
#include "tests/core/library/collection.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"

#include <QProcess>
#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::test;
using namespace std::string_literals;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

std::string sheet(const std::string& file = "album.wav", const std::string& third = "Third")
{
    return "PERFORMER \"Band\"\nTITLE \"Album\"\nREM DATE 1999\nFILE \"" + file
        + "\" WAVE\n"
          "TRACK 01 AUDIO\nTITLE \"First\"\nINDEX 01 00:00:00\n"
          "TRACK 02 AUDIO\nTITLE \"Second\"\nPERFORMER \"Guest\"\nINDEX 00 00:01:70\n"
          "INDEX 01 00:02:37\n"
        + (third.empty() ? "" : "TRACK 03 AUDIO\nTITLE \"" + third + "\"\nINDEX 01 00:04:00\n");
}

std::string only(const std::vector<ScanProblem>& problems)
{
    return problems.size() == 1 ? problems[0].reason : std::to_string(problems.size());
}

/// A book of `seconds` with the chapters that are told, as ffmpeg writes them.
bool makeBook(const fs::path& path, const QByteArray& chapters, const QStringList& options = {})
{
    fs::create_directories(path.parent_path());
    const fs::path told = path.parent_path() / "chapters.txt";
    writeFile(told, (";FFMETADATA1\ntitle=The Book\nartist=A Reader\n" + chapters).toStdString());
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
        QStringList{u"-nostdin"_s, u"-loglevel"_s, u"error"_s, u"-f"_s, u"lavfi"_s, u"-i"_s,
            u"sine=frequency=220:duration=6"_s, u"-i"_s, QString::fromStdString(told.string()),
            u"-map_metadata"_s, u"1"_s, u"-c:a"_s, u"aac"_s}
            + options + QStringList{u"-y"_s, QString::fromStdString(path.string())});
    const bool made = ffmpeg.waitForFinished(60'000) && ffmpeg.exitCode() == 0;
    fs::remove(told);
    return made;
}

QByteArray chapter(int startMs, int endMs, const QByteArray& title)
{
    return "[CHAPTER]\nTIMEBASE=1/1000\nSTART=" + QByteArray::number(startMs)
        + "\nEND=" + QByteArray::number(endMs) + "\ntitle=" + title + "\n";
}

} // namespace

class TestCueScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSheetMakesTracksOfOneFile()
    {
        Collection c;
        makeWav(c.music / "a/album.wav", tagsOf("Whole", "Someone", "Else"), 6000);
        writeFile(c.music / "a/album.cue", sheet());
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.problems.size(), std::size_t{0});
        QCOMPARE(outcome.tracks, std::int64_t{3});
        QCOMPARE(c.titles(), QByteArray("First Second Third"));
        const auto table = c.table();
        QCOMPARE(table->size(), std::size_t{3});
        QCOMPARE(table->albums().size(), std::size_t{1});
        const TrackRecord second = c.track("Second");
        QCOMPARE(table->text(second.artist), std::string_view("Guest"));
        QCOMPARE(table->text(second.albumArtist), std::string_view("Band"));
        QCOMPARE(table->text(second.album), std::string_view("Album"));
        QCOMPARE(int(second.year), 1999);
        QCOMPARE(int(second.trackNumber), 2);
        QCOMPARE(second.startMs, 2493u);
        QCOMPARE(second.endMs, 4000u);
        QCOMPARE(second.durationMs, 1507u);
        QCOMPARE(c.track("First").startMs, 0u);
        QCOMPARE(c.track("First").endMs, 2493u);
        QCOMPARE(c.track("Third").endMs, 0u);
        QCOMPARE(c.track("Third").durationMs, 2000u);
        QVERIFY(std::string(table->text(second.path)).ends_with("a/album.wav"));
        const scan::Outcome again = c.scan();
        QVERIFY(!again.changed);
        QCOMPARE(again.tracks, std::int64_t{3});
    }

    void theFileMayHaveAnotherExtensionThanTheSheetSays()
    {
        Collection c;
        makeWav(c.music / "album.wav", {}, 6000);
        writeFile(c.music / "album.cue", sheet("C:\\rips\\album.flac"));
        QCOMPARE(c.scan().tracks, std::int64_t{3});
        makeWav(c.music / "b/other.wav", {}, 6000);
        writeFile(c.music / "b/other.cue", sheet("CDImage.ape"));
        QCOMPARE(c.scan().tracks, std::int64_t{6});
    }

    void anEmbeddedSheetMakesTracksToo()
    {
        Collection c;
        Tags tags = tagsOf("Whole", "Someone", "Else");
        tags["CUESHEET"] = {sheet("whatever.wav")};
        makeWav(c.music / "album.wav", tags, 6000);
        QCOMPARE(c.scan().tracks, std::int64_t{3});
        QCOMPARE(c.titles(), QByteArray("First Second Third"));
        QVERIFY(!c.scan().changed);
        // Taken out of the file: it is one track again.
        retag(c.music / "album.wav", tagsOf("Whole"));
        setMtime(c.music / "album.wav", 1'600'000'000);
        QCOMPARE(c.scan().tracks, std::int64_t{1});
        QCOMPARE(c.titles(), QByteArray("Whole"));
    }

    void chaptersOfABookAreTracks_data()
    {
        QTest::addColumn<QString>("flags");
        QTest::addColumn<bool>("textTrack");
        QTest::newRow("text track") << u"+disable_chpl"_s << true;
        QTest::newRow("both") << u"+faststart"_s << true;
        QTest::newRow("list") << u"+faststart"_s << false;
    }
    void chaptersOfABookAreTracks()
    {
        QFETCH(QString, flags);
        QFETCH(bool, textTrack);
        Collection c;
        if (!makeBook(c.music / "book.m4b",
                chapter(0, 1500, "Opening \"words\"")
                    + chapter(1500, 4000,
                        "\xc3\x9c"
                        "ber Berge")
                    + chapter(4000, 6000, ""),
                {u"-movflags"_s, flags}))
            QSKIP("the ffmpeg program is not installed: no book to test with");
        if (!textTrack) { // the sound names none
            std::string bytes = readFile(c.music / "book.m4b");
            bytes.replace(bytes.find("tref"), 4, "free");
            writeFile(c.music / "book.m4b", bytes);
        }
        QCOMPARE(c.scan().problems.size(), std::size_t{0});
        QCOMPARE(c.titles(),
            QByteArray("Chapter 3 Opening 'words' \xc3\x9c"
                       "ber Berge"));
        const TrackRecord second = c.track("\xc3\x9c"
                                           "ber Berge");
        const auto table = c.table();
        QCOMPARE(table->text(second.album), std::string_view("The Book"));
        QCOMPARE(table->text(second.artist), std::string_view("A Reader"));
        QCOMPARE(int(second.trackNumber), 2);
        QCOMPARE(second.startMs, 1493u); // a sheet counts in 75ths of a second
        QCOMPARE(second.endMs, 4000u);
        QVERIFY(!c.scan().changed);
    }
    void oneChapterIsNone()
    {
        Collection c;
        if (!makeBook(c.music / "song.m4a", chapter(0, 6000, "All of it")))
            QSKIP("the ffmpeg program is not installed: no book to test with");
        QCOMPARE(c.scan().tracks, std::int64_t{1});
        QCOMPARE(c.titles(), QByteArray("The Book"));
    }
    void aBookCutOffAnywhereHarmsNothing()
    {
        Collection c;
        if (!makeBook(c.music / "book.m4b", chapter(0, 1500, "One") + chapter(1500, 6000, "Two"),
                {u"-movflags"_s, u"+faststart"_s}))
            QSKIP("the ffmpeg program is not installed: no book to test with");
        const std::string whole = readFile(c.music / "book.m4b");
        const std::size_t tables = std::min<std::size_t>(whole.find("mdat"), whole.size());
        for (std::size_t size = 40; size < tables; size += 37)
            writeFile(c.music / ("cut" + std::to_string(size) + ".m4b"), whole.substr(0, size));
        for (std::size_t at = 60; at < tables; at += 11) {
            std::string odd = whole;
            odd[at] = static_cast<char>(odd[at] ^ 0xff);
            writeFile(c.music / ("odd" + std::to_string(at) + ".m4b"), odd);
        }
        c.scan();
        QVERIFY(c.track("Two").available);
    }

    void aChangedSheetKeepsItsTracks()
    {
        Collection c;
        makeWav(c.music / "album.wav", {}, 6000);
        writeFile(c.music / "album.cue", sheet());
        c.scan();
        const std::int64_t second = c.idOf("Second"), third = c.idOf("Third");
        writeFile(c.music / "album.cue", sheet("album.wav", "Third, renamed"));
        QVERIFY(c.scan().changed);
        QCOMPARE(c.idOf("Third, renamed"), third);
        QCOMPARE(c.idOf("Second"), second);
        writeFile(c.music / "album.cue", sheet("album.wav", ""));
        QCOMPARE(c.scan().tracks, std::int64_t{2});
        QCOMPARE(c.titles(), QByteArray("First Second"));
        QCOMPARE(c.track("Second").endMs, 0u);
        writeFile(c.music / "album.cue", sheet());
        QCOMPARE(c.scan().tracks, std::int64_t{3});
        QCOMPARE(c.idOf("Third"), third);
    }

    void partsGoWhereTheirFileGoes()
    {
        Collection c;
        makeWav(c.music / "a/album.wav", {}, 6000);
        writeFile(c.music / "a/album.cue", sheet());
        c.scan();
        const std::int64_t second = c.idOf("Second");
        fs::rename(c.music / "a", c.music / "b");
        QCOMPARE(c.scan().tracks, std::int64_t{3});
        QCOMPARE(c.idOf("Second"), second);
        QVERIFY(c.track("Second").available);
        const auto table = c.table();
        QVERIFY(std::string(table->text(c.track("Second").path)).find("/b/") != std::string::npos);
        QCOMPARE(table->size(), std::size_t{3});
    }

    void withoutItsSheetAFileIsOneTrackAgain()
    {
        Collection c;
        makeWav(c.music / "album.wav", tagsOf("Whole"), 6000);
        writeFile(c.music / "album.cue", sheet());
        makeWav(c.music / "other.wav", tagsOf("Other"), 1000);
        c.scan();
        const std::int64_t second = c.idOf("Second");
        fs::remove(c.music / "album.cue");
        QCOMPARE(c.scan().tracks, std::int64_t{2});
        QCOMPARE(c.titles(), QByteArray("Other Whole"));
        QVERIFY(!c.track("Second").available);
        writeFile(c.music / "album.cue", sheet());
        c.scan();
        QCOMPARE(c.titles(), QByteArray("First Other Second Third"));
        QCOMPARE(c.idOf("Second"), second);
        fs::remove(c.music / "album.wav");
        c.scan();
        QCOMPARE(c.titles(), QByteArray("Other"));
    }

    void aSheetThatPointsElsewhereIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const std::string& text, const char* reason) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(reason);
        };
        row("above", sheet("../secret.wav"),
            "names a file outside its folder (../secret.wav), which is refused. Move the file "
            "beside the cue sheet.");
        row("absolute", sheet("/etc/passwd"),
            "names a file outside its folder (/etc/passwd), which is refused. Move the file beside "
            "the cue sheet.");
        row("nonsense", "Dear diary", "is no cue sheet that can be used: it names no track");
        row("backwards",
            "FILE \"album.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:03:00\nTRACK 02 AUDIO\n"
            "INDEX 01 00:01:00\n",
            "is no cue sheet that can be used: a track begins before the one in front of it ends");
        row("behind the end",
            "FILE \"album.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\n"
            "INDEX 01 90:00:00\n",
            "names positions behind the end of its file");
    }
    void aSheetThatPointsElsewhereIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reason);
        Collection c;
        makeWav(c.music / "a/album.wav", tagsOf("Whole"), 6000);
        makeWav(c.music / "secret.wav", tagsOf("Secret"), 6000);
        writeFile(c.music / "a/album.cue", text.toStdString());
        const scan::Outcome outcome = c.scan();
        QCOMPARE(c.titles(), QByteArray("Secret Whole"));
        QCOMPARE(outcome.problems.size(), std::size_t{1});
        QVERIFY(outcome.problems[0].find("a/album.cue names") != std::string::npos
            || outcome.problems[0].find("a/album.cue is no") != std::string::npos);
        QCOMPARE(QByteArray::fromStdString(only(loadScanProblems(*c.store().reader()))), reason);
        QCOMPARE(c.scan().problems.size(), std::size_t{0}); // said once, listed on
        QCOMPARE(loadScanProblems(*c.store().reader()).size(), std::size_t{1});
        writeFile(c.music / "a/album.cue", sheet());
        QCOMPARE(c.scan().quarantined, std::int64_t{0});
        QCOMPARE(c.titles(), QByteArray("First Second Secret Third"));
    }

    void aSheetWithoutItsFileIsTriedAgainWhenFilesCome()
    {
        Collection c;
        writeFile(c.music / "album.cue", sheet());
        makeWav(c.music / "other.wav", tagsOf("Other"), 1000);
        c.scan();
        QCOMPARE(only(loadScanProblems(*c.store().reader())),
            "names a file that is not there: album.wav"s);
        makeWav(c.music / "album.wav", {}, 6000);
        QCOMPARE(c.scan().tracks, std::int64_t{4});
        QCOMPARE(loadScanProblems(*c.store().reader()).size(), std::size_t{0});
    }

    void aSheetForFilesOfTheirOwnChangesNothing()
    {
        Collection c;
        makeWav(c.music / "1.wav", tagsOf("One"), 1000);
        makeWav(c.music / "2.wav", tagsOf("Two"), 1000);
        writeFile(c.music / "a.cue",
            "FILE 1.wav WAVE\nTRACK 1 AUDIO\nTITLE x\nINDEX 01 00:00:00\nFILE 2.wav WAVE\n"
            "TRACK 2 AUDIO\nTITLE y\nINDEX 01 00:00:00\n");
        QCOMPARE(c.scan().tracks, std::int64_t{2});
        QCOMPARE(c.titles(), QByteArray("One Two"));
    }
};

SEGUE_TEST(TestCueScan)
#include "tst_cue_scan.moc"
