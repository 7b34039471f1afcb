#include "tests/bench/made_sound.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::bench {

namespace {

float normal(Random& random)
{
    double sum = 0;
    for (int i = 0; i < 12; ++i)
        sum += random.uniform();
    return static_cast<float>(sum - 6);
}

} // namespace

analysis::TrackFeatures madeSound(long i)
{
    constexpr long styles = 200, ofOneStyle = 12; // an album sounds alike
    Random style(static_cast<std::uint64_t>(i / ofOneStyle % styles) * 31 + 1);
    Random random(static_cast<std::uint64_t>(i) * 77 + 5);
    const auto about = [&](float middle, float betweenStyles, float within) {
        return middle + betweenStyles * normal(style) + within * normal(random);
    };
    analysis::TrackFeatures f;
    f.source.seconds = 240;
    f.loudness.valid = true;
    f.loudness.integrated = std::clamp(about(-12, 3, 1.5F), -40.F, -3.F);
    f.loudness.range = std::abs(about(7, 2, 2));
    f.loudness.truePeak = 1;
    f.tempo.bpm = std::clamp(about(118, 20, 15), 50.F, 210.F);
    f.tempo.strength = std::clamp(about(.35F, .1F, .1F), 0.F, 1.F);
    f.tempo.onsetRate = std::abs(about(4, 1, .5F));
    f.key.valid = true;
    f.key.tonic = static_cast<std::int32_t>(random.below(12));
    f.key.minor = random.below(2) == 0;
    f.key.confidence = static_cast<float>(random.uniform());
    auto& t = f.timbre;
    t.frames = 10'000;
    std::array<float, analysis::mfccCount> deviation{};
    for (std::size_t k = 0; k < analysis::mfccCount; ++k) {
        const float size = 60 / (1 + static_cast<float>(k));
        t.mfccMean[k] = about(k == 0 ? -310 : 2, size, size / 2);
        deviation[k] = std::abs(about(5 + size / 2, size / 8, size / 12)) + .5F;
        t.mfccDeltaDeviation[k] = deviation[k] / 4;
    }
    std::size_t pair = 0;
    for (std::size_t a = 0; a < analysis::mfccCount; ++a) {
        for (std::size_t b = a; b < analysis::mfccCount; ++b, ++pair)
            t.mfccCovariance[pair]
                = (a == b ? 1 : .04F * normal(random)) * deviation[a] * deviation[b];
    }
    t.centroid = std::abs(about(900, 300, 100)) + 50;
    t.centroidDeviation = t.centroid / 3;
    t.rolloff = t.centroid * 2;
    t.rolloffDeviation = t.rolloff / 3;
    t.flux = std::abs(about(.19F, .03F, .02F));
    t.fluxDeviation = t.flux / 2;
    t.flatness = std::abs(about(.05F, .02F, .01F));
    t.zeroCrossings = t.centroid * 1.5F;
    t.zeroCrossingsDeviation = t.zeroCrossings / 3;
    for (std::size_t k = 0; k < analysis::contrastBands; ++k)
        t.contrast[k] = about(20, 3, 1);
    for (auto& share : f.chroma.mean)
        share = static_cast<float>(random.uniform()) / 6;
    for (auto& depth : f.rhythm.modulation)
        depth = std::abs(about(.3F, .1F, .05F));
    f.dynamics.crest = about(14, 2, 1);
    f.dynamics.peakToLoudness = -f.loudness.integrated;
    f.dynamics.dynamicRange = about(8, 2, 1);
    f.dynamics.stereoWidth = std::clamp(about(.2F, .08F, .04F), 0.F, 1.F);
    f.dynamics.lowShare = .5F;
    f.dynamics.midShare = .4F;
    f.dynamics.highShare = std::clamp(about(.1F, .04F, .02F), 0.F, 1.F);
    return f;
}

} // namespace segue::bench
