#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

enum class PlaylistFormat : std::uint8_t { m3u, m3u8, xspf, pls };

/// By the name's extension (m3u, m3u8, xspf, pls); an error that names what is possible.
Result<PlaylistFormat> playlistFormatOf(std::string_view fileName);

/// One line of a playlist file.
struct PlaylistFileEntry {
    std::string
        path; ///< bytes: absolute where the file says so or its folder is known; or http://…
    std::string title, artist, album; ///< UTF-8
    std::uint32_t durationMs = 0; ///< 0: unknown

    friend bool operator==(const PlaylistFileEntry&, const PlaylistFileEntry&) = default;
};

struct PlaylistFile {
    std::string name; ///< as the file says; may be empty
    std::vector<PlaylistFileEntry> entries;
};

/// Reads a playlist's bytes. Encodings: UTF-8, UTF-16 by its mark, else Windows-1252 for texts,
/// while paths of m3u and pls stay the bytes they are. Relative paths count from `folder`
/// (absolute, may be empty), backslashes of Windows are slashes, file:// is undone. At most 200,000
/// entries and 64 MiB. Only XSPF can be wrong as a whole: the error says where. Any thread.
Result<PlaylistFile> readPlaylistFile(
    std::string_view bytes, PlaylistFormat format, std::string_view folder);

/// The bytes of a playlist file. Paths inside `folder` (absolute; empty: none) are written relative
/// to it. Line breaks in texts become blanks; what m3u and pls cannot carry (a path with a line
/// break) is left out.
std::string writePlaylistFile(
    const PlaylistFile& playlist, PlaylistFormat format, std::string_view folder);

/// Whether a place is an address of another kind than a path: "http://radio.example/x".
bool hasScheme(std::string_view place);

/// The path that a playlist (or another player's file) means by `place`, as bytes: file:// undone,
/// drives of Windows with slashes ("C:/Music"), relative ones from `folder` (absolute; may be
/// empty), without "." and "..". Other addresses (http://…) stay as they are.
std::string pathOfPlace(std::string_view place, std::string_view folder);

/// A path as text: as it is when that is UTF-8, else taken for Windows-1252.
std::string utf8OfPath(std::string_view path);

/// Writes `bytes` so that a crash leaves the old file or the new one, never half of one.
Result<void> saveAtomically(const std::string& path, std::string_view bytes);

} // namespace segue
