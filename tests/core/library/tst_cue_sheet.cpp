#include "core/library/cue/cue_sheet.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace std::string_literals;

namespace {

const std::string usual = "REM GENRE \"Trip Hop\"\r\n"
                          "REM DATE 1994\r\n"
                          "PERFORMER \"Portishead\"\r\n"
                          "TITLE \"Dummy\"\r\n"
                          "FILE \"Dummy.flac\" WAVE\r\n"
                          "  TRACK 01 AUDIO\r\n"
                          "    TITLE \"Mysterons\"\r\n"
                          "    PERFORMER \"Portishead\"\r\n"
                          "    ISRC GBAAN9400001\r\n"
                          "    INDEX 01 00:00:33\r\n"
                          "  TRACK 02 AUDIO\r\n"
                          "    TITLE \"Sour Times\"\r\n"
                          "    INDEX 00 05:01:70\r\n"
                          "    INDEX 01 05:02:37\r\n"
                          "  TRACK 03 AUDIO\r\n"
                          "    TITLE \"Strangers\"\r\n"
                          "    INDEX 01 09:13:74\r\n";

std::string sheetWith(const std::string& title)
{
    return "TITLE \"" + title + "\"\nFILE \"a.flac\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n";
}

std::string asUtf16(const std::u16string& text, bool bigEndian)
{
    std::string bytes = bigEndian ? "\xfe\xff" : "\xff\xfe";
    for (const char16_t c : text) {
        const char high = static_cast<char>(c >> 8), low = static_cast<char>(c & 0xff);
        bytes += bigEndian ? high : low;
        bytes += bigEndian ? low : high;
    }
    return bytes;
}

} // namespace

class TestCueSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aUsualSheetIsRead()
    {
        const auto sheet = parseCueSheet(usual);
        QVERIFY2(sheet.ok(), sheet ? "" : sheet.error().message.c_str());
        QCOMPARE(sheet->title, "Dummy"s);
        QCOMPARE(sheet->performer, "Portishead"s);
        QCOMPARE(sheet->genre, "Trip Hop"s);
        QCOMPARE(sheet->date, "1994"s);
        QCOMPARE(sheet->files, std::vector{"Dummy.flac"s});
        QCOMPARE(sheet->tracks.size(), std::size_t{3});
        QCOMPARE(sheet->tracks[0].isrc, "GBAAN9400001"s);
        QCOMPARE(sheet->tracks[1].title, "Sour Times"s);
        QCOMPARE(sheet->tracks[1].number, 2);
        QCOMPARE(sheet->tracks[1].start, std::int64_t{(5 * 60 + 2) * 75 + 37});
    }

    void partsMeetWithoutGapOrOverlap()
    {
        const auto parts = partsOfFile(*parseCueSheet(usual), 0);
        QCOMPARE(parts.size(), std::size_t{3});
        QCOMPARE(parts[0].startMs, std::int64_t{0}); // with what lies before its INDEX 01
        QCOMPARE(parts[0].endMs, parts[1].startMs);
        QCOMPARE(parts[1].startMs, std::int64_t{302'493}); // 37 frames are 493.3 ms
        QCOMPARE(parts[1].endMs, parts[2].startMs);
        QCOMPARE(parts[2].endMs, std::int64_t{0});
    }

    void aSheetOfManyFilesGivesEachItsPart()
    {
        const auto sheet = parseCueSheet("FILE one.wav WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\n"
                                         "FILE \"two tracks.wav\" WAVE\nTRACK 2 AUDIO\n"
                                         "INDEX 01 00:00:00\nTRACK 3 AUDIO\nINDEX 1 01:00:00\n");
        QVERIFY(sheet.ok());
        QCOMPARE(sheet->files, (std::vector{"one.wav"s, "two tracks.wav"s}));
        QCOMPARE(partsOfFile(*sheet, 0).size(), std::size_t{1});
        QCOMPARE(partsOfFile(*sheet, 1).size(), std::size_t{2});
        QCOMPARE(partsOfFile(*sheet, 1)[1].startMs, std::int64_t{60'000});
    }

    void textsOfAllEncodingsAreRead()
    {
        const std::string name = "Café – Ærø";
        QCOMPARE(parseCueSheet(sheetWith(name))->title, name);
        QCOMPARE(parseCueSheet("\xef\xbb\xbf" + sheetWith(name))->title, name);
        QCOMPARE(parseCueSheet(sheetWith("Caf\xe9 \x96 \xc6r\xf8"))->title, name);
        const std::u16string wide = u"TITLE \"Café – 夜 𝄞\"\nFILE \"a.flac\" WAVE\nTRACK 01 AUDIO\n"
                                    u"INDEX 01 00:00:00\n";
        QCOMPARE(parseCueSheet(asUtf16(wide, false))->title, "Café – 夜 𝄞"s);
        QCOMPARE(parseCueSheet(asUtf16(wide, true))->title, "Café – 夜 𝄞"s);
    }

    void dataTracksAndRemarksAreLeftOut()
    {
        const auto sheet = parseCueSheet("FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n"
                                         "TRACK 02 MODE1/2352\nINDEX 01 10:00:00\nREM nonsense \"\n"
                                         "WHATEVER 1 2 3\n");
        QVERIFY(sheet.ok());
        QCOMPARE(sheet->tracks.size(), std::size_t{1});
    }

    void whatIsWrongIsSaidWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, QByteArray text, QByteArray message) {
            QTest::newRow(name) << std::move(text) << std::move(message);
        };
        row("nothing", "", "it names no track");
        row("text", "Dear diary,\ntoday", "it names no track");
        row("no file", "TRACK 01 AUDIO\nINDEX 01 00:00:00\n",
            "line 2: INDEX before the first FILE");
        row("no index", "FILE a.wav WAVE\nTRACK 01 AUDIO\nTRACK 02 AUDIO\nINDEX 01 00:01:00",
            "line 3: a track has no INDEX 01");
        row("no index at the end", "FILE a.wav WAVE\nTRACK 01 AUDIO\n", "a track has no INDEX 01");
        row("position", "FILE a.wav WAVE\nTRACK 01 AUDIO\nINDEX 01 00:61:00\n",
            "line 3: the position is not of the form mm:ss:ff");
        row("frames", "FILE a.wav WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:75\n",
            "line 3: the position is not of the form mm:ss:ff");
        row("backwards",
            "FILE a.wav WAVE\nTRACK 01 AUDIO\nINDEX 01 05:00:00\nTRACK 02 AUDIO\n"
            "INDEX 01 04:00:00\n",
            "a track begins before the one in front of it ends");
        row("number", "FILE a.wav WAVE\nTRACK 0 AUDIO\n",
            "line 2: the track's number is not one of 1 to 999");
        row("huge", QByteArray((1 << 20) + 1, ' '), "it is larger than 1 MiB");
    }
    void whatIsWrongIsSaidWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto sheet = parseCueSheet(std::string_view(text.constData(), text.size()));
        QVERIFY(!sheet);
        QCOMPARE(QByteArray::fromStdString(sheet.error().message), message);
    }

    void everyCutAndEveryFlippedBitEnds()
    {
        for (std::size_t size = 0; size <= usual.size(); ++size)
            (void)parseCueSheet(std::string_view(usual).substr(0, size));
        for (std::size_t bit = 0; bit < usual.size() * 8; ++bit) {
            std::string flipped = usual;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
            if (const auto sheet = parseCueSheet(flipped)) {
                for (std::size_t file = 0; file < sheet->files.size(); ++file) {
                    std::int64_t last = -1;
                    for (const CuePart& part : partsOfFile(*sheet, file)) {
                        QVERIFY(part.startMs > last);
                        last = part.startMs;
                    }
                }
            }
        }
    }

    void namesOfFilesStayInTheirFolder_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << "album.flac"
                               << "album.flac";
        QTest::newRow("beside") << "./album.flac"
                                << "album.flac";
        QTest::newRow("of Windows") << "C:\\rips\\album.wav"
                                    << "album.wav";
        QTest::newRow("of a share") << "\\\\server\\album.wav"
                                    << "album.wav";
        QTest::newRow("above") << "../album.flac"
                               << "";
        QTest::newRow("absolute") << "/etc/passwd.flac"
                                  << "";
        QTest::newRow("below") << "cd1/album.flac"
                               << "";
        QTest::newRow("above, of Windows") << "..\\.."
                                           << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void namesOfFilesStayInTheirFolder()
    {
        QFETCH(QString, written);
        QFETCH(QString, name);
        const auto found = cueFileName(written.toStdString());
        QCOMPARE(found.ok(), !name.isEmpty());
        if (found)
            QCOMPARE(QString::fromStdString(*found), name);
        else
            QVERIFY(found.error().message.find("refused") != std::string::npos);
    }
};

SEGUE_TEST(TestCueSheet)
#include "tst_cue_sheet.moc"
