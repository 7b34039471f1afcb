#pragma once

#include "core/analysis/features.h"
#include "core/base/result.h"

#include <functional>
#include <stop_token>
#include <string>

namespace segue::analysis {

/// Seconds of one core that each part of an analysis took.
struct StageSeconds {
    double decode = 0; ///< opening, reading and decoding, with the audio key
    double loudness = 0; ///< K-weighting, true peak
    double resample = 0; ///< to mono at 22.05 kHz
    double spectrum = 0; ///< 2048-point spectra, MFCC, shape, flux
    double chroma = 0; ///< 8192-point spectra and key
    double tempo = 0; ///< tempo, beats, rhythm
    double rest = 0; ///< sums, waveform
    double total() const { return decode + loudness + resample + spectrum + chroma + tempo + rest; }
};

struct AnalyseOptions {
    std::stop_token stop; ///< looked at about every .1 s of work
    std::function<void(double)> progress; ///< 0 … 1, in the analysing thread; may be empty
    StageSeconds* times = nullptr; ///< filled in when given
};

/// The message of the error when a stop was asked for; the file is not at fault.
inline constexpr const char* stoppedMessage = "The analysis was stopped.";

/// Reads `path` once from start to end and computes everything. Errors name the file: it cannot be
/// opened, holds nothing that can be decoded (see audio::Decoder::open), the analysis was stopped
/// (message: stoppedMessage). What is decodable of a damaged file is analysed. The same file gives
/// the same bits on one machine, whatever the number of threads. Any thread, several at a time;
/// blocks on the disk; 4 minutes need about .6 s and 10 MB.
Result<TrackFeatures> analyseFile(const std::string& path, const AnalyseOptions& options = {});

/// The same from samples: `frames` x `channels` floats, interleaved, at `sampleRate` Hz. No audio
/// key. For tests and made sound.
Result<TrackFeatures> analyseSamples(const float* samples, std::size_t frames, int channels,
    int sampleRate, const AnalyseOptions& options = {});

} // namespace segue::analysis
