#pragma once

#include "app/instance/local_protocol.h"

#include <filesystem>
#include <string>

namespace segue::app {

/// What came of asking the owner of a data folder.
struct ForwardResult {
    enum class State {
        finished, ///< the command ran there; `exitCode` is its
        unreachable, ///< nothing happened: nobody listens (starting, ending or gone); ask again
        silent, ///< it took the connection but does not answer
        lost, ///< it accepted the command and then went away or stopped answering
    } state
        = State::unreachable;
    int exitCode = 1;
    int ownerPid = 0;
};

/// Runs `request` in the process that owns `dataFolder` and copies its output to stdout and stderr
/// as it comes. Blocks, but at most a few seconds without a sign of life from the owner.
ForwardResult forwardToOwner(const std::filesystem::path& dataFolder, const Request& request);

} // namespace segue::app
