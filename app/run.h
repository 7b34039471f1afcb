#pragma once

#include "app/cli/command_line.h"
#include "app/instance/instance_lock.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::app {

/// Runs a parsed command: in the process that owns the data folder when there is one, else here.
/// The exit code.
int runCommand(const Command& command, const std::filesystem::path& dataFolder,
    const std::vector<std::string>& arguments);

/// Runs a command without a window in this process until it is done. The exit code.
int runHeadless(
    const Command& command, const std::filesystem::path& dataFolder, const InstanceLock& lock);

/// Runs a command that needs no data folder until it is done. The exit code.
int runAlone(const Command& command);

} // namespace segue::app
