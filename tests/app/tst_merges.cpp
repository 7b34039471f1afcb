// `segue merges` on real files: a file that is moved and retagged at once is offered, made one with
// the track it was, and taken back.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

class TestMerges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLostTrackIsOfferedMergedAndTakenBack()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        QTemporaryDir folder;
        for (const char* name : {"one.flac", "three.mp3"})
            QVERIFY(QFile::copy(
                music().file(QLatin1String(name)), folder.filePath(QLatin1String(name))));
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, folder.path()}));
        const Run none = program.run({u"merges"_s});
        QCOMPARE(none.exitCode, 0);
        QVERIFY(none.out.isEmpty() && !none.err.isEmpty());
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"4"_s}));

        // The same sound with other tags in another place.
        QDir(folder.path()).mkdir(u"sub"_s);
        QProcess ffmpeg;
        ffmpeg.start(u"ffmpeg"_s,
            {u"-v"_s, u"error"_s, u"-i"_s, folder.filePath(u"three.mp3"_s), u"-c"_s, u"copy"_s,
                u"-metadata"_s, u"title=Port"_s, u"-metadata"_s, u"artist=Someone"_s,
                folder.filePath(u"sub/three.mp3"_s)});
        QVERIFY(ffmpeg.waitForFinished() && ffmpeg.exitCode() == 0);
        QVERIFY(QFile::remove(folder.filePath(u"three.mp3"_s)));
        const Run scan = program.run({u"scan"_s, u"--json"_s});
        QCOMPARE(scan.object()[u"added"_s].toInt(), 1);
        QCOMPARE(scan.object()[u"unavailable"_s].toInt(), 1);

        const auto ratingOfPort = [&] {
            const QJsonArray found = program.run({u"tracks"_s, u"port"_s, u"--json"_s}).array();
            return found.size() == 1 ? found[0][u"rating"_s].toInt(-1) : -2;
        };
        QCOMPARE(ratingOfPort(), -1);
        const QJsonArray offers
            = program.run({u"merges"_s, u"--json"_s}).object()[u"offers"_s].toArray();
        QCOMPARE(offers.size(), 1);
        QCOMPARE(offers[0][u"lost_title"_s].toString(), u"Harbour"_s);
        QCOMPARE(offers[0][u"title"_s].toString(), u"Port"_s);
        QVERIFY(program.run({u"merges"_s}).out.contains("--merge"));
        const QString lost = QString::number(offers[0][u"lost_track_id"_s].toInteger());
        const QString found = QString::number(offers[0][u"track_id"_s].toInteger());
        REQUIRE_OK(program.run({u"merges"_s, u"--merge"_s, lost, found}));
        QCOMPARE(ratingOfPort(), 8);

        const QJsonObject after = program.run({u"merges"_s, u"--json"_s}).object();
        QVERIFY(after[u"offers"_s].toArray().isEmpty());
        const QJsonValue merge = after[u"merges"_s].toArray()[0];
        QCOMPARE(merge[u"former_title"_s].toString(), u"Harbour"_s);
        const QString id = QString::number(merge[u"id"_s].toInteger());
        REQUIRE_OK(program.run({u"merges"_s, u"--undo"_s, id}));
        QCOMPARE(ratingOfPort(), -1);
        const Run twice = program.run({u"merges"_s, u"--undo"_s, id});
        QCOMPARE(twice.exitCode, 1);
        QVERIFY(twice.err.contains("already"));
        REQUIRE_OK(program.run({u"merges"_s, u"--refuse"_s, lost, found}));
        QVERIFY(program.run({u"merges"_s, u"--json"_s}).object()[u"offers"_s].toArray().isEmpty());
        QCOMPARE(program.run({u"merges"_s, u"--merge"_s, lost, u"999"_s}).exitCode, 1);
    }

    /// Copied with other tags first, the old file deleted later: no scan can know it, its sound
    /// tells once it was analysed.
    void analysisFindsATrackThatMovedAndWasRetagged()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        QTemporaryDir folder;
        const QString old = folder.filePath(u"three.mp3"_s);
        QVERIFY(QFile::copy(music().file("three.mp3"_L1), old));
        const Program program;
        REQUIRE_OK(program.run({u"analyse"_s, folder.path()}));
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"4"_s}));
        QDir(folder.path()).mkdir(u"sub"_s);
        QProcess ffmpeg;
        ffmpeg.start(u"ffmpeg"_s,
            {u"-v"_s, u"error"_s, u"-i"_s, old, u"-c"_s, u"copy"_s, u"-metadata"_s, u"title=Port"_s,
                u"-metadata"_s, u"artist=Someone"_s, u"-metadata"_s, u"album=Elsewhere"_s,
                folder.filePath(u"sub/x.mp3"_s)});
        QVERIFY(ffmpeg.waitForFinished() && ffmpeg.exitCode() == 0);
        REQUIRE_OK(program.run({u"scan"_s}));
        QVERIFY(QFile::remove(old));
        REQUIRE_OK(program.run({u"scan"_s}));
        const auto ratingOfPort = [&] {
            const QJsonArray found = program.run({u"tracks"_s, u"port"_s, u"--json"_s}).array();
            return found.size() == 1 ? found[0][u"rating"_s].toInt(-1) : -2;
        };
        QCOMPARE(ratingOfPort(), -1);
        REQUIRE_OK(program.run({u"analyse"_s}));
        QCOMPARE(ratingOfPort(), 8);
        const QJsonArray merges
            = program.run({u"merges"_s, u"--json"_s}).object()[u"merges"_s].toArray();
        QCOMPARE(merges.size(), 1);
        QCOMPARE(merges[0][u"by"_s].toString(), u"audio"_s);
    }
};

SEGUE_TEST(TestMerges)
#include "tst_merges.moc"
