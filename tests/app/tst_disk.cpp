// What goes wrong with disks and databases: read-only, full, damaged, newer.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

int runTool(const QString& tool, const QStringList& arguments)
{
    QProcess process;
    process.start(tool, arguments);
    return process.waitForFinished(20'000) ? process.exitCode() : -1;
}

} // namespace

class TestDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
    }

    void aReadOnlyDataFolderIsNamed()
    {
        Program program;
        program.dropRoot(); // root may write anywhere
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        QVERIFY(QFile::setPermissions(program.data(),
            QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
        QDirIterator files(program.data(), QDir::Files);
        while (files.hasNext())
            QFile::setPermissions(files.next(), QFile::ReadOwner | QFile::ReadOther);
        for (const QStringList& arguments : {QStringList{u"scan"_s, music().path()},
                 QStringList{u"tracks"_s}, QStringList{u"rate"_s, u"harbour"_s, u"3"_s}}) {
            const Run run = program.run(arguments);
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.err.contains(program.data().toUtf8()), run.err.constData());
            QVERIFY2(run.err.contains("--data"), run.err.constData());
        }
        QVERIFY(QFile::setPermissions(program.data(),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
                | QFile::WriteOther | QFile::ExeOther));
    }

    void aFullDiskIsSaidAndLosesNothingThatWasThere()
    {
        const QTemporaryDir place;
        if (runTool(
                u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=1m"_s, u"tmpfs"_s, place.path()})
            != 0)
            QSKIP("no right to mount a small file system: a full disk is not tested");
        const auto unmount = qScopeGuard([&] { runTool(u"umount"_s, {place.path()}); });
        Program program;
        program.setData(place.filePath(u"data"_s));
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"4"_s}));

        QFile filler(place.filePath(u"filler"_s));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(512, 'x')) > 0) { }
        const Run full = program.run({u"rate"_s, u"harbour"_s, u"5"_s});
        QCOMPARE(full.exitCode, 1);
        QVERIFY2(full.err.contains("full"), full.err.constData());
        QVERIFY2(full.err.contains(program.data().toUtf8()), full.err.constData());
        filler.close();
        QVERIFY(filler.remove());
        const Run tracks = program.run({u"tracks"_s, u"harbour"_s, u"--json"_s});
        REQUIRE_OK(tracks);
        QCOMPARE(tracks.array().first()[u"rating"_s].toInt(), 8);
    }

    void aDamagedDatabaseIsSetAsideAndSaid()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        QFile database(program.data() + u"/segue.db"_s);
        QVERIFY(database.open(QIODevice::ReadWrite));
        database.write(QByteArray(100, 'x'));
        database.close();
        for (const QString& name : {u"/segue.db-wal"_s, u"/segue.db-shm"_s})
            QFile::remove(program.data() + name);
        const Run run = program.run({u"scan"_s, music().path(), u"--json"_s});
        QVERIFY2(run.err.contains("segue.db"), run.err.constData());
        QStringList aside = QDir(program.data()).entryList({u"*aside*"_s});
        QVERIFY2(!aside.isEmpty(), "the damaged file must be kept");
    }

    void aNewerDatabaseIsRefusedUntouched()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const QString path = program.data() + u"/segue.db"_s;
        QFile database(path);
        QVERIFY(database.open(QIODevice::ReadWrite));
        QVERIFY(database.seek(60)); // user_version in the header
        database.write(QByteArray::fromHex("00000F00"));
        database.close();
        for (const QString& name : {u"/segue.db-wal"_s, u"/segue.db-shm"_s})
            QFile::remove(program.data() + name);
        const Run run = program.run({u"tracks"_s});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("newer") || run.err.contains("format"), run.err.constData());
        QVERIFY(database.open(QIODevice::ReadOnly));
        QVERIFY(database.seek(60));
        QCOMPARE(database.read(4).toHex(), QByteArray("00000f00"));
    }

    void outputThatCannotBeWrittenIsAFailure()
    {
        if (!QFile::exists(u"/dev/full"_s))
            QSKIP("no /dev/full here");
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        QProcess shell;
        shell.start(u"sh"_s,
            {u"-c"_s,
                u"'%1' tracks --json --data '%2' > /dev/full"_s.arg(
                    QStringLiteral(SEGUE_PROGRAM), program.data())});
        QVERIFY(shell.waitForFinished(20'000));
        QCOMPARE(shell.exitCode(), 1);
        QVERIFY(shell.readAllStandardError().contains("could not be written"));
        QProcess pipe;
        pipe.start(u"bash"_s,
            {u"-c"_s,
                u"set -o pipefail; '%1' tracks --json --data '%2' | true"_s.arg(
                    QStringLiteral(SEGUE_PROGRAM), program.data())});
        QVERIFY(pipe.waitForFinished(20'000));
        QCOMPARE(pipe.readAllStandardError(), QByteArray());
    }
};

SEGUE_TEST(TestDisk)
#include "tst_disk.moc"
