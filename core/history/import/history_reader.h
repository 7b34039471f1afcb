#pragma once

#include "core/base/result.h"
#include "core/history/import/listening_history.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// Whose listening history a file holds, by its first bytes; none: it is none.
std::optional<ImportSource> detectHistory(std::string_view head);

/// Whether `files` are listening histories: the first one is, or it is a folder with some and
/// without the library of a player. Blocks on the disk. Any thread.
bool areHistories(const std::vector<std::string>& files);

/// Reads the plays of all `files` (bytes, absolute; folders stand for the histories in and below
/// them), all of one source: `from`, or as detected. Errors name the file and say what to do; what
/// is no history within a folder is passed over. Blocks on the disk, writes nothing. Any thread.
Result<ListeningHistory> readHistories(
    const std::vector<std::string>& files, std::optional<ImportSource> from);

} // namespace segue
