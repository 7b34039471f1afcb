#pragma once

#include <cstdint>
#include <string_view>

namespace segue::tags {

enum class AudioFormat : std::uint8_t {
    unknown,
    mp3,
    aac, ///< raw AAC with ADTS headers
    flac,
    vorbis,
    opus,
    speex,
    oggFlac,
    mp4, ///< m4a, m4b, alac
    wav,
    aiff,
    asf, ///< wma
    ape,
    wavpack,
    musepack,
    trueAudio,
    dsf,
    playableWithoutTags, ///< FFmpeg plays it, TagLib 1.13 cannot read it (dff, mka, tak…)
    notAudio, ///< recognised as something else: a picture, a text, an archive…
};

/// Whether a scan looks at a file of this name (by its extension, any case).
bool hasAudioExtension(std::string_view fileName);
/// What the extension promises; unknown when it is none of an audio file.
AudioFormat formatOfExtension(std::string_view fileName);
/// What the first bytes of a file say (a few hundred suffice); unknown when they say nothing.
/// `afterId3` are the bytes that follow a leading ID3v2 tag, when there is one (see id3v2Size()).
AudioFormat sniffFormat(std::string_view head, std::string_view afterId3 = {});
/// Size in bytes of a leading ID3v2 tag, header and footer included; 0: there is none.
std::int64_t id3v2Size(std::string_view head);
/// "MP3", "FLAC"… for messages and the details panel.
std::string_view formatName(AudioFormat format);
/// The format of such a name; unknown for others.
AudioFormat formatNamed(std::string_view name);
/// What is in a file, for people: "AAC" or "ALAC" of an mp4, else as formatName(). Empty: unknown.
std::string_view codecName(AudioFormat format, bool lossless);
/// Decodes to exactly what was encoded; asf, mp4 and wavpack depend on the file and give false.
bool isAlwaysLossless(AudioFormat format);

} // namespace segue::tags
