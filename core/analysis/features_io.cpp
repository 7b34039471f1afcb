// Layout: "SGFT", format version, featureVersion (one byte each), audio key, waveform, then all
// members in the order of visitFields. Numbers are little-endian float32; integers zigzag varints;
// flags one byte; lists of integers their length and varints, `beats` as differences. Floats keep
// all their bits: what is read is what was written.
#include "core/analysis/features_io.h"

#include "core/analysis/features_fields.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <string_view>

namespace segue::analysis {

namespace {

constexpr std::array<std::uint8_t, 4> magic{'S', 'G', 'F', 'T'};
constexpr std::uint8_t formatVersion = 1;
constexpr std::size_t headerSize = magic.size() + 2;
constexpr std::uint32_t longestList = 4'000'000;

bool isRising(std::string_view name)
{
    return name == "tempo.beats";
}

class Writer {
public:
    explicit Writer(std::vector<std::uint8_t>& out)
        : out_(out)
    {
    }
    void varint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            out_.push_back(static_cast<std::uint8_t>(value | 0x80));
        out_.push_back(static_cast<std::uint8_t>(value));
    }
    void operator()(const char*, const char*, bool value) { out_.push_back(value ? 1 : 0); }
    void operator()(const char*, const char*, std::int32_t value)
    {
        const auto bits = static_cast<std::uint32_t>(value);
        varint((bits << 1) ^ (value < 0 ? ~0U : 0U));
    }
    void operator()(const char*, const char*, float value)
    {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (unsigned shift = 0; shift < 32; shift += 8)
            out_.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
    template <std::size_t N>
    void operator()(const char* name, const char* unit, const std::array<float, N>& list)
    {
        for (const float value : list)
            (*this)(name, unit, value);
    }
    void operator()(const char* name, const char*, const std::vector<std::uint32_t>& list)
    {
        varint(list.size());
        std::uint32_t before = 0;
        for (const std::uint32_t value : list) {
            varint(value - before);
            if (isRising(name))
                before = value;
        }
    }

private:
    std::vector<std::uint8_t>& out_;
};

/// Reads what Writer wrote; `ok` turns false at the first thing that cannot be.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> in)
        : in_(in)
    {
    }
    bool ok = true;
    bool atEnd() const { return in_.empty(); }
    std::uint8_t byte()
    {
        if (in_.empty()) {
            ok = false;
            return 0;
        }
        const std::uint8_t value = in_.front();
        in_ = in_.subspan(1);
        return value;
    }
    std::uint32_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            const std::uint8_t part = byte();
            value |= std::uint64_t{part & 0x7fU} << shift;
            if ((part & 0x80) == 0) {
                ok = ok && value <= 0xffff'ffffU;
                return static_cast<std::uint32_t>(value);
            }
        }
        ok = false;
        return 0;
    }
    void operator()(const char*, const char*, bool& value)
    {
        const std::uint8_t read = byte();
        ok = ok && read <= 1;
        value = read == 1;
    }
    void operator()(const char*, const char*, std::int32_t& value)
    {
        const std::uint32_t bits = varint();
        value = static_cast<std::int32_t>((bits >> 1) ^ (0U - (bits & 1U)));
    }
    void operator()(const char*, const char*, float& value)
    {
        std::uint32_t bits = 0;
        for (unsigned shift = 0; shift < 32; shift += 8)
            bits |= std::uint32_t{byte()} << shift;
        value = std::bit_cast<float>(bits);
        ok = ok && std::isfinite(value);
    }
    template <std::size_t N>
    void operator()(const char* name, const char* unit, std::array<float, N>& list)
    {
        for (float& value : list)
            (*this)(name, unit, value);
    }
    void operator()(const char* name, const char*, std::vector<std::uint32_t>& list)
    {
        const std::uint32_t count = varint();
        ok = ok && count <= longestList && count <= in_.size(); // each takes a byte or more
        list.clear();
        std::uint32_t before = 0;
        for (std::uint32_t i = 0; ok && i < count; ++i) {
            list.push_back(before + varint());
            if (isRising(name)) {
                ok = ok && list.back() >= before;
                before = list.back();
            }
        }
    }

private:
    std::span<const std::uint8_t> in_;
};

} // namespace

std::vector<std::uint8_t> serialise(const TrackFeatures& features)
{
    std::vector<std::uint8_t> out(magic.begin(), magic.end());
    out.push_back(formatVersion);
    out.push_back(static_cast<std::uint8_t>(features.version));
    out.insert(out.end(), features.source.audioKey.begin(), features.source.audioKey.end());
    out.insert(out.end(), features.waveform.bytes.begin(), features.waveform.bytes.end());
    visitFields(features, Writer(out));
    return out;
}

int versionOf(std::span<const std::uint8_t> blob)
{
    if (blob.size() < headerSize || !std::equal(magic.begin(), magic.end(), blob.begin())
        || blob[magic.size()] != formatVersion)
        return 0;
    return blob[magic.size() + 1];
}

Result<TrackFeatures> deserialise(std::span<const std::uint8_t> blob)
{
    const int version = versionOf(blob);
    if (version == 0)
        return Error{"What is stored of a track's sound is damaged. Analyse the track again."};
    if (version != featureVersion)
        return Error{"What is stored of a track's sound is of version " + std::to_string(version)
            + ", needed is " + std::to_string(featureVersion) + ". Analyse the track again."};
    TrackFeatures features;
    features.version = version;
    Reader reader(blob.subspan(headerSize));
    for (std::uint8_t& byte : features.source.audioKey)
        byte = reader.byte();
    for (std::uint8_t& byte : features.waveform.bytes)
        byte = reader.byte();
    visitFields(features, reader);
    if (!reader.ok || !reader.atEnd())
        return Error{"What is stored of a track's sound is damaged. Analyse the track again."};
    return features;
}

} // namespace segue::analysis
