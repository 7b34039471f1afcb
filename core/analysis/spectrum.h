#pragma once

#include "core/analysis/features.h"
#include "core/analysis/real_fft.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::analysis {

constexpr std::size_t frameSize = 2048; ///< samples at monoRate: 93 ms
constexpr std::size_t frameHop = 512; ///< 23 ms
constexpr std::size_t melBands = 40;
constexpr std::size_t octaves = contrastBands;
/// Frames whose mean square lies below this are silence: -60 dBFS.
constexpr double silentFrame = 1e-6;

/// Edges of the five segments of frequency that waveform and rhythm are made of, Hz.
constexpr std::array<double, 6> segmentEdges{0, 200, 800, 2000, 3200, 11025};
constexpr std::size_t segments = segmentEdges.size() - 1;

/// What later stages need of each frame.
struct FrameTrack {
    std::vector<float> onset; ///< rise of the logarithmic mel bands against the frame before
    std::vector<std::array<float, segments>> power; ///< mean squares of the segments
};

/// Mean and deviation of what is added, in double.
class Moments {
public:
    void add(double value)
    {
        sum_ += value;
        squares_ += value * value;
        ++n_;
    }
    double mean() const { return n_ > 0 ? sum_ / static_cast<double>(n_) : 0; }
    double deviation() const;

private:
    double sum_ = 0;
    double squares_ = 0;
    std::size_t n_ = 0;
};

/// 2048-point spectra of mono at 22.05 kHz and all that is computed frame by frame.
/// Not thread-safe.
class SpectrumStage {
public:
    SpectrumStage();

    /// The samples that follow.
    void add(std::span<const float> mono);
    /// The end; a track shorter than one frame is filled up with silence. Call once.
    Timbre finish();
    /// Valid after finish().
    const FrameTrack& track() const { return track_; }

private:
    struct MelBand {
        std::size_t first = 0;
        std::vector<float> weights; // filled up with zeros to a multiple of eight
    };
    void frame(const float* samples);
    void shape(float total);
    void melAndMfcc(bool silent);
    void flux();

    RealFft fft_{frameSize};
    std::vector<float> window_;
    std::vector<float> buffer_;
    std::vector<float> power_;
    std::vector<float> magnitude_;
    std::vector<float> magnitudeBefore_;
    bool hasBefore_ = false; // magnitudeBefore_ is of the frame before, which was no silence
    std::array<MelBand, melBands> mel_;
    std::array<std::array<float, melBands>, mfccCount> dct_{};
    std::array<float, melBands> onsetBands_{};
    std::array<float, mfccCount> mfccBefore_{};
    bool hasMfccBefore_ = false;
    std::array<std::size_t, segments + 1> segmentBins_{};
    std::array<std::size_t, octaves + 1> octaveBins_{};

    std::size_t frames_ = 0; // without silence
    std::array<double, mfccCount> mfccSum_{};
    std::array<double, mfccPairs> mfccProducts_{};
    std::array<double, mfccCount> deltaSquares_{};
    std::size_t deltas_ = 0;
    Moments centroid_, rolloff_, flux_, flatness_, crossings_;
    std::array<Moments, octaves> contrast_;
    FrameTrack track_;
};

} // namespace segue::analysis
