// Whole files and odd sounds: no crash, no number that is not finite, the same bits each time.
#include "core/analysis/features_io.h"
#include "core/audio/wav_output.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>
#include <thread>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

/// Chords, a beat and hiss: every stage has something to do.
Sound music(double seconds, int channels = 2, int rate = 44100)
{
    const Sound hiss = noise(seconds, -45, 9, 1, rate);
    std::size_t i = 0;
    return madeSound(
        seconds,
        [&](double t) {
            const double beat = std::fmod(t, .5);
            const double root = 220 * std::exp2(std::floor(std::fmod(t / 2, 4)) * 5 / 12);
            double sum = static_cast<double>(hiss.samples[i++]);
            for (const double ratio : {1.0, 1.25, 1.5})
                sum += .08 * std::sin(6.2831853 * root * ratio * t);
            return sum + .5 * std::exp(-beat * 40) * std::sin(6.2831853 * 60 * beat);
        },
        channels, rate);
}

} // namespace

class TestAnalyse : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString& name) const { return folder_.filePath(name); }

    void writeWav(const QString& name, const Sound& sound)
    {
        auto writer = audio::WavWriter::create(
            path(name).toStdString(), audio::WavFormat::float32, sound.rate);
        QVERIFY(writer.ok());
        QVERIFY(writer->write(sound.samples).ok());
        QVERIFY(writer->close().ok());
    }
    QString encoded(const QString& from, const QString& to, const QStringList& options)
    {
        const int code = QProcess::execute(QStringLiteral("ffmpeg"),
            QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y"),
                QStringLiteral("-i"), path(from)}
                + options + QStringList{path(to)});
        return code == 0 ? path(to) : QString();
    }

