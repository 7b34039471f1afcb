// segue evaluate as a user meets it: the real executable on made histories.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

const QByteArray header
    = "ts_utc\tartist\talbum\ttrack\tms_played\tskipped\treason_start\treason_end\tshuffle\n";

QByteArray line(int day, int minute, const char* artist, const char* track)
{
    return QStringLiteral("2020-%1-%2T10:%3:00Z\t")
               .arg(1 + day / 28, 2, 10, QLatin1Char('0'))
               .arg(1 + day % 28, 2, 10, QLatin1Char('0'))
               .arg(minute, 2, 10, QLatin1Char('0'))
               .toLatin1()
        + artist + "\tAlbum\t" + track + "\t200000\t0\tclickrow\ttrackdone\t0\n";
}

/// Forty days, each the same three tracks in order.
QByteArray fortyDays()
{
    QByteArray text = header;
    for (int day = 0; day < 40; ++day)
        text += line(day, 0, "A", "one") + line(day, 4, "B", "two") + line(day, 8, "C", "three");
    return text;
}

} // namespace

class TestEvaluateCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString written(const QString& name, const QByteArray& bytes) const
    {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return file.fileName();
    }

private Q_SLOTS:
    void aFileIsEvaluatedWithoutALibrary()
    {
        const Program program;
        const Run run = program.run(
            {u"evaluate"_s, u"--history"_s, written(u"plays.tsv"_s, fortyDays()), u"--json"_s});
        REQUIRE_OK(run);
        QVERIFY2(!QDir(program.data()).exists(), "a file leaves nothing behind");
        QStringList names;
        QJsonObject markov;
        for (const QJsonValue method : run.object()[u"methods"_s].toArray()) {
            names << method[u"method"_s].toString();
            if (names.back() == u"markov"_s)
                markov = method.toObject();
        }
        for (const char* name : {"random", "count", "recency", "sticky", "blend"})
            QVERIFY2(names.contains(QLatin1String(name)), name);
        // Sessions 36 to 39, two predictions each; every track has one successor.
        QCOMPARE(markov[u"n"_s].toInt(), 8);
        QCOMPARE(markov[u"hr20"_s].toDouble(), 1.);
        QCOMPARE(markov[u"mrr20"_s].toDouble(), 1.);
        QCOMPARE(markov[u"departures"_s][u"n"_s].toInt(), 8);
        QCOMPARE(markov[u"page"_s][u"n"_s].toInt(), 4);
        for (const char* key : {"hr20_low", "hr20_high", "ndcg20", "repeats", "first_ever",
                 "chosen", "session_start", "coverage", "novelty", "diversity", "serendipity"})
            QVERIFY2(markov.contains(QLatin1String(key)), key);
    }

    void moreTenthsAreForetoldWhenAskedFor()
    {
        const QString file = written(u"tenths.tsv"_s, fortyDays());
        const Program program;
        const Run run = program.run(
            {u"evaluate"_s, u"--history"_s, file, u"--tenths"_s, u"4"_s, u"--json"_s});
        REQUIRE_OK(run);
        QCOMPARE(run.object()[u"tenths"_s].toInt(), 4);
        for (const QJsonValue method : run.object()[u"methods"_s].toArray()) {
            const bool rates = method[u"method"_s].toString() == u"ratings"_s;
            QCOMPARE(method[u"n"_s].toInt(), rates ? 0 : 32); // nothing was rated
        }
        const Run text = program.run({u"evaluate"_s, u"--history"_s, file, u"--tenths"_s, u"4"_s});
        REQUIRE_OK(text);
        QVERIFY(text.out.contains("the last 4 tenths of the sessions foretold: 32 plays"));
        for (const QString& wrong : {u"0"_s, u"9"_s, u"x"_s})
            QCOMPARE(
                program.run({u"evaluate"_s, u"--history"_s, file, u"--tenths"_s, wrong}).exitCode,
                2);
    }

    void moreModelsAreMeasuredWhenAskedFor()
    {
        const QString file = written(u"with.tsv"_s, fortyDays());
        const Run run = Program().run(
            {u"evaluate"_s, u"--history"_s, file, u"--with"_s, u"neural,ease"_s, u"--json"_s});
        REQUIRE_OK(run);
        QMap<QString, double> hits;
        for (const QJsonValue method : run.object()[u"methods"_s].toArray())
            hits[method[u"method"_s].toString()] = method[u"hr20"_s].toDouble();
        for (const char* name : {"neural", "ease", "ials", "rp3beta"})
            QVERIFY2(hits.value(QLatin1String(name)) > .99, name);
        QCOMPARE(
            Program().run({u"evaluate"_s, u"--history"_s, file, u"--with"_s, u"magic"_s}).exitCode,
            2);
    }

    void theTextSaysWhatIsBetter()
    {
        const Run run
            = Program().run({u"evaluate"_s, u"--history"_s, written(u"text.tsv"_s, fortyDays())});
        REQUIRE_OK(run);
        QVERIFY(run.out.startsWith("120 plays of 3 tracks in 40 sessions"));
        QVERIFY(run.out.contains("departures: blend minus"));
        QVERIFY(run.out.contains("sticky"));
    }

    void badFilesAreNamedWithTheirLine()
    {
        const Program program;
        const Run missing = program.run({u"evaluate"_s, u"--history"_s, u"/no/such/file.tsv"_s});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.err.contains("/no/such/file.tsv"));
        const Run head
            = program.run({u"evaluate"_s, u"--history"_s, written(u"head.tsv"_s, "a\tb\n1\t2\n")});
        QCOMPARE(head.exitCode, 1);
        QVERIFY2(head.err.contains("head.tsv, line 1: "), head.err.constData());
        QVERIFY(head.err.contains("ts_utc"));
        QVERIFY(head.out.isEmpty());
        const Run lines = program.run({u"evaluate"_s, u"--history"_s,
            written(u"lines.tsv"_s, fortyDays() + "yesterday\tA\tAlbum\tone\n" + "short\n")});
        REQUIRE_OK(lines);
        QVERIFY2(lines.err.contains("lines.tsv, line 122: \"yesterday\""), lines.err.constData());
        QVERIFY(lines.err.contains("1 more"));
    }

    void oddInputGivesSaneFigures_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("only the header") << header;
        QTest::newRow("one play") << header + line(1, 0, "A", "one");
        QTest::newRow("no UTF-8") << fortyDays() + line(40, 0, "\xFF\xFE", "\x80");
        QTest::newRow("carriage returns") << fortyDays().replace("\n", "\r\n");
        QTest::newRow("1970 and 2100") << fortyDays() + "1970-01-01T00:00:00Z\tA\tB\tone\n"
                + "2100-12-31T23:59:59Z\tA\tB\ttwo\n";
        QTest::newRow("the clock jumped back") << fortyDays() + line(2, 30, "A", "three");
    }
    void oddInputGivesSaneFigures()
    {
        QFETCH(QByteArray, bytes);
        const Run run = Program().run(
            {u"evaluate"_s, u"--history"_s, written(u"odd.tsv"_s, bytes), u"--json"_s});
        REQUIRE_OK(run);
        for (const QJsonValue method : run.object()[u"methods"_s].toArray()) {
            const double rate = method[u"hr20"_s].toDouble(-1);
            QVERIFY(rate >= 0 && rate <= 1);
        }
    }

    void ownHistoryIsEvaluated()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        const Program program;
        QVERIFY(program.run({u"evaluate"_s}).err.contains("segue scan DIR"));
        REQUIRE_OK(program.run({u"scan"_s, music().path()}));
        const Run none = program.run({u"evaluate"_s});
        REQUIRE_OK(none);
        QVERIFY2(none.out.contains("Too little was played"), none.out.constData());
        REQUIRE_OK(program.run({u"play"_s, music().file(u"one.flac"_s), music().file(u"two.flac"_s),
            u"--output"_s, u"null"_s, u"--fast"_s}));
        const Run some = program.run({u"evaluate"_s, u"--json"_s});
        REQUIRE_OK(some);
        QCOMPARE(some.object()[u"plays"_s].toInt(), 2);
        QCOMPARE(some.object()[u"tracks"_s].toInt(), 6);
    }
};

SEGUE_TEST(TestEvaluateCommand)
#include "tst_evaluate.moc"
