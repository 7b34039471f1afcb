#include "core/audio/stereo_mix.h"

#include <algorithm>
#include <bit>

namespace segue::audio {

namespace {

struct Factors {
    float left;
    float right;
};

constexpr float minus3dB = 0.70710678f;

/// By bit of the mask: front left, right, centre, LFE, back left, right, front left and right of
/// centre, back centre, side left, right, top centre, top front left, centre, right, top back left,
/// centre, right.
constexpr Factors factors[] = {{1, 0}, {0, 1}, {minus3dB, minus3dB}, {0, 0}, {minus3dB, 0},
    {0, minus3dB}, {1, 0}, {0, 1}, {.5f, .5f}, {minus3dB, 0}, {0, minus3dB}, {.5f, .5f},
    {minus3dB, 0}, {.5f, .5f}, {0, minus3dB}, {minus3dB, 0}, {.5f, .5f}, {0, minus3dB}};

std::uint64_t usualMask(int channels)
{
    constexpr std::uint64_t masks[] = {0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3F, 0x13F, 0x63F};
    return channels < static_cast<int>(std::size(masks)) ? masks[channels] : 0;
}

} // namespace

StereoMix::StereoMix(int channels, std::uint64_t mask)
    : channels_(static_cast<std::size_t>(std::max(channels, 1)))
    , left_(channels_, 0.0f)
    , right_(channels_, 0.0f)
{
    if (std::popcount(mask) != channels)
        mask = usualMask(channels);
    if (channels_ == 1) {
        left_[0] = right_[0] = 1;
        return;
    }
    if (channels_ == 2 || mask == 0) { // two channels are left and right, whatever they are called
        left_[0] = right_[1] = 1;
        return;
    }
    std::size_t channel = 0;
    for (std::size_t bit = 0; bit < 64 && channel < channels_; ++bit) {
        if (!(mask >> bit & 1u))
            continue;
        if (bit < std::size(factors)) {
            left_[channel] = factors[bit].left;
            right_[channel] = factors[bit].right;
        }
        ++channel;
    }
}

void StereoMix::process(const float* in, std::size_t frames, float* out) const
{
    if (channels_ == 2) {
        std::copy_n(in, frames * 2, out);
        return;
    }
    if (channels_ == 1) {
        for (std::size_t i = 0; i < frames; ++i)
            out[2 * i] = out[2 * i + 1] = in[i];
        return;
    }
    for (std::size_t i = 0; i < frames; ++i, in += channels_) {
        float left = 0;
        float right = 0;
        for (std::size_t c = 0; c < channels_; ++c) {
            left += left_[c] * in[c];
            right += right_[c] * in[c];
        }
        out[2 * i] = left;
        out[2 * i + 1] = right;
    }
}

} // namespace segue::audio
