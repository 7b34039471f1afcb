#pragma once

#include "core/library/library_service.h"
#include "core/playback/player.h"

#include <functional>
#include <string>
#include <vector>

namespace segue::app {

/// Queue entries for files (bytes, absolute), in their order: of the library where they are in it,
/// else by path; those become known to the database first, so that plays and ratings of them count
/// (see knowLooseFiles()). `then` is called on the main thread, at once where all are in the
/// library, and not at all when `context` is gone.
void makeQueueEntries(LibraryService& library, const std::vector<std::string>& files,
    QObject* context, std::function<void(std::vector<QueueEntry>)> then);

} // namespace segue::app
