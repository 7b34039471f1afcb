#pragma once

#include <string>

namespace segue::test {

/// Bytes of one second of a tone at 44.1 kHz mono in the format of a file name's extension (mp3,
/// flac, ogg, opus, m4a, alac.m4a, wav, aiff, wma, wv, tta, spx, aac), encoded once a run by the
/// program ffmpeg. Throws when that is not installed.
const std::string& encoded(const std::string& extension);

/// Headers of formats that ffmpeg cannot write, with one second of sound (44.1 kHz stereo) claimed.
std::string apeBytes();
std::string musepackBytes();
/// 2.8 MHz stereo, two seconds, and `id3` at the end.
std::string dsfBytes(const std::string& id3 = {});

} // namespace segue::test
