#pragma once

#include "core/base/result.h"
#include "core/history/import/listening_history.h"

#include <string_view>

namespace segue::listenbrainz {

/// The listens of one file of a ListenBrainz export, added to `to`: a JSON array, or JSON lines as
/// in the archive's listens/YYYY/M.jsonl (lines that are damaged are counted). UTF-8. An error says
/// what is wrong behind the file's name. Any thread.
Result<void> readHistory(std::string_view json, ListeningHistory& to);

} // namespace segue::listenbrainz
