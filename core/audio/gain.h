#pragma once

#include <cstddef>

namespace segue::audio {

/// The player's volume 0..1 as an amplitude: the cube, which the ear takes for even steps
/// (as PulseAudio's volume scale). 1 is exactly 1.
float volumeToAmplitude(double volume);

/// A factor that moves in a straight line to its target. While it rests at 1 samples stay bit for
/// bit what they are. For the audio thread.
class Ramp {
public:
    explicit Ramp(float value = 1)
        : value_(value)
        , target_(value)
    {
    }
    void jumpTo(float value);
    /// Reaches `target` after `frames` frames.
    void moveTo(float target, std::size_t frames);
    float value() const { return value_; }
    float target() const { return target_; }
    bool isMoving() const { return left_ > 0; }
    std::size_t framesLeft() const { return left_; }
    /// Multiplies interleaved stereo in place.
    void apply(float* stereo, std::size_t frames);

private:
    float value_;
    float target_;
    float step_ = 0;
    std::size_t left_ = 0;
};

/// Keeps the peak at or below full scale. Below full scale nothing is touched, bit for bit; above,
/// the gain drops at once to what just fits and comes back within about 100 ms.
/// For the audio thread.
class Limiter {
public:
    /// `rate` in Hz.
    explicit Limiter(int rate) { setRate(rate); }
    void setRate(int rate);
    void process(float* stereo, std::size_t frames);

private:
    float gain_ = 1;
    float recovery_ = 0; // share of the way back to 1 a frame
};

} // namespace segue::audio
