#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace segue::audio {

class FileSource;

/// How many samples of an encoded stream are music. All counts are frames (one sample a channel).

/// What the Xing/Info frame of an mp3 says (the de facto layout that LAME and libavformat write).
struct Mp3InfoTag {
    std::int64_t frames = 0; ///< music frames in the stream, i.e. packets x samples a packet
    bool hasDelay = false; ///< an encoder that notes its delay wrote the tag
    int delay = 0; ///< of the encoder, at the start; the decoder adds 529
    int padding = 0; ///< of the encoder, at the end; includes what the decoder's delay pushes out
    std::int64_t bytes = 0; ///< size of the stream the tag was written for; 0: not said
    std::int64_t offset = 0; ///< of the tag's packet in the file

    /// Length without delay and padding; nothing when the tag does not know it.
    std::optional<std::int64_t> musicFrames() const;
};

/// Reads the tag from the first MPEG audio packet in `head`, the bytes after the ID3v2 tags.
std::optional<Mp3InfoTag> parseMp3InfoTag(std::string_view head);
/// Finds it in a file: skips ID3v2 tags. Nothing when there is none, or when the file is much
/// longer than the tag knows (two files glued together).
std::optional<Mp3InfoTag> readMp3InfoTag(const FileSource& file);

/// Times of the first audio track of an MP4 file (ISO 14496-12: mvhd, mdhd, stts, elst).
struct Mp4AudioTimes {
    std::int64_t mediaTimescale = 0; ///< ticks a second
    std::int64_t mediaDuration = 0; ///< sum of all packets (stts), in media ticks
    std::int64_t movieTimescale = 0;
    std::int64_t editStart = 0; ///< media ticks before the music
    std::int64_t editDuration = 0; ///< in movie ticks; 0: to the end
    bool hasEdit = false; ///< exactly one edit that plays media

    /// Music length in media ticks. The edit's duration is often rounded to ms, so the packets' own
    /// sum is taken when both agree within the rounding; else the edit really cuts.
    std::int64_t musicTicks() const;
};

/// Nothing when the file is no MP4, has several edits, or is fragmented.
std::optional<Mp4AudioTimes> readMp4AudioTimes(const FileSource& file);

/// Apple's text " 00000000 PRIMING PADDING SAMPLES …", hexadecimal.
struct ITunSmpb {
    std::int64_t priming = 0;
    std::int64_t padding = 0;
    std::int64_t samples = 0;
};
std::optional<ITunSmpb> parseITunSmpb(std::string_view text);

} // namespace segue::audio
