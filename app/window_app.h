#pragma once

#include "app/cli/command_line.h"
#include "app/instance/instance_lock.h"

#include <filesystem>

namespace segue::app {

/// Opens the window on the data folder and runs until it is closed or a signal ends the program.
/// The exit code.
int runWindow(
    const Command& command, const std::filesystem::path& dataFolder, const InstanceLock& lock);

} // namespace segue::app
