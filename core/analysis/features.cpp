#include "core/analysis/features_fields.h"

#include <algorithm>
#include <cmath>

namespace segue::analysis {

namespace {

template <class T>
std::vector<double> asDoubles(const T& list)
{
    std::vector<double> out;
    out.reserve(list.size());
    for (const auto value : list)
        out.push_back(static_cast<double>(value));
    return out;
}

struct NumberCollector {
    std::vector<NamedNumber>& out;
    template <class T>
    void operator()(const char* name, const char* unit, const T& member) const
    {
        if constexpr (requires { member.size(); })
            out.push_back({name, unit, true, asDoubles(member)});
        else
            out.push_back({name, unit, false, {static_cast<double>(member)}});
    }
};

/// Where the ear hears ratios; the offset keeps 0 finite.
float logOf(float value, float offset)
{
    return std::log(std::max(value, 0.0f) + offset);
}

/// Calls add(name, value) for every element of vectorOf: the one list of them.
template <class Add>
void visitVector(const TrackFeatures& f, Add&& add)
{
    const auto list = [&](const char* name, const auto& values, auto&& map) {
        for (std::size_t i = 0; i < values.size(); ++i)
            add(std::string(name) + '[' + std::to_string(i) + ']', map(values[i]));
    };
    const auto plain = [](float value) { return value; };
    add("loudness.integrated", f.loudness.integrated);
    add("loudness.range", f.loudness.range);
    add("tempo.logBpm", f.tempo.bpm >= 1 ? std::log2(f.tempo.bpm / 120) : 0.0f);
    add("tempo.strength", f.tempo.strength);
    add("tempo.steadiness", f.tempo.steadiness);
    add("tempo.logOnsetRate", logOf(f.tempo.onsetRate, .5f));
    add("key.minor", f.key.valid && f.key.minor ? f.key.confidence : 0.0f);
    add("key.strength", f.key.strength);
    const auto& t = f.timbre;
    list("timbre.mfccMean", t.mfccMean, plain);
    std::size_t pair = 0;
    for (std::size_t i = 0; i < mfccCount; ++i) {
        add("timbre.logMfccDeviation[" + std::to_string(i) + ']',
            .5f * logOf(t.mfccCovariance[pair], 1e-4f));
        pair += mfccCount - i;
    }
    list("timbre.logMfccDeltaDeviation", t.mfccDeltaDeviation,
        [](float value) { return logOf(value, 1e-2f); });
    add("timbre.logCentroid", logOf(t.centroid, 20));
    add("timbre.logCentroidDeviation", logOf(t.centroidDeviation, 20));
    add("timbre.logRolloff", logOf(t.rolloff, 20));
    add("timbre.logRolloffDeviation", logOf(t.rolloffDeviation, 20));
    add("timbre.flux", t.flux);
    add("timbre.fluxDeviation", t.fluxDeviation);
    add("timbre.logFlatness", logOf(t.flatness, 1e-5f));
    add("timbre.flatnessDeviation", t.flatnessDeviation);
    add("timbre.logZeroCrossings", logOf(t.zeroCrossings, 20));
    add("timbre.logZeroCrossingsDeviation", logOf(t.zeroCrossingsDeviation, 20));
    list("timbre.contrast", t.contrast, plain);
    list("timbre.contrastDeviation", t.contrastDeviation, plain);
    // Relative to the tonic: the same piece in another key sounds alike.
    std::array<float, pitchClasses> chroma{};
    const auto tonic = static_cast<std::size_t>(std::clamp<std::int32_t>(f.key.tonic, 0, 11));
    for (std::size_t i = 0; i < pitchClasses; ++i)
        chroma[i] = f.chroma.mean[(i + tonic) % pitchClasses];
    list("chroma.fromTonic", chroma, plain);
    list("rhythm.modulation", f.rhythm.modulation, plain);
    add("dynamics.crest", f.dynamics.crest);
    add("dynamics.dynamicRange", f.dynamics.dynamicRange);
    add("dynamics.loudnessDeviation", f.dynamics.loudnessDeviation);
    add("dynamics.logStereoWidth", logOf(f.dynamics.stereoWidth, 1e-3f));
    add("dynamics.logLowShare", logOf(f.dynamics.lowShare, 1e-3f));
    add("dynamics.logMidShare", logOf(f.dynamics.midShare, 1e-3f));
    add("dynamics.logHighShare", logOf(f.dynamics.highShare, 1e-3f));
}

} // namespace

std::vector<NamedNumber> namedNumbers(const TrackFeatures& features)
{
    std::vector<NamedNumber> out;
    visitFields(features, NumberCollector{out});
    return out;
}

std::vector<float> vectorOf(const TrackFeatures& features)
{
    std::vector<float> out;
    visitVector(features, [&](const auto&, float value) { out.push_back(value); });
    return out;
}

std::vector<std::string> vectorNames()
{
    std::vector<std::string> out;
    visitVector(TrackFeatures{}, [&](std::string name, float) { out.push_back(std::move(name)); });
    return out;
}

std::string keyName(const Key& key)
{
    constexpr std::array names{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    if (!key.valid || key.tonic < 0 || key.tonic >= static_cast<std::int32_t>(names.size()))
        return {};
    return std::string(names[static_cast<std::size_t>(key.tonic)]) + (key.minor ? " minor" : "");
}

} // namespace segue::analysis
