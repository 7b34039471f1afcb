// The synthetic signals of EBU Tech 3341 and 3342 with their known results, and libebur128 as a
// second opinion on other sounds.
#include "core/analysis/loudness.h"

#include "core/analysis/true_peak.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <ebur128.h>

#include <cmath>
#include <numbers>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

Sound tones(const std::vector<std::pair<double, double>>& secondsAndDb)
{
    std::vector<Sound> parts;
    for (const auto& [seconds, db] : secondsAndDb)
        parts.push_back(sine(seconds, 1000, db, 2, 48000));
    return joined(parts);
}

struct Reference {
    double integrated = 0;
    double range = 0;
    double peak = 0;
};

Reference byLibrary(const Sound& sound)
{
    ebur128_state* state = ebur128_init(static_cast<unsigned>(sound.channels),
        static_cast<unsigned long>(sound.rate),
        EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(state, sound.samples.data(), sound.frames());
    Reference out;
    ebur128_loudness_global(state, &out.integrated);
    ebur128_loudness_range(state, &out.range);
    for (int c = 0; c < sound.channels; ++c) {
        double peak = 0;
        ebur128_true_peak(state, static_cast<unsigned>(c), &peak);
        out.peak = std::max(out.peak, peak);
    }
    ebur128_destroy(&state);
    return out;
}

double db(double amplitude)
{
    return 20 * std::log10(amplitude);
}

/// Something like music: a slow swell of tones and noise.
Sound swell(int channels, int rate)
{
    const Sound hiss = noise(30, -30, 5, 1, rate);
    std::size_t i = 0;
    return madeSound(
        30,
        [&](double t) {
            const double level = .1 + .35 * (1 + std::sin(2 * std::numbers::pi * t / 11));
            return level * std::sin(2 * std::numbers::pi * 220 * t)
                + .2 * level * std::sin(2 * std::numbers::pi * 3100 * t)
                + static_cast<double>(hiss.samples[std::min(i++, hiss.samples.size() - 1)]);
        },
        channels, rate);
}

} // namespace

