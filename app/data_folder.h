#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace segue::app {

/// Where everything of one user is: `option` (--data) when given, else SEGUE_DATA_DIR, else
/// $XDG_DATA_HOME/segue, else ~/.local/share/segue. Absolute; nothing is created. An empty name or
/// a user without a home is an error.
Result<std::filesystem::path> chooseDataFolder(const std::optional<std::string>& option);

/// The database's file in a data folder.
std::filesystem::path databasePath(const std::filesystem::path& dataFolder);
/// The window's settings there.
std::filesystem::path settingsPath(const std::filesystem::path& dataFolder);

/// `path` made absolute against `folder` and cleaned of "." and ".."; bytes, no look at the disk.
std::string absolutePath(const std::string& folder, const std::string& path);

} // namespace segue::app
