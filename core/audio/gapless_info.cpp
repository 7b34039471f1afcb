// Why this is read here and not left to libavformat: for mp3 it drops padding in the last packet
// only (a padding longer than a packet leaves some), for MP4 it follows an edit list that is
// rounded to milliseconds. Both are exact once the numbers in the file are taken as they stand.
#include "core/audio/gapless_info.h"

#include "core/audio/file_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace segue::audio {

namespace {

std::uint32_t byteAt(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : 0u;
}

std::uint32_t be32(std::string_view bytes, std::size_t at)
{
    return byteAt(bytes, at) << 24 | byteAt(bytes, at + 1) << 16 | byteAt(bytes, at + 2) << 8
        | byteAt(bytes, at + 3);
}

std::int64_t be64(std::string_view bytes, std::size_t at)
{
    return static_cast<std::int64_t>(
        static_cast<std::uint64_t>(be32(bytes, at)) << 32 | be32(bytes, at + 4));
}

} // namespace

std::optional<std::int64_t> Mp3InfoTag::musicFrames() const
{
    if (!hasDelay || frames <= 0)
        return std::nullopt;
    const std::int64_t music = frames - delay - padding;
    return music > 0 ? std::optional(music) : std::nullopt;
}

std::optional<Mp3InfoTag> parseMp3InfoTag(std::string_view head)
{
    const std::uint32_t header = be32(head, 0);
    if ((header & 0xFFE00000u) != 0xFFE00000u)
        return std::nullopt;
    const std::uint32_t version = header >> 19 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    const std::uint32_t layer = header >> 17 & 3; // 1: layer III
    if (version == 1 || layer != 1)
        return std::nullopt;
    const bool mono = (header >> 6 & 3) == 3;
    const bool mpeg1 = version == 3;
    const std::size_t sideInfo = mpeg1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
    const std::size_t tag = 4 + sideInfo; // the tag stands there also in packets with a CRC
    const std::string_view name = head.substr(std::min(tag, head.size()), 4);
    if (name != "Xing" && name != "Info")
        return std::nullopt;

    const std::uint32_t flags = be32(head, tag + 4);
    std::size_t at = tag + 8;
    Mp3InfoTag info;
    if (flags & 1u) {
        info.frames = static_cast<std::int64_t>(be32(head, at)) * (mpeg1 ? 1152 : 576);
        at += 4;
    }
    if (flags & 2u) {
        info.bytes = be32(head, at);
        at += 4;
    }
    if (flags & 4u)
        at += 100;
    if (flags & 8u)
        at += 4;
    if (at + 24 > head.size())
        return info;
    // Nine bytes of encoder name, then at + 21 two 12-bit counts.
    const std::string_view encoder = head.substr(at, 4);
    const std::uint32_t counts
        = byteAt(head, at + 21) << 16 | byteAt(head, at + 22) << 8 | byteAt(head, at + 23);
    if (encoder == "LAME" || encoder == "Lavf" || encoder == "Lavc" || encoder == "L3.9"
        || encoder == "GOGO") {
        info.delay = static_cast<int>(counts >> 12);
        info.padding = static_cast<int>(counts & 0xFFFu);
        info.hasDelay = counts != 0;
    }
    return info;
}

std::optional<Mp3InfoTag> readMp3InfoTag(const FileSource& file)
{
    std::int64_t offset = 0;
    for (int tags = 0; tags < 16; ++tags) {
        const std::string head = file.readAt(offset, 10);
        if (head.size() < 10 || head.compare(0, 3, "ID3") != 0)
            break;
        const std::int64_t size = (byteAt(head, 6) & 0x7Fu) << 21 | (byteAt(head, 7) & 0x7Fu) << 14
            | (byteAt(head, 8) & 0x7Fu) << 7 | (byteAt(head, 9) & 0x7Fu);
        offset += 10 + size + ((byteAt(head, 5) & 0x10u) ? 10 : 0);
    }
    // Some taggers leave zeros between the tag and the first packet.
    const std::string head = file.readAt(offset, 8192);
    std::size_t start = 0;
    while (start < head.size() && head[start] == '\0')
        ++start;
    std::optional<Mp3InfoTag> info = parseMp3InfoTag(std::string_view(head).substr(start));
    if (!info)
        return info;
    info->offset = offset + static_cast<std::int64_t>(start);
    const std::int64_t bytes = file.size() - info->offset;
    if (info->bytes > 0 && bytes - info->bytes > info->bytes / 16 + (1 << 20))
        return std::nullopt;
    return info;
}

std::int64_t Mp4AudioTimes::musicTicks() const
{
    const std::int64_t rest = std::max<std::int64_t>(mediaDuration - editStart, 0);
    if (editDuration <= 0 || movieTimescale <= 0)
        return rest;
    const double edit = static_cast<double>(editDuration) * static_cast<double>(mediaTimescale)
        / static_cast<double>(movieTimescale);
    const double rounding
        = static_cast<double>(mediaTimescale) / static_cast<double>(movieTimescale) + 1;
    if (edit >= static_cast<double>(rest) - rounding)
        return rest;
    return std::llround(edit);
}

