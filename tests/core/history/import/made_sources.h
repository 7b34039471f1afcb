#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

struct sqlite3;

// Files of other players as these players write them, made from a few values.
namespace segue::test {

struct MadeSong {
    std::string path; ///< absolute
    std::string title, artist, album;
    int seconds = 200;
    double rating = -1; ///< share 0..1; below 0: none
    int plays = 0, skips = 0;
    std::int64_t lastPlayed = -1, added = 1'300'000'000; ///< seconds
};
struct MadeList {
    std::string name;
    std::vector<std::size_t> songs; ///< indices
    bool automatic = false;
};

/// "file:///a%20b.mp3".
std::string fileUrl(const std::string& path);

/// Strawberry's tables of schema 20, Clementine's of schema 50, Clementine's first ones (schema 1:
/// paths without file://, seconds, no playlists of its own), in an open database.
enum class Schema { strawberry20, clementine50, clementine1 };
void makeSongDatabase(sqlite3* database, Schema schema, const std::vector<MadeSong>& songs,
    const std::vector<MadeList>& lists);
void makeSongDatabase(const std::string& path, Schema schema, const std::vector<MadeSong>& songs,
    const std::vector<MadeList>& lists);

std::string rhythmdb(const std::vector<MadeSong>& songs);
std::string rhythmboxPlaylists(
    const std::vector<MadeSong>& songs, const std::vector<MadeList>& lists);

/// Quod Libet's "songs": a list of instances in protocol 2, keys as bytes by way of _codecs.encode
/// with a memo, as Python 3 writes it.
std::string quodLibetSongs(const std::vector<MadeSong>& songs);

/// foobar2000's Playback Statistics 3.0; paths become Windows' under C:\Music when `windows`.
std::string foobarStatistics(const std::vector<MadeSong>& songs, bool windows);

std::string itunesLibrary(const std::vector<MadeSong>& songs, const std::vector<MadeList>& lists,
    const std::string& urlPrefix = "file://");

} // namespace segue::test
