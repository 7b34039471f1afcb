#pragma once

#include "core/library/track_table.h"
#include "core/playlist/playlist.h"
#include "core/playlist/playlist_file.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue {

/// How an entry of a playlist file was found in the library.
enum class PlaylistMatchBy : std::uint8_t {
    nothing,
    path, ///< the same path
    tail, ///< the same names at the end of the path: the collection was moved, or is another
          ///< machine's
    tags, ///< the same artist and title
};

struct PlaylistMatch {
    PlaylistMatchBy by = PlaylistMatchBy::nothing;
    Row row = 0; ///< when found
};

/// Finds what playlist files name. The table has to live as long. Making it costs about 1 us a
/// track; finding is O(candidates of the same name).
class PlaylistMatcher {
public:
    explicit PlaylistMatcher(const TrackTable& table);
    PlaylistMatch find(const PlaylistFileEntry& entry) const;

private:
    PlaylistMatch byTail(const PlaylistFileEntry& entry) const;
    PlaylistMatch byTags(const PlaylistFileEntry& entry) const;

    const TrackTable& table_;
    std::unordered_map<std::string_view, Row> paths_;
    std::unordered_multimap<std::string, Row> names_; // folded names of files
    std::unordered_multimap<std::string, Row> tags_; // folded artist and title
};

/// What an import found, in the order of the file.
struct PlaylistImport {
    PlaylistEntries entries;
    std::vector<PlaylistMatchBy> matchedBy; ///< one an entry
    std::size_t count(PlaylistMatchBy by) const;
};
/// Entries for a playlist; what is not in the library keeps its path and texts.
PlaylistImport matchPlaylist(const PlaylistFile& file, const TrackTable& table);

/// The entry of a track as it is now.
PlaylistEntry entryOf(const TrackTable& table, Row row);

/// What is written of a playlist: for tracks of the library what the table says now, for the
/// others what the entries kept.
PlaylistFile exportedPlaylist(
    const std::string& name, const PlaylistEntries& entries, const TrackTable& table);

} // namespace segue
