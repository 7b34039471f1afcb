#pragma once

#include "core/library/tags/read_stream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::tags {

struct Chapter {
    std::int64_t startMs = 0;
    std::string title; ///< UTF-8; empty where not said
};

/// Chapters of an MP4 file (m4a, m4b), by time: the text track that its audio track names
/// (QuickTime File Format, "Chapter Lists"), else the list that Nero's programs write (udta/chpl).
/// None when there are fewer than two, or when what describes them is broken. At most 999.
std::vector<Chapter> readMp4Chapters(ReadStream& stream);

/// Chapters as a cue sheet, so that they become tracks as a sheet's do. `album`: its title, where
/// the file names no album itself.
std::string cueSheetOf(const std::vector<Chapter>& chapters, std::string_view album);

} // namespace segue::tags
