#include "core/audio/sample_convert.h"

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/samplefmt.h>
}

#include <cstddef>
#include <cstdint>

namespace segue::audio {

namespace {

template <class Sample>
float toFloat(Sample sample);
template <>
float toFloat(std::uint8_t sample)
{
    return static_cast<float>(sample - 128) * (1.0f / 128);
}
template <>
float toFloat(std::int16_t sample)
{
    return static_cast<float>(sample) * (1.0f / 32768);
}
template <>
float toFloat(std::int32_t sample)
{
    return static_cast<float>(sample) * (1.0f / 2147483648.0f);
}
template <>
float toFloat(std::int64_t sample)
{
    return static_cast<float>(sample) * (1.0f / 9223372036854775808.0f);
}
template <>
float toFloat(float sample)
{
    return sample;
}
template <>
float toFloat(double sample)
{
    return static_cast<float>(sample);
}

template <class Sample>
void append(const AVFrame& frame, bool planar, std::vector<float>& out)
{
    const auto frames = static_cast<std::size_t>(frame.nb_samples);
    const auto channels = static_cast<std::size_t>(frame.ch_layout.nb_channels);
    const std::size_t start = out.size();
    out.resize(start + frames * channels);
    float* to = out.data() + start;
    if (!planar) {
        const auto* from
            = static_cast<const Sample*>(static_cast<const void*>(frame.extended_data[0]));
        for (std::size_t i = 0; i < frames * channels; ++i)
            to[i] = toFloat(from[i]);
        return;
    }
    for (std::size_t c = 0; c < channels; ++c) {
        const auto* from
            = static_cast<const Sample*>(static_cast<const void*>(frame.extended_data[c]));
        for (std::size_t i = 0; i < frames; ++i)
            to[i * channels + c] = toFloat(from[i]);
    }
}

} // namespace

bool appendAsFloat(const AVFrame& frame, std::vector<float>& out)
{
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const bool planar = av_sample_fmt_is_planar(format) != 0;
    switch (av_get_packed_sample_fmt(format)) {
    case AV_SAMPLE_FMT_U8:
        append<std::uint8_t>(frame, planar, out);
        return true;
    case AV_SAMPLE_FMT_S16:
        append<std::int16_t>(frame, planar, out);
        return true;
    case AV_SAMPLE_FMT_S32:
        append<std::int32_t>(frame, planar, out);
        return true;
    case AV_SAMPLE_FMT_S64:
        append<std::int64_t>(frame, planar, out);
        return true;
    case AV_SAMPLE_FMT_FLT:
        append<float>(frame, planar, out);
        return true;
    case AV_SAMPLE_FMT_DBL:
        append<double>(frame, planar, out);
        return true;
    default:
        return false;
    }
}

} // namespace segue::audio
