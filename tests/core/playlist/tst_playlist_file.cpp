#include "core/playlist/playlist_file.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;

namespace {

/// "path|artist|title|album|ms" a line.
QByteArray shown(const Result<PlaylistFile>& file)
{
    if (!file)
        return QByteArray::fromStdString("error: " + file.error().message);
    std::string out;
    for (const PlaylistFileEntry& e : file->entries) {
        out += (out.empty() ? "" : "\n") + e.path + '|' + e.artist + '|' + e.title + '|' + e.album
            + '|' + std::to_string(e.durationMs);
    }
    return QByteArray::fromStdString(out);
}

QByteArray read(std::string_view bytes, PlaylistFormat format, std::string_view folder = "/lists")
{
    return shown(readPlaylistFile(bytes, format, folder));
}

const PlaylistFile& sample()
{
    static const PlaylistFile file{"Late & Löud",
        {{"/music/A B/01 - Café.flac", "Café", "Ann & Bob", "Ö <1>", 215'000},
            {"/elsewhere/#1.mp3", "Number One", "", "", 0},
            {"http://radio.example/stream?x=1", "Radio", "", "", 0},
            {"/music/caf\xe9.mp3", "Old name", "X", "", 1'000}}};
    return file;
}

} // namespace

class TestPlaylistFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void m3u()
    {
        QCOMPARE(
            read("#EXTM3U\r\n#PLAYLIST:My list\r\n#EXTINF:123,Kate Bush - Wuthering Heights\r\n"
                 "Kate/wh.mp3\r\n\r\n# a comment\r\n/abs/x.ogg\r\n",
                PlaylistFormat::m3u),
            QByteArray("/lists/Kate/wh.mp3|Kate Bush|Wuthering Heights||123000\n/abs/x.ogg||||0"));
        const auto file = readPlaylistFile(
            "#PLAYLIST:My list\n#EXTALB:Hounds\n#EXTART:Kate\n#EXTINF:9,Cloud\na.mp3",
            PlaylistFormat::m3u8, "");
        QCOMPARE(file->name, std::string("My list"));
        QCOMPARE(shown(file), QByteArray("a.mp3|Kate|Cloud|Hounds|9000"));
    }

    void m3uPlaces_data()
    {
        QTest::addColumn<QByteArray>("path");
        const auto row
            = [](const char* line, const char* path) { QTest::newRow(line) << QByteArray(path); };
        row("../up/x.mp3", "/up/x.mp3");
        row("./x.mp3", "/lists/x.mp3");
        row("a/./b/../x.mp3", "/lists/a/x.mp3");
        row("/../x.mp3", "/x.mp3");
        row("file:///m/a%20b%C3%A9.mp3", "/m/a b\xc3\xa9.mp3");
        row("file://localhost/m/x.mp3", "/m/x.mp3");
        row("FILE:/m/x.mp3", "/m/x.mp3");
        row("C:\\Music\\A B\\x.mp3", "C:/Music/A B/x.mp3");
        row("file:///C:/Music/x.mp3", "C:/Music/x.mp3");
        row("sub\\x.mp3", "/lists/sub/x.mp3");
        row("/m/back\\slash.mp3", "/m/back\\slash.mp3");
        row("http://x.example/a.mp3", "http://x.example/a.mp3");
        row("100% real.mp3", "/lists/100% real.mp3");
    }
    void m3uPlaces()
    {
        QFETCH(QByteArray, path);
        const auto file = readPlaylistFile(QTest::currentDataTag(), PlaylistFormat::m3u, "/lists");
        QCOMPARE(QByteArray::fromStdString(file->entries.at(0).path), path);
    }

    void encodings()
    {
        // UTF-8 with its mark, UTF-16, and old ones whose paths stay the bytes they are.
        QCOMPARE(read("\xef\xbb\xbf#EXTINF:1,\xc3\x96 - x\na.mp3", PlaylistFormat::m3u8),
            QByteArray("/lists/a.mp3|Ö|x||1000"));
        std::string wide("\xff\xfe", 2);
        for (const char c : std::string_view("#EXTINF:1,\xd6 - x\na.mp3"))
            wide += std::string{c, '\0'};
        QCOMPARE(read(wide, PlaylistFormat::m3u), QByteArray("/lists/a.mp3|Ö|x||1000"));
        QCOMPARE(read("#EXTINF:1,\xd6 - \x80\x93\ncaf\xe9.mp3", PlaylistFormat::m3u),
            QByteArray("/lists/caf\xe9.mp3|Ö|€“||1000"));
        QCOMPARE(utf8OfPath("/m/caf\xe9"), std::string("/m/café"));
        QCOMPARE(utf8OfPath("/m/café"), std::string("/m/café"));
    }

    void pls()
    {
        QCOMPARE(
            read("[playlist]\nFile2=b.mp3\nTitle1=X - Y\nfile1=/a.mp3\nLength1=61\nLength2=-1\n"
                 "FileX=no\nFile99999999999=no\nTitle7=no file\nNumberOfEntries=2\nVersion=2\n",
                PlaylistFormat::pls),
            QByteArray("/a.mp3|X|Y||61000\n/lists/b.mp3||||0"));
    }

    void xspf()
    {
        const std::string head = "<?xml version=\"1.0\"?><playlist version=\"1\" "
                                 "xmlns=\"http://xspf.org/ns/0/\"><title>T</title><trackList>";
        QCOMPARE(read(head
                         + "<track><location>file:///m/a%20b.mp3</location><title>A &amp; B</title>"
                           "<creator>C</creator><album>D</album><duration>1500</duration></track>"
                           "<track><location>sub/x%23.mp3</location></track>"
                           "<track><title>only a title</title></track><track/>"
                           "</trackList></playlist>",
                     PlaylistFormat::xspf),
            QByteArray("/m/a b.mp3|C|A & B|D|1500\n/lists/sub/x#.mp3||||0\n||only a title||0"));
        const auto broken
            = readPlaylistFile(head + "<track><title>x", PlaylistFormat::xspf, "/lists");
        QVERIFY(!broken);
        QVERIFY(broken.error().message.find("line 1, column") != std::string::npos);
        QVERIFY(!readPlaylistFile("<html/>", PlaylistFormat::xspf, "/lists"));
        QVERIFY(!readPlaylistFile("", PlaylistFormat::xspf, "/lists"));
    }

    void entitiesCannotGrowWithoutEnd()
    {
        std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">";
        for (char c = 'b'; c < 'k'; ++c) {
            const std::string before(1, static_cast<char>(c - 1));
            bomb += std::string("<!ENTITY ") + c + " \"";
            for (int i = 0; i < 10; ++i)
                bomb += '&' + before + ';';
            bomb += "\">";
        }
        bomb += "]><playlist><trackList><track><title>&j;</title></track></trackList></playlist>";
        const auto read = readPlaylistFile(bomb, PlaylistFormat::xspf, "");
        QVERIFY(!read || read->entries.empty() || read->entries[0].title.size() < 100'000);
    }

    void whatIsWrittenReadsBack_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("folder");
        for (const auto& [name, format] : {std::pair("m3u", PlaylistFormat::m3u),
                 std::pair("xspf", PlaylistFormat::xspf), std::pair("pls", PlaylistFormat::pls)}) {
            QTest::newRow(name) << static_cast<int>(format) << QByteArray();
            QTest::newRow((QByteArray(name) + " relative").constData())
                << static_cast<int>(format) << QByteArray("/music/");
        }
    }
    void whatIsWrittenReadsBack()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, folder);
        const auto f = static_cast<PlaylistFormat>(format);
        const std::string bytes = writePlaylistFile(sample(), f, folder.toStdString());
        QCOMPARE(bytes.find("/music/A B") == std::string::npos
                && bytes.find("/music/A%20B") == std::string::npos,
            !folder.isEmpty());
        const auto back = readPlaylistFile(bytes, f, "/music");
        QVERIFY(back);
        QCOMPARE(back->entries.size(), sample().entries.size());
        if (f != PlaylistFormat::pls)
            QCOMPARE(back->name, sample().name);
        for (std::size_t i = 0; i < back->entries.size(); ++i) {
            PlaylistFileEntry wanted = sample().entries[i];
            if (f == PlaylistFormat::pls)
                wanted.album.clear(); // it has no place for it
            QCOMPARE(
                shown(PlaylistFile{{}, {back->entries[i]}}), shown(PlaylistFile{{}, {wanted}}));
        }
    }

    void whatCannotBeALineIsLeftOut()
    {
        const PlaylistFile odd{"a\nb",
            {{"/m/two\nlines.mp3", "x", "", "", 0}, {"", "no path", "", "", 0},
                {"/m/ok.mp3", "t\r\nt", "a\nb", "", 0}}};
        const auto m3u = readPlaylistFile(
            writePlaylistFile(odd, PlaylistFormat::m3u, ""), PlaylistFormat::m3u, "");
        QCOMPARE(shown(m3u), QByteArray("/m/ok.mp3|a b|t  t||0"));
        const auto pls = readPlaylistFile(
            writePlaylistFile(odd, PlaylistFormat::pls, ""), PlaylistFormat::pls, "");
        QCOMPARE(shown(pls), QByteArray("/m/ok.mp3|a b|t  t||0"));
        // XSPF carries any path.
        const auto xspf = readPlaylistFile(
            writePlaylistFile(odd, PlaylistFormat::xspf, ""), PlaylistFormat::xspf, "");
        QCOMPARE(xspf->entries.size(), std::size_t(3));
        QCOMPARE(xspf->entries[0].path, std::string("/m/two\nlines.mp3"));
    }

    void formatsAreKnownByTheirEnds()
    {
        QVERIFY(*playlistFormatOf("a.m3u8") == PlaylistFormat::m3u8);
        QVERIFY(*playlistFormatOf("/x/A.XSPF") == PlaylistFormat::xspf);
        QVERIFY(!playlistFormatOf("x.txt"));
        QVERIFY(!playlistFormatOf(".m3u"));
        QVERIFY(playlistFormatOf("x.txt").error().message.find(".xspf") != std::string::npos);
    }

    void savingReplacesAsAWhole()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("x.m3u8")).toStdString();
        QVERIFY(saveAtomically(path, "one"));
        QVERIFY(saveAtomically(path, "two"));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("two"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
        const auto failed = saveAtomically("/no/such/folder/x.m3u8", "x");
        QVERIFY(!failed);
        QVERIFY(failed.error().message.find("/no/such/folder/x.m3u8") != std::string::npos);
    }
};

SEGUE_TEST(TestPlaylistFile)
#include "tst_playlist_file.moc"
