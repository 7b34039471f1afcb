#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

class QIODevice;

namespace segue::itunes {

/// Reads "iTunes Library.xml", as iTunes writes it and Music.app exports it (File > Library >
/// Export Library): a property list. Ratings that iTunes computed from an album's are no ratings.
/// Smart playlists, folders and the built-in lists are noted and left out. Errors say what is wrong
/// behind the file's name. Any thread.
Result<SourceLibrary> readLibrary(QIODevice& device);

} // namespace segue::itunes
