#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace segue {

using PlaylistId = Id<struct PlaylistTag>;

/// A place in a playlist. It points to the track's stable id, so that it follows the file wherever
/// that goes, and keeps its text for the time the track is missing.
struct PlaylistEntry {
    std::uint64_t key = 0; ///< unique in the program's life, kept while entries move
    TrackId track; ///< none: not in the library
    std::string path; ///< bytes; absolute path or address of what is not in the library
    std::string title, artist, album;
    std::uint32_t durationMs = 0; ///< 0: unknown

    friend bool operator==(const PlaylistEntry&, const PlaylistEntry&) = default;
};
using PlaylistEntries = std::vector<PlaylistEntry>;

/// What a smart playlist holds: a filter (core/library/filter), an order, a limit.
struct SmartRule {
    std::string filter;
    std::string sort; ///< see core/playlist/smart_list.h; empty: the library's order
    std::uint32_t limit = 0; ///< tracks; 0: all

    friend bool operator==(const SmartRule&, const SmartRule&) = default;
};

enum class PlaylistKind : std::uint8_t { list, smart, folder };

/// Immutable; an edit makes a new one.
struct Playlist {
    PlaylistId id;
    PlaylistId parent; ///< a folder; none: at the top
    PlaylistKind kind = PlaylistKind::list;
    std::string name;
    SmartRule rule; ///< smart only
    bool doNotLearn = false; ///< plays started from here say nothing about taste
    UtcMs createdAt = 0;
    std::shared_ptr<const PlaylistEntries> entries = std::make_shared<const PlaylistEntries>();
};
using PlaylistPtr = std::shared_ptr<const Playlist>;

/// All playlists and folders; those of one folder in the order in which they are shown.
using PlaylistState = std::vector<PlaylistPtr>;

} // namespace segue
