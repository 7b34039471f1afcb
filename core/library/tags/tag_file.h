#pragma once

#include "core/library/tags/audio_format.h"
#include "core/library/tags/read_stream.h"

#include <taglib/tfile.h>

#include <memory>

namespace segue::tags {

/// What the file's own bytes say, else its extension; see sniffFormat().
AudioFormat recogniseFormat(ReadStream& stream);
/// TagLib's object for `format` on `stream`, which must outlive it; null for formats that TagLib
/// 1.13 cannot read. `withAudio`: read the audio properties too.
std::unique_ptr<TagLib::File> openTagFile(
    TagLib::IOStream& stream, AudioFormat format, bool withAudio);

} // namespace segue::tags
