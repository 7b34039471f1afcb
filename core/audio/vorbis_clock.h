#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

struct AVCodecParameters;
struct AVVorbisParseContext;

namespace segue::audio {

class FileSource;

/// Exact positions of the packets of an Ogg Vorbis file, which libavformat's timestamps are not (it
/// guesses within pages and takes the silent first packet for music). A packet brings a quarter of
/// its own and of the previous block's size (Vorbis I specification, 4.3.8); the first brings none.
class VorbisClock {
public:
    /// Nothing when the file is no Ogg Vorbis. Reads the first pages.
    static std::optional<VorbisClock> create(
        const FileSource& file, const AVCodecParameters& parameters);

    /// For each packet in order from the file's first: where its samples begin, counted from the
    /// first decoded sample.
    std::int64_t next(std::span<const std::uint8_t> packet);
    /// The next packet is the file's first again.
    void restart();

    /// Samples at the start that are not music: the first page's packets hold more than its granule
    /// says.
    std::int64_t leadIn() const { return leadIn_; }
    /// Length of a file whose music lies in one page (below a second or so), which libavformat cuts
    /// short.
    std::optional<std::int64_t> onlyPage() const { return onlyPage_; }

private:
    struct Deleter {
        void operator()(AVVorbisParseContext* context) const;
    };
    VorbisClock() = default;
    void readStart(const FileSource& file);

    std::unique_ptr<AVVorbisParseContext, Deleter> parser_;
    bool first_ = true;
    std::int64_t at_ = 0;
    std::int64_t leadIn_ = 0;
    std::optional<std::int64_t> onlyPage_;
};

} // namespace segue::audio