private Q_SLOTS:
    void initTestCase() { writeWav(QStringLiteral("music.wav"), music(12)); }

    void damagedPacketsDoNotSetTheLevel()
    {
        Sound sound = music(20, 2);
        const TrackFeatures whole = featuresOf(sound);
        // What scrambled packets of an mp3 decode to: bursts far over full scale.
        for (std::size_t i = 30'000; i < 32'000; ++i)
            sound.samples[i] = i % 3 == 0 ? 8000.f : -900.f;
        const TrackFeatures damaged = featuresOf(sound);
        QVERIFY(std::abs(damaged.loudness.integrated - whole.loudness.integrated) < .3f);
        QVERIFY(damaged.loudness.truePeak < 4.5f);
    }

    void oddSoundsGiveFiniteNumbers_data()
    {
        QTest::addColumn<Sound>("sound");
        QTest::newRow("nothing") << Sound{};
        QTest::newRow("one sample") << Sound{44100, 1, {.5f}};
        QTest::newRow("silence") << Sound{44100, 2, std::vector<float>(44100 * 10)};
        QTest::newRow("1 s") << music(1);
        QTest::newRow("50 ms") << music(.05);
        QTest::newRow("8 kHz mono") << music(10, 1, 8000);
        QTest::newRow("96 kHz") << music(6, 2, 96000);
        QTest::newRow("192 kHz") << music(3, 2, 192000);
        QTest::newRow("44,099 Hz") << music(3, 1, 44099);
        QTest::newRow("1 kHz") << music(5, 1, 1000);
        QTest::newRow("5.1") << music(6, 6, 48000);
        QTest::newRow("17 channels") << music(1, 17, 44100);
        QTest::newRow("direct current") << madeSound(5, [](double) { return 1.0; });
        QTest::newRow("square") << madeSound(
            5, [](double t) { return std::fmod(t * 100, 1) < .5 ? 1.0 : -1.0; });
        QTest::newRow("very faint") << sine(5, 1000, -140);
        QTest::newRow("out of phase") << [] {
            Sound s = music(5, 2);
            for (std::size_t i = 1; i < s.samples.size(); i += 2)
                s.samples[i] = -s.samples[i];
            return s;
        }();
        Sound wild = noise(5, -6);
        for (std::size_t i = 0; i < wild.samples.size(); i += 97)
            wild.samples[i] = std::array{std::numeric_limits<float>::quiet_NaN(),
                std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                3e38f, -9e5f, 1e-42f}[i % 6];
        QTest::newRow("no numbers in it") << wild;
    }
    void oddSoundsGiveFiniteNumbers()
    {
        QFETCH(Sound, sound);
        const TrackFeatures f = featuresOf(sound);
        QCOMPARE(notFinite(f), std::string());
        QVERIFY(deserialise(serialise(f)).ok());
        QVERIFY(f.tempo.strength >= 0 && f.tempo.strength <= 1);
        QVERIFY(f.key.confidence >= 0 && f.key.confidence <= 1);
        QVERIFY(f.timbre.flatness >= 0 && f.timbre.flatness <= 1.001f);
        for (const float depth : f.rhythm.modulation)
            QVERIFY(depth >= 0 && depth <= 1);
        QVERIFY(std::abs(double(f.source.seconds) - double(sound.frames()) / sound.rate) < 1e-3);
    }

    void silenceHasItsDocumentedValues()
    {
        const TrackFeatures f = featuresOf(Sound{44100, 2, std::vector<float>(44100 * 10)});
        QCOMPARE(f.tempo.bpm, 0.0f);
        QVERIFY(f.tempo.beats.empty());
        QVERIFY(!f.key.valid && !f.loudness.valid);
        QCOMPARE(f.timbre.frames, 0);
        QCOMPARE(f.dynamics.rms, -100.0f);
        QCOMPARE(f.dynamics.startSilenceMs, 5000);
        QCOMPARE(f.dynamics.endSilenceMs, 0);
        for (const std::uint8_t byte : f.waveform.bytes)
            QCOMPARE(int(byte), 0);
    }

    void theSameBitsEachTimeOnAnyNumberOfThreads()
    {
        const Sound sound = music(15);
        const auto first = serialise(featuresOf(sound));
        std::array<std::vector<std::uint8_t>, 4> blobs;
        {
            std::vector<std::jthread> threads;
            for (auto& blob : blobs)
                threads.emplace_back([&] { blob = serialise(featuresOf(sound)); });
        }
        for (const auto& blob : blobs)
            QCOMPARE(blob, first);
    }

    void aFileIsItsSamples()
    {
        const Sound sound = music(12);
        StageSeconds times;
        double last = 0;
        AnalyseOptions options;
        options.times = &times;
        options.progress = [&](double share) {
            QVERIFY(share >= last && share <= 1);
            last = share;
        };
        const auto file = analyseFile(path(QStringLiteral("music.wav")).toStdString(), options);
        QVERIFY(file.ok());
        QVERIFY(file->source.hasAudioKey && file->source.complete);
        QCOMPARE(file->source.sampleRate, 44100);
        QVERIFY(last > .99);
        QVERIFY(times.decode > 0 && times.loudness > 0 && times.spectrum > 0);
        TrackFeatures bare = *file;
        bare.source.hasAudioKey = false;
        bare.source.audioKey = {};
        QCOMPARE(serialise(bare), serialise(featuresOf(sound)));
    }

    void theAudioKeyOutlivesTagsAndCovers_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("mp3") << QStringLiteral("mp3");
        QTest::newRow("flac") << QStringLiteral("flac");
        QTest::newRow("ogg") << QStringLiteral("ogg");
        QTest::newRow("m4a") << QStringLiteral("m4a");
        QTest::newRow("opus") << QStringLiteral("opus");
    }
    void theAudioKeyOutlivesTagsAndCovers()
    {
        QFETCH(QString, suffix);
        const QString plain = encoded(QStringLiteral("music.wav"),
            QStringLiteral("plain.") + suffix, {QStringLiteral("-b:a"), QStringLiteral("128k")});
        QVERIFY(!plain.isEmpty());
        const QString tagged
            = encoded(QStringLiteral("plain.") + suffix, QStringLiteral("tagged.") + suffix,
                {QStringLiteral("-c"), QStringLiteral("copy"), QStringLiteral("-metadata"),
                    QStringLiteral("title=") + QString(5000, u'x')});
        QVERIFY(!tagged.isEmpty());
        if (suffix == QStringLiteral("mp3")) {
            QFile file(tagged);
            QVERIFY(file.open(QIODevice::Append));
            file.write("TAG" + QByteArray(125, 'y'));
        }
        const auto a = analyseFile(plain.toStdString());
        const auto b = analyseFile(tagged.toStdString());
        QVERIFY(a.ok() && b.ok());
        QVERIFY(a->source.hasAudioKey && b->source.hasAudioKey);
        QCOMPARE(a->source.audioKey, b->source.audioKey);
        const auto other = analyseFile(path(QStringLiteral("music.wav")).toStdString());
        QVERIFY(other->source.audioKey != a->source.audioKey);
    }

    void damagedFilesAreAnalysedAsFarAsTheyGoOrSaySo()
    {
        const QString mp3 = encoded(QStringLiteral("music.wav"), QStringLiteral("whole.mp3"), {});
        QFile file(mp3);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QByteArray holes = bytes;
        for (qsizetype i = 20'000; i + 700 < holes.size(); i += 9'000)
            std::fill_n(holes.begin() + i, 700, '\x5a');
        const auto write = [&](const QString& name, const QByteArray& content) {
            QFile out(path(name));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(content);
        };
        write(QStringLiteral("holes.mp3"), holes);
        write(QStringLiteral("cut.mp3"), bytes.first(bytes.size() / 3));
        write(QStringLiteral("empty.mp3"), {});
        write(QStringLiteral("text.mp3"), QByteArray("no music at all\n").repeated(500));
        for (const QString& name : {QStringLiteral("holes.mp3"), QStringLiteral("cut.mp3")}) {
            const auto result = analyseFile(path(name).toStdString());
            QVERIFY(result.ok());
            QVERIFY(result->source.seconds > 3 && result->source.seconds < 12.5f);
            QCOMPARE(notFinite(*result), std::string());
        }
        for (const QString& name : {QStringLiteral("empty.mp3"), QStringLiteral("text.mp3"),
                 QStringLiteral("missing.mp3")}) {
            const auto result = analyseFile(path(name).toStdString());
            QVERIFY(!result.ok());
            QVERIFY(result.error().message.find(name.toStdString()) != std::string::npos);
        }
    }

    void aStopIsObeyed()
    {
        const auto source = std::make_unique<std::stop_source>();
        AnalyseOptions options;
        options.stop = source->get_token();
        int blocks = 0;
        options.progress = [&](double) {
            if (++blocks == 3)
                source->request_stop();
        };
        const auto result = analyseFile(path(QStringLiteral("music.wav")).toStdString(), options);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().message, std::string(stoppedMessage));
        QCOMPARE(blocks, 3);
    }
};

SEGUE_TEST(TestAnalyse)
#include "tst_analyse.moc"
