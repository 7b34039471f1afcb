#pragma once

#include "core/analysis/features.h"

#include <cstddef>
#include <span>
#include <vector>

namespace segue::analysis {

/// Plain (unweighted) level over time: pieces of 10 ms, all channels. Not thread-safe.
class LevelMeter {
public:
    explicit LevelMeter(int sampleRate);
    void add(std::span<const float* const> planes, std::size_t frames);
    /// The last, incomplete piece counts as well. Call once.
    void finish();

    /// Mean square over the channels' mean, of each piece.
    std::span<const float> squares() const { return squares_; }
    /// Highest absolute sample of each piece.
    std::span<const float> peaks() const { return peaks_; }
    std::size_t pieceFrames() const { return pieceFrames_; }
    double meanSquare() const;
    /// Side over side + mid power of the first two channels, 0 … 1.
    double stereoWidth() const;

private:
    void endPiece();
    std::size_t pieceFrames_;
    std::size_t inPiece_ = 0;
    double pieceSum_ = 0;
    float piecePeak_ = 0;
    double sum_ = 0;
    double frames_ = 0;
    double mid_ = 0;
    double side_ = 0;
    std::vector<float> squares_;
    std::vector<float> peaks_;
};

/// All of Dynamics but the shares of the bands. `pieces`: LoudnessMeter's 100 ms mean squares.
Dynamics dynamicsOf(
    const LevelMeter& levels, std::span<const double> pieces, const Loudness& loudness, int rate);

} // namespace segue::analysis
