#include "app/instance/instance_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

namespace segue::app {

namespace fs = std::filesystem;

namespace {

fs::path lockPath(const fs::path& folder)
{
    return folder / "segue.lock";
}

void writeWhole(int fd, const std::string& text)
{
    // A lock file that cannot be written (full disk) still locks; others then only lack the name.
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text.data(), text.size(), 0) < 0)
        errno = 0;
}

} // namespace

Result<std::optional<InstanceLock>> InstanceLock::tryAcquire(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return Error{"The data folder " + folder.string() + " could not be made: " + error.message()
            + ". Check its permissions, or choose another with --data."};
    }
    const std::string path = lockPath(folder).string();
    const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return Error{"The data folder " + folder.string() + " cannot be written to: "
            + std::strerror(errno) + ". Make it writable, or choose another with --data."};
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        close(fd);
        if (reason == EWOULDBLOCK)
            return std::optional<InstanceLock>();
        return Error{"The lock file " + path + " could not be locked: " + std::strerror(reason)
            + ". Choose a data folder on a local disk with --data."};
    }
    InstanceLock lock(fd);
    lock.publish({});
    return std::optional<InstanceLock>(std::move(lock));
}

std::optional<InstanceOwner> InstanceLock::owner(const fs::path& folder)
{
    std::ifstream file(lockPath(folder));
    InstanceOwner owner;
    std::string pid;
    if (!std::getline(file, pid))
        return std::nullopt;
    std::getline(file, owner.socket);
    owner.pid = std::atoi(pid.c_str());
    return owner;
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1))
{
}

InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept
{
    std::swap(fd_, other.fd_);
    return *this;
}

InstanceLock::~InstanceLock()
{
    // The file stays: deleting it would let two processes lock two files of one name.
    if (fd_ >= 0)
        close(fd_);
}

void InstanceLock::publish(const std::string& socket) const
{
    writeWhole(fd_, std::to_string(getpid()) + '\n' + socket + (socket.empty() ? "" : "\n"));
}

} // namespace segue::app
