#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// Where a life with music can be brought along from.
enum class ImportSource : std::uint8_t {
    strawberry,
    clementine,
    rhythmbox,
    quodLibet,
    foobar2000,
    itunes,
    m3u, ///< playlist files of any kind
    spotify, ///< from here on: listening histories
    listenBrainz,
    lastFm,
    playTable, ///< tab-separated plays
};

/// Whether the source brings plays with their times, instead of a library with counts.
constexpr bool isHistory(ImportSource source)
{
    return source >= ImportSource::spotify;
}

/// "quodlibet": on the command line, and in imported_total.source.
std::string_view keyOf(ImportSource source);
/// "Quod Libet": for the user.
std::string_view nameOf(ImportSource source);
std::optional<ImportSource> importSourceFromKey(std::string_view key);

/// One track as another player knows it. Texts are UTF-8; times UtcMs, 0: unknown.
struct SourceTrack {
    std::string path; ///< bytes; absolute where the player says so; may be of another machine
    std::vector<std::string> otherPaths; ///< of copies that share the figures
    std::string title, artist, albumArtist, album;
    std::int64_t durationMs = 0; ///< 0: unknown
    std::optional<int> rating; ///< half-stars 1..10; none: not rated
    std::int64_t plays = 0, skips = 0;
    UtcMs firstPlayed = 0, lastPlayed = 0, addedAt = 0;

    /// Whether it brings anything but its place in lists.
    bool hasFigures() const
    {
        return rating || plays > 0 || skips > 0 || lastPlayed > 0 || addedAt > 0;
    }
};

struct SourceList {
    std::string name;
    std::vector<std::uint32_t> tracks; ///< indices into SourceLibrary::tracks, in order
};

/// What a file (or a few that belong together) of another player holds.
struct SourceLibrary {
    ImportSource source = ImportSource::m3u;
    std::vector<SourceTrack> tracks;
    std::vector<SourceList> lists;
    std::vector<std::string> notes; ///< for the user: what was left out, and why

    std::uint32_t add(SourceTrack track)
    {
        tracks.push_back(std::move(track));
        return static_cast<std::uint32_t>(tracks.size() - 1);
    }
};

/// Tracks, entries of all lists: a file with more is something else. And bytes of one text.
constexpr std::size_t mostSourceTracks = 2'000'000;
constexpr std::size_t mostSourceEntries = 5'000'000;
constexpr std::size_t longestSourceText = 8192;

/// Seconds since 1970 that a player wrote (0, -1: never) as UtcMs; 0 where that is no time in which
/// there were players: before 1995 or after 2200.
UtcMs timeFromSeconds(std::int64_t seconds);
/// A share 0..1 of all stars (0: not rated) as half-stars; none beyond.
std::optional<int> ratingFromShare(double share);
/// Counts as they are in files: 0 for what is negative, at most a million.
std::int64_t countFrom(std::int64_t value);

} // namespace segue
