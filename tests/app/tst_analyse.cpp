// analyse, features, similar and evaluate --similarity on made sound.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <cmath>
#include <cstdint>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

constexpr int rate = 22050;

/// Mono, 16 bit, some seconds: tones with beats at `bpm`, each file a little different.
QByteArray wavOf(double hz, double bpm, double noise, int seed, double seconds = 6)
{
    const int frames = static_cast<int>(seconds * rate);
    QByteArray data(frames * 2, '\0');
    std::uint32_t state = static_cast<std::uint32_t>(seed) * 7919 + 1;
    for (int i = 0; i < frames; ++i) {
        const double t = double(i) / rate;
        const double beat = std::exp(-6 * std::fmod(t * bpm / 60, 1));
        state = state * 1664525 + 1013904223;
        const double white = double(state >> 8) / double(1 << 24) * 2 - 1;
        const double tone = std::sin(2 * M_PI * hz * t) + .5 * std::sin(4 * M_PI * hz * t);
        const double value = .3 * beat * ((1 - noise) * tone + noise * white);
        const auto sample = static_cast<std::int16_t>(32767 * std::clamp(value, -1., 1.));
        data[2 * i] = static_cast<char>(sample & 0xFF);
        data[2 * i + 1] = static_cast<char>(sample >> 8);
    }
    QByteArray wav = "RIFF";
    const auto number = [&wav](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            wav += static_cast<char>(value >> (8 * i));
    };
    number(static_cast<std::uint32_t>(36 + data.size()), 4);
    wav += "WAVEfmt ";
    number(16, 4);
    number(1, 2);
    number(1, 2);
    number(rate, 4);
    number(rate * 2, 4);
    number(2, 2);
    number(16, 2);
    wav += "data";
    number(static_cast<std::uint32_t>(data.size()), 4);
    return wav + data;
}

void write(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(path.section(u'/', 0, -2));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

/// Two folders of six: low beats, and high hiss.
struct Sounds {
    Sounds()
    {
        for (int i = 0; i < 6; ++i) {
            write(low(i), wavOf(110 + 4 * i, 90 + i, .05, i));
            write(high(i), wavOf(1800 + 90 * i, 140 + 2 * i, .6, 50 + i));
        }
    }
    QString low(int i) const { return folder.filePath(u"low/%1.wav"_s.arg(i)); }
    QString high(int i) const { return folder.filePath(u"high/%1.wav"_s.arg(i)); }
    QTemporaryDir folder;
};

const Sounds& sounds()
{
    static const Sounds made;
    return made;
}

} // namespace

