#include "core/analysis/waveform.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

bool within(float value, double low, double high)
{
    return double(value) >= low && double(value) <= high;
}

} // namespace

class TestTimbre : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aToneIsWhereItIs()
    {
        for (const int rate : {44100, 48000, 96000, 32000}) {
            const TrackFeatures f = featuresOf(sine(5, 1000, -6, 2, rate));
            QVERIFY2(
                within(f.timbre.centroid, 985, 1015), std::to_string(f.timbre.centroid).c_str());
            QVERIFY(within(f.timbre.rolloff, 980, 1030));
            QVERIFY2(within(f.timbre.zeroCrossings, 1980, 2020),
                std::to_string(f.timbre.zeroCrossings).c_str());
            QVERIFY(f.timbre.flatness < 1e-3f);
            QVERIFY(f.timbre.flux < .02f);
            QVERIFY(within(f.dynamics.rms, -9.1, -8.9));
            QVERIFY(within(f.dynamics.crest, 2.9, 3.2));
            QVERIFY(f.dynamics.midShare > .99f);
            QVERIFY(f.dynamics.stereoWidth < 1e-6f);
        }
    }

    void noiseIsFlatAndATonePeaks()
    {
        const TrackFeatures hiss = featuresOf(noise(5, -20, 1, 1, 22050));
        QVERIFY2(
            within(hiss.timbre.flatness, .5, .62), std::to_string(hiss.timbre.flatness).c_str());
        QVERIFY2(
            within(hiss.timbre.centroid, 4800, 5300), std::to_string(hiss.timbre.centroid).c_str());
        const TrackFeatures tone = featuresOf(sine(5, 300, -6));
        for (std::size_t i = 0; i < contrastBands; ++i)
            QVERIFY(within(hiss.timbre.contrast[i], 1, 4));
        QVERIFY(tone.timbre.contrast[0] > 15);
    }

    void theSameSoundAtAnotherRateHasTheSameTimbre()
    {
        const auto chord = [](double t) {
            return .1 * (std::sin(2764.6 * t) + std::sin(3481.4 * t) + std::sin(12566 * t))
                * (1 + .5 * std::sin(9 * t));
        };
        const TrackFeatures a = featuresOf(madeSound(6, chord, 1, 44100));
        const TrackFeatures b = featuresOf(madeSound(6, chord, 2, 48000));
        for (std::size_t i = 0; i < 6; ++i)
            QVERIFY2(std::abs(a.timbre.mfccMean[i] - b.timbre.mfccMean[i]) < 1,
                std::to_string(a.timbre.mfccMean[i] - b.timbre.mfccMean[i]).c_str());
        QVERIFY(std::abs(a.timbre.centroid - b.timbre.centroid) < 5);
    }

    void louderIsTheSameTimbreButForTheFirstCoefficient()
    {
        Sound quiet = noise(5, -30);
        const TrackFeatures a = featuresOf(quiet);
        for (float& sample : quiet.samples)
            sample *= 4;
        const TrackFeatures b = featuresOf(quiet);
        QVERIFY(b.timbre.mfccMean[0] - a.timbre.mfccMean[0] > 50); // 12 dB x sqrt(40)
        for (std::size_t i = 1; i < mfccCount; ++i)
            QVERIFY(std::abs(a.timbre.mfccMean[i] - b.timbre.mfccMean[i]) < .2f);
    }

    void covarianceIsThatOfTheFrames()
    {
        const TrackFeatures f = featuresOf(noise(10, -20));
        std::size_t pair = 0;
        std::array<float, mfccCount> variance{};
        for (std::size_t i = 0; i < mfccCount; ++i) {
            variance[i] = f.timbre.mfccCovariance[pair];
            QVERIFY(variance[i] > 0);
            pair += mfccCount - i;
        }
        pair = 0;
        for (std::size_t i = 0; i < mfccCount; ++i) {
            for (std::size_t j = i; j < mfccCount; ++j, ++pair)
                QVERIFY(std::abs(f.timbre.mfccCovariance[pair])
                    <= std::sqrt(variance[i] * variance[j]) * 1.001f);
        }
    }

    void aTremoloBeatsAtItsRate()
    {
        const TrackFeatures f = featuresOf(madeSound(20, [](double t) {
            return .3 * (1 + .8 * std::sin(2 * 3.14159265 * 4 * t))
                * std::sin(2 * 3.14159265 * 400 * t);
        }));
        // .5 x 21^(8 / 12) is 3.8 Hz, the ninth slot reaches to 4.9; band 1 is 200 … 800 Hz.
        const auto& m = f.rhythm.modulation;
        const auto strongest = std::max_element(m.begin() + 12, m.begin() + 24) - (m.begin() + 12);
        QCOMPARE(int(strongest), 8);
        QVERIFY2(m[20] > .6f && m[20] < .9f, std::to_string(m[20]).c_str());
    }

    void theWaveformShowsBandsWhereTheyAre()
    {
        const Sound sound = joined(
            {sine(10, 80, -6), sine(10, 80, -200), sine(10, 700, -12), sine(10, 6000, -6)});
        const Waveform w = featuresOf(sound).waveform;
        const auto at = [&](double share, std::size_t band) {
            return amplitudeOf(w.bytes[static_cast<std::size_t>(share * 1000) * 3 + band]);
        };
        QVERIFY2(within(at(.12, 0), .48, .53), std::to_string(at(.12, 0)).c_str());
        QVERIFY(at(.12, 1) < .05f && at(.12, 2) < .05f);
        QVERIFY(at(.37, 0) == 0 && at(.37, 1) == 0 && at(.37, 2) == 0);
        QVERIFY(within(at(.62, 1), .24, .27));
        QVERIFY(within(at(.87, 2), .48, .53) && at(.87, 0) < .05f);
    }

    void silenceAtBothEndsIsMeasured()
    {
        const Sound sound = joined({sine(1.5, 440, -200), sine(5, 440, -20), noise(2.3, -75)});
        const Dynamics d = featuresOf(sound).dynamics;
        QVERIFY2(
            std::abs(d.startSilenceMs - 1500) <= 100, std::to_string(d.startSilenceMs).c_str());
        QVERIFY2(std::abs(d.endSilenceMs - 2300) <= 100, std::to_string(d.endSilenceMs).c_str());
        QVERIFY(d.curve[50] > -25 && d.curve[50] < -18);
        QCOMPARE(d.curve[2], -70.0f);
    }

    void widthIsTheSidesShare()
    {
        Sound sound = noise(3, -20, 1, 2);
        for (std::size_t i = 1; i < sound.samples.size(); i += 2)
            sound.samples[i] = -sound.samples[i];
        QVERIFY(featuresOf(sound).dynamics.stereoWidth > .999f);
        for (std::size_t i = 1; i < sound.samples.size(); i += 2)
            sound.samples[i] = 0;
        QVERIFY(std::abs(featuresOf(sound).dynamics.stereoWidth - .5f) < .001f);
    }
};

SEGUE_TEST(TestTimbre)
#include "tst_timbre.moc"
