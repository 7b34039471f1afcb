#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace segue {

/// What the grouping into albums looks at, one a track. Texts are numbers: equal numbers are equal
/// texts, 0 is none.
struct AlbumClue {
    std::uint32_t folder = 0; ///< see albumFolder()
    std::uint32_t album = 0; ///< folded title, see withoutDiscSuffix()
    std::uint32_t albumArtist = 0; ///< folded, as tagged
    std::uint32_t artist = 0; ///< folded
    std::uint32_t release = 0; ///< MusicBrainz release id
    std::uint16_t disc = 0, track = 0;
    std::uint16_t year = 0;
    bool compilation = false;
};

/// The album of each track: numbers from 0 without gaps, in order of first appearance. Pure.
///
/// Tracks of one folder (disc folders counted as one) with one album title are an album, whatever
/// else they lack: a missing album artist, several artists or years do not split it. Different
/// release ids or different tagged album artists in one folder do, unless it is a compilation; so
/// do two years when the same disc and track number comes twice. Parts in several folders are one
/// album when they share the release id, or album artist, title and parent folder with different
/// discs; never when the same disc and track number comes twice, so that copies and editions stay
/// apart. Tracks without an album title are gathered by artist, else by folder.
/// `parentOfFolder[f]` is the folder that holds folder f (0: unknown).
std::vector<std::uint32_t> groupAlbums(
    std::span<const AlbumClue> clues, std::span<const std::uint32_t> parentOfFolder);

/// "Mellon Collie [Disc 2]", "X - CD 1" -> the title without it, and the disc (0: none).
std::pair<std::string_view, int> withoutDiscSuffix(std::string_view albumTitle);

/// The folder of the whole album of a file: its folder, or the one above when that is a disc of
/// the album ("CD1"); without a disc suffix ("Album (Disc 2)"). A part of `path`, no slash behind.
std::string_view albumFolder(std::string_view path);

} // namespace segue
