#pragma once

#include "core/library/track_table.h"
#include "core/playback/player.h"

#include <string>
#include <vector>

namespace segue::app {

/// Queue entries for files (bytes, absolute): of the library where they are in it, else by path,
/// with the file's name as title.
std::vector<QueueEntry> queueEntries(
    const TrackTable& tracks, const std::vector<std::string>& files);

} // namespace segue::app
