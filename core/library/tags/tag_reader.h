#pragma once

#include "core/library/tags/read_limits.h"
#include "core/library/tags/tag_data.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace segue::tags {

enum class ReadProblem : std::uint8_t {
    none,
    unreadable, ///< cannot be opened or read
    gone, ///< not there any more
    empty, ///< 0 bytes
    notAudio, ///< something else under an audio file's name
    damaged, ///< recognised, but cut off or broken: no audio can be found
    noSound, ///< a sound header, and nothing behind it
    tooMuch, ///< ended by ReadLimits
    endedReader, ///< it crashed the process that read it, hung it, or filled its memory
};

/// What reading one file gave. With a problem, `tags` and `audio` hold what was found before it.
struct FileTags {
    TagData tags;
    AudioInfo audio;
    ReadProblem problem = ReadProblem::none;
    std::string cueSheet; ///< embedded, as it is, or made of chapters; at most 1 MiB
    std::string reason; ///< for the user, behind the file's name: "is empty"; with a problem only
};

/// Opens `path` (bytes) once and reads tags and audio properties; what is not tagged is taken from
/// the names behind the first `rootBytes` bytes of the path. Never throws; any thread.
FileTags readTags(const std::string& path, std::size_t rootBytes = 0, ReadLimits limits = {});

/// The embedded picture, encoded (jpeg, png…): the front cover, else the first. None when there is
/// none or it is larger than `limitBytes`. Never throws; any thread.
std::optional<std::string> readEmbeddedCover(
    const std::string& path, std::size_t limitBytes = 32 << 20);

} // namespace segue::tags
