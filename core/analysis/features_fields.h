#pragma once

#include "core/analysis/features.h"

namespace segue::analysis {

/// The one table of all numbers but audio key and waveform: visit(name, unit, member) for each, in
/// the order in which they are stored and printed. `Features` is TrackFeatures, const or not.
/// Another order or another member needs a new format version in features_io.cpp.
template <class Features, class Visit>
void visitFields(Features& f, Visit&& visit)
{
    visit("source.sampleRate", "Hz", f.source.sampleRate);
    visit("source.channels", "", f.source.channels);
    visit("source.seconds", "s", f.source.seconds);
    visit("source.corruptPackets", "", f.source.corruptPackets);
    visit("source.complete", "", f.source.complete);
    visit("source.hasAudioKey", "", f.source.hasAudioKey);

    visit("loudness.valid", "", f.loudness.valid);
    visit("loudness.integrated", "LUFS", f.loudness.integrated);
    visit("loudness.range", "LU", f.loudness.range);
    visit("loudness.momentaryMax", "LUFS", f.loudness.momentaryMax);
    visit("loudness.shortTermMax", "LUFS", f.loudness.shortTermMax);
    visit("loudness.truePeak", "amplitude", f.loudness.truePeak);
    visit("loudness.samplePeak", "amplitude", f.loudness.samplePeak);
    visit("loudness.blocks", "", f.loudness.blocks);

    visit("tempo.bpm", "1/min", f.tempo.bpm);
    visit("tempo.strength", "", f.tempo.strength);
    visit("tempo.otherBpm", "1/min", f.tempo.otherBpm);
    visit("tempo.ambiguity", "", f.tempo.ambiguity);
    visit("tempo.steadiness", "", f.tempo.steadiness);
    visit("tempo.onsetRate", "1/s", f.tempo.onsetRate);
    visit("tempo.beats", "ms", f.tempo.beats);

    visit("key.valid", "", f.key.valid);
    visit("key.tonic", "", f.key.tonic);
    visit("key.minor", "", f.key.minor);
    visit("key.confidence", "", f.key.confidence);
    visit("key.strength", "", f.key.strength);
    visit("key.tuning", "Hz", f.key.tuning);
    visit("key.tuningConfidence", "", f.key.tuningConfidence);
    visit("key.otherTonic", "", f.key.otherTonic);
    visit("key.otherMinor", "", f.key.otherMinor);

    visit("timbre.frames", "", f.timbre.frames);
    visit("timbre.mfccMean", "", f.timbre.mfccMean);
    visit("timbre.mfccCovariance", "", f.timbre.mfccCovariance);
    visit("timbre.mfccDeltaDeviation", "", f.timbre.mfccDeltaDeviation);
    visit("timbre.centroid", "Hz", f.timbre.centroid);
    visit("timbre.centroidDeviation", "Hz", f.timbre.centroidDeviation);
    visit("timbre.rolloff", "Hz", f.timbre.rolloff);
    visit("timbre.rolloffDeviation", "Hz", f.timbre.rolloffDeviation);
    visit("timbre.flux", "", f.timbre.flux);
    visit("timbre.fluxDeviation", "", f.timbre.fluxDeviation);
    visit("timbre.flatness", "", f.timbre.flatness);
    visit("timbre.flatnessDeviation", "", f.timbre.flatnessDeviation);
    visit("timbre.zeroCrossings", "1/s", f.timbre.zeroCrossings);
    visit("timbre.zeroCrossingsDeviation", "1/s", f.timbre.zeroCrossingsDeviation);
    visit("timbre.contrast", "dB", f.timbre.contrast);
    visit("timbre.contrastDeviation", "dB", f.timbre.contrastDeviation);

    visit("chroma.mean", "", f.chroma.mean);
    visit("chroma.deviation", "", f.chroma.deviation);
    visit("rhythm.modulation", "", f.rhythm.modulation);

    visit("dynamics.crest", "dB", f.dynamics.crest);
    visit("dynamics.peakToLoudness", "LU", f.dynamics.peakToLoudness);
    visit("dynamics.dynamicRange", "dB", f.dynamics.dynamicRange);
    visit("dynamics.rms", "dBFS", f.dynamics.rms);
    visit("dynamics.loudnessDeviation", "LU", f.dynamics.loudnessDeviation);
    visit("dynamics.stereoWidth", "", f.dynamics.stereoWidth);
    visit("dynamics.lowShare", "", f.dynamics.lowShare);
    visit("dynamics.midShare", "", f.dynamics.midShare);
    visit("dynamics.highShare", "", f.dynamics.highShare);
    visit("dynamics.startSilence", "ms", f.dynamics.startSilenceMs);
    visit("dynamics.endSilence", "ms", f.dynamics.endSilenceMs);
    visit("dynamics.curve", "LUFS", f.dynamics.curve);
}

} // namespace segue::analysis
