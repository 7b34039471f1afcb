#pragma once

#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace segue::audio {

/// What a file holds, as found by decoding its first packet.
struct StreamInfo {
    std::string codec; ///< FFmpeg's name: "flac", "mp3", "aac"…
    std::string container; ///< FFmpeg's name: "ogg", "mov,mp4,…"
    int sampleRate = 0; ///< Hz
    int channels = 0;
    std::uint64_t channelMask = 0; ///< WAVEFORMATEXTENSIBLE bits; 0: unknown
    int bitsPerSample = 0; ///< of lossless formats; 0: does not apply
    std::int64_t bitRate = 0; ///< bits a second; 0: unknown
    std::optional<std::int64_t>
        totalFrames; ///< of music, exact; nothing when the file does not say
    std::int64_t durationMs = 0; ///< from totalFrames, else estimated; 0: unknown
};

/// Reads one audio file as float32, interleaved, at its own rate and channels. Encoder delay and
/// padding are cut off, so that frame 0 is the first sample that went into the encoder.
/// Packets that cannot be decoded are skipped. Not thread-safe; blocks on the disk.
class Decoder {
public:
    /// Opens `path` (bytes) and decodes its first packet. Errors name the file and what to do:
    /// missing, unreadable, empty, no audio in it, nothing that can be decoded.
    /// `withKey`: sums up audioKey() on the way.
    static Result<std::unique_ptr<Decoder>> open(const std::string& path, bool withKey = false);
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    const StreamInfo& info() const;
    const std::string& path() const;

    /// Up to `frames` frames into `out` (frames x channels floats, full scale is +-1). Less only at
    /// the end of the stream; 0: the end.
    std::size_t read(float* out, std::size_t frames);

    /// The next frame that read() gives is `frame` (below 0: 0; behind the end: the end).
    /// Exact to the sample where the container knows samples (flac, wav, ogg, mp4, mp3, adts, …),
    /// else to its clock's tick (1 ms in matroska and wma). False: the file cannot seek there; the
    /// position is then where decoding goes on.
    bool seek(std::int64_t frame);

    /// Frame that read() gives next.
    std::int64_t position() const;
    /// Packets skipped so far because they could not be decoded.
    int corruptPackets() const;
    /// A read error of the disk, in words; empty while there is none.
    const std::string& ioError() const;
    /// XXH3-128 (canonical byte order) over the payloads of all packets of the stream, in order:
    /// what stays the same when tags and covers change. Reads what was not read yet, without
    /// decoding it, so that nothing can be read afterwards. Nothing when it was not asked for in
    /// open(), after a seek, and after a read error.
    std::optional<std::array<std::uint8_t, 16>> audioKey();

private:
    struct State;
    explicit Decoder(std::unique_ptr<State> state);
    std::unique_ptr<State> s_;
};

} // namespace segue::audio
