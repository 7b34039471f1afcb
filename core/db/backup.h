#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/db/read_stop.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue::db {

/// Copies of the database beside it, in `backups/`: segue-YYYYMMDD-HHMMSS-LABEL.db. All functions
/// block on the disk.

struct Backup {
    std::filesystem::path path;
    UtcMs takenAt = 0; ///< from its name
    std::string label = {}; ///< "daily", "before-format-9", "before-removal"
};

/// Newest first; an unreadable folder gives none.
std::vector<Backup> listBackups(const std::filesystem::path& database);

/// A consistent copy through SQLite's backup interface, written beside and renamed when whole.
/// `stop` gives it up.
Result<std::filesystem::path> takeBackup(const std::filesystem::path& database, UtcMs now,
    const std::string& label, const std::shared_ptr<ReadStop>& stop = nullptr);

/// Which of `backups` (newest first) to delete so that at least `keep` stay, days apart: the newest
/// of each day for the last `keep` days that have one, and always the oldest that is more than a
/// week old, and the newest three from before a removal. Pure.
std::vector<Backup> backupsToDelete(const std::vector<Backup>& backups, std::size_t keep = 5);

/// Takes a backup when the newest is older than a day, and rotates. When much is gone since the one
/// before (files that are there, plays, ratings or entries of playlists: more than half of them,
/// and more than 20), that one is relabelled "before-removal", so that no rotation takes it away.
Result<void> backupDaily(const std::filesystem::path& database, UtcMs now,
    const std::shared_ptr<ReadStop>& stop = nullptr);

/// What `PRAGMA quick_check` and opening say is damaged: empty when the file is sound. An error
/// when it could not be checked: that says nothing about the file.
Result<std::string> integrityProblem(
    const std::filesystem::path& database, const std::shared_ptr<ReadStop>& stop = nullptr);

/// Sets the damaged file aside (….aside-TIME) with its WAL and puts the newest sound backup in its
/// place. Returns the message for the user: what happened, from when the copy is, where the damaged
/// file is.
Result<std::string> restoreNewestBackup(const std::filesystem::path& database, UtcMs now);

} // namespace segue::db
