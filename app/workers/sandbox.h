#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace segue::worker {

/// What the sandbox holds and what it cannot do on this system, one sentence each, for `doctor`.
struct SandboxReport {
    std::vector<std::string> held;
    std::vector<std::string> missing;
};

/// Gives up, for the rest of this process: writing to files and changing folders (landlock, and
/// seccomp on top), the network, other programs and processes (seccomp), more than `memory` bytes
/// of address space (0: no limit), core dumps. What the kernel lacks is reported, not an error.
/// Nothing of it can be taken back.
SandboxReport enterSandbox(std::uint64_t memory);

} // namespace segue::worker
