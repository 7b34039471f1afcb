// Cadences in all 24 keys at two tunings.
#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

/// I IV V I (minor: i iv V i) in three voices and a bass, each tone with four partials.
Sound cadence(int tonic, bool minor, double a4)
{
    struct Chord {
        int root;
        bool minor;
    };
    const std::array<Chord, 4> chords{{{0, minor}, {5, minor}, {7, false}, {0, minor}}};
    const auto frequency = [&](int midi) { return a4 * std::exp2((midi - 69) / 12.0); };
    return madeSound(
        8,
        [&](double t) {
            const double place = t;
            const Chord chord = chords[static_cast<std::size_t>(place) % chords.size()];
            const double within = place - std::floor(place);
            const double envelope = std::min(within * 60, 1.0) * std::exp(-1.5 * within);
            double sum = 0;
            for (const int note : {-24, 0, chord.minor ? 3 : 4, 7}) {
                const double hz = frequency(60 + tonic + chord.root % 12 + note);
                for (int partial = 1; partial <= 4; ++partial)
                    sum += std::sin(2 * std::numbers::pi * hz * partial * t) / (partial * partial);
            }
            return .1 * envelope * sum;
        },
        1, 22050);
}

} // namespace

class TestKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cadencesInAllKeys_data()
    {
        QTest::addColumn<double>("a4");
        QTest::newRow("A = 440") << 440.0;
        QTest::newRow("A = 446") << 446.0;
        QTest::newRow("A = 432") << 432.0;
    }
    void cadencesInAllKeys()
    {
        QFETCH(double, a4);
        std::string wrong;
        for (int tonic = 0; tonic < 12; ++tonic) {
            for (const bool minor : {false, true}) {
                const Key key = featuresOf(cadence(tonic, minor, a4)).key;
                if (!key.valid || key.tonic != tonic || key.minor != minor)
                    wrong
                        += std::to_string(tonic) + (minor ? "m -> " : " -> ") + keyName(key) + "; ";
                QVERIFY2(
                    std::abs(double(key.tuning) - a4) < 1.5, std::to_string(key.tuning).c_str());
                QVERIFY(key.confidence > .1f);
                QVERIFY(key.tuningConfidence > .5f);
            }
        }
        QCOMPARE(wrong, std::string());
    }

    void chromaShowsWhatSounds()
    {
        const Chroma chroma = featuresOf(sine(5, 440, -12)).chroma;
        float sum = 0;
        for (const float value : chroma.mean)
            sum += value;
        QVERIFY(std::abs(sum - 1) < 1e-3f);
        QVERIFY(chroma.mean[9] > .9f);
    }

    void noiseAndSilenceHaveNoKeyToTrust()
    {
        const Key silent = featuresOf(sine(5, 440, -200)).key;
        QVERIFY(!silent.valid);
        QCOMPARE(silent.confidence, 0.0f);
        QCOMPARE(silent.tuning, 440.0f);
        const Key hiss = featuresOf(noise(20, -20)).key;
        QVERIFY(!hiss.valid);
        QCOMPARE(hiss.confidence, 0.0f);
        QVERIFY2(hiss.tuningConfidence < .03f, std::to_string(hiss.tuningConfidence).c_str());
        QVERIFY(!featuresOf(sine(.05, 440, -10)).key.valid);
    }
};

SEGUE_TEST(TestKey)
#include "tst_key.moc"
