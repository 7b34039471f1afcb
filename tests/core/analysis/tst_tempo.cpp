// Clicks and drum patterns of known tempo.
#include "core/base/random.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

constexpr int rate = 22050; // what tempo is found in anyway

bool near(double value, double wanted, double share)
{
    return std::abs(value / wanted - 1) <= share;
}

void strike(Sound& sound, double at, double level, double hz, double decay, std::uint64_t seed)
{
    Random random(seed);
    const auto start = static_cast<std::size_t>(std::llround(at * sound.rate));
    const auto length = static_cast<std::size_t>(decay * 6 * sound.rate);
    for (std::size_t i = 0; i < length && start + i < sound.samples.size(); ++i) {
        const double t = static_cast<double>(i) / sound.rate;
        const double tone = hz > 0
            ? std::sin(2 * std::numbers::pi * hz * t * (1 + .5 * std::exp(-t * 60)))
            : 2 * random.uniform() - 1;
        sound.samples[start + i] += static_cast<float>(level * std::exp(-t / decay) * tone);
    }
}

Sound clicks(double bpm, double seconds)
{
    Sound sound = noise(seconds, -70, 3, 1, rate);
    for (double at = .5; at < seconds - .1; at += 60 / bpm)
        strike(sound, at, .6, 1000, .01, 1);
    return sound;
}

enum class Pattern { rock, disco, halfTime, waltz, shuffle };

/// Kick, snare and hats with a bass and a chord that changes every bar.
Sound drums(Pattern pattern, double bpm, double seconds, std::uint64_t seed)
{
    Sound sound = noise(seconds, -60, seed, 1, rate);
    Random random(seed);
    const double beat = 60 / bpm;
    const int beatsABar = pattern == Pattern::waltz ? 3 : 4;
    int count = 0;
    for (double at = .3; at < seconds - beat; at += beat, ++count) {
        const int place = count % beatsABar;
        const auto loose = [&] { return .006 * (random.uniform() - .5); };
        const bool kick = pattern == Pattern::disco || place == 0
            || (pattern == Pattern::rock && place == 2)
            || (pattern == Pattern::shuffle && place == 2);
        const bool snare = pattern == Pattern::waltz ? place != 0
            : pattern == Pattern::halfTime           ? place == 2
                                                     : place % 2 == 1;
        if (kick)
            strike(sound, at + loose(), .7, 55, .08, seed);
        if (snare)
            strike(sound, at + loose(), pattern == Pattern::waltz ? .2 : .4, 0, .05, seed + 1);
        strike(sound, at + loose(), .12, 0, .015, seed + 2);
        const double off = pattern == Pattern::shuffle ? 2.0 / 3 : .5;
        if (pattern != Pattern::waltz)
            strike(sound, at + off * beat + loose(), .1, 0, .015, seed + 3);
        strike(sound, at + loose(), .25, place == 0 ? 82.4 : 110, beat / 3, seed);
        if (place == 0) {
            const double root = 220 * std::exp2(double(random.below(5)) / 12);
            for (const double ratio : {1.0, 1.26, 1.5})
                strike(sound, at, .08, root * ratio, beat * 1.2, seed);
        }
    }
    return sound;
}

} // namespace

class TestTempo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clicksFrom60To180()
    {
        int good = 0;
        std::string wrong;
        for (int i = 0; i < 25; ++i) {
            const double bpm = 60 + 5 * i;
            const Tempo tempo = featuresOf(clicks(bpm, 30)).tempo;
            good += near(double(tempo.bpm), bpm, .04) ? 1 : 0;
            if (!near(double(tempo.bpm), bpm, .04))
                wrong += std::to_string(bpm) + " -> " + std::to_string(tempo.bpm) + "; ";
        }
        QVERIFY2(good >= 24, wrong.c_str());
    }

    void drumPatterns()
    {
        int exact = 0;
        int octave = 0;
        int all = 0;
        std::string wrong;
        std::uint64_t seed = 1;
        for (const Pattern pattern :
            {Pattern::rock, Pattern::disco, Pattern::halfTime, Pattern::waltz, Pattern::shuffle}) {
            for (const double bpm : {72.0, 93.0, 108.0, 124.0, 140.0, 171.0}) {
                const double got = double(featuresOf(drums(pattern, bpm, 30, ++seed)).tempo.bpm);
                const bool hit = near(got, bpm, .04);
                const bool tolerant = hit || near(got, bpm * 2, .04) || near(got, bpm / 2, .04)
                    || near(got, bpm * 3, .04) || near(got, bpm / 3, .04);
                exact += hit ? 1 : 0;
                octave += tolerant ? 1 : 0;
                ++all;
                if (!hit)
                    wrong += std::to_string(int(pattern)) + "/" + std::to_string(int(bpm)) + " -> "
                        + std::to_string(got) + "; ";
            }
        }
        QVERIFY2(exact >= .75 * all, wrong.c_str());
        QVERIFY2(octave >= .93 * all, wrong.c_str());
    }

    void theOtherOctaveIsNamedWhenItIsClose()
    {
        const Tempo tempo = featuresOf(drums(Pattern::halfTime, 90, 40, 5)).tempo;
        const double ratio = std::max(double(tempo.bpm), double(tempo.otherBpm))
            / std::min(double(tempo.bpm), double(tempo.otherBpm));
        QVERIFY(tempo.otherBpm > 0);
        QVERIFY2(near(ratio, 2, .04) || near(ratio, 1.5, .04) || near(ratio, 3, .04)
                || near(ratio, 4.0 / 3, .04),
            std::to_string(ratio).c_str());
        QVERIFY(tempo.ambiguity > 0 && tempo.ambiguity <= 1);
    }

    void beatsLieOnTheClicks()
    {
        for (const double bpm : {80.0, 120.0, 150.0}) {
            const Tempo tempo = featuresOf(clicks(bpm, 40)).tempo;
            QVERIFY(near(double(tempo.bpm), bpm, .005));
            QVERIFY(tempo.steadiness > .8f);
            int onClick = 0;
            for (const std::uint32_t beat : tempo.beats) {
                const double place = (beat * .001 - .5) * bpm / 60;
                onClick += std::abs(place - std::round(place)) * 60 / bpm < .025 ? 1 : 0;
            }
            QVERIFY2(onClick >= .95 * double(tempo.beats.size()),
                (std::to_string(onClick) + " of " + std::to_string(tempo.beats.size())).c_str());
            QVERIFY(double(tempo.beats.size()) > .9 * 39 * bpm / 60);
        }
    }

    void onsetsAreCounted()
    {
        const Tempo tempo = featuresOf(clicks(120, 30)).tempo;
        QVERIFY2(std::abs(tempo.onsetRate - 2) < .2f, std::to_string(tempo.onsetRate).c_str());
    }

    void noBeatIsNoTempo()
    {
        QCOMPARE(featuresOf(sine(20, 440, -200)).tempo.bpm, 0.0f);
        QCOMPARE(featuresOf(clicks(120, 2)).tempo.bpm, 0.0f);
        const Tempo hiss = featuresOf(noise(30, -20)).tempo;
        QVERIFY2(hiss.strength < .15f, std::to_string(hiss.strength).c_str());
        QVERIFY(featuresOf(clicks(120, 30)).tempo.strength > .4f);
    }
};

SEGUE_TEST(TestTempo)
#include "tst_tempo.moc"
