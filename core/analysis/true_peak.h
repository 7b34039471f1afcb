#pragma once

#include <cstddef>
#include <vector>

namespace segue::analysis {

/// The highest amplitude of the signal between its samples: 4 x oversampling below 88.2 kHz, 2 x
/// below 176.4 kHz, else the samples themselves (ITU-R BS.1770-4, annex 2, with a longer filter).
/// One channel. Not thread-safe.
class TruePeakMeter {
public:
    explicit TruePeakMeter(int sampleRate);

    /// Finite samples, full scale 1.
    void add(const float* samples, std::size_t frames);
    /// The end of the signal; call once.
    void finish();

    float truePeak() const { return truePeak_; }
    float samplePeak() const { return samplePeak_; }

private:
    int factor_;
    float truePeak_ = 0;
    float samplePeak_ = 0;
    std::vector<float> buffer_; // the last samples before what is put in, then that
    void run(std::size_t frames);
};

} // namespace segue::analysis
