#include "core/library/tags/audio_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace segue::tags {

namespace {

struct Extension {
    std::string_view name;
    AudioFormat format;
};

constexpr std::array extensions{
    Extension{"mp3", AudioFormat::mp3},
    Extension{"mp2", AudioFormat::mp3},
    Extension{"mpga", AudioFormat::mp3},
    Extension{"aac", AudioFormat::aac},
    Extension{"flac", AudioFormat::flac},
    Extension{"ogg", AudioFormat::vorbis},
    Extension{"oga", AudioFormat::vorbis},
    Extension{"opus", AudioFormat::opus},
    Extension{"spx", AudioFormat::speex},
    Extension{"m4a", AudioFormat::mp4},
    Extension{"m4b", AudioFormat::mp4},
    Extension{"m4r", AudioFormat::mp4},
    Extension{"alac", AudioFormat::mp4},
    Extension{"wav", AudioFormat::wav},
    Extension{"wave", AudioFormat::wav},
    Extension{"aif", AudioFormat::aiff},
    Extension{"aiff", AudioFormat::aiff},
    Extension{"aifc", AudioFormat::aiff},
    Extension{"wma", AudioFormat::asf},
    Extension{"ape", AudioFormat::ape},
    Extension{"wv", AudioFormat::wavpack},
    Extension{"mpc", AudioFormat::musepack},
    Extension{"mp+", AudioFormat::musepack},
    Extension{"mpp", AudioFormat::musepack},
    Extension{"tta", AudioFormat::trueAudio},
    Extension{"dsf", AudioFormat::dsf},
    Extension{"dff", AudioFormat::playableWithoutTags},
    Extension{"mka", AudioFormat::playableWithoutTags},
    Extension{"tak", AudioFormat::playableWithoutTags},
};

constexpr std::size_t longestExtension = 5;

unsigned byteAt(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

bool isMpegFrame(std::string_view head)
{
    if (head.size() < 4 || byteAt(head, 0) != 0xff || (byteAt(head, 1) & 0xe0) != 0xe0)
        return false;
    const unsigned version = (byteAt(head, 1) >> 3) & 3, layer = (byteAt(head, 1) >> 1) & 3;
    const unsigned bitrate = byteAt(head, 2) >> 4, rate = (byteAt(head, 2) >> 2) & 3;
    return version != 1 && layer != 0 && bitrate != 15 && rate != 3;
}

bool isAdtsFrame(std::string_view head)
{
    return head.size() >= 3 && byteAt(head, 0) == 0xff && (byteAt(head, 1) & 0xf6) == 0xf0
        && ((byteAt(head, 2) >> 2) & 15) < 13;
}

AudioFormat sniffOgg(std::string_view head)
{
    // The first page holds one packet; its segment table ends at 27 + the number of segments.
    if (head.size() < 28)
        return AudioFormat::unknown;
    const std::string_view packet
        = head.substr(std::min<std::size_t>(head.size(), 27 + byteAt(head, 26)));
    if (packet.starts_with("\x01vorbis"))
        return AudioFormat::vorbis;
    if (packet.starts_with("OpusHead"))
        return AudioFormat::opus;
    if (packet.starts_with("Speex   "))
        return AudioFormat::speex;
    if (packet.starts_with("\x7f"
                           "FLAC"))
        return AudioFormat::oggFlac;
    return AudioFormat::unknown;
}

bool looksLikeSomethingElse(std::string_view head)
{
    using namespace std::string_view_literals;
    static constexpr std::array signatures{"\xff\xd8\xff"sv, "\x89PNG"sv, "GIF8"sv, "%PDF"sv,
        "PK\x03\x04"sv, "Rar!"sv, "\x1f\x8b"sv, "7z\xbc\xaf"sv, "BZh"sv,
        "\x7f"
        "ELF"sv,
        "MZ"sv, "<!DOCTYPE"sv, "<!doctype"sv, "<html"sv, "<HTML"sv, "<?xml"sv, "#!/"sv, "{\\rtf"sv,
        "SQLite format"sv, "\xd0\xcf\x11\xe0"sv};
    return std::ranges::any_of(signatures, [&](std::string_view s) { return head.starts_with(s); });
}

} // namespace

AudioFormat formatOfExtension(std::string_view fileName)
{
    const std::size_t dot = fileName.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == fileName.size()
        || fileName.size() - dot - 1 > longestExtension)
        return AudioFormat::unknown;
    std::array<char, longestExtension> lower{};
    const std::string_view name = fileName.substr(dot + 1);
    std::ranges::transform(name, lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    const auto found = std::ranges::find(
        extensions, std::string_view(lower.data(), name.size()), &Extension::name);
    return found == extensions.end() ? AudioFormat::unknown : found->format;
}

bool hasAudioExtension(std::string_view fileName)
{
    return formatOfExtension(fileName) != AudioFormat::unknown;
}

std::int64_t id3v2Size(std::string_view head)
{
    if (head.size() < 10 || !head.starts_with("ID3") || byteAt(head, 3) == 0xff)
        return 0;
    std::int64_t size = 0;
    for (std::size_t i = 6; i < 10; ++i) {
        if (byteAt(head, i) > 127)
            return 0;
        size = size << 7 | byteAt(head, i);
    }
    const bool footer = (byteAt(head, 5) & 0x10) != 0;
    return size + 10 + (footer ? 10 : 0);
}

AudioFormat sniffFormat(std::string_view head, std::string_view afterId3)
{
    if (id3v2Size(head) > 0) {
        const AudioFormat behind = afterId3.empty() ? AudioFormat::unknown : sniffFormat(afterId3);
        return behind == AudioFormat::unknown || behind == AudioFormat::notAudio ? AudioFormat::mp3
                                                                                 : behind;
    }
    if (head.starts_with("fLaC"))
        return AudioFormat::flac;
    if (head.starts_with("OggS"))
        return sniffOgg(head);
    if (head.size() >= 12 && head.substr(4, 4) == "ftyp")
        return AudioFormat::mp4;
    if (head.size() >= 12 && head.starts_with("RIFF") && head.substr(8, 4) == "WAVE")
        return AudioFormat::wav;
    if (head.size() >= 12 && head.starts_with("FORM")
        && (head.substr(8, 4) == "AIFF" || head.substr(8, 4) == "AIFC"))
        return AudioFormat::aiff;
    if (head.starts_with("\x30\x26\xb2\x75\x8e\x66\xcf\x11"))
        return AudioFormat::asf;
    if (head.starts_with("MAC "))
        return AudioFormat::ape;
    if (head.starts_with("wvpk"))
        return AudioFormat::wavpack;
    if (head.starts_with("MPCK") || head.starts_with("MP+"))
        return AudioFormat::musepack;
    if (head.starts_with("TTA1") || head.starts_with("TTA2"))
        return AudioFormat::trueAudio;
    if (head.starts_with("DSD "))
        return AudioFormat::dsf;
    if (head.starts_with("FRM8") || head.starts_with("\x1a\x45\xdf\xa3") || head.starts_with("tBaK")
        || head.starts_with("RF64"))
        return AudioFormat::playableWithoutTags;
    if (isAdtsFrame(head))
        return AudioFormat::aac;
    if (looksLikeSomethingElse(head))
        return AudioFormat::notAudio;
    if (isMpegFrame(head))
        return AudioFormat::mp3;
    return AudioFormat::unknown;
}

std::string_view formatName(AudioFormat format)
{
    switch (format) {
    case AudioFormat::mp3:
        return "MP3";
    case AudioFormat::aac:
        return "AAC";
    case AudioFormat::flac:
    case AudioFormat::oggFlac:
        return "FLAC";
    case AudioFormat::vorbis:
        return "Ogg Vorbis";
    case AudioFormat::opus:
        return "Opus";
    case AudioFormat::speex:
        return "Speex";
    case AudioFormat::mp4:
        return "MP4";
    case AudioFormat::wav:
        return "WAV";
    case AudioFormat::aiff:
        return "AIFF";
    case AudioFormat::asf:
        return "WMA";
    case AudioFormat::ape:
        return "Monkey's Audio";
    case AudioFormat::wavpack:
        return "WavPack";
    case AudioFormat::musepack:
        return "Musepack";
    case AudioFormat::trueAudio:
        return "True Audio";
    case AudioFormat::dsf:
        return "DSF";
    case AudioFormat::unknown:
    case AudioFormat::playableWithoutTags:
    case AudioFormat::notAudio:
        break;
    }
    return "audio";
}

AudioFormat formatNamed(std::string_view name)
{
    for (auto i = static_cast<int>(AudioFormat::mp3); i < static_cast<int>(AudioFormat::notAudio);
         ++i) {
        if (const auto format = static_cast<AudioFormat>(i); formatName(format) == name)
            return format;
    }
    return AudioFormat::unknown;
}

std::string_view codecName(AudioFormat format, bool lossless)
{
    switch (format) {
    case AudioFormat::unknown:
    case AudioFormat::playableWithoutTags:
    case AudioFormat::notAudio:
        return {};
    case AudioFormat::mp4:
        return lossless ? "ALAC" : "AAC";
    case AudioFormat::asf:
        return lossless ? "WMA Lossless" : "WMA";
    default:
        return formatName(format);
    }
}

bool isAlwaysLossless(AudioFormat format)
{
    switch (format) {
    case AudioFormat::flac:
    case AudioFormat::oggFlac:
    case AudioFormat::wav:
    case AudioFormat::aiff:
    case AudioFormat::ape:
    case AudioFormat::trueAudio:
    case AudioFormat::dsf:
        return true;
    default:
        return false;
    }
}

} // namespace segue::tags
