#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

struct SwrContext;

namespace segue::audio {

/// Stereo float32 from one rate to another with libswresample. Equal rates pass bit for bit.
/// The filter's delay is compensated: n frames in give ceil(n x to / from) frames out once flushed.
/// At a gapless join the next file of the same rate goes into the same resampler, so that the
/// filter sees one stream. Not thread-safe.
class Resampler {
public:
    /// Rates in Hz, 1 … 1,536,000.
    static Result<std::unique_ptr<Resampler>> create(int fromRate, int toRate);
    ~Resampler();
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;

    /// Appends what comes out to `out` (interleaved stereo).
    void process(const float* in, std::size_t frames, std::vector<float>& out);
    /// Appends the filter's rest. Nothing may be put in afterwards.
    void flush(std::vector<float>& out);

    int fromRate() const { return fromRate_; }
    int toRate() const { return toRate_; }
    bool isPassThrough() const { return fromRate_ == toRate_; }
    /// Frames that have come out so far.
    std::int64_t framesOut() const { return framesOut_; }
    /// Frames that belong to what has been put in so far: those before the instant of the next
    /// input frame. framesOut() lags behind by the filter's delay.
    std::int64_t framesDue() const;

private:
    Resampler(int fromRate, int toRate);
    void convert(const float* in, int frames, std::vector<float>& out);

    struct Deleter {
        void operator()(::SwrContext* context) const;
    };
    int fromRate_;
    int toRate_;
    std::int64_t framesIn_ = 0;
    std::int64_t framesOut_ = 0;
    std::unique_ptr<::SwrContext, Deleter> swr_;
};

} // namespace segue::audio
