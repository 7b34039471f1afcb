#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

class QIODevice;

namespace segue::rhythmbox {

/// Reads rhythmdb.xml: the entries of type "song". Errors say what is wrong behind the file's name
/// ("is no whole …"). Any thread.
Result<SourceLibrary> readDatabase(QIODevice& device);

/// Adds the static playlists of playlists.xml; automatic ones and the play queue are noted and left
/// out. Tracks that are not in `library` yet are added by their path.
Result<void> readPlaylists(QIODevice& device, SourceLibrary& library);

} // namespace segue::rhythmbox
