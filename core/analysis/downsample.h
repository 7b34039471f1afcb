#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::analysis {

/// The rate of all spectral work, Hz.
constexpr int monoRate = 22050;

/// The mean of all channels at 22.05 kHz, whatever the rate: polyphase Kaiser filter of 32 output
/// samples, -6 dB at 10.3 kHz, -70 dB from 11.7 kHz; from lower rates everything they hold. The
/// delay is compensated. Not thread-safe.
class MonoDownsampler {
public:
    explicit MonoDownsampler(int fromRate);

    /// Appends what comes out to `out`.
    void add(std::span<const float* const> planes, std::size_t frames, std::vector<float>& out);
    /// Appends the rest: in all ceil(frames x 22050 / rate) samples come out. Call once.
    void finish(std::vector<float>& out);

private:
    void run(std::vector<float>& out);
    std::size_t up_; // out : in rate, in lowest terms
    std::size_t down_;
    std::size_t taps_;
    std::vector<float> filters_; // up_ phases of taps_ each
    std::vector<float> buffer_; // mono; buffer_[0] lies under the first tap of position_ 0
    std::size_t position_ = 0; // of the next output, in buffer_
    std::size_t phase_ = 0;
    std::uint64_t in_ = 0;
    std::uint64_t out_ = 0;
};

} // namespace segue::analysis
