#include "core/library/tags/path_names.h"
#include "core/library/tags/tag_values.h"
#include "core/library/tags/track_kind.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::tags;

namespace {

QByteArray bytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

class TestTagValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void popmFollowsTheScaleOfItsPlayer_data()
    {
        QTest::addColumn<QByteArray>("owner");
        QTest::addColumn<QList<int>>("values"); // byte, half-stars, byte, half-stars…
        const QList<int> common{0, 0, 1, 2, 64, 4, 128, 6, 196, 8, 255, 10};
        QTest::newRow("Windows") << QByteArray("Windows Media Player 9 Series") << common;
        QTest::newRow("Windows Explorer ranges")
            << QByteArray("Windows Media Player 9 Series")
            << QList<int>{31, 2, 32, 4, 95, 4, 96, 6, 159, 6, 160, 8, 223, 8, 224, 10};
        QTest::newRow("Winamp") << QByteArray("rating@winamp.com") << common;
        QTest::newRow("MusicBee") << QByteArray("MusicBee")
                                  << QList<int>{13, 1, 1, 2, 54, 3, 64, 4, 118, 5, 128, 6, 186, 7,
                                         196, 8, 242, 9, 255, 10};
        QTest::newRow("MediaMonkey") << QByteArray("no@email") << common;
        QTest::newRow("Banshee") << QByteArray("Banshee")
                                 << QList<int>{0, 0, 1, 2, 64, 4, 128, 6, 192, 8, 255, 10};
        QTest::newRow("Clementine")
            << QByteArray("Clementine Music Player")
            << QList<int>{1, 2, 63, 2, 65, 4, 129, 6, 192, 8, 200, 8, 252, 10, 255, 10};
        QTest::newRow("Strawberry")
            << QByteArray("Strawberry") << QList<int>{64, 4, 192, 8, 255, 10};
        QTest::newRow("Quod Libet")
            << QByteArray("quodlibet@lists.sacredchao.net")
            << QList<int>{51, 2, 102, 4, 127, 5, 153, 6, 191, 7, 204, 8, 255, 10};
        QTest::newRow("Traktor") << QByteArray("traktor@native-instruments.de")
                                 << QList<int>{51, 2, 102, 4, 153, 6, 204, 8, 255, 10};
        QTest::newRow("unknown player") << QByteArray("") << common;
        QTest::newRow("out of range") << QByteArray("") << QList<int>{-1, 0, 256, 0};
    }
    void popmFollowsTheScaleOfItsPlayer()
    {
        QFETCH(QByteArray, owner);
        QFETCH(QList<int>, values);
        for (qsizetype i = 0; i + 1 < values.size(); i += 2)
            QCOMPARE(ratingFromPopm(owner.toStdString(), values[i]).value_or(0), values[i + 1]);
    }

