#pragma once

#include "core/library/tags/tag_data.h"

#include <string>
#include <string_view>

namespace segue::tags {

/// Bytes of a file name as UTF-8 text: what is not valid becomes U+FFFD, control characters blanks.
std::string textOfBytes(std::string_view bytes);

/// Fills what is not tagged from the path, relative to the music folder ("Artist/2001 - Album/CD
/// 2/03 Title.mp3", "01 - Artist - Title.mp3"): title always; artist, album, year, track and disc
/// where the names are built in a way that says so (a track number or a year in them).
void fillFromPath(std::string_view relativePath, TagData& tags);

/// The number of a folder for one disc of an album ("CD1", "Disc 02", "disk_3"), else 0.
int discOfFolder(std::string_view folderName);

} // namespace segue::tags
