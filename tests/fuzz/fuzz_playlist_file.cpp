// Playlist files of all formats: read, and what was read is written and read again.
#include "core/playlist/playlist_file.h"

#include <cstdlib>

using namespace segue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto format = static_cast<PlaylistFormat>(data[0] % 4);
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto file = readPlaylistFile(bytes, format, "/folder");
    if (!file)
        return 0;
    for (const PlaylistFormat to :
        {PlaylistFormat::m3u8, PlaylistFormat::pls, PlaylistFormat::xspf}) {
        const auto again = readPlaylistFile(writePlaylistFile(*file, to, "/folder"), to, "/folder");
        // Everything that can be written at all can be read.
        if (!again || again->entries.size() > file->entries.size())
            std::abort();
    }
    return 0;
}
