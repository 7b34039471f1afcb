#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace segue::audio {

/// Any channel layout to stereo. Stereo passes bit for bit, mono goes to both sides at full level,
/// more channels are mixed down as ITU-R BS.775-3 says (centre and surrounds at -3 dB, LFE left
/// out), not scaled down: the limiter takes what exceeds full scale. Immutable, thread-safe.
class StereoMix {
public:
    /// `mask`: WAVEFORMATEXTENSIBLE bits in channel order; 0 or one that does not fit `channels`:
    /// the usual layout for that number.
    StereoMix(int channels, std::uint64_t mask);

    /// `in`: frames x channels; `out`: frames x 2.
    void process(const float* in, std::size_t frames, float* out) const;

private:
    std::size_t channels_;
    std::vector<float> left_; // a factor a channel
    std::vector<float> right_;
};

} // namespace segue::audio