    void textRatings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("perUser");
        QTest::addColumn<int>("halfStars");
        const auto row = [](const char* text, int halfStars, bool perUser = false) {
            QTest::addRow("%s%s", text, perUser ? " per user" : "")
                << QByteArray(text) << perUser << halfStars;
        };
        row("0", 0);
        row("1", 2);
        row("3", 6);
        row("3.5", 7);
        row("5", 10);
        row("6", 6);
        row("10", 10);
        row("20", 2);
        row("50", 5);
        row("90", 9);
        row("100", 10);
        row("0.8", 8);
        row("0.75", 8, true);
        row("1.0", 10, true);
        row("0.5", 5, true);
        row("101", 0);
        row("-3", 0);
        row("five", 0);
        row("", 0);
        row("nan", 0);
    }
    void textRatings()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, perUser);
        QFETCH(int, halfStars);
        QCOMPARE(ratingFromText(text.toStdString(), perUser).value_or(0), halfStars);
    }

    void otherRatingScales()
    {
        QCOMPARE(ratingFromFmps("0.8").value_or(0), 8);
        QCOMPARE(ratingFromFmps("1").value_or(0), 10);
        QCOMPARE(ratingFromFmps("0.04").value_or(0), 1);
        QVERIFY(!ratingFromFmps("0"));
        QVERIFY(!ratingFromFmps("-1"));
        QVERIFY(!ratingFromFmps("x"));
        const int stars[] = {1, 25, 50, 75, 99};
        for (int i = 0; i < 5; ++i)
            QCOMPARE(ratingFromWindows(stars[i]).value_or(0), 2 * (i + 1));
        QVERIFY(!ratingFromWindows(0));
        QCOMPARE(parseCount("12"), 12u);
        QCOMPARE(parseCount("12.0"), 12u);
        QCOMPARE(parseCount("-1"), 0u);
        QCOMPARE(parseCount("1e99"), 0u);
    }

    void numbersOfTotals_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("total");
        const auto row = [](const char* text, int number, int total) {
            QTest::newRow(text) << QByteArray(text) << number << total;
        };
        row("3", 3, 0);
        row("03", 3, 0);
        row("3/12", 3, 12);
        row(" 3 of 12 ", 3, 12);
        row("A3", 3, 0);
        row("/12", 0, 12);
        row("", 0, 0);
        row("x", 0, 0);
        row("99999999999999999999", 0, 0);
        row("65535", 65535, 0);
        row("-3", 3, 0);
    }
    void numbersOfTotals()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, number);
        QFETCH(int, total);
        const auto [n, t] = parseNumberOfTotal(text.toStdString());
        QCOMPARE(int(n), number);
        QCOMPARE(int(t), total);
    }

    void yearsAreFoundInDates()
    {
        QCOMPARE(int(parseYear("2003")), 2003);
        QCOMPARE(int(parseYear("2003-04-05T06:07")), 2003);
        QCOMPARE(int(parseYear("05.04.1999")), 1999);
        QCOMPARE(int(parseYear("20030405")), 2003);
        QCOMPARE(int(parseYear("c. 1721")), 1721);
        QCOMPARE(int(parseYear("℗ 1973 X")), 1973);
        QCOMPARE(int(parseYear("0000")), 0);
        QCOMPARE(int(parseYear("99")), 0);
        QCOMPARE(int(parseYear("9999")), 0);
        QCOMPARE(int(parseYear("")), 0);
    }

    void gainsPeaksAndTempo()
    {
        QCOMPARE(parseGain("-7.30 dB"), -7.3f);
        QCOMPARE(parseGain("+2"), 2.f);
        QCOMPARE(parseGain(" -6,5 dB"), -6.5f);
        QVERIFY(std::isnan(parseGain("loud")));
        QVERIFY(std::isnan(parseGain("1000")));
        QCOMPARE(parsePeak("0.98"), .98f);
        QVERIFY(std::isnan(parsePeak("-1")));
        // R128 counts from -23 LUFS in 1/256 dB, ReplayGain from -18.
        QCOMPARE(parseR128Gain("0"), 5.f);
        QCOMPARE(parseR128Gain("-1280"), 0.f);
        QVERIFY(std::isnan(parseR128Gain("40000")));
        QCOMPARE(int(parseBpm("127.6")), 128);
        QCOMPARE(int(parseBpm("0")), 0);
        QCOMPARE(int(parseBpm("1000")), 0);
        QVERIFY(isMbid("b1a9c0e9-d987-4042-ae91-78d6a3267d69"));
        QVERIFY(!isMbid("b1a9c0e9-d987-4042-ae91-78d6a3267d6"));
        QVERIFY(!isMbid("b1a9c0e9-d987-4042-ae91-78d6a3267d6x"));
    }

    void missingTagsComeFromThePath_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected"); // title|artist|album|year|disc-track
        const auto row = [](const char* path, const char* expected) {
            QTest::newRow(path) << QByteArray(path) << QByteArray(expected);
        };
        row("Artist/2001 - Album/03 Title.mp3", "Title|Artist|Album|2001|0-3");
        row("Artist/Album (1999)/03 - Title.mp3", "Title|Artist|Album|1999|0-3");
        row("Artist/[1999] Album/3. Title.mp3", "Title|Artist|Album|1999|0-3");
        row("Artist/2001 - Album (Live)/2-13 Title.mp3", "Title|Artist|Album (Live)|2001|2-13");
        row("Artist/Album/CD2/05_Title.mp3", "Title|Artist|Album|0|2-5");
        row("Genre/Artist/Album/01 - Artist - Title.mp3", "Title|Artist|Album|0|0-1");
        row("01 - Artist - Title.mp3", "Title|Artist||0|0-1");
        row("Artist - Title.ogg", "Title|Artist||0|0-0");
        row("Artist - Album - 07 - Title.ogg", "Title|Artist|Album|0|0-7");
        row("Artist - Album/07 Title.ogg", "Title|Artist|Album|0|0-7");
        row("Artist/Album/04 Help! - Live.mp3", "Help! - Live|Artist|Album|0|0-4");
        row("Various Artists/Hits/01 Singer - Song.mp3", "Song|Singer|Hits|0|0-1");
        row("games/music/song.ogg", "song||||0-0");
        row("the_long_name.ogg", "the long name||||0-0");
        row("99 Luftballons.mp3", "99 Luftballons||||0-0");
        row("7 Rings.mp3", "7 Rings||||0-0");
        row("1979.mp3", "1979||||0-0");
        row("01.mp3", "01||||0-0");
        row("\xff\xfe.mp3", "\xef\xbf\xbd\xef\xbf\xbd||||0-0");
        row("a\nb.mp3", "a b||||0-0");
        row(".mp3", ".mp3||||0-0");
        row("no extension", "no extension||||0-0");
    }
    void missingTagsComeFromThePath()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, expected);
        TagData t;
        fillFromPath(path.toStdString(), t);
        QVERIFY((t.fromNames & titleNamed) != 0);
        const QByteArray year = t.album.empty() ? QByteArray() : QByteArray::number(t.year);
        QByteArray got = bytes(t.title) + '|' + bytes(t.artist) + '|' + bytes(t.album) + '|';
        got += expected.contains("||||") ? "" : QByteArray::number(t.year);
        got += '|' + QByteArray::number(t.disc) + '-' + QByteArray::number(t.track);
        QCOMPARE(got, expected);
    }

    void tagsWinOverThePath()
    {
        TagData t;
        t.title = "Tagged";
        t.artist = "Someone";
        t.track = 9;
        fillFromPath("Artist/2001 - Album/03 Title.mp3", t);
        QCOMPARE(t.title, std::string("Tagged"));
        QCOMPARE(int(t.fromNames), int(albumNamed));
        QCOMPARE(t.artist, std::string("Someone"));
        QCOMPARE(int(t.track), 9);
        QCOMPARE(t.album, std::string("Album"));
    }

    void discFolders()
    {
        QCOMPARE(discOfFolder("CD1"), 1);
        QCOMPARE(discOfFolder("Disc 02"), 2);
        QCOMPARE(discOfFolder("disk_3"), 3);
        QCOMPARE(discOfFolder("Disc 2 - The Remixes"), 2);
        QCOMPARE(discOfFolder("CD1984"), 0);
        QCOMPARE(discOfFolder("Discovery"), 0);
        QCOMPARE(discOfFolder("CD"), 0);
    }

    void spokenWordIsRecognisedInSeveralLanguages()
    {
        for (const char* genre : {"Audiobook", "Audio Book", "Spoken Word", "Speech", "Podcast",
                 "Hörbuch", "HÖRSPIEL", "Livre audio", "Аудиокнига", "audiolibro", "有声书",
                 "Rock\x1fPodcast", "Books & Spoken"})
            QVERIFY2(kindFromGenres(genre, "/a.mp3") == TrackKind::spoken, genre);
        for (const char* genre : {"", "Rock", "Comedy", "Soundtrack", "New Wave"})
            QVERIFY2(kindFromGenres(genre, "/a.mp3") == TrackKind::music, genre);
        QVERIFY(kindFromGenres("Sound Effects", "/a.mp3") == TrackKind::other);
        QVERIFY(kindFromGenres("", "/book.M4B") == TrackKind::spoken);
    }
};

SEGUE_TEST(TestTagValues)
#include "tst_tag_values.moc"
