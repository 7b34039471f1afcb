#include "core/recommend/packs/text_lines.h"
#include "tests/core/recommend/packs/made_pack.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;

namespace {

QByteArray gzipped(const QByteArray& bytes)
{
    QTemporaryDir dir;
    const QByteArray path = QFile::encodeName(dir.filePath(u"x.gz"_s));
    gzFile file = gzopen(path.constData(), "wb");
    gzwrite(file, bytes.constData(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    QFile back(dir.filePath(u"x.gz"_s));
    return back.open(QIODevice::ReadOnly) ? back.readAll() : QByteArray();
}

const QByteArray small = "user\tartist\ttitle\tcount\n"
                         "u1\tKate Bush\tCloudbusting\t3\n"
                         "u2\tKate Bush\tCloudbusting\t1\n"
                         "u1\tTalk Talk\tLife's What You Make It\t12\n"
                         "u2\tTalk Talk\tLife's What You Make It\t1.5\n"
                         "u3\tTalk Talk\tLife's What You Make It\t2\n";

/// The keys of a listener's items, whatever their numbers.
std::set<std::uint64_t> namesOf(const Pack& pack, std::int32_t row)
{
    std::set<std::uint64_t> names;
    for (const std::int32_t item : pack.rows.of(row))
        names.insert(pack.items[static_cast<std::size_t>(item)].name);
    return names;
}

} // namespace

class TestPackReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsGoByTheirHeader()
    {
        const PackFiles f;
        const auto read = f.read(small);
        QVERIFY(read);
        const Pack& pack = read->pack;
        QCOMPARE(pack.info.listeners, 2); // u3 has one item alone
        QCOMPARE(pack.info.items, 2);
        QCOMPARE(pack.info.triplets, 4);
        QCOMPARE(pack.info.lines, 5);
        QCOMPARE(pack.info.linesLeftOut(), 0);
        QVERIFY(!pack.info.ofArtists);
        const std::set<std::uint64_t> both{trackKey("kate bush", "cloudbusting"),
            trackKey("Talk Talk", "Life’s what you make it (2010 Remaster)")};
        QCOMPARE(namesOf(pack, 0), both);
        QCOMPARE(namesOf(pack, 1), both);
    }

    void formsOfOneFileGiveOnePack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("columns");
        QByteArray commas = small, bare = small.mid(small.indexOf('\n') + 1), dos = small;
        commas.replace("Talk Talk", "\"Talk Talk\"").replace('\t', ", ");
        dos.replace("\n", "\r\n");
        QByteArray grouped("user,count,artist,title\n");
        for (const char* who : {"u1", "u2"})
            grouped += QByteArray(who) + ",1,Kate Bush,Cloudbusting\n" + who
                + ",1,Talk Talk,Life's What You Make It\n" + who + ",1,Kate Bush,cloudbusting\n";
        QTest::newRow("commas and quotes") << commas << QByteArray();
        QTest::newRow("columns named") << bare << QByteArray("user,artist,title,count");
        QTest::newRow("columns named, and a header")
            << small << QByteArray("user,artist,title,count");
        QTest::newRow("mark, line ends, no last one")
            << "\xEF\xBB\xBF" + dos.chopped(2) << QByteArray();
        QTest::newRow("gzip") << gzipped(small) << QByteArray();
        QTest::newRow("another order, grouped, repeated") << grouped << QByteArray();
    }
    void formsOfOneFileGiveOnePack()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, columns);
        const PackFiles f;
        PackOptions options;
        if (!columns.isEmpty())
            options.columns = columnsOf(columns.constData());
        const auto read = f.read(bytes, options), first = f.read(small);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(read->pack.info.listeners, 2);
        QCOMPARE(read->pack.info.triplets, 4);
        QCOMPARE(namesOf(read->pack, 0), namesOf(first->pack, 0));
    }

    void idsAreExplainedByAFileOfNames()
    {
        const PackFiles f;
        const std::string names = f.write(u"names.txt"_s,
            "TR1<SEP>SO1<SEP>Kate Bush<SEP>Cloudbusting\n"
            "TR2<SEP>SO2<SEP>Talk Talk<SEP>Life's What You Make It\n"
            "TR3<SEP>SO3<SEP>Somebody<SEP>Intro\n");
        PackOptions options;
        options.names = names;
        const auto read = f.read("u1\tSO1\t3\nu1\tTR2\t1\nu1\tSO9\t1\nu1\tSO3\t1\n", options);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(namesOf(read->pack, 0),
            (std::set<std::uint64_t>{trackKey("Kate Bush", "Cloudbusting"),
                trackKey("Talk Talk", "Life's What You Make It")}));
        QCOMPARE(leftOut(read->pack, LeftOut::unnamed), 1);
        QCOMPARE(leftOut(read->pack, LeftOut::common), 1);
        QCOMPARE(read->complaints, std::vector<std::string>{"line 3 has an id without a name"});
    }

    void namesWithAnotherNumberOfColumnsAreLeftOut()
    {
        const PackFiles f;
        PackOptions options;
        options.names = f.write(u"names.csv"_s,
            "1,Kate Bush,Cloudbusting\n2,Talk Talk,Life's What, You Make It\n"
            "3,\"Talk Talk\",\"Life's What, You Make It\"\n4,Nobody\n");
        const auto read = f.read("u,1,3\nu,2,1\nu,3,1\nu,4,1\n", options);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QCOMPARE(namesOf(read->pack, 0),
            (std::set<std::uint64_t>{trackKey("Kate Bush", "Cloudbusting"),
                trackKey("Talk Talk", "Life's What, You Make It")}));
        QCOMPARE(leftOut(read->pack, LeftOut::columns), 2);
        QCOMPARE(leftOut(read->pack, LeftOut::unnamed), 2);
        QCOMPARE(read->complaints.front(),
            std::string("line 2 of the names has 4 columns, 3 were expected"));
    }

    /// As many public files have it: user, artist, count, and the artists' names in another.
    void artistsAloneAreAPackOfArtists()
    {
        const PackFiles f;
        PackOptions options;
        options.names = f.write(u"artists.dat"_s,
            "ID\tName\turl\n1\tMotörhead\thttp://x\n2\tK\xF6ln\n3\tVarious Artists\tz\n");
        const auto read
            = f.read("userID\tartistID\tweight\n7\t1\t13883\n7\t2\t5\n7\t3\t5\n", options);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QVERIFY(read->pack.info.ofArtists);
        QCOMPARE(namesOf(read->pack, 0), // Windows-1252 is understood
            (std::set<std::uint64_t>{artistNameKey("motorhead"), artistNameKey("Köln")}));
        QCOMPARE(leftOut(read->pack, LeftOut::common), 1);
        options = {};
        options.columns = columnsOf("user,-,artist,count");
        const auto alone = f.read("a\tmb\tThe Fall\t3\na\t\tWire\t1\n", options);
        QVERIFY(alone && alone->pack.info.ofArtists);
        QCOMPARE(namesOf(alone->pack, 0),
            (std::set<std::uint64_t>{artistNameKey("Fall, The"), artistNameKey("Wire")}));
    }

    void recordingsGoByTheirId()
    {
        const PackFiles f;
        const auto read = f.read("user,recording_mbid,count\n"
                                 "a,8F3471B5-7E6A-48DA-86A9-C1C07A0F47AE,1\n"
                                 "a,5b11f4ce-a62d-471e-81fc-a69a8278c7da,2\n"
                                 "a,nonsense,2\n");
        QVERIFY(read);
        QCOMPARE(read->pack.info.triplets, 2);
        const auto key = recordingKey("8f3471b5-7e6a-48da-86a9-c1c07a0f47ae");
        QVERIFY(key != 0);
        QVERIFY(std::ranges::find(read->pack.items, key, &PackKey::recording)
            != read->pack.items.end());
        QCOMPARE(leftOut(read->pack, LeftOut::noItem), 1);
    }

    void whatIsLeftOutIsCountedWithItsLine()
    {
        const PackFiles f;
        QByteArray bytes = small;
        bytes += "u1\tonly two\n" // 7
                 "\tA\tB\t1\n" // 8
                 "u1\tA\t\t1\n" // 9
                 "u1\tA\tB\tmany\n" // 10
                 "u1\tA\tB\t-1\n"
                 "u1\tA\tB\t0\n"
                 "u1\tA\tB\tnan\n"
                 "u1\tA\tB\t1e999\n"
                 "u1\tA\tB\tinf\n"
                 "u1\tA\tIntro\t1\n"
                 "\n";
        bytes += QByteArray("u1\tA\0x\tB\t1\n", 11);
        bytes += "u1\t" + QByteArray(70'000, 'x') + "\tB\t1\n";
        bytes += QByteArray(60'000, '\t') + '\n';
        bytes += "u3\tKate Bush\tCloudbusting\t1e300"; // and the last one counts
        const auto read = f.read(bytes);
        QVERIFY2(!read.ok(), "a byte 0 in the first block is no text");
        bytes.replace(QByteArray("A\0x", 3), "A");
        const auto good = f.read(bytes);
        QVERIFY2(good.ok(), good ? "" : good.error().message.c_str());
        const Pack& pack = good->pack;
        QCOMPARE(leftOut(pack, LeftOut::columns), 2);
        QCOMPARE(leftOut(pack, LeftOut::noListener), 1);
        QCOMPARE(leftOut(pack, LeftOut::noItem), 1);
        QCOMPARE(leftOut(pack, LeftOut::count), 6);
        QCOMPARE(leftOut(pack, LeftOut::common), 1);
        QCOMPARE(leftOut(pack, LeftOut::tooLong), 1);
        QCOMPARE(pack.info.listeners, 3);
        QCOMPARE(good->complaints.size(), ReadPack::mostComplaints);
        QCOMPARE(good->complaints[0], std::string("line 7 has 2 columns, 4 were expected"));
        QCOMPARE(good->complaints[1], std::string("line 8 has no listener"));
    }

    void aByte0FarInCostsItsLine()
    {
        const PackFiles f;
        QByteArray bytes = small;
        for (int i = 0; i < 20'000; ++i)
            bytes += "u" + QByteArray::number(i % 50) + "\tKate Bush\tCloudbusting\t1\n";
        bytes += QByteArray("u1\tA\0\tB\t1\n", 10) + "u1\tA\tB\t1\n";
        const auto read = f.read(bytes);
        QVERIFY(read);
        QCOMPARE(leftOut(read->pack, LeftOut::noText), 1);
        QCOMPARE(read->pack.info.items, 3);
    }

    void filesThatAreNoneAreToldInWords_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("empty") << QByteArray() << QByteArray("is empty");
        QTest::newRow("zstd") << QByteArray("\x28\xB5\x2F\xFD....") << QByteArray("zstd -d");
        QTest::newRow("utf-16") << QByteArray("\xFF\xFEu\0s\0", 6) << QByteArray("UTF-16");
        QTest::newRow("binary") << QByteArray("\x7F"
                                              "ELF\0\0\0",
            7) << QByteArray("no text file");
        QTest::newRow("no header") << QByteArray("1\t2\t3\n") << QByteArray("--columns");
        QTest::newRow("no listener")
            << QByteArray("artist\ttitle\nA\tB\n") << QByteArray("--columns");
        QTest::newRow("ids alone")
            << QByteArray("user\tsong_id\tcount\nu\tS\t1\n") << QByteArray("--names");
        QTest::newRow("titles alone")
            << QByteArray("user\ttitle\tcount\nu\tS\t1\n") << QByteArray("artist");
        QTest::newRow("nobody") << QByteArray("user\tartist\ttitle\nu\tA\n")
                                << QByteArray("line 2 has 2 columns, 3 were expected");
        QTest::newRow("no end of a line")
            << gzipped(small + QByteArray(17 << 20, 'x')) << QByteArray("line 7 does not end");
        QTest::newRow("cut gzip") << gzipped(small.repeated(9)).chopped(12)
                                  << QByteArray("not fetched whole");
    }
    void filesThatAreNoneAreToldInWords()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, said);
        const PackFiles f;
        const auto read = f.read(bytes);
        QVERIFY(!read.ok());
        const QByteArray message = QByteArray::fromStdString(read.error().message);
        QVERIFY2(message.contains(said) && message.contains("pack.tsv"), message.constData());
    }

    void aMissingFileAndAFolderAreNamed()
    {
        const PackFiles f;
        for (const QString& path : {f.dir.filePath(u"none"_s), f.dir.path()}) {
            const auto read = readPack(path.toStdString(), {});
            QVERIFY(
                !read.ok() && read.error().message.find(path.toStdString()) != std::string::npos);
        }
    }

    /// More than is kept: whole listeners go, whatever the order of the lines.
    void ofTooManyTripletsASampleOfListenersIsKept()
    {
        const PackFiles f;
        QByteArrayList lines;
        for (int listener = 0; listener < 1000; ++listener) {
            for (int track = 0; track < 20; ++track)
                lines << "L" + QByteArray::number(listener) + "\tArtist\tSong "
                        + QByteArray::number((listener * 7 + track) % 300) + "\t1\n";
        }
        PackOptions options;
        options.mostTriplets = 6000;
        const auto grouped = f.read("user\tartist\ttitle\tcount\n" + lines.join(), options);
        std::shuffle(lines.begin(), lines.end(), QRandomGenerator(5));
        const auto mixed = f.read("user\tartist\ttitle\tcount\n" + lines.join(), options);
        QVERIFY(grouped && mixed);
        for (const auto* read : {&*grouped, &*mixed}) {
            const Pack& pack = read->pack;
            QCOMPARE(pack.info.oneListenerIn, 4);
            QVERIFY(pack.info.listeners > 180 && pack.info.listeners < 320);
            QCOMPARE(pack.info.triplets, 20 * pack.info.listeners); // nobody in part
        }
        QCOMPARE(grouped->pack.info.listeners, mixed->pack.info.listeners);
        options = {};
        options.mostItems = 100;
        const auto few = f.read("user\tartist\ttitle\tcount\n" + lines.join(), options);
        QVERIFY(few && few->pack.info.items <= 100 && few->pack.info.listeners > 0);
    }

    /// A log of single plays holds few pairs: nobody has to go.
    void playsThatRepeatTakeNoRoom()
    {
        const PackFiles f;
        QByteArray bytes("user\tartist\ttitle\n");
        for (int i = 0; i < 40'000; ++i)
            bytes += "L" + QByteArray::number(i % 100) + "\tArtist\tSong "
                + QByteArray::number(i * 7 % 30) + '\n';
        PackOptions options;
        options.mostTriplets = 6000;
        const auto read = f.read(bytes, options);
        QVERIFY(read);
        QCOMPARE(read->pack.info.oneListenerIn, 1);
        QCOMPARE(read->pack.info.listeners, 100);
        QCOMPARE(read->pack.info.lines, 40'000);
    }

    void itCanBeBrokenOff()
    {
        const PackFiles f;
        std::stop_source stop;
        PackOptions options;
        options.control.stop = stop.get_token();
        double last = 0;
        bool falls = false;
        options.control.progress = [&](double share) {
            falls = falls || share < last;
            last = share;
            if (share > 0)
                stop.request_stop();
        };
        QByteArray bytes = small;
        for (int i = 0; i < 60'000; ++i)
            bytes += "u" + QByteArray::number(i) + "\tKate Bush\tCloudbusting\t1\n";
        const auto read = f.read(bytes, options);
        QVERIFY(!read.ok() && read.error().message.find("Broken off") == 0);
        QVERIFY(last > 0 && !falls);
    }

    void itCanBeBrokenOffWithinALine()
    {
        const PackFiles f;
        std::stop_source stop;
        auto lines = TextLines::open(
            f.write(u"long.gz"_s, gzipped(small + QByteArray(4 << 20, 'x'))), stop.get_token());
        QVERIFY(lines && (*lines)->next());
        stop.request_stop();
        while ((*lines)->next())
            QVERIFY((*lines)->number() < 7); // those of the first block
        QVERIFY((*lines)->state().error().message.find("Broken off") == 0);
    }

    void columnListsAreCheckedWordByWord()
    {
        QVERIFY(columnsFrom("user,artist,-,count"));
        QVERIFY(!columnsFrom("user,artist,whatever"));
        QVERIFY(columnsFrom("user, Artist-Name ,plays"));
        QVERIFY(!canBeTriplets(columnsOf("artist,title,count")).ok());
        QVERIFY(!canBeTriplets(columnsOf("user,title,count")).ok());
        QVERIFY(canBeTriplets(columnsOf("user,mbid")).ok());
    }

    void namesFollowTheRulesOfOneRecording()
    {
        const auto same = trackKey("Beyoncé", "Halo");
        QCOMPARE(trackKey("BEYONCE feat. Nobody", "Halo (2009 Remaster)"), same);
        QVERIFY(trackKey("Beyoncé", "Halo (Live)") != same);
        QVERIFY(trackKey("Beyoncé", "Halo (Acoustic)") != same);
        QCOMPARE(trackKey("Beyoncé", "Intro"), std::uint64_t{0});
        QCOMPARE(trackKey("", "Halo"), std::uint64_t{0});
        QCOMPARE(trackKey("Various Artists", "Halo"), std::uint64_t{0});
        QVERIFY(artistNameKey("!!!") != 0 && artistNameKey("!!!") != artistNameKey("???"));
        QCOMPARE(artistNameKey("Various Artists"), std::uint64_t{0});
        QCOMPARE(recordingKey("8f3471b5-7e6a-48da-86a9-c1c07a0f47a"), std::uint64_t{0});
        QCOMPARE(recordingKey("8f3471b5x7e6a-48da-86a9-c1c07a0f47ae"), std::uint64_t{0});
    }
};

SEGUE_TEST(TestPackReader)
#include "tst_pack_reader.moc"
