// Why these: what listeners call energetic is loud, dense, bright and compressed (Gabrielsson and
// Lindström 2010, on arousal: loudness, tempo, onsets, spectral change agree across studies).
// Dark and bright are words for timbre, so brightness is spectral but for a tenth of mode.
// Each part is a straight line between two anchors, cut at its ends. The anchors are the tenth and
// ninetieth hundredth of some 60 freely licensed tracks of twelve game soundtracks (metal, trance,
// orchestra, ambient…), rounded. They only have to spread usual music over the scale, no threshold
// hangs on them. On 228 tracks, these among them, energy has its tenth, fiftieth and ninetieth
// hundredth at .17, .47 and .76, brightness at .11, .46 and .77; a waltz, a ragtime, a string
// orchestra and a folk song that were not among them lie at .13, .33, .27 and .48 in energy.
#include "core/analysis/mood.h"

#include <algorithm>
#include <cmath>

namespace segue::analysis {

namespace {

/// 0 at `low` … 1 at `high`; `high` may be the lower one.
float between(float value, float low, float high)
{
    return std::clamp((value - low) / (high - low), 0.0f, 1.0f);
}

/// The same for frequencies: octaves count.
float betweenHz(float hz, float low, float high)
{
    return between(std::log2(std::max(hz, 1.0f)), std::log2(low), std::log2(high));
}

} // namespace

EnergyParts energyParts(const TrackFeatures& f)
{
    EnergyParts parts;
    parts.density = between(f.tempo.onsetRate, 2.75f, 5.5f);
    parts.flux = between(f.timbre.flux, .15f, .23f);
    parts.compression = between(f.dynamics.peakToLoudness, 17.5f, 9);
    parts.loudness = between(f.loudness.integrated, -18.5f, -8);
    parts.beat = f.tempo.bpm > 0
        ? between(f.tempo.strength, .13f, .65f) * (.5f + .5f * between(f.tempo.bpm, 100, 170))
        : 0;
    parts.bite = between(10 * std::log10(f.dynamics.highShare + 1e-4f), -22, -6);
    return parts;
}

BrightnessParts brightnessParts(const TrackFeatures& f)
{
    BrightnessParts parts;
    parts.centroid = betweenHz(f.timbre.centroid, 180, 1270);
    parts.rolloff = betweenHz(f.timbre.rolloff, 275, 2800);
    parts.balance = between(
        10 * std::log10((f.dynamics.highShare + 1e-4f) / (f.dynamics.lowShare + 1e-4f)), -21, 0);
    const float certain = f.key.valid ? f.key.confidence : 0;
    parts.mode = .5f + (f.key.minor ? -.5f : .5f) * certain;
    return parts;
}

Mood moodOf(const TrackFeatures& f)
{
    if (!f.loudness.valid || f.timbre.frames < 40)
        return {};
    const EnergyParts e = energyParts(f);
    const BrightnessParts b = brightnessParts(f);
    return {true,
        .25f * e.density + .2f * e.flux + .15f * e.compression + .2f * e.loudness + .1f * e.beat
            + .1f * e.bite,
        .35f * b.centroid + .25f * b.rolloff + .3f * b.balance + .1f * b.mode};
}

} // namespace segue::analysis
