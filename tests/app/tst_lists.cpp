// Filters and playlists on the command line.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

QStringList titlesOf(const QJsonArray& tracks)
{
    QStringList titles;
    for (const QJsonValue track : tracks)
        titles << track[u"title"_s].toString();
    return titles;
}

QStringList sorted(QStringList texts)
{
    texts.sort();
    return texts;
}

} // namespace

class TestLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        REQUIRE_OK(program_.run({u"scan"_s, music().path()}));
    }

    void tracksTakesAFilter()
    {
        const auto found = [&](const QStringList& words) {
            return sorted(
                titlesOf(program_.run(QStringList{u"tracks"_s, u"--json"_s} + words).array()));
        };
        QCOMPARE(found({u"artist:lund"_s}), (QStringList{u"Evening Glass"_s, u"Morning Glass"_s}));
        QCOMPARE(found({u"glass -evening year:2001"_s}), QStringList{u"Morning Glass"_s});
        QCOMPARE(found({u"artist=the low tide"_s, u"title:harbour"_s}), QStringList{u"Harbour"_s});
        QCOMPARE(found({u"length>20s OR etude"_s}), (QStringList{u"Köln Étude"_s, u"Long Walk"_s}));
        REQUIRE_OK(program_.run({u"rate"_s, u"harbour"_s, u"4.5"_s}));
        QCOMPARE(found({u"rating>=4"_s}), QStringList{u"Harbour"_s});
        QCOMPARE(found({u"is:lossless"_s, u"added:today"_s, u"played:never"_s}).size(), 3);
    }

    void aWrongFilterSaysWhereAndWhat()
    {
        const Run run = program_.run({u"tracks"_s, u"harbour raitng>4"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 2);
        QVERIFY(run.out.isEmpty());
        QVERIFY2(run.err.contains("Column 9: There is no field “raitng”. Did you mean rating?"),
            run.err.constData());
        QVERIFY(run.err.contains("--help"));
        const Run open = program_.run({u"tracks"_s, u"year:"_s});
        QCOMPARE(open.exitCode, 2);
        QVERIFY(open.err.contains("Column 1: "));
    }

    void playlistsComeInAndGoOut()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"mix.m3u8"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#EXTM3U\n" + music().file(u"three.mp3"_s).toUtf8() + "\n"
            + "D:\\Music\\one.flac\n" // another machine's: no folder agrees, but the title does
              "#EXTINF:9,Nobody - Gone\n/gone/x.mp3\n"
              "#EXTINF:3,The Low Tide - Breakwater\nelsewhere.ogg\n");
        file.close();
        const QStringList import{u"playlist"_s, u"Mix"_s, u"--import"_s, file.fileName()};
        const Run dry = program_.run(import + QStringList{u"--dry-run"_s, u"--json"_s});
        REQUIRE_OK(dry);
        QCOMPARE(dry.object()[u"entries"_s].toInt(), 4);
        QCOMPARE(dry.object()[u"by_path"_s].toInt(), 1);
        QCOMPARE(dry.object()[u"by_tags"_s].toInt(), 1);
        QVERIFY(
            program_.run({u"playlists"_s, u"--json"_s}).array().isEmpty()); // nothing was changed
        REQUIRE_OK(program_.run(import));
        const Run again = program_.run(import);
        REQUIRE_OK(again);
        QVERIFY(again.err.contains("/gone/x.mp3"));
        const QJsonArray all = program_.run({u"playlists"_s, u"--json"_s}).array();
        QCOMPARE(all.size(), 1); // not twice
        QCOMPARE(all[0][u"name"_s].toString(), u"Mix"_s);
        QCOMPARE(all[0][u"tracks"_s].toInt(), 4);
        QCOMPARE(all[0][u"missing"_s].toInt(), 2);
        const Run shown = program_.run({u"playlist"_s, u"mix"_s, u"--json"_s});
        REQUIRE_OK(shown);
        const QJsonArray entries = shown.object()[u"entries"_s].toArray();
        QCOMPARE(titlesOf(entries)[0], u"Harbour"_s);
        QCOMPARE(titlesOf(entries)[3], u"Breakwater"_s);
        QVERIFY(entries[2][u"missing"_s].toBool());
        QCOMPARE(entries[2][u"artist"_s].toString(), u"Nobody"_s);

        for (const QString& name : {u"out.m3u8"_s, u"out.xspf"_s, u"out.pls"_s}) {
            REQUIRE_OK(
                program_.run({u"playlist"_s, u"Mix"_s, u"--export"_s, folder.filePath(name)}));
            const Run back = program_.run({u"playlist"_s, u"Back"_s, u"--import"_s,
                folder.filePath(name), u"--dry-run"_s, u"--json"_s});
            QCOMPARE(back.object()[u"by_path"_s].toInt(), 2);
            QCOMPARE(back.object()[u"missing"_s].toArray().size(), 2);
        }
        QCOMPARE(program_.run({u"playlist"_s, u"Mix"_s, u"--export"_s, folder.filePath(u"x.txt"_s)})
                     .exitCode,
            1);
        REQUIRE_OK(program_.run({u"playlist"_s, u"Mix"_s, u"--delete"_s}));
        QVERIFY(program_.run({u"playlists"_s, u"--json"_s}).array().isEmpty());
        QCOMPARE(program_.run({u"playlist"_s, u"Mix"_s}).exitCode, 1);
    }

    void smartPlaylistsFollowTheirFilter()
    {
        REQUIRE_OK(program_.run({u"playlist"_s, u"Ida"_s, u"--smart"_s, u"artist:öst"_s,
            u"--sort"_s, u"length:d"_s, u"--limit"_s, u"5"_s}));
        const Run shown = program_.run({u"playlist"_s, u"Ida"_s, u"--json"_s});
        QCOMPARE(titlesOf(shown.object()[u"entries"_s].toArray()),
            (QStringList{u"Long Walk"_s, u"Köln Étude"_s}));
        const QJsonArray all = program_.run({u"playlists"_s, u"--json"_s}).array();
        QCOMPARE(all[0][u"kind"_s].toString(), u"smart"_s);
        QCOMPARE(all[0][u"filter"_s].toString(), u"artist:öst"_s);
        QVERIFY(program_.run({u"playlists"_s}).out.contains("artist:öst"));
        const Run wrong = program_.run({u"playlist"_s, u"X"_s, u"--smart"_s, u"year:x"_s});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY(wrong.err.contains("Column 6"));
        QCOMPARE(program_.run({u"playlist"_s, u"X"_s, u"--sort"_s, u"year"_s}).exitCode, 2);
    }

private:
    Program program_;
};

SEGUE_TEST(TestLists)
#include "tst_lists.moc"
