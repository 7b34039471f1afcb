#pragma once

#include "core/audio/decoder.h"
#include "core/audio/ffmpeg_ptr.h"
#include "core/audio/file_source.h"
#include "core/audio/gapless_info.h"
#include "core/audio/vorbis_clock.h"

#include <xxhash.h>

#include <limits>
#include <memory>
#include <vector>

namespace segue::audio {

/// How to reach a frame: see decoder.cpp.
enum class SeekWay { timestamps, packets, coarse };

constexpr std::int64_t noLimit = std::numeric_limits<std::int64_t>::max();

/// a * to / from, rounded to the nearest.
inline std::int64_t rescale(std::int64_t value, std::int64_t to, std::int64_t from)
{
    return av_rescale_rnd(value, to, from, AV_ROUND_NEAR_INF);
}

/// The inside of Decoder: decoder_open.cpp finds the stream and its length, decoder.cpp decodes.
struct Decoder::State {
    std::string path;
    std::unique_ptr<FileSource> file;
    FormatPtr format;
    CodecPtr codec;
    PacketPtr packet{av_packet_alloc()};
    FramePtr frame{av_frame_alloc()};
    SwrPtr adapter; // only when the stream changes its rate or channels on the way
    int adapterRate = 0;
    int adapterChannels = 0;
    int streamIndex = -1;

    StreamInfo info;
    SeekWay way = SeekWay::coarse;
    std::optional<Mp4AudioTimes> mp4;
    std::optional<VorbisClock> vorbis;
    bool hasLeadIn = false; // what comes out first may lie before frame 0
    std::int64_t base = 0; // timestamp of frame 0, in samples
    std::int64_t limit = noLimit; // music ends here although the stream may go on
    std::int64_t position = 0; // of the first frame in `pending`
    std::int64_t dropUntil = 0; // frames before this one are decoded but not handed out
    std::int64_t skipPacketsUntil = 0; // in samples of timestamps: packets before are not decoded
    bool resync = false; // take the position from the next timestamp
    bool ended = false;
    int corrupt = 0;
    int corruptInARow = 0;

    struct HashDeleter {
        void operator()(XXH3_state_t* hash) const { XXH3_freeState(hash); }
    };
    std::unique_ptr<XXH3_state_t, HashDeleter> key; // while it is summed up

    std::vector<float> pending; // decoded, interleaved; `consumed` frames are gone already
    std::size_t consumed = 0;

    AVStream* stream() const { return format->streams[streamIndex]; }
    std::size_t channels() const { return static_cast<std::size_t>(info.channels); }
    std::size_t pendingFrames() const { return pending.size() / channels() - consumed; }
    std::int64_t toSamples(std::int64_t timestamp) const
    {
        const AVRational tick = stream()->time_base;
        return rescale(timestamp, std::int64_t{info.sampleRate} * tick.num, tick.den);
    }

    Result<void> openStream();
    Result<void> openCodec();
    Result<void> prime();
    void describe();
    void findLength();
    bool decodeMore();
    bool receive();
    bool feed();
    bool readPacket();
    void accept();
    void append();
    void dropConsumed();
    void restart();
    void flushCodec();
    bool seekByTimestamp(std::int64_t target);
    bool fillTo(std::int64_t target);
};

} // namespace segue::audio
