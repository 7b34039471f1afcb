#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QJsonObject worker(const QJsonObject& report, const QString& name)
{
    for (const QJsonValue& entry : report.value(u"workers"_s).toArray()) {
        if (entry.toObject().value(u"name"_s).toString() == name)
            return entry.toObject();
    }
    return {};
}

} // namespace

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itTellsWhatIsWrongAndWhatIsNot()
    {
        const Program program;
        QTemporaryDir music;
        write(music.filePath(u"broken.mp3"_s), "Dear diary");
        write(music.filePath(u"away.cue"_s),
            "FILE \"../x.flac\" WAVE\nTRACK 01 AUDIO\nINDEX 01 "
            "00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:01:00\n");
        REQUIRE_OK(program.run({u"scan"_s, music.path()}));
        const Run run = program.run({u"doctor"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject report = run.object();
        const QJsonObject database = report.value(u"database"_s).toObject();
        QCOMPARE(database.value(u"integrity"_s).toString(), u"ok"_s);
        QCOMPARE(database.value(u"path"_s).toString(), program.data() + u"/segue.db"_s);
        QVERIFY(database.value(u"bytes"_s).toInt() > 0);
        const QJsonArray roots = report.value(u"roots"_s).toArray();
        QCOMPARE(roots.size(), 1);
        QCOMPARE(roots[0].toObject().value(u"state"_s).toString(), u"available"_s);
        const QJsonArray quarantine = report.value(u"quarantine"_s).toArray();
        QCOMPARE(quarantine.size(), 2);
        QVERIFY(quarantine[0].toObject().value(u"reason"_s).toString().contains(u"refused"_s));
        QCOMPARE(quarantine[1].toObject().value(u"path"_s).toString(),
            QDir(music.path()).canonicalPath() + u"/broken.mp3"_s);
        QCOMPARE(quarantine[1].toObject().value(u"reason"_s).toString(),
            u"is no audio file, although its name says so"_s);
        const QJsonObject tags = worker(report, u"segue-tagworker"_s);
        QVERIFY(tags.value(u"problem"_s).isNull());
        QVERIFY(tags.value(u"program"_s).toString().endsWith(u"/segue-tagworker"_s));
        QVERIFY(
            tags.value(u"sandbox"_s).toArray().size() + tags.value(u"missing"_s).toArray().size()
            >= 4);
        const QByteArray text = program.run({u"doctor"_s}).out;
        QVERIFY2(text.contains("broken.mp3 is no audio file"), text.constData());
        QVERIFY(text.contains("sound"));
    }

    void aFolderThatIsGoneIsNamed()
    {
        const Program program;
        auto music = std::make_unique<QTemporaryDir>();
        const QString path = music->path();
        REQUIRE_OK(program.run({u"scan"_s, path}));
        music.reset();
        const QJsonObject report = program.run({u"doctor"_s, u"--json"_s}).object();
        QCOMPARE(report.value(u"roots"_s).toArray()[0].toObject().value(u"state"_s).toString(),
            u"unreadable"_s);
    }

    void aMissingWorkerIsNamedAndFilesAreReadAllTheSame()
    {
        // The program alone, in a folder without its workers.
        QTemporaryDir folder, music;
        const QString alone = folder.filePath(u"segue"_s);
        Program program;
        program.setVariable(u"SEGUE_WORKER_DIR"_s, u""_s);
        QVERIFY(QFile::copy(QStringLiteral(SEGUE_PROGRAM), alone));
        program.setProgram(alone);
        write(music.filePath(u"broken.mp3"_s), "Dear diary");
        const Run scan = program.run({u"scan"_s, music.path(), u"--json"_s});
        QCOMPARE(scan.exitCode, 0);
        QCOMPARE(scan.object().value(u"quarantined"_s).toInt(), 1);
        const QJsonObject tags
            = worker(program.run({u"doctor"_s, u"--json"_s}).object(), u"segue-tagworker"_s);
        QVERIFY(tags.value(u"program"_s).isNull());
        QVERIFY(tags.value(u"problem"_s).toString().contains(u"was not found"_s));
        QVERIFY(program.run({u"doctor"_s}).out.contains("in its own process"));
    }
};

SEGUE_TEST(TestDoctor)
#include "tst_doctor.moc"
