// Positions. `position` counts frames of music handed out, from 0. Decoding from the start it is
// simply counted; after a seek (and after a packet that could not be decoded) it is set from the
// timestamp of the next decoded frame, minus `base`, the timestamp of frame 0. That is exact where
// one tick of the container's clock is a whole fraction of a sample. Three ways to seek follow:
// * timestamps (flac, wav, opus, mp4, …): libavformat jumps to before the target, the rest is
//   decoded and dropped. Codecs with memory get a pre-roll long enough to forget.
// * packets (mp3, ogg but opus, adts, ac3, …): jumps by bytes would lose count, so packets are read
//   but not decoded, from the start or from here (about 10 ms for 4 minutes).
// * coarse (matroska, wma, …): as timestamps, to the clock's tick.
// When a jump lands behind its target the file is decoded from the start.
#include "core/audio/decoder_state.h"

#include "core/audio/sample_convert.h"

#include <algorithm>
#include <span>

namespace segue::audio {

namespace {

constexpr int mostCorruptInARow = 20'000;

/// Frames to decode before the target so that the codec's state is that of decoding through.
std::int64_t preroll(const AVCodecParameters& codec, int rate)
{
    if (codec.codec_id == AV_CODEC_ID_OPUS)
        return rate; // energy prediction fades by half a 20 ms packet: 2^-50
    const AVCodecDescriptor* facts = avcodec_descriptor_get(codec.codec_id);
    const bool intra = facts && (facts->props & AV_CODEC_PROP_LOSSLESS) != 0;
    return intra ? 0 : rate / 2;
}

} // namespace

/// Decodes until something was appended or the stream ended.
bool Decoder::State::decodeMore()
{
    const std::size_t before = pending.size();
    while (!ended && pending.size() == before) {
        if (!receive() && !feed())
            ended = true;
    }
    return pending.size() != before;
}

/// Takes one frame out of the codec. False: it wants input, or is drained (`ended`).
bool Decoder::State::receive()
{
    const int got = avcodec_receive_frame(codec.get(), frame.get());
    if (got == 0) {
        corruptInARow = 0;
        accept();
        return true;
    }
    if (got == AVERROR_EOF)
        ended = true;
    else if (got != AVERROR(EAGAIN)) {
        ++corrupt;
        ++corruptInARow;
        resync = way != SeekWay::coarse;
    }
    return ended;
}

/// The next packet of the file, of any stream. False: there is none.
bool Decoder::State::readPacket()
{
    if (av_read_frame(format.get(), packet.get()) < 0)
        return false;
    if (key && packet->stream_index == streamIndex && packet->size > 0)
        XXH3_128bits_update(key.get(), packet->data, static_cast<std::size_t>(packet->size));
    return true;
}

/// Gives the codec one packet, or the end. False: give up.
bool Decoder::State::feed()
{
    if (corruptInARow > mostCorruptInARow)
        return false;
    if (!readPacket())
        return avcodec_send_packet(codec.get(), nullptr) >= 0;
    if (vorbis && packet->stream_index == streamIndex) {
        const auto size = static_cast<std::size_t>(std::max(packet->size, 0));
        const std::int64_t start = vorbis->next(std::span(packet->data, size));
        packet->pts = rescale(start, stream()->time_base.den,
            std::int64_t{codec->sample_rate} * stream()->time_base.num);
        packet->duration = 0;
    }
    const bool skipped = packet->stream_index != streamIndex
        || (skipPacketsUntil > 0 && packet->pts != AV_NOPTS_VALUE
            && toSamples(packet->pts + packet->duration) <= skipPacketsUntil);
    if (!skipped && avcodec_send_packet(codec.get(), packet.get()) < 0) {
        ++corrupt;
        ++corruptInARow;
        resync = way != SeekWay::coarse;
    }
    av_packet_unref(packet.get());
    return true;
}

/// Appends the frame's samples, less those before `dropUntil` or behind `limit`.
void Decoder::State::accept()
{
    if (frame->nb_samples <= 0 || frame->sample_rate <= 0 || frame->ch_layout.nb_channels <= 0)
        return;
    if (info.sampleRate == 0) {
        describe();
        resync = hasLeadIn;
    }
    if (resync && frame->pts != AV_NOPTS_VALUE) {
        position = toSamples(frame->pts) - base - static_cast<std::int64_t>(pendingFrames());
        resync = false;
    }
    const auto held = static_cast<std::int64_t>(pendingFrames());
    append();
    const auto got = static_cast<std::int64_t>(pendingFrames()) - held;
    const std::int64_t first = position + held;
    // Nothing may be handed out of what is too late.
    const std::int64_t late = std::clamp<std::int64_t>(first + got - limit, 0, got);
    pending.resize(pending.size() - static_cast<std::size_t>(late) * channels());
    if (late > 0)
        ended = true;
    if (position < dropUntil) {
        const std::int64_t drop
            = std::min(dropUntil - position, static_cast<std::int64_t>(pendingFrames()));
        consumed += static_cast<std::size_t>(drop);
        position += drop;
        dropConsumed();
    }
}

void Decoder::State::append()
{
    const bool same
        = frame->sample_rate == info.sampleRate && frame->ch_layout.nb_channels == info.channels;
    if (same && appendAsFloat(*frame, pending))
        return;
    // A chained stream that changes on the way: what was announced at the start stays the rule.
    if (!adapter || adapterRate != frame->sample_rate
        || adapterChannels != frame->ch_layout.nb_channels) {
        AVChannelLayout to{};
        if (info.channelMask == 0 || av_channel_layout_from_mask(&to, info.channelMask) < 0)
            av_channel_layout_default(&to, info.channels);
        AVChannelLayout from{};
        av_channel_layout_default(&from, frame->ch_layout.nb_channels);
        SwrContext* context = nullptr;
        swr_alloc_set_opts2(&context, &to, AV_SAMPLE_FMT_FLT, info.sampleRate, &from,
            static_cast<AVSampleFormat>(frame->format), frame->sample_rate, 0, nullptr);
        av_channel_layout_uninit(&to);
        av_channel_layout_uninit(&from);
        adapter.reset(context);
        if (!context || swr_init(context) < 0) {
            adapter.reset();
            ++corrupt;
            return;
        }
        adapterRate = frame->sample_rate;
        adapterChannels = frame->ch_layout.nb_channels;
    }
    const int room = swr_get_out_samples(adapter.get(), frame->nb_samples);
    const std::size_t start = pending.size();
    pending.resize(start + static_cast<std::size_t>(std::max(room, 0)) * channels());
    auto* to = static_cast<std::uint8_t*>(static_cast<void*>(pending.data() + start));
    auto** from = const_cast<const std::uint8_t**>(frame->extended_data);
    const int got = std::max(swr_convert(adapter.get(), &to, room, from, frame->nb_samples), 0);
    pending.resize(start + static_cast<std::size_t>(got) * channels());
}

void Decoder::State::dropConsumed()
{
    if (consumed == 0)
        return;
    pending.erase(
        pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(consumed * channels()));
    consumed = 0;
}

void Decoder::State::flushCodec()
{
    avcodec_flush_buffers(codec.get());
    adapter.reset();
    pending.clear();
    consumed = 0;
    ended = false;
    corruptInARow = 0;
    skipPacketsUntil = 0;
}

/// Decodes on until frame `target` is the next one. False when the position came out behind it.
bool Decoder::State::fillTo(std::int64_t target)
{
    dropUntil = target;
    while (!ended && (pending.empty() || position < target))
        decodeMore();
    return position <= target;
}

bool Decoder::State::seekByTimestamp(std::int64_t target)
{
    const std::int64_t from = target - preroll(*stream()->codecpar, info.sampleRate);
    if (from <= 0)
        return false; // as cheap from the start
    const AVRational tick = stream()->time_base;
    const std::int64_t timestamp
        = rescale(from + base, tick.den, std::int64_t{info.sampleRate} * tick.num);
    if (av_seek_frame(format.get(), streamIndex, timestamp, AVSEEK_FLAG_BACKWARD) < 0)
        return false;
    flushCodec();
    position = -1;
    resync = true;
    const bool landed = fillTo(target);
    return landed && !resync && !(ended && pending.empty());
}

Decoder::Decoder(std::unique_ptr<State> state)
    : s_(std::move(state))
{
}

Decoder::~Decoder() = default;

const StreamInfo& Decoder::info() const
{
    return s_->info;
}

const std::string& Decoder::path() const
{
    return s_->path;
}

std::size_t Decoder::read(float* out, std::size_t frames)
{
    State& s = *s_;
    std::size_t done = 0;
    while (done < frames) {
        const auto left = static_cast<std::size_t>(
            std::clamp<std::int64_t>(s.limit - s.position, 0, std::int64_t{1} << 40));
        const std::size_t take = std::min({frames - done, s.pendingFrames(), left});
        if (take == 0) {
            if (left == 0)
                break;
            s.dropConsumed();
            if (s.ended || !s.decodeMore())
                break;
            continue;
        }
        const float* from = s.pending.data() + s.consumed * s.channels();
        std::copy_n(from, take * s.channels(), out + done * s.channels());
        s.consumed += take;
        s.position += static_cast<std::int64_t>(take);
        done += take;
    }
    return done;
}

bool Decoder::seek(std::int64_t frame)
{
    State& s = *s_;
    frame = std::clamp<std::int64_t>(frame, 0, s.limit);
    if (s.info.totalFrames)
        frame = std::min(frame, *s.info.totalFrames);
    s.dropConsumed();
    const auto held = static_cast<std::int64_t>(s.pendingFrames());
    if (frame >= s.position && frame < s.position + held) {
        s.consumed = static_cast<std::size_t>(frame - s.position);
        s.position = frame;
        return true;
    }
    s.key.reset();
    if (s.way != SeekWay::packets && s.seekByTimestamp(frame))
        return true;
    const std::int64_t from = frame - preroll(*s.stream()->codecpar, s.info.sampleRate);
    if (s.way == SeekWay::packets && from > s.position) {
        s.flushCodec();
    } else {
        s.restart();
        if (s.ended)
            return false;
    }
    if (s.way == SeekWay::packets && from > 0) {
        s.skipPacketsUntil = from + s.base;
        s.resync = true;
        s.position = -1;
    }
    return s.fillTo(frame) && s.position == frame;
}

std::int64_t Decoder::position() const
{
    return s_->position;
}

int Decoder::corruptPackets() const
{
    return s_->corrupt;
}

const std::string& Decoder::ioError() const
{
    return s_->file->ioError();
}

std::optional<std::array<std::uint8_t, 16>> Decoder::audioKey()
{
    State& s = *s_;
    if (!s.key)
        return std::nullopt;
    while (s.readPacket())
        av_packet_unref(s.packet.get());
    s.ended = true;
    if (!ioError().empty())
        return std::nullopt;
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(s.key.get()));
    std::array<std::uint8_t, 16> out{};
    std::copy_n(std::begin(canonical.digest), out.size(), out.begin());
    return out;
}

} // namespace segue::audio