namespace {

struct Box {
    std::int64_t body = 0;
    std::int64_t end = 0;
    std::string type;
};

/// The boxes between two offsets; at most 4,096, so that a hostile file ends too.
std::vector<Box> boxesIn(const FileSource& file, std::int64_t from, std::int64_t end)
{
    std::vector<Box> found;
    while (from + 8 <= end && found.size() < 4096) {
        const std::string head = file.readAt(from, 16);
        if (head.size() < 8)
            break;
        std::int64_t size = be32(head, 0);
        std::int64_t header = 8;
        if (size == 1 && head.size() == 16) {
            size = be64(head, 8);
            header = 16;
        } else if (size == 0) {
            size = end - from;
        }
        if (size < header || size > end - from)
            break;
        found.push_back({from + header, from + size, head.substr(4, 4)});
        from += size;
    }
    return found;
}

std::optional<Box> child(const FileSource& file, const Box& parent, std::string_view type)
{
    for (Box& box : boxesIn(file, parent.body, parent.end)) {
        if (box.type == type)
            return std::move(box);
    }
    return std::nullopt;
}

std::string bodyOf(const FileSource& file, const Box& box, std::int64_t most)
{
    return file.readAt(
        box.body, static_cast<std::size_t>(std::clamp<std::int64_t>(box.end - box.body, 0, most)));
}

/// mvhd and mdhd: version 1 has 64-bit times.
std::int64_t timescaleOf(std::string_view header)
{
    return be32(header, byteAt(header, 0) == 1 ? 20 : 12);
}

/// False when the list has more than one edit that plays media, or one at another speed.
bool readEdits(std::string_view list, Mp4AudioTimes& times)
{
    const bool wide = byteAt(list, 0) == 1;
    const std::uint32_t count = be32(list, 4);
    if (count > 8)
        return false;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t at = 8 + i * (wide ? 20u : 12u);
        const std::int64_t duration = wide ? be64(list, at) : be32(list, at);
        const std::int64_t start
            = wide ? be64(list, at + 8) : static_cast<std::int32_t>(be32(list, at + 4));
        if (start < 0)
            return false; // an empty edit delays the music: leave that to libavformat
        if (times.hasEdit || be32(list, at + (wide ? 16 : 8)) != 0x10000u)
            return false;
        times.hasEdit = true;
        times.editStart = start;
        times.editDuration = duration;
    }
    return true;
}

std::int64_t sumOfPackets(std::string_view stts)
{
    const std::uint32_t count = be32(stts, 4);
    if (stts.size() < 8 + std::size_t{count} * 8)
        return 0;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += static_cast<std::int64_t>(be32(stts, 8 + i * 8)) * be32(stts, 12 + i * 8);
    return sum;
}

} // namespace

std::optional<Mp4AudioTimes> readMp4AudioTimes(const FileSource& file)
{
    if (file.readAt(4, 4) != "ftyp")
        return std::nullopt;
    const Box whole{0, file.size(), "file"};
    const std::optional<Box> moov = child(file, whole, "moov");
    if (!moov || child(file, *moov, "mvex"))
        return std::nullopt;
    Mp4AudioTimes times;
    if (const auto mvhd = child(file, *moov, "mvhd"))
        times.movieTimescale = timescaleOf(bodyOf(file, *mvhd, 64));
    for (const Box& trak : boxesIn(file, moov->body, moov->end)) {
        if (trak.type != "trak")
            continue;
        const auto mdia = child(file, trak, "mdia");
        const auto hdlr = mdia ? child(file, *mdia, "hdlr") : std::nullopt;
        if (!hdlr || bodyOf(file, *hdlr, 12).substr(8) != "soun")
            continue;
        const auto mdhd = child(file, *mdia, "mdhd");
        const auto minf = child(file, *mdia, "minf");
        const auto stbl = minf ? child(file, *minf, "stbl") : std::nullopt;
        const auto stts = stbl ? child(file, *stbl, "stts") : std::nullopt;
        if (!mdhd || !stts)
            return std::nullopt;
        times.mediaTimescale = timescaleOf(bodyOf(file, *mdhd, 64));
        times.mediaDuration = sumOfPackets(bodyOf(file, *stts, 64 << 20));
        if (const auto edts = child(file, trak, "edts")) {
            const auto elst = child(file, *edts, "elst");
            if (elst && !readEdits(bodyOf(file, *elst, 4096), times))
                return std::nullopt;
        }
        if (times.mediaTimescale <= 0 || times.mediaDuration <= times.editStart)
            return std::nullopt;
        return times;
    }
    return std::nullopt;
}

std::optional<ITunSmpb> parseITunSmpb(std::string_view text)
{
    std::array<std::int64_t, 4> values{};
    std::size_t at = 0;
    for (std::int64_t& value : values) {
        while (at < text.size() && text[at] == ' ')
            ++at;
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word(text.substr(at, end - at));
        char* stop = nullptr;
        value = std::strtoll(word.c_str(), &stop, 16);
        if (word.empty() || *stop != '\0')
            return std::nullopt;
        at = end;
    }
    const ITunSmpb smpb{values[1], values[2], values[3]};
    if (smpb.priming < 0 || smpb.priming > 16384 || smpb.samples <= 0)
        return std::nullopt;
    return smpb;
}

} // namespace segue::audio
