// Headless playing and its log; two processes on one data folder; For You and the window's picture.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

/// Reads lines until one has `event`; none when the process ends before.
std::optional<QJsonObject> waitForEvent(QProcess& process, const QString& event)
{
    while (process.canReadLine() || process.waitForReadyRead(20'000)) {
        while (process.canReadLine()) {
            Run line;
            line.out = process.readLine();
            if (line.object()[u"event"_s].toString() == event)
                return line.object();
        }
    }
    return std::nullopt;
}

QStringList eventNames(const Run& run)
{
    QStringList names;
    for (const QJsonObject& line : run.lines())
        names << line[u"event"_s].toString();
    return names;
}

QSet<QString> keysOf(const QJsonObject& object)
{
    const QStringList keys = object.keys();
    return {keys.begin(), keys.end()};
}

} // namespace

class TestPlays : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
    }

    void headlessPlaysPrintEventsAndAreLogged()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run run = program.run({u"play"_s, music().file(u"one.flac"_s),
            music().file(u"three.mp3"_s), u"--output"_s, u"null"_s, u"--fast"_s, u"--json"_s});
        REQUIRE_OK(run);
        QCOMPARE(
            eventNames(run), (QStringList{u"started"_s, u"ended"_s, u"started"_s, u"ended"_s}));
        const QJsonObject ended = run.lines().at(1);
        QCOMPARE(ended[u"title"_s].toString(), u"Morning Glass"_s);
        QCOMPARE(ended[u"ended_by"_s].toString(), u"finished"_s);
        QCOMPARE(ended[u"outcome"_s].toString(), u"follow"_s);
        QVERIFY(std::abs(ended[u"ms_heard"_s].toInt() - 2000) < 60);

        const Run history = program.run({u"history"_s, u"--json"_s});
        REQUIRE_OK(history);
        QCOMPARE(history.array().size(), 2);
        const QJsonObject play = history.array().first().toObject(); // newest first
        QCOMPARE(keysOf(play),
            (QSet<QString>{u"id"_s, u"track_id"_s, u"path"_s, u"title"_s, u"artist"_s,
                u"started_at"_s, u"utc_offset_min"_s, u"duration_ms"_s, u"ms_heard"_s,
                u"started_by"_s, u"ended_by"_s, u"outcome"_s, u"session"_s, u"private"_s}));
        QCOMPARE(play[u"title"_s].toString(), u"Harbour"_s);
        QCOMPARE(play[u"path"_s].toString(), music().file(u"three.mp3"_s));
        QVERIFY(play[u"started_at"_s].toString().endsWith(u'Z'));
        QCOMPARE(play[u"utc_offset_min"_s].toInt(), 0);
        QCOMPARE(play[u"started_by"_s].toString(), u"queue"_s);
        QCOMPARE(play[u"private"_s], QJsonValue(false));
        const QJsonObject first = history.array().last().toObject();
        QCOMPARE(first[u"started_by"_s].toString(), u"user"_s);
        QCOMPARE(first[u"session"_s], play[u"session"_s]);
        QCOMPARE(program.run({u"history"_s, u"--limit"_s, u"1"_s, u"--json"_s}).array().size(), 1);
        const Run tracks = program.run({u"tracks"_s, u"harbour"_s, u"--json"_s});
        QCOMPARE(tracks.array().first()[u"plays"_s].toInt(), 1);
        QVERIFY(!tracks.array().first()[u"last_played"_s].isNull());
    }

    /// It is said that it cannot be played, and never that it plays.
    void whatCannotBeOpenedIsNotSaidToPlay()
    {
        const Program program;
        const QString broken = program.home() + u"/broken.mp3"_s;
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("this is no music\n") > 0);
        file.close();
        const QStringList play{
            u"play"_s, broken, music().file(u"one.flac"_s), u"--output"_s, u"null"_s, u"--fast"_s};
        const Run text = program.run(play);
        QCOMPARE(text.exitCode, 1);
        QVERIFY2(!text.out.contains("broken"), text.out.constData());
        QCOMPARE(text.out.count("playing  "), 1);
        QVERIFY2(text.err.contains("broken.mp3"), text.err.constData());
        const Run json = program.run(play + QStringList{u"--json"_s});
        QCOMPARE(eventNames(json), (QStringList{u"problem"_s, u"started"_s, u"ended"_s}));
    }

    void aRatingAloneIsTold()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        REQUIRE_OK(program.run({u"rate"_s, u"Morning Glass"_s, u"4"_s}));
        const Run run = program.run({u"for-you"_s});
        REQUIRE_OK(run);
        QVERIFY2(run.out.startsWith("Learned from 0 plays and 1 rating\n"), run.out.constData());
        QVERIFY2(!run.out.contains("Nothing is known"), run.out.constData());
    }

    void aWavFileHoldsExactlyWhatWasPlayed()
    {
        const Program program;
        const QString wav = program.home() + u"/mix.wav"_s;
        REQUIRE_OK(program.run({u"play"_s, music().file(u"one.flac"_s), music().file(u"two.flac"_s),
            u"--output"_s, u"wav:mix.wav"_s, u"--fast"_s}));
        QProcess probe;
        probe.start(u"ffprobe"_s,
            {u"-v"_s, u"error"_s, u"-show_entries"_s, u"format=duration"_s, u"-of"_s, u"csv=p=0"_s,
                wav});
        QVERIFY(probe.waitForFinished());
        QVERIFY(std::abs(probe.readAll().trimmed().toDouble() - 4.0) < .0005);
    }

    void anOutputThatCannotBeWrittenEndsIt()
    {
        const Program program;
        const Run run = program.run({u"play"_s, music().file(u"one.flac"_s), u"--output"_s,
            u"wav:/nonexistent/mix.wav"_s, u"--fast"_s});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("/nonexistent/mix.wav"));
    }

    void whatCannotBePlayedIsNamedAndTheRestGoesOn()
    {
        const Program program;
        QFile noise(program.home() + u"/noise.mp3"_s);
        QVERIFY(noise.open(QIODevice::WriteOnly));
        noise.write(QByteArray(5000, 'x'));
        noise.close();
        const Run run = program.run({u"play"_s, u"/no/such.flac"_s, u"noise.mp3"_s,
            music().file(u"five.ogg"_s), u"--output"_s, u"null"_s, u"--fast"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("/no/such.flac"));
        QVERIFY(run.err.contains("noise.mp3"));
        const QJsonObject last = run.lines().back();
        QCOMPARE(last[u"event"_s].toString(), u"ended"_s);
        QVERIFY(last[u"path"_s].toString().endsWith(u"five.ogg"_s));
        QCOMPARE(last[u"ended_by"_s].toString(), u"finished"_s);
        const Run only = program.run({u"play"_s, u"/no/such.flac"_s, u"--output"_s, u"null"_s});
        QCOMPARE(only.exitCode, 1);
    }

    void aFileFromOutsideIsLoggedAndRatedLikeAnyOther()
    {
        const Program program;
        const QString file = music().file(u"three.mp3"_s);
        const Run run
            = program.run({u"play"_s, file, u"--output"_s, u"null"_s, u"--fast"_s, u"--json"_s});
        REQUIRE_OK(run);
        const QJsonObject ended = run.lines().back();
        QCOMPARE(ended[u"title"_s].toString(), u"Harbour"_s);
        const qint64 id = ended[u"track_id"_s].toInteger();
        QVERIFY(id > 0);
        const Run history = program.run({u"history"_s, u"--json"_s});
        REQUIRE_OK(history);
        QCOMPARE(history.array().size(), 1);
        const QJsonObject play = history.array().first().toObject();
        QCOMPARE(play[u"track_id"_s].toInteger(), id);
        QCOMPARE(play[u"title"_s].toString(), u"Harbour"_s);
        QCOMPARE(play[u"path"_s].toString(), file);
        const Run rated = program.run({u"rate"_s, file, u"4"_s, u"--json"_s});
        REQUIRE_OK(rated);
        QCOMPARE(rated.object()[u"track_id"_s].toInteger(), id);
        QCOMPARE(rated.object()[u"rating"_s].toInt(), 8);
        // No list shows it; once its folder is in the library, it is there with all that was said.
        QVERIFY(program.run({u"tracks"_s, u"--json"_s}).array().isEmpty());
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run tracks = program.run({u"tracks"_s, u"harbour"_s, u"--json"_s});
        REQUIRE_OK(tracks);
        const QJsonObject track = tracks.array().first().toObject();
        QCOMPARE(track[u"id"_s].toInteger(), id);
        QCOMPARE(track[u"plays"_s].toInt(), 1);
        QCOMPARE(track[u"rating"_s].toInt(), 8);
    }

    void anInterruptedPlayIsLoggedAsQuit()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        for (const int signal : {SIGINT, SIGTERM}) {
            const auto playing = program.start(
                {u"play"_s, music().file(u"long.flac"_s), u"--output"_s, u"null"_s, u"--json"_s});
            QVERIFY(waitForEvent(*playing, u"started"_s));
            QCOMPARE(kill(static_cast<pid_t>(playing->processId()), signal), 0);
            QVERIFY(playing->waitForFinished(10'000));
            QCOMPARE(playing->exitStatus(), QProcess::NormalExit);
            const QJsonArray history = program.run({u"history"_s, u"--json"_s}).array();
            QCOMPARE(history.first()[u"ended_by"_s].toString(), u"quit"_s);
            QCOMPARE(history.first()[u"outcome"_s].toString(), u"none"_s);
        }
    }

    void commandsReachTheProcessThatPlays()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto playing = program.start({u"play"_s, music().file(u"long.flac"_s),
            music().file(u"five.ogg"_s), u"--output"_s, u"null"_s, u"--json"_s});
        QVERIFY(waitForEvent(*playing, u"started"_s));

        const Run tracks = program.run({u"tracks"_s, u"--json"_s});
        REQUIRE_OK(tracks);
        QCOMPARE(tracks.array().size(), 6);
        const Run rate = program.run({u"rate"_s, u"4"_s, u"--json"_s}); // what is playing
        REQUIRE_OK(rate);
        QCOMPARE(rate.object()[u"title"_s].toString(), u"Long Walk"_s);
        QCOMPARE(rate.object()[u"rating"_s].toInt(), 8);
        const Run page = program.run({u"for-you"_s, u"--json"_s});
        REQUIRE_OK(page);
        QVERIFY(page.object().contains(u"shelves"_s));
        const Run pause = program.run({u"pause"_s, u"--json"_s});
        REQUIRE_OK(pause);
        QCOMPARE(pause.object()[u"state"_s].toString(), u"paused"_s);
        const Run resume = program.run({u"play"_s, u"--json"_s});
        REQUIRE_OK(resume);
        QCOMPARE(resume.object()[u"state"_s].toString(), u"playing"_s);
        const Run busy = program.run({u"scan"_s, music().path()});
        QCOMPARE(busy.exitCode, 1);
        QVERIFY2(busy.err.contains("in use by `segue play`"), busy.err.constData());
        const Run window = program.run({});
        QCOMPARE(window.exitCode, 1);
        QVERIFY(window.err.contains("in use"));
        const Run next = program.run({u"next"_s});
        REQUIRE_OK(next);
        const auto ended = waitForEvent(*playing, u"ended"_s);
        QVERIFY(ended);
        QCOMPARE((*ended)[u"ended_by"_s].toString(), u"next"_s);
        QVERIFY(playing->waitForFinished(20'000));
        QCOMPARE(playing->exitCode(), 0);
        QCOMPARE(program.run({u"history"_s, u"--json"_s}).array().size(), 2);
    }

    void aStoppedOwnerGivesAClearErrorAndNoHang()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto playing = program.start(
            {u"play"_s, music().file(u"long.flac"_s), u"--output"_s, u"null"_s, u"--json"_s});
        QVERIFY(waitForEvent(*playing, u"started"_s));
        const auto pid = static_cast<pid_t>(playing->processId());
        QCOMPARE(kill(pid, SIGSTOP), 0);
        const Run run = program.run({u"tracks"_s});
        QCOMPARE(kill(pid, SIGCONT), 0);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("does not answer"), run.err.constData());
        QVERIFY(run.err.contains(QByteArray::number(pid)));
        QVERIFY2(run.milliseconds < 20'000, qPrintable(QString::number(run.milliseconds)));
        QCOMPARE(kill(pid, SIGTERM), 0);
        QVERIFY(playing->waitForFinished(10'000));
    }

    void aKilledOwnerLeavesNothingInTheWay()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto playing = program.start(
            {u"play"_s, music().file(u"long.flac"_s), u"--output"_s, u"null"_s, u"--json"_s});
        QVERIFY(waitForEvent(*playing, u"started"_s));
        playing->kill();
        QVERIFY(playing->waitForFinished());
        const Run history = program.run({u"history"_s, u"--json"_s});
        REQUIRE_OK(history);
        QVERIFY(history.milliseconds < 12'000);
        QCOMPARE(history.array().size(), 1);
        QCOMPARE(history.array().first()[u"ended_by"_s].toString(), u"crash"_s);
    }

    void manyCommandsAtOnceAllWork()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int i = 0; i < 8; ++i)
            processes.push_back(program.start({u"tracks"_s, u"--json"_s}));
        for (const auto& process : processes) {
            QVERIFY(process->waitForFinished(30'000));
            QCOMPARE(process->exitCode(), 0);
            Run run;
            run.out = process->readAllStandardOutput();
            QCOMPARE(run.array().size(), 6);
        }
    }

    void forYouIsTheSameForTheSameInputs()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        REQUIRE_OK(program.run({u"play"_s, music().file(u"one.flac"_s),
            music().file(u"three.mp3"_s), u"--output"_s, u"null"_s, u"--fast"_s}));
        REQUIRE_OK(program.run({u"rate"_s, u"harbour"_s, u"5"_s}));
        const QStringList arguments{
            u"for-you"_s, u"--at"_s, u"2030-01-01T20:00:00Z"_s, u"--seed"_s, u"7"_s, u"--json"_s};
        const Run first = program.run(arguments);
        REQUIRE_OK(first);
        QCOMPARE(program.run(arguments).out, first.out);
        const QJsonObject page = first.object();
        QVERIFY(page.contains(u"listener"_s));
        QCOMPARE(page[u"learned_from"_s][u"ratings"_s].toInt(), 1);
        QCOMPARE(page[u"learned_from"_s][u"plays"_s].toInt(), 2);
        const Run before = program.run(
            {u"for-you"_s, u"--at"_s, u"2020-01-01"_s, u"--seed"_s, u"7"_s, u"--json"_s});
        REQUIRE_OK(before);
        QCOMPARE(before.object()[u"learned_from"_s][u"plays"_s].toInt(), 0);
        QCOMPARE(before.object()[u"learned_from"_s][u"ratings"_s].toInt(), 0);
        for (const QJsonValue shelf : page[u"shelves"_s].toArray()) {
            QVERIFY(!shelf[u"id"_s].toString().isEmpty());
            QVERIFY(!shelf[u"title"_s].toString().isEmpty());
            for (const QJsonValue item : shelf[u"items"_s].toArray()) {
                double sum = 0;
                for (const QJsonValue part : item[u"contributions"_s].toObject())
                    sum += part.toDouble();
                QVERIFY(std::abs(sum - item[u"score"_s].toDouble()) < 1e-6);
                QVERIFY(!item[u"reason"_s].toString().isEmpty());
                QVERIFY(item[u"contributions"_s].toObject().contains(
                            item[u"reason_channel"_s].toString())
                    || !item[u"reason_channel"_s].toString().isEmpty());
            }
        }
    }

    void forYouKnowsModes()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run page = program.run({u"for-you"_s, u"--mode"_s, u"Focus"_s, u"--json"_s});
        REQUIRE_OK(page);
        QVERIFY(!page.object()[u"shelves"_s].toArray().isEmpty());
        const Run unknown = program.run({u"for-you"_s, u"--mode"_s, u"ironing"_s});
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY2(unknown.err.contains("focus") && unknown.err.contains("ironing"),
            unknown.err.constData());
    }

    void theScreenshotHasTheSizeAsked()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto take = [&](const QStringList& options) {
            const Run run = program.run(QStringList{u"--screenshot"_s, u"shot.png"_s} + options);
            if (run.exitCode != 0)
                qWarning("%s", run.err.constData());
            return QImage(program.home() + u"/shot.png"_s);
        };
        QCOMPARE(take({u"--size"_s, u"1000x700"_s}).size(), QSize(1000, 700));
        const QImage dark = take({u"--size"_s, u"900x600"_s, u"--scale"_s, u"1.5"_s, u"--page"_s,
            u"songs"_s, u"--theme"_s, u"dark"_s});
        QCOMPARE(dark.size(), QSize(1350, 900));
        const QImage light = take({u"--size"_s, u"900x600"_s, u"--scale"_s, u"1.5"_s, u"--page"_s,
            u"songs"_s, u"--theme"_s, u"light"_s});
        QVERIFY(qGray(dark.pixel(600, 800)) < 90);
        QVERIFY(qGray(light.pixel(600, 800)) > 160);
        QVERIFY(take({u"--page"_s, u"albums"_s}).size() == QSize(1280, 800));
        const Run bad = program.run({u"--screenshot"_s, u"/no/such/folder/x.png"_s});
        QCOMPARE(bad.exitCode, 1);
        QVERIFY(bad.err.contains("/no/such/folder/x.png"));
    }

    void aPictureIsTakenBesideARunningInstanceAndChangesNothing()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const auto playing = program.start(
            {u"play"_s, music().file(u"long.flac"_s), u"--output"_s, u"null"_s, u"--json"_s});
        QVERIFY(waitForEvent(*playing, u"started"_s));
        REQUIRE_OK(program.run({u"--screenshot"_s, u"shot.png"_s}));
        QVERIFY(QFileInfo(program.home() + u"/shot.png"_s).size() > 5000);
        playing->terminate();
        QVERIFY(playing->waitForFinished(10'000));
        const QJsonArray history = program.run({u"history"_s, u"--json"_s}).array();
        QCOMPARE(history.size(), 1);
        QCOMPARE(history.first()[u"ended_by"_s].toString(), u"quit"_s);
    }

    void theWindowIsOneForAllAndItsQueueSurvives()
    {
        Program program;
        program.setVariable(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        program.setVariable(u"PULSE_SERVER"_s, u"unix:/nowhere"_s); // no sound: it stays silent
        // A folder for the window is added to the library.
        const auto window = program.start({music().path()});
        const auto nowShown = [&] {
            return program.run({u"pause"_s, u"--json"_s}).object()[u"title"_s].toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(
            program.run({u"tracks"_s, u"--json"_s}).array().size(), 6, 30'000);
        REQUIRE_OK(program.run({})); // raises it
        REQUIRE_OK(program.run({u"play"_s, music().file(u"one.flac"_s)}));
        QTRY_COMPARE_WITH_TIMEOUT(nowShown(), u"Morning Glass"_s, 30'000);
        REQUIRE_OK(program.run({music().file(u"two.flac"_s), music().file(u"three.mp3"_s)}));
        QTRY_COMPARE_WITH_TIMEOUT(nowShown(), u"Evening Glass"_s, 30'000);
        REQUIRE_OK(program.run({u"scan"_s, u"--json"_s}));
        const Run second = program.run(
            {u"play"_s, music().file(u"one.flac"_s), u"--output"_s, u"null"_s, u"--fast"_s});
        QCOMPARE(second.exitCode, 1);
        QVERIFY2(second.err.contains("plays already"), second.err.constData());
        window->terminate();
        QVERIFY(window->waitForFinished(20'000));
        QCOMPARE(window->exitCode(), 0);

        const auto again = program.start({});
        QTRY_COMPARE_WITH_TIMEOUT(nowShown(), u"Evening Glass"_s, 30'000);
        again->terminate();
        QVERIFY(again->waitForFinished(20'000));
    }

    void aWindowNeedsADisplay()
    {
        const Program program;
        const Run run = program.run({});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("no display"));
    }

    void theDemoHistoryIsImportedOnce()
    {
        const Program program;
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        QFile file(program.home() + u"/demo.tsv"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# made up\n"
                   "2026-01-05T20:00:00Z\tAda Lund\tMorning Glass\t2000\n"
                   "2026-01-05T20:01:00Z\tada lund\tEVENING GLASS\t200\tnext\n"
                   "2026-01-06T08:00:00Z\tNobody\tNothing\t1000\n");
        file.close();
        const Run first
            = program.run({u"import"_s, u"--demo-history"_s, u"demo.tsv"_s, u"--json"_s});
        REQUIRE_OK(first);
        QCOMPARE(first.object()[u"added"_s].toInt(), 2);
        QCOMPARE(first.object()[u"unmatched"_s].toInt(), 1);
        const Run second
            = program.run({u"import"_s, u"--demo-history"_s, u"demo.tsv"_s, u"--json"_s});
        REQUIRE_OK(second);
        QCOMPARE(second.object()[u"added"_s].toInt(), 0);
        const QJsonArray history = program.run({u"history"_s, u"--json"_s}).array();
        QCOMPARE(history.size(), 2);
        for (const QJsonValue play : history)
            QCOMPARE(play[u"started_by"_s].toString(), u"import"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("2026-01-05T20:00:00Z\tno title\n");
        file.close();
        const Run bad = program.run({u"import"_s, u"--demo-history"_s, u"demo.tsv"_s});
        QCOMPARE(bad.exitCode, 1);
        QVERIFY(bad.err.contains("demo.tsv, line 1"));
    }
};

SEGUE_TEST(TestPlays)
#include "tst_plays.moc"
