#include "core/audio/gain.h"

#include <algorithm>
#include <cmath>

namespace segue::audio {

float volumeToAmplitude(double volume)
{
    const double v = std::clamp(volume, 0.0, 1.0);
    return static_cast<float>(v * v * v);
}

void Ramp::jumpTo(float value)
{
    value_ = target_ = value;
    left_ = 0;
}

void Ramp::moveTo(float target, std::size_t frames)
{
    target_ = target;
    if (frames == 0 || target == value_) {
        jumpTo(target);
        return;
    }
    left_ = frames;
    step_ = (target - value_) / static_cast<float>(frames);
}

void Ramp::apply(float* stereo, std::size_t frames)
{
    const std::size_t moving = std::min(frames, left_);
    for (std::size_t i = 0; i < moving; ++i, stereo += 2) {
        value_ += step_;
        stereo[0] *= value_;
        stereo[1] *= value_;
    }
    left_ -= moving;
    if (left_ > 0)
        return;
    value_ = target_;
    if (value_ == 1)
        return;
    for (std::size_t i = moving; i < frames; ++i, stereo += 2) {
        stereo[0] *= value_;
        stereo[1] *= value_;
    }
}

void Limiter::setRate(int rate)
{
    // exp(-1) after 20 ms, so 99 % after 92 ms.
    recovery_ = 1 - std::exp(-1.0f / (.02f * static_cast<float>(std::max(rate, 1))));
}

void Limiter::process(float* stereo, std::size_t frames)
{
    for (std::size_t i = 0; i < frames; ++i, stereo += 2) {
        const float left = std::abs(stereo[0]);
        const float right = std::abs(stereo[1]);
        if (gain_ == 1 && left <= 1 && right <= 1) // false for NaN, which is silenced below
            continue;
        const float peak = std::max(left, right);
        if (!std::isfinite(left + right)) {
            stereo[0] = stereo[1] = 0;
            continue;
        }
        gain_ += (1 - gain_) * recovery_;
        if (gain_ > .9999f)
            gain_ = 1;
        if (peak * gain_ > 1)
            gain_ = 1 / peak;
        if (gain_ == 1)
            continue;
        stereo[0] = std::clamp(stereo[0] * gain_, -1.0f, 1.0f);
        stereo[1] = std::clamp(stereo[1] * gain_, -1.0f, 1.0f);
    }
}

} // namespace segue::audio