class TestLoudness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void integratedLoudnessOfTech3341_data()
    {
        QTest::addColumn<Sound>("sound");
        QTest::addColumn<double>("lufs");
        QTest::newRow("case 1") << tones({{20, -23}}) << -23.0;
        QTest::newRow("case 2") << tones({{20, -33}}) << -33.0;
        QTest::newRow("case 3") << tones({{10, -36}, {60, -23}, {10, -36}}) << -23.0;
        QTest::newRow("case 4") << tones({{10, -72}, {10, -36}, {60, -23}, {10, -36}, {10, -72}})
                                << -23.0;
        QTest::newRow("case 5") << tones({{20, -26}, {20.1, -20}, {20, -26}}) << -23.0;
        Sound surround{48000, 5, {}};
        const std::array levels{-28.0, -28.0, -24.0, -30.0, -30.0};
        for (int i = 0; i < 20 * 48000; ++i) {
            for (const double level : levels)
                surround.samples.push_back(static_cast<float>(
                    fromDb(level) * std::sin(2 * std::numbers::pi * 1000 * i / 48000)));
        }
        QTest::newRow("case 6, 5.0") << surround << -23.0;
    }
    void integratedLoudnessOfTech3341()
    {
        QFETCH(Sound, sound);
        QFETCH(double, lufs);
        const Loudness loudness = featuresOf(sound).loudness;
        QVERIFY(loudness.valid);
        QVERIFY2(std::abs(static_cast<double>(loudness.integrated) - lufs) <= .1,
            std::to_string(loudness.integrated).c_str());
        QVERIFY(std::abs(static_cast<double>(replayGainDb(loudness)) - (-18 - lufs)) <= .1);
    }

    void rangeOfTech3342_data()
    {
        QTest::addColumn<Sound>("sound");
        QTest::addColumn<double>("range");
        QTest::newRow("case 1") << tones({{20, -20}, {20, -30}}) << 10.0;
        QTest::newRow("case 2") << tones({{20, -20}, {20, -15}}) << 5.0;
        QTest::newRow("case 3") << tones({{20, -40}, {20, -20}}) << 20.0;
        QTest::newRow("case 4") << tones({{20, -50}, {20, -35}, {20, -20}, {20, -35}, {20, -50}})
                                << 15.0;
    }
    void rangeOfTech3342()
    {
        QFETCH(Sound, sound);
        QFETCH(double, range);
        const float got = featuresOf(sound).loudness.range;
        QVERIFY2(std::abs(static_cast<double>(got) - range) <= 1, std::to_string(got).c_str());
    }

    /// Tech 3341 cases 15 to 19: tones whose samples all miss their crests.
    void truePeakOfTonesBetweenTheSamples_data()
    {
        QTest::addColumn<int>("divisor");
        QTest::addColumn<double>("degrees");
        QTest::addColumn<double>("amplitude");
        QTest::newRow("fs/4, 0") << 4 << 0.0 << .5;
        QTest::newRow("fs/4, 45") << 4 << 45.0 << .5;
        QTest::newRow("fs/6, 60") << 6 << 60.0 << .5;
        QTest::newRow("fs/8, 67.5") << 8 << 67.5 << .5;
        QTest::newRow("fs/4, 45, above full scale") << 4 << 45.0 << 1.41;
    }
    void truePeakOfTonesBetweenTheSamples()
    {
        QFETCH(int, divisor);
        QFETCH(double, degrees);
        QFETCH(double, amplitude);
        for (const int rate : {44100, 48000, 96000}) {
            const double phase = degrees * std::numbers::pi / 180;
            const Sound sound = madeSound(
                2,
                [&](double t) {
                    const double fade = std::clamp(std::min(t, 2 - t) * 10, 0.0, 1.0);
                    return fade * amplitude
                        * std::sin(2 * std::numbers::pi * rate / divisor * t + phase);
                },
                1, rate);
            const double peak = static_cast<double>(featuresOf(sound).loudness.truePeak);
            QVERIFY2(db(peak / amplitude) < .2 && db(peak / amplitude) > -.4,
                std::to_string(db(peak / amplitude)).c_str());
        }
    }

    /// What is left out must never have held a peak: the meter fed with anything agrees with every
    /// instant computed.
    void theSkippedPartsHoldNoPeak()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            Sound sound = noise(2, -12, seed);
            for (std::size_t i = 0; i < sound.samples.size(); ++i)
                sound.samples[i]
                    *= .2f + .8f * std::abs(std::sin(static_cast<float>(i) * .0003f * float(seed)));
            TruePeakMeter whole(sound.rate);
            whole.add(sound.samples.data(), sound.samples.size());
            whole.finish();
            float highest = 0;
            for (std::size_t at = 0; at < sound.samples.size(); at += 512) {
                TruePeakMeter part(sound.rate); // starts at 0: nothing is skipped in it
                const std::size_t from = at < 64 ? 0 : at - 64;
                const std::size_t to = std::min(at + 576, sound.samples.size());
                part.add(sound.samples.data() + from, to - from);
                highest = std::max(highest, part.truePeak());
            }
            QVERIFY(std::abs(db(static_cast<double>(whole.truePeak() / highest))) < .05);
            QVERIFY(whole.truePeak() >= whole.samplePeak());
        }
    }

    void agreesWithTheLibrary_data()
    {
        QTest::addColumn<Sound>("sound");
        for (const int rate : {8000, 22050, 32000, 44100, 48000, 96000})
            QTest::addRow("%d Hz", rate) << swell(2, rate);
        QTest::newRow("mono") << swell(1, 44100);
        QTest::newRow("noise") << noise(20, -14, 3, 2);
    }
    void agreesWithTheLibrary()
    {
        QFETCH(Sound, sound);
        const Loudness ours = featuresOf(sound).loudness;
        const Reference reference = byLibrary(sound);
        const auto near = [](float a, double b, double tolerance) {
            return std::abs(static_cast<double>(a) - b) <= tolerance;
        };
        QVERIFY2(near(ours.integrated, reference.integrated, .05),
            std::to_string(double(ours.integrated) - reference.integrated).c_str());
        QVERIFY2(near(ours.range, reference.range, .5),
            std::to_string(double(ours.range) - reference.range).c_str());
        // Close to half the rate, where noise has power, filters differ.
        QVERIFY2(QTest::currentDataTag() == QByteArray("noise")
                || std::abs(db(double(ours.truePeak) / reference.peak)) < .3,
            std::to_string(db(double(ours.truePeak) / reference.peak)).c_str());
    }

    void anAlbumIsItsTracksAsOneProgramme()
    {
        const Sound quiet = tones({{20, -30}});
        const Sound loud = tones({{40, -16}});
        const Sound silent = tones({{5, -120}});
        const Loudness a = featuresOf(quiet).loudness;
        const Loudness b = featuresOf(loud).loudness;
        const Loudness c = featuresOf(silent).loudness;
        QVERIFY(!c.valid);
        const std::array tracks{&a, &b, &c};
        const auto album = albumLoudness(tracks);
        const Loudness whole = featuresOf(joined({quiet, loud, silent})).loudness;
        QVERIFY(album.has_value());
        QVERIFY(std::abs(album->integrated - whole.integrated) < .1f);
        QVERIFY(std::abs(album->gainDb + 18 + album->integrated) < 1e-4f);
        QCOMPARE(album->peak, b.truePeak);
        const std::array none{&c};
        QVERIFY(!albumLoudness(none).has_value());
        QVERIFY(!albumLoudness({}).has_value());
    }

    void silenceHasItsDocumentedValues()
    {
        for (const Sound& sound : {tones({{5, -200}}), sine(.3, 1000, -6), Sound{}}) {
            const Loudness loudness = featuresOf(sound).loudness;
            QVERIFY(!loudness.valid);
            QCOMPARE(loudness.integrated, -70.0f);
            QCOMPARE(loudness.range, 0.0f);
            QCOMPARE(replayGainDb(loudness), 0.0f);
        }
    }
};

SEGUE_TEST(TestLoudness)
#include "tst_loudness.moc"
