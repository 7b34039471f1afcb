#pragma once

#include "core/base/result.h"
#include "core/history/import/listening_history.h"

#include <string_view>

namespace segue::spotify {

/// How a play ended, by reason_end ("trackdone", "fwdbtn"…) and whether it was skipped. None:
/// another device took over, or a reason that is not known.
std::optional<EndedBy> endOf(std::string_view reason, bool skipped);

/// The plays of one file of what Spotify hands out, added to `to`: of the extended streaming
/// history (Streaming_History_Audio_*.json: ts is when a play ended) or of the short one of the
/// last year (StreamingHistory*.json: endTime to the minute, and no word on how plays ended). JSON,
/// UTF-8. Podcasts, audiobooks and videos are counted, not added; plays of a private session are
/// marked. An error says what is wrong behind the file's name. Any thread.
Result<void> readHistory(std::string_view json, ListeningHistory& to);

} // namespace segue::spotify