class TestAnalyse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderIsAnalysedOnce()
    {
        const Program program;
        const Run first = program.run({u"analyse"_s, sounds().folder.path(), u"--json"_s});
        QVERIFY2(first.exitCode == 0, (first.err + first.out).constData());
        const QJsonObject figures = first.object();
        QCOMPARE(figures[u"analysed"_s].toInt(), 12);
        QCOMPARE(figures[u"failed"_s].toInt(), 0);
        QCOMPARE(figures[u"skipped"_s].toInt(), 0);
        QVERIFY(figures[u"seconds"_s].toDouble() > 0);
        QVERIFY(figures[u"x_realtime"_s].toDouble() > 0);
        const QJsonObject again = program.run({u"analyse"_s, u"--json"_s}).object();
        QCOMPARE(again[u"analysed"_s].toInt(), 0);
        QCOMPARE(again[u"skipped"_s].toInt(), 12);
        const QJsonObject forced = program
                                       .run({u"analyse"_s, u"--force"_s, u"--json"_s,
                                           sounds().folder.filePath(u"low"_s)})
                                       .object();
        QCOMPARE(forced[u"analysed"_s].toInt(), 6);
    }

    void aFileThatIsNoMusicFailsAlone()
    {
        const Program program;
        QTemporaryDir folder;
        write(folder.filePath(u"good.wav"_s), wavOf(440, 120, .1, 1));
        write(folder.filePath(u"bad.wav"_s), wavOf(440, 120, .1, 1));
        REQUIRE_OK(program.run({u"scan"_s, folder.path()}));
        write(folder.filePath(u"bad.wav"_s), "not a sound");
        const Run run = program.run({u"analyse"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.object()[u"analysed"_s].toInt(), 1);
        QCOMPARE(run.object()[u"failed"_s].toInt(), 1);
        QVERIFY2(run.err.contains("bad.wav"), run.err.constData());
        const QJsonArray listed
            = program.run({u"doctor"_s, u"--json"_s}).object()[u"not_analysed"_s].toArray();
        QCOMPARE(listed.size(), 1);
        QCOMPARE(
            listed[0][u"path"_s].toString(), QDir(folder.path()).canonicalPath() + u"/bad.wav"_s);
        QVERIFY(!listed[0][u"reason"_s].toString().isEmpty());
        QVERIFY(program.run({u"doctor"_s}).out.contains("bad.wav"));
    }

    void featuresPrintsAllNumbersAlsoOfAFileOutside()
    {
        const Program program;
        const Run outside = program.run({u"features"_s, sounds().low(0), u"--json"_s});
        QVERIFY2(outside.exitCode == 0, outside.err.constData());
        const QJsonObject numbers = outside.object();
        QVERIFY(std::abs(numbers[u"source.seconds"_s].toDouble() - 6) < .01);
        QVERIFY(numbers[u"loudness.integrated"_s].toDouble() > -40);
        QVERIFY(numbers[u"loudness.integrated"_s].toDouble() < -10);
        QCOMPARE(numbers[u"timbre.mfccMean"_s].toArray().size(), 20);
        QCOMPARE(numbers[u"waveform"_s].toArray().size(), 3000);
        QCOMPARE(numbers[u"source.audioKey"_s].toString().size(), 32);
        QCOMPARE(numbers[u"stored"_s].toBool(), false);
        REQUIRE_OK(program.run({u"analyse"_s, sounds().folder.path()}));
        const QJsonObject stored
            = program.run({u"features"_s, sounds().low(0), u"--json"_s}).object();
        QCOMPARE(stored[u"stored"_s].toBool(), true);
        QCOMPARE(stored[u"loudness.integrated"_s], numbers[u"loudness.integrated"_s]);
        QCOMPARE(stored[u"timbre.mfccCovariance"_s], numbers[u"timbre.mfccCovariance"_s]);
        const Run missing = program.run({u"features"_s, u"/no/such/file.wav"_s});
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.err.contains("/no/such/file.wav"));
    }

    void whatSoundsAlikeIsFound()
    {
        const Program program;
        const Run early = program.run({u"similar"_s, sounds().low(0)});
        QCOMPARE(early.exitCode, 1);
        REQUIRE_OK(program.run({u"analyse"_s, sounds().folder.path()}));
        const QJsonArray near
            = program.run({u"similar"_s, sounds().low(0), u"--limit"_s, u"5"_s, u"--json"_s})
                  .array();
        QCOMPARE(near.size(), 5);
        for (const QJsonValue one : near) {
            QVERIFY(one[u"path"_s].toString().contains(u"/low/"_s));
            QVERIFY(one[u"path"_s].toString() != sounds().low(0));
        }
        // A file that the library does not have.
        QTemporaryDir folder;
        write(folder.filePath(u"new.wav"_s), wavOf(1990, 147, .6, 99));
        const QJsonArray outside = program
                                       .run({u"similar"_s, folder.filePath(u"new.wav"_s),
                                           u"--limit"_s, u"3"_s, u"--json"_s})
                                       .array();
        QCOMPARE(outside.size(), 3);
        for (const QJsonValue one : outside)
            QVERIFY(one[u"path"_s].toString().contains(u"/high/"_s));
    }

    void similarityIsEvaluatedByFolder()
    {
        const Program program;
        REQUIRE_OK(program.run({u"analyse"_s, sounds().folder.path()}));
        const Run run = program.run(
            {u"evaluate"_s, u"--similarity"_s, u"--label"_s, u"folder"_s, u"--json"_s});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const QJsonObject figures = run.object();
        QCOMPARE(figures[u"n"_s].toInt(), 12);
        QCOMPARE(figures[u"p1"_s].toDouble(), 1.);
        QVERIFY(figures[u"p5"_s].toDouble() > .9);
        QVERIFY(figures[u"map"_s].toDouble() > .9);
        QVERIFY(figures[u"never_in_top5"_s].toDouble() < .2);
        QCOMPARE(figures[u"intervals"_s][u"p1"_s].toArray().size(), 2);
    }

    void numbersFillTheLibrary()
    {
        const Program program;
        REQUIRE_OK(program.run({u"analyse"_s, sounds().folder.path()}));
        const QJsonArray bright
            = program.run({u"tracks"_s, u"brightness>50"_s, u"--json"_s}).array();
        QVERIFY(!bright.isEmpty());
        for (const QJsonValue one : bright)
            QVERIFY(one[u"path"_s].toString().contains(u"/high/"_s));
    }
};

SEGUE_TEST(TestAnalyse)
#include "tst_analyse.moc"
