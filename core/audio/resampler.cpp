#include "core/audio/resampler.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <algorithm>

namespace segue::audio {

namespace {
constexpr int taps = 64; // 32, the default, loses the top octave's end: -3 dB at 20.0 kHz from 44.1
constexpr double cutoff = .97; // of the lower Nyquist frequency
} // namespace

void Resampler::Deleter::operator()(SwrContext* context) const
{
    swr_free(&context);
}

Resampler::Resampler(int fromRate, int toRate)
    : fromRate_(fromRate)
    , toRate_(toRate)
{
}

Resampler::~Resampler() = default;

Result<std::unique_ptr<Resampler>> Resampler::create(int fromRate, int toRate)
{
    constexpr int most = 1'536'000;
    if (fromRate <= 0 || toRate <= 0 || fromRate > most || toRate > most)
        return Error{"Cannot convert from " + std::to_string(fromRate) + " Hz to "
            + std::to_string(toRate) + " Hz."};
    std::unique_ptr<Resampler> resampler(new Resampler(fromRate, toRate));
    if (resampler->isPassThrough())
        return resampler;

    SwrContext* context = nullptr;
    AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    if (swr_alloc_set_opts2(&context, &stereo, AV_SAMPLE_FMT_FLT, toRate, &stereo,
            AV_SAMPLE_FMT_FLT, fromRate, 0, nullptr)
        < 0)
        return Error{"Out of memory."};
    resampler->swr_.reset(context);
    av_opt_set_int(context, "filter_size", taps, 0);
    av_opt_set_int(context, "exact_rational", 1, 0);
    av_opt_set_double(context, "cutoff", cutoff, 0);
    if (swr_init(context) < 0)
        return Error{"Cannot convert from " + std::to_string(fromRate) + " Hz to "
            + std::to_string(toRate) + " Hz."};
    return resampler;
}

std::int64_t Resampler::framesDue() const
{
    return (framesIn_ * toRate_ + fromRate_ - 1) / fromRate_;
}

void Resampler::convert(const float* in, int frames, std::vector<float>& out)
{
    const int room = swr_get_out_samples(swr_.get(), frames);
    if (room <= 0)
        return;
    const std::size_t start = out.size();
    out.resize(start + static_cast<std::size_t>(room) * 2);
    auto* to = static_cast<std::uint8_t*>(static_cast<void*>(out.data() + start));
    const auto* from = static_cast<const std::uint8_t*>(static_cast<const void*>(in));
    const int got = std::max(swr_convert(swr_.get(), &to, room, in ? &from : nullptr, frames), 0);
    out.resize(start + static_cast<std::size_t>(got) * 2);
    framesOut_ += got;
}

void Resampler::process(const float* in, std::size_t frames, std::vector<float>& out)
{
    framesIn_ += static_cast<std::int64_t>(frames);
    if (isPassThrough()) {
        out.insert(out.end(), in, in + frames * 2);
        framesOut_ += static_cast<std::int64_t>(frames);
        return;
    }
    while (frames > 0) {
        const std::size_t part = std::min<std::size_t>(frames, 1 << 16);
        convert(in, static_cast<int>(part), out);
        in += part * 2;
        frames -= part;
    }
}

void Resampler::flush(std::vector<float>& out)
{
    if (isPassThrough())
        return;
    const std::size_t start = out.size();
    const std::int64_t before = framesOut_;
    convert(nullptr, 0, out);
    // Exactly what is due: the filter's tail may end a frame early or late.
    const auto due = static_cast<std::size_t>(std::max<std::int64_t>(framesDue() - before, 0));
    out.resize(start + due * 2, 0.0f);
    framesOut_ = before + static_cast<std::int64_t>(due);
}

} // namespace segue::audio
