#include "core/analysis/downsample.h"

#include "core/analysis/vector_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace segue::analysis {

namespace {

constexpr double halfWidth = 16; // of the filter, in samples of the lower rate
constexpr double beta = 7; // Kaiser: -70 dB

/// Where the next output lies.
struct Place {
    std::size_t position = 0; // of its first tap
    std::size_t phase = 0;
};

/// As many outputs as `x` (of `size` samples) has all taps for. `filters`: `up` phases of `taps`.
SEGUE_WIDE Place filtered(const float* x, std::size_t size, const float* filters, std::size_t taps,
    std::size_t up, std::size_t down, Place at, float* out)
{
    while (at.position + taps <= size) {
        const float* in = x + at.position;
        const float* h = filters + at.phase * taps;
        Float8 a{};
        Float8 b{};
        std::size_t i = 0;
        for (; i + 16 <= taps; i += 16) {
            a += load8(h + i) * load8(in + i);
            b += load8(h + i + 8) * load8(in + i + 8);
        }
        for (; i < taps; i += 8)
            a += load8(h + i) * load8(in + i);
        *out++ = sumOf(a + b);
        at.phase += down;
        at.position += at.phase / up;
        at.phase %= up;
    }
    return at;
}

} // namespace

MonoDownsampler::MonoDownsampler(int fromRate)
{
    const int common = std::gcd(monoRate, fromRate);
    up_ = static_cast<std::size_t>(monoRate / common);
    down_ = static_cast<std::size_t>(fromRate / common);
    const double ratio = std::min(1.0, static_cast<double>(monoRate) / fromRate);
    const double half = halfWidth / ratio;
    taps_ = (static_cast<std::size_t>(std::ceil(half)) * 2 + 7) / 8 * 8;
    const double cutoff = .935 * ratio; // of the input's Nyquist frequency
    const std::size_t before = taps_ / 2 - 1; // the tap of the instant itself
    const auto middle = static_cast<double>(before);
    filters_.resize(up_ * taps_);
    std::vector<double> h(taps_);
    for (std::size_t p = 0; p < up_; ++p) {
        double sum = 0;
        for (std::size_t i = 0; i < taps_; ++i) {
            const double t = static_cast<double>(i) - middle
                - static_cast<double>(p) / static_cast<double>(up_);
            const double x = std::numbers::pi * cutoff * t;
            h[i] = (std::abs(x) < 1e-9 ? 1 : std::sin(x) / x) * kaiser(t / half, beta);
            sum += h[i];
        }
        for (std::size_t i = 0; i < taps_; ++i)
            filters_[p * taps_ + i] = static_cast<float>(h[i] / sum);
    }
    buffer_.assign(before, 0.0f);
}

void MonoDownsampler::add(
    std::span<const float* const> planes, std::size_t frames, std::vector<float>& out)
{
    const std::size_t start = buffer_.size();
    buffer_.insert(buffer_.end(), planes[0], planes[0] + frames);
    float* mono = buffer_.data() + start;
    if (planes.size() == 2) {
        const float* right = planes[1];
        for (std::size_t i = 0; i < frames; ++i)
            mono[i] = (mono[i] + right[i]) * .5f;
    } else if (planes.size() > 2) {
        for (const float* plane : planes.subspan(1)) {
            for (std::size_t i = 0; i < frames; ++i)
                mono[i] += plane[i];
        }
        const float share = 1 / static_cast<float>(planes.size());
        for (std::size_t i = 0; i < frames; ++i)
            mono[i] *= share;
    }
    in_ += frames;
    run(out);
}

void MonoDownsampler::run(std::vector<float>& out)
{
    if (position_ + taps_ <= buffer_.size()) {
        const std::size_t room = (buffer_.size() - taps_ - position_ + 1) * up_ / down_ + 2;
        const std::size_t start = out.size();
        out.resize(start + room);
        // The number of outputs follows from where the next one lies.
        const Place next = filtered(buffer_.data(), buffer_.size(), filters_.data(), taps_, up_,
            down_, {position_, phase_}, out.data() + start);
        const std::size_t made = ((next.position - position_) * up_ + next.phase - phase_) / down_;
        out.resize(start + made);
        out_ += made;
        position_ = next.position;
        phase_ = next.phase;
    }
    const std::size_t done = std::min(position_, buffer_.size());
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(done));
    position_ -= done;
}

void MonoDownsampler::finish(std::vector<float>& out)
{
    const std::uint64_t due = (in_ * up_ + down_ - 1) / down_;
    while (out_ < due) {
        buffer_.resize(buffer_.size() + taps_ + down_, 0.0f);
        run(out);
    }
    out.resize(out.size() - static_cast<std::size_t>(out_ - due));
    out_ = due;
}

} // namespace segue::analysis
