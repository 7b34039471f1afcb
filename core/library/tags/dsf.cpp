#include "core/library/tags/dsf.h"

#include <algorithm>

namespace segue::tags {

namespace {

constexpr std::size_t headerBytes = 80; // 28 of the DSD chunk, 52 of the fmt chunk
constexpr std::size_t largestTag = 64 << 20;

std::uint64_t littleEndian(const std::string& bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

} // namespace

bool readDsfHeader(ReadStream& stream, AudioInfo& to)
{
    const std::string head = stream.bytesAt(0, headerBytes);
    if (head.size() < headerBytes || !head.starts_with("DSD ") || head.compare(28, 4, "fmt ") != 0)
        return false;
    const std::uint64_t channels = littleEndian(head, 52, 4);
    const std::uint64_t rate = littleEndian(head, 56, 4);
    const std::uint64_t bits = littleEndian(head, 60, 4);
    const std::uint64_t samples = littleEndian(head, 64, 8); // for each channel
    if (rate == 0 || channels == 0 || channels > 8 || samples > rate * 86400ull * 7)
        return false;
    to.durationMs = static_cast<std::uint32_t>(samples * 1000 / rate);
    to.sampleRate = static_cast<std::uint32_t>(rate);
    to.channels = static_cast<std::uint8_t>(channels);
    to.bitrateKbps = static_cast<std::uint16_t>(
        std::min<std::uint64_t>(rate * channels * (bits == 8 ? 8 : 1) / 1000, 65535));
    to.lossless = true;
    return true;
}

std::string dsfId3Bytes(ReadStream& stream)
{
    const std::string head = stream.bytesAt(0, headerBytes);
    if (head.size() < headerBytes)
        return {};
    const std::uint64_t at = littleEndian(head, 20, 8);
    if (at < headerBytes || at > 1ull << 60)
        return {};
    const auto offset = static_cast<std::int64_t>(at);
    const std::int64_t size = id3v2Size(stream.bytesAt(offset, 10));
    if (size <= 0)
        return {};
    return stream.bytesAt(offset, std::min(static_cast<std::size_t>(size), largestTag));
}

} // namespace segue::tags
