#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace segue::app {

/// Who owns a data folder, as written in its lock file.
struct InstanceOwner {
    int pid = 0;
    std::string socket; ///< empty while the owner is still starting
};

/// The right to use a data folder: an flock on `segue.lock` in it, which the kernel releases
/// however the process ends. Movable; released when destroyed.
class InstanceLock {
public:
    /// Makes the folder when it is not there. Empty: another process holds it. Never waits.
    static Result<std::optional<InstanceLock>> tryAcquire(const std::filesystem::path& folder);
    /// What the holder wrote; none when there is nothing (yet).
    static std::optional<InstanceOwner> owner(const std::filesystem::path& folder);

    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&& other) noexcept;
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;
    ~InstanceLock();

    /// Tells others where this process answers.
    void publish(const std::string& socket) const;

private:
    explicit InstanceLock(int fd)
        : fd_(fd)
    {
    }
    int fd_ = -1;
};

} // namespace segue::app
