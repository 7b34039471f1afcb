// A player that is killed while it plays loses nothing but the last seconds.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include "core/base/random.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

constexpr int rounds = 20;
constexpr qint64 checkpointMs = 10'000;
constexpr qint64 slackMs = 2'500; // of a busy machine

/// Reads events for `milliseconds`, then kills the process; what was printed until then.
std::vector<QJsonObject> killAfter(QProcess& process, qint64 milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    QByteArray out;
    while (timer.elapsed() < milliseconds) {
        if (process.waitForReadyRead(static_cast<int>(milliseconds - timer.elapsed())))
            out += process.readAllStandardOutput();
    }
    process.kill(); // SIGKILL
    process.waitForFinished();
    out += process.readAllStandardOutput();
    Run run;
    run.out = out.left(out.lastIndexOf('\n') + 1);
    return run.lines();
}

} // namespace

class TestKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
    }

    void twentyKillsAtRandomMomentsLoseNoPlay()
    {
        const Program program;
        QCOMPARE(program.run({u"scan"_s, music().path()}).exitCode, 0);
        QStringList files;
        for (const QString& name : {u"five.ogg"_s, u"one.flac"_s, u"five.ogg"_s, u"two.flac"_s})
            files << music().file(name);
        segue::Random random(20'260'517);
        qsizetype known = 0;
        for (int round = 0; round < rounds; ++round) {
            const auto playing = program.start(
                QStringList{u"play"_s, u"--output"_s, u"null"_s, u"--json"_s} + files);
            const auto events = killAfter(*playing, 100 + static_cast<qint64>(random.below(2500)));
            const Run run = program.run({u"history"_s, u"--json"_s});
            QVERIFY2(run.exitCode == 0, run.err.constData());
            const QJsonArray history = run.array();

            // Newest first: what this round added, in the order it happened.
            std::vector<QJsonObject> added;
            for (qsizetype i = history.size() - known - 1; i >= 0; --i)
                added.push_back(history[i].toObject());
            std::vector<QJsonObject> ended, started;
            for (const QJsonObject& event : events)
                (event[u"event"_s].toString() == u"ended" ? ended : started).push_back(event);
            QVERIFY2(added.size() >= started.size(), run.out.constData());
            for (std::size_t i = 0; i < ended.size(); ++i) {
                QCOMPARE(added[i][u"title"_s], ended[i][u"title"_s]);
                QCOMPARE(added[i][u"ms_heard"_s], ended[i][u"ms_heard"_s]);
                QCOMPARE(added[i][u"ended_by"_s], ended[i][u"ended_by"_s]);
            }
            for (std::size_t i = ended.size(); i < started.size(); ++i)
                QCOMPARE(added[i][u"title"_s], started[i][u"title"_s]);
            known = history.size();
        }
        QVERIFY2(known > rounds / 2, "hardly anything was played: is the machine too slow?");
    }

    void aLongPlayKeepsAllButTheLastTenSeconds()
    {
        const Program program;
        QCOMPARE(program.run({u"scan"_s, music().path()}).exitCode, 0);
        const auto playing = program.start(
            {u"play"_s, music().file(u"long.flac"_s), u"--output"_s, u"null"_s, u"--json"_s});
        QVERIFY(playing->waitForReadyRead(20'000)); // it sounds
        constexpr qint64 heard = 13'000;
        QElapsedTimer timer;
        timer.start();
        killAfter(*playing, heard);
        const qint64 longest = timer.elapsed();
        const QJsonArray history = program.run({u"history"_s, u"--json"_s}).array();
        QCOMPARE(history.size(), 1);
        QCOMPARE(history.first()[u"ended_by"_s].toString(), u"crash"_s);
        const qint64 kept = history.first()[u"ms_heard"_s].toInteger();
        QVERIFY2(kept >= heard - checkpointMs - slackMs, qPrintable(QString::number(kept)));
        QVERIFY2(kept <= longest + slackMs, qPrintable(QString::number(kept)));
    }
};

SEGUE_TEST(TestKill)
#include "tst_kill.moc"
