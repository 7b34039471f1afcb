#pragma once

#include "core/base/result.h"
#include "core/library/track_table.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace segue {

/// A track table on disk: the bytes of its arrays as they are in memory, so that a start reads
/// 100,000 tracks in some 10 ms instead of building them from the database. A cache: it belongs to
/// one build of the program and to one state of the database (its stamp), and whatever is wrong
/// with it means that there is none.
struct StoredTable {
    TrackTablePtr table;
    std::int64_t stamp = 0;
};

/// Where the table of `database` is kept: beside it.
std::filesystem::path tableFileOf(const std::filesystem::path& database);

/// Replaces `file` at once: a reader sees the one before or this one. Blocks on the disk.
Result<void> writeTableFile(
    const std::filesystem::path& file, const TrackTable& table, std::int64_t stamp);

/// Nothing when there is no file, it was written by another build, or is damaged (its checksum
/// says so). Blocks on the disk.
std::optional<StoredTable> readTableFile(const std::filesystem::path& file);

/// The stamp alone, by a look at the head of the file: cheap.
std::optional<std::int64_t> stampOfTableFile(const std::filesystem::path& file);

} // namespace segue
