#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

#include <string_view>

namespace segue::quodlibet {

/// Reads the bytes of the file `songs`: a pickle, taken as data alone (pickle.h). Errors say what
/// is wrong behind the file's name. Any thread.
Result<SourceLibrary> readSongs(std::string_view bytes);

/// Adds one file of the folder `playlists`: XSPF, or a path a line as older versions write.
/// `fileName` as on the disk: it names the list, with signs as %XX. Tracks that are not in
/// `library` yet are added by their path.
Result<void> addPlaylist(std::string_view bytes, std::string_view fileName, SourceLibrary& library);

} // namespace segue::quodlibet
