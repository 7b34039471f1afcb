// `segue edit`, `organise`, `replaygain` and `undo` on real files.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

/// What the program ffprobe finds: "title=…".
QString tagOf(const QString& file, const QString& name)
{
    QProcess process;
    process.start(u"ffprobe"_s,
        {u"-v"_s, u"error"_s, u"-show_entries"_s, u"format_tags=%1:stream_tags=%1"_s.arg(name),
            u"-of"_s, u"default=nw=1:nk=1"_s, file});
    process.waitForFinished(30'000);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

/// A library with three of the made files, copied.
struct Library {
    Library()
    {
        for (const char* name : {"one.flac", "three.mp3"})
            QFile::copy(music().file(QLatin1String(name)), folder.filePath(QLatin1String(name)));
    }
    QString file(const char* name) const { return folder.filePath(QLatin1String(name)); }
    QTemporaryDir folder;
    Program program;
};

} // namespace

class TestEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
    }

    void tagsAreChangedShownBeforeAndTakenBack()
    {
        const Library library;
        const Program& program = library.program;
        REQUIRE_OK(program.run({u"scan"_s, library.folder.path()}));
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"4"_s}));
        const QString was = tagOf(library.file("three.mp3"), u"title"_s);
        const QStringList edit{u"edit"_s, library.file("three.mp3"), u"--set"_s, u"title=Port"_s,
            u"--set"_s, u"genre=Dub; Ambient"_s};
        const Run preview = program.run(edit + QStringList{u"--dry-run"_s, u"--json"_s});
        QCOMPARE(preview.exitCode, 0);
        const QJsonArray changes
            = preview.object()[u"files"_s].toArray()[0][u"changes"_s].toArray();
        QCOMPARE(changes.size(), 2);
        QCOMPARE(changes[0][u"now"_s].toArray()[0].toString(), was);
        QCOMPARE(tagOf(library.file("three.mp3"), u"title"_s), was);
        QVERIFY(program.run(edit + QStringList{u"--dry-run"_s}).out.contains("Port"));

        const Run done = program.run(edit + QStringList{u"--json"_s});
        QCOMPARE(done.exitCode, 0);
        QCOMPARE(done.object()[u"changed"_s].toInt(), 1);
        QCOMPARE(tagOf(library.file("three.mp3"), u"title"_s), u"Port"_s);
        const QJsonArray found = program.run({u"tracks"_s, u"port"_s, u"--json"_s}).array();
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0][u"rating"_s].toInt(), 8); // the same track
        QCOMPARE(program.run({u"scan"_s, u"--json"_s}).object()[u"updated"_s].toInt(), 0);

        const QJsonArray list = program.run({u"undo"_s, u"--list"_s, u"--json"_s}).array();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0][u"undone"_s].toBool(), false);
        REQUIRE_OK(program.run({u"undo"_s}));
        QCOMPARE(tagOf(library.file("three.mp3"), u"title"_s), was);
        const Run none = program.run({u"undo"_s});
        QCOMPARE(none.exitCode, 1);
        QVERIFY(none.err.contains("no edit"));
    }

    void coversAndNumbersAndNames()
    {
        const Library library;
        const Program& program = library.program;
        QDir(library.folder.path()).mkpath(u"Ann/First"_s);
        for (const char* name : {"01 - Alpha.flac", "02 - Beta.flac"})
            QVERIFY(QFile::copy(
                library.file("one.flac"), library.file("Ann/First/") + QLatin1String(name)));
        REQUIRE_OK(program.run({u"scan"_s, library.folder.path()}));
        QImage image(60, 60, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(library.file("red.png")));
        REQUIRE_OK(program.run({u"edit"_s, library.file("Ann"), u"--from-name"_s,
            u"%artist%/%album%/%track% - %title%"_s, u"--number"_s, u"5"_s, u"--cover"_s,
            library.file("red.png")}));
        const QString beta = library.file("Ann/First/02 - Beta.flac");
        QCOMPARE(tagOf(beta, u"title"_s), u"Beta"_s);
        QCOMPARE(tagOf(beta, u"artist"_s), u"Ann"_s);
        QCOMPARE(tagOf(beta, u"track"_s), u"6"_s);
        const Run wrong = program.run({u"edit"_s, beta, u"--from-name"_s, u"%year% %title%"_s});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY(wrong.err.contains("does not fit"));
        for (const QStringList& nonsense :
            {QStringList{u"edit"_s, beta}, QStringList{u"edit"_s, beta, u"--set"_s, u"nothing"_s},
                QStringList{u"edit"_s, library.file("gone.flac"), u"--set"_s, u"title=x"_s},
                QStringList{u"edit"_s, beta, u"--cover"_s, beta}}) {
            const Run run = program.run(nonsense);
            QVERIFY(run.exitCode != 0);
            QVERIFY2(run.err.startsWith("segue: "), run.err.constData());
        }
        REQUIRE_OK(program.run({u"undo"_s}));
        QVERIFY(tagOf(beta, u"title"_s) != u"Beta"_s);
    }

    void filesAreOrganisedAfterADryRunAndPutBack()
    {
        const Library library;
        const Program& program = library.program;
        REQUIRE_OK(program.run({u"scan"_s, library.folder.path()}));
        const QString pattern = u"%albumartist%/%album%/%title%"_s;
        const Run preview = program.run({u"organise"_s, pattern, u"--dry-run"_s, u"--json"_s});
        QCOMPARE(preview.exitCode, 0);
        QCOMPARE(preview.object()[u"ready"_s].toInt(), 2);
        QVERIFY(QFile::exists(library.file("one.flac")));
        QVERIFY(program.run({u"organise"_s, pattern, u"--dry-run"_s}).out.contains("  -> "));
        REQUIRE_OK(program.run({u"organise"_s, pattern}));
        QVERIFY(!QFile::exists(library.file("one.flac")));
        QCOMPARE(program.run({u"scan"_s, u"--json"_s}).object()[u"moved"_s].toInt(), 0);
        const QJsonArray tracks = program.run({u"tracks"_s, u"--json"_s}).array();
        QCOMPARE(tracks.size(), 2);
        for (const QJsonValue& track : tracks)
            QVERIFY(QFile::exists(track[u"path"_s].toString()));
        REQUIRE_OK(program.run({u"undo"_s}));
        QVERIFY(QFile::exists(library.file("one.flac")));
        const Run wrong = program.run({u"organise"_s, u"%nonsense%"_s});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY(wrong.err.contains("%nonsense%"));
    }

    void measuredLoudnessIsWrittenWhenAsked()
    {
        const Library library;
        const Program& program = library.program;
        REQUIRE_OK(program.run({u"scan"_s, library.folder.path()}));
        const Run before = program.run({u"replaygain"_s, u"--dry-run"_s, u"--json"_s});
        QCOMPARE(before.exitCode, 0);
        QCOMPARE(before.object()[u"unmeasured"_s].toInt(), 2);
        REQUIRE_OK(program.run({u"analyse"_s}));
        QVERIFY(tagOf(library.file("one.flac"), u"REPLAYGAIN_TRACK_GAIN"_s).isEmpty());
        const QJsonArray files = program.run({u"replaygain"_s, u"--dry-run"_s, u"--json"_s})
                                     .object()[u"files"_s]
                                     .toArray();
        QVERIFY(!files.isEmpty());
        REQUIRE_OK(program.run({u"replaygain"_s, library.folder.path()}));
        for (const QJsonValue& file : files) {
            const QString gain = tagOf(file[u"path"_s].toString(), u"REPLAYGAIN_TRACK_GAIN"_s);
            QCOMPARE(gain, file[u"fields"_s][u"REPLAYGAIN_TRACK_GAIN"_s].toString());
            QVERIFY(gain.endsWith(u" dB"_s));
        }
        // The files changed, their sound did not: nothing is analysed again.
        QCOMPARE(program.run({u"analyse"_s, u"--json"_s}).object()[u"analysed"_s].toInt(), 0);
        REQUIRE_OK(program.run({u"undo"_s}));
        QVERIFY(tagOf(library.file("one.flac"), u"REPLAYGAIN_TRACK_GAIN"_s).isEmpty());
    }
};

SEGUE_TEST(TestEdits)
#include "tst_edits.moc"
