#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::analysis {

/// Of the numbers' meaning: raised whenever a stage computes something else. Numbers of another
/// version are not comparable; the file is analysed again.
constexpr int featureVersion = 2;

constexpr std::size_t mfccCount = 20;
constexpr std::size_t mfccPairs = mfccCount * (mfccCount + 1) / 2;
constexpr std::size_t pitchClasses = 12;
constexpr std::size_t contrastBands = 6;
constexpr std::size_t rhythmBands = 4;
constexpr std::size_t rhythmRates = 12;
constexpr std::size_t energyPoints = 100;
constexpr std::size_t waveformBuckets = 1000;
constexpr std::size_t waveformBands = 3;

/// XXH3-128 in its canonical (big-endian) byte order.
using AudioKey = std::array<std::uint8_t, 16>;

/// What was read. Everything below was computed from all of it.
struct Source {
    std::int32_t sampleRate = 0; ///< Hz, of the file
    std::int32_t channels = 0;
    float seconds = 0; ///< decoded music, encoder delay and padding cut off
    std::int32_t corruptPackets = 0; ///< skipped because they could not be decoded
    bool complete = true; ///< false: a read error of the disk ended it early
    bool hasAudioKey = false; ///< false where the packets could not all be read
    AudioKey audioKey{}; ///< over the best audio stream's packet payloads in order
};

/// EBU R 128 / ITU-R BS.1770-4 on all channels at the file's rate (surround x1.41, LFE left out;
/// mono counts once).
/// Silence or under .4 s: `valid` false, integrated -70, range 0, gain 0.
struct Loudness {
    bool valid = false; ///< something lies above the absolute gate of -70 LUFS
    float integrated = -70; ///< LUFS, -70 … about +5
    float range = 0; ///< LU, EBU Tech 3342
    float momentaryMax = -70; ///< LUFS over .4 s
    float shortTermMax = -70; ///< LUFS over 3 s; of tracks below 3 s the momentary one
    float truePeak = 0; ///< amplitude, 1 = full scale, may exceed it; 4 x oversampled
    float samplePeak = 0; ///< amplitude
    /// How many .4 s gating blocks lie in each tenth of a LU, from -70 LUFS up: for album gain.
    std::vector<std::uint32_t> blocks;
};

/// From the mel flux at 43 Hz: autocorrelation with a log-normal prior. Where no
/// sound ever rises bpm is 0; noise has some, with a strength below .1.
struct Tempo {
    float bpm = 0; ///< 40 … 220; 0: none found
    float strength = 0; ///< 0 … 1, how periodic the onsets are; below .1 hardly a beat
    float otherBpm = 0; ///< the next best reading, most often half or double; 0: none
    float ambiguity = 0; ///< 0 … 1, support of otherBpm relative to bpm's: 1 is a coin toss
    float steadiness = 0; ///< 0 … 1: 1 when all beats keep one distance
    float onsetRate = 0; ///< onsets a second
    std::vector<std::uint32_t> beats; ///< ms from the start, rising; empty without tempo
};

/// From a chroma of 8192-point spectra at 22.05 kHz, tuned by the spectral peaks' deviation;
/// Krumhansl-Kessler profiles. Silence, noise or less than a second: `valid` false, confidence 0.
struct Key {
    bool valid = false;
    std::int32_t tonic = 0; ///< 0 C … 11 B
    bool minor = false;
    float confidence = 0; ///< 0 … 1, lead of the best key over the best that is no relative of it
    float strength = 0; ///< -1 … 1, correlation of chroma and the key's profile
    float tuning = 440; ///< Hz of A4, 427.5 … 452.9 (half a semitone either way)
    float tuningConfidence = 0; ///< 0 … 1, how closely peaks sit on one tuning
    std::int32_t otherTonic = 0; ///< next best
    bool otherMinor = false;
};

