#pragma once

#include "core/analysis/features.h"
#include "core/analysis/real_fft.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::analysis {

/// Spectral peaks of 8192-point spectra (372 ms, every 186 ms) between 55 Hz and 3.5 kHz, gathered
/// in fifths of a semitone; the tuning of the whole track then decides which pitch they are.
/// Not thread-safe.
class ChromaStage {
public:
    ChromaStage();
    /// Mono at 22.05 kHz that follows.
    void add(std::span<const float> mono);
    /// The end; call once.
    void finish();

    Chroma chroma() const { return chroma_; }
    Key key() const { return key_; }

private:
    static constexpr std::size_t fine = 5; // steps a semitone
    using FineChroma = std::array<float, pitchClasses * fine>;
    void frame(const float* samples);
    void fold(double tuningSteps);

    RealFft fft_;
    std::vector<float> window_;
    std::vector<float> buffer_;
    std::vector<float> power_;
    std::vector<FineChroma> frames_;
    double tuningReal_ = 0; // sum of the peaks' deviations from A = 440 as directions on a circle
    double tuningImaginary_ = 0;
    double tuningWeight_ = 0;
    bool any_ = false;
    Chroma chroma_;
    Key key_;
};

} // namespace segue::analysis
