#pragma once

#include "app/cli/command_line.h"

#include <filesystem>

namespace segue::app {

/// Renders the real window on a copy of the data folder's database, so that it works beside a
/// running instance and changes nothing, and writes a PNG. Needs no display. The exit code.
int takeScreenshot(const Command& command, const std::filesystem::path& dataFolder);

} // namespace segue::app
