#include "core/analysis/mood.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

/// Soft swells of a low chord.
Sound lullaby()
{
    return madeSound(20, [](double t) {
        const double swell = .02 * (1 - std::cos(6.2831853 * t / 5));
        return swell * (std::sin(6.2831853 * 130.8 * t) + std::sin(6.2831853 * 164.8 * t));
    });
}

/// Eight bursts of noise a second over a saw, limited.
Sound racket()
{
    const Sound hiss = noise(20, -8, 3);
    std::size_t i = 0;
    return madeSound(20, [&](double t) {
        const double burst = std::exp(-std::fmod(t, .25) * 12);
        const double saw = std::fmod(t * 110, 1) - .5;
        return std::clamp(1.2 * burst * static_cast<double>(hiss.samples[i++]) + .4 * saw, -.8, .8);
    });
}

} // namespace

class TestMood : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLullabyIsCalmAndDarkARacketIsIntenseAndBright()
    {
        const Mood calm = moodOf(featuresOf(lullaby()));
        const Mood loud = moodOf(featuresOf(racket()));
        QVERIFY(calm.valid && loud.valid);
        QVERIFY2(calm.energy < .3f, std::to_string(calm.energy).c_str());
        QVERIFY2(loud.energy > .6f, std::to_string(loud.energy).c_str());
        QVERIFY2(calm.brightness < .35f, std::to_string(calm.brightness).c_str());
        QVERIFY2(loud.brightness > .7f, std::to_string(loud.brightness).c_str());
    }

    void eachNumberMovesItsScaleTheRightWay()
    {
        const TrackFeatures base = featuresOf(lullaby());
        const auto energy = [&](auto&& change) {
            TrackFeatures f = base;
            change(f);
            return moodOf(f).energy - moodOf(base).energy;
        };
        QVERIFY(energy([](TrackFeatures& f) { f.tempo.onsetRate = 6; }) > .2f);
        QVERIFY(energy([](TrackFeatures& f) { f.loudness.integrated = -8; }) > .1f);
        QVERIFY(energy([](TrackFeatures& f) { f.timbre.flux = .4f; }) > .1f);
        const auto brightness = [&](auto&& change) {
            TrackFeatures f = base;
            change(f);
            return moodOf(f).brightness - moodOf(base).brightness;
        };
        QVERIFY(brightness([](TrackFeatures& f) { f.timbre.centroid = 3000; }) > .3f);
        QVERIFY(brightness([](TrackFeatures& f) { f.timbre.rolloff = 6000; }) > .2f);
        const auto inKey = [](bool minor, float confidence) {
            return [=](TrackFeatures& f) {
                f.key.valid = true;
                f.key.minor = minor;
                f.key.confidence = confidence;
            };
        };
        QVERIFY(brightness(inKey(false, 1)) > brightness(inKey(true, 1)) + .09f);
        QVERIFY(std::abs(brightness(inKey(false, 0)) - brightness(inKey(true, 0))) < 1e-6f);
    }

    void silenceAndScrapsHaveNoMood()
    {
        QVERIFY(!moodOf(TrackFeatures{}).valid);
        QVERIFY(!moodOf(featuresOf(sine(5, 440, -200))).valid);
        const Mood scrap = moodOf(featuresOf(sine(.5, 440, -10)));
        QVERIFY(!scrap.valid);
        QCOMPARE(scrap.energy, .5f);
        QCOMPARE(scrap.brightness, .5f);
    }

    void bothScalesStayWithinZeroAndOne()
    {
        TrackFeatures f = featuresOf(racket());
        f.tempo.onsetRate = 1e9f;
        f.loudness.integrated = 50;
        f.timbre.centroid = 1e9f;
        f.timbre.rolloff = 1e9f;
        const Mood most = moodOf(f);
        QVERIFY(most.energy <= 1 && most.brightness <= 1);
        f = TrackFeatures{};
        f.loudness.valid = true;
        f.timbre.frames = 1000;
        const Mood least = moodOf(f);
        QVERIFY(least.energy >= 0 && least.brightness >= 0);
    }
};

SEGUE_TEST(TestMood)
#include "tst_mood.moc"
