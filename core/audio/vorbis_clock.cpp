#include "core/audio/vorbis_clock.h"

#include "core/audio/file_source.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/vorbis_parser.h>
}

#include <algorithm>
#include <string>
#include <string_view>

namespace segue::audio {

namespace {

constexpr int headerPackets = 3;
constexpr int mostPages = 2000; // cover pictures in the comments take a page for each 64 KiB

struct OggPage {
    std::int64_t granule = 0; // -1: no packet ends here; 0: none with music
    std::uint32_t serial = 0;
    bool isLast = false;
    bool continues = false; // its first packet began on the page before
    std::string sizes; // of the segments
    std::int64_t body = 0;
    std::int64_t end = 0;
};

std::uint64_t littleEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

std::optional<OggPage> readPage(const FileSource& file, std::int64_t at)
{
    const std::string head = file.readAt(at, 27 + 255);
    if (head.size() < 27 || head.compare(0, 4, "OggS") != 0)
        return std::nullopt;
    const std::string_view view(head);
    OggPage page;
    const auto flags = static_cast<std::uint8_t>(head[5]);
    page.continues = flags & 1u;
    page.isLast = flags & 4u;
    page.granule = static_cast<std::int64_t>(littleEndian(view.substr(6, 8)));
    page.serial = static_cast<std::uint32_t>(littleEndian(view.substr(14, 4)));
    page.sizes = head.substr(27, static_cast<std::uint8_t>(head[26]));
    page.body = at + 27 + static_cast<std::int64_t>(page.sizes.size());
    page.end = page.body;
    for (const char size : page.sizes)
        page.end += static_cast<std::uint8_t>(size);
    return page;
}

} // namespace

void VorbisClock::Deleter::operator()(AVVorbisParseContext* context) const
{
    av_vorbis_parse_free(&context);
}

std::optional<VorbisClock> VorbisClock::create(
    const FileSource& file, const AVCodecParameters& parameters)
{
    if (parameters.codec_id != AV_CODEC_ID_VORBIS || file.readAt(0, 4) != "OggS")
        return std::nullopt;
    VorbisClock clock;
    clock.parser_.reset(av_vorbis_parse_init(parameters.extradata, parameters.extradata_size));
    if (!clock.parser_)
        return std::nullopt;
    clock.readStart(file);
    clock.restart();
    return clock;
}

void VorbisClock::restart()
{
    av_vorbis_parse_reset(parser_.get());
    first_ = true;
    at_ = 0;
}

std::int64_t VorbisClock::next(std::span<const std::uint8_t> packet)
{
    const int samples
        = av_vorbis_parse_frame(parser_.get(), packet.data(), static_cast<int>(packet.size()));
    const std::int64_t start = at_;
    if (!first_ && samples > 0)
        at_ += samples;
    first_ = false;
    return start;
}

/// Walks the pages up to the first that ends a packet of music.
void VorbisClock::readStart(const FileSource& file)
{
    std::optional<std::uint32_t> serial;
    int packets = 0; // begun so far
    std::int64_t at = 0;
    for (int pages = 0; pages < mostPages; ++pages) {
        const std::optional<OggPage> page = readPage(file, at);
        if (!page)
            return;
        at = page->end;
        if (!serial && file.readAt(page->body, 7) == "\x01vorbis")
            serial = page->serial;
        if (page->serial != serial)
            continue;
        bool begins = !page->continues;
        std::optional<std::int64_t> ended; // where the last packet of music that ends here ends
        std::int64_t packetAt = page->body;
        for (const char size : page->sizes) {
            if (begins && ++packets > headerPackets) {
                const std::string head = file.readAt(packetAt, 1);
                if (head.empty())
                    return;
                const auto byte = static_cast<std::uint8_t>(head[0]);
                next(std::span(&byte, 1));
            }
            packetAt += static_cast<std::uint8_t>(size);
            begins = static_cast<std::uint8_t>(size) < 255;
            if (begins && packets > headerPackets)
                ended = at_;
        }
        if (!ended || page->granule <= 0)
            continue;
        if (page->isLast)
            onlyPage_ = page->granule;
        else
            leadIn_ = std::max<std::int64_t>(*ended - page->granule, 0);
        return;
    }
}

} // namespace segue::audio