/// Frames of 93 ms every 23 ms of mono at 22.05 kHz, frames of silence (below -60 dBFS) left out.
/// With fewer than two such frames: all 0, `frames` says so.
struct Timbre {
    std::int32_t frames = 0; ///< that went into these
    std::array<float, mfccCount> mfccMean{}; ///< 40 mel bands 20 … 10,500 Hz, log power, DCT-II
    std::array<float, mfccPairs> mfccCovariance{}; ///< upper triangle by rows
    std::array<float, mfccCount> mfccDeltaDeviation{}; ///< of the change from frame to frame
    float centroid = 0; ///< Hz, mean
    float centroidDeviation = 0; ///< Hz
    float rolloff = 0; ///< Hz below which 85 % of the power lies, mean
    float rolloffDeviation = 0; ///< Hz
    float flux = 0; ///< 0 … 1, half-wave rectified change of the normalised spectrum, mean
    float fluxDeviation = 0;
    float flatness = 0; ///< 0 … 1, geometric over arithmetic mean of the power, mean
    float flatnessDeviation = 0;
    float zeroCrossings = 0; ///< a second, mean
    float zeroCrossingsDeviation = 0; ///< a second
    std::array<float, contrastBands> contrast{}; ///< dB, peaks over valleys, octaves from 200 Hz
    std::array<float, contrastBands> contrastDeviation{}; ///< dB
};

/// Pitch classes C … B, tuned. Sum 1 unless nothing is tonal (then all 0).
struct Chroma {
    std::array<float, pitchClasses> mean{};
    std::array<float, pitchClasses> deviation{};
};

/// How strongly the loudness of four bands (to 200, 800, 3,200, 11,025 Hz) beats, by modulation
/// frequency: .5 … 10.5 Hz in twelve steps of equal ratio. By bands, then rates; 0 … 1.
struct Rhythm {
    std::array<float, rhythmBands * rhythmRates> modulation{};
};

struct Dynamics {
    float crest = 0; ///< dB, true peak over RMS
    float peakToLoudness = 0; ///< LU, true peak (dBTP) minus integrated loudness; 0 where not valid
    float dynamicRange = 0; ///< dB, second highest 3 s peak over the RMS of the loudest fifth
    float rms = -100; ///< dBFS, a full-scale sine is -3.01; floor -100
    float loudnessDeviation = 0; ///< LU, of the short-term loudness above the gates
    float stereoWidth = 0; ///< 0 … 1, side over side + mid power; 0: mono
    float lowShare = 0; ///< 0 … 1, power below 200 Hz
    float midShare = 0; ///< 0 … 1, 200 … 2,000 Hz
    float highShare = 0; ///< 0 … 1, above
    std::int32_t startSilenceMs = 0; ///< before the first .1 s above -60 dBFS (RMS); all: silence
    std::int32_t endSilenceMs = 0; ///< behind the last one; 0 when all is silence
    std::array<float, energyPoints> curve{}; ///< LUFS of each hundredth of the track, floor -70
};

/// For the seek bar: a byte for low (to 200 Hz), mid (to 2,000 Hz) and high in each thousandth of
/// the track. 255 sqrt(a), a the RMS amplitude of the band times sqrt(2): a full-scale sine is 255,
/// -12 dBFS 128, -48 dBFS 16.
struct Waveform {
    std::array<std::uint8_t, waveformBuckets * waveformBands> bytes{}; ///< by buckets, then bands
};

/// What a track sounds like. All numbers are finite, whatever was read. Voice and acoustic or
/// electric instruments are left out: nothing here tells them with a confidence worth showing.
struct TrackFeatures {
    int version = featureVersion;
    Source source;
    Loudness loudness;
    Tempo tempo;
    Key key;
    Timbre timbre;
    Chroma chroma;
    Rhythm rhythm;
    Dynamics dynamics;
    Waveform waveform;
};

/// One line of what there is to print: `values` has one entry, or all of a list.
struct NamedNumber {
    std::string_view name; ///< "loudness.integrated": unique, lasting
    std::string_view unit; ///< "LUFS", "Hz", "" where there is none
    bool list = false;
    std::vector<double> values; ///< flags are 0 and 1
};

/// All numbers but audio key and waveform, in the order above.
std::vector<NamedNumber> namedNumbers(const TrackFeatures& features);

/// The numbers that describe the sound itself (no durations, beats or confidences), in a fixed
/// order that lasts for a featureVersion; not yet standardised. Logarithms where the ear hears
/// ratios. Loudness of the recording is in it once (element 0), so that it can be left out.
std::vector<float> vectorOf(const TrackFeatures& features);
/// What each element of vectorOf is: "timbre.centroid", "timbre.mfccMean[3]".
std::vector<std::string> vectorNames();

/// "F# minor", "Bb"; empty where not valid.
std::string keyName(const Key& key);

} // namespace segue::analysis
