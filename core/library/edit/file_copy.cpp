#include "core/library/edit/file_copy.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace segue {

namespace {

constexpr std::string_view copyPrefix = ".segue-", copySuffix = ".part";

std::string uniqueName()
{
    static std::atomic<unsigned> next = 0;
    return std::to_string(::getpid()) + '-' + std::to_string(next++);
}

bool copyThrough(int from, int to, off_t offset, std::uint64_t size)
{
    std::array<char, 128 * 1024> block;
    while (size > 0) {
        const ssize_t got
            = ::pread(from, block.data(), std::min<std::uint64_t>(block.size(), size), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = ESTALE; // it became shorter
        if (got <= 0 || !writeBytes(to, block.data(), static_cast<std::size_t>(got)))
            return false;
        offset += got;
        size -= static_cast<std::uint64_t>(got);
    }
    return true;
}

/// Extended attributes, access lists among them; what the system refuses is left out.
void copyAttributes(int from, int to)
{
    const ssize_t size = ::flistxattr(from, nullptr, 0);
    if (size <= 0)
        return;
    std::string names(static_cast<std::size_t>(size), '\0');
    const ssize_t got = ::flistxattr(from, names.data(), names.size());
    std::string value(64 << 10, '\0');
    for (std::size_t at = 0; got > 0 && at < static_cast<std::size_t>(got);) {
        const char* name = names.c_str() + at;
        const ssize_t length = ::fgetxattr(from, name, value.data(), value.size());
        if (length >= 0)
            (void)::fsetxattr(to, name, value.data(), static_cast<std::size_t>(length), 0);
        at += std::strlen(name) + 1;
    }
}

} // namespace

FileHandle::~FileHandle()
{
    if (fd_ >= 0)
        ::close(fd_);
}

FileCopy::FileCopy(const std::string& folder)
    : path_(folder + '/' + std::string(copyPrefix) + uniqueName() + std::string(copySuffix))
    , fd_(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600))
{
    if (fd_)
        (void)::flock(fd_.get(), LOCK_EX | LOCK_NB);
}

FileCopy::~FileCopy()
{
    if (fd_ && !kept_)
        ::unlink(path_.c_str());
}

bool writeBytes(int to, const char* bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t done = ::write(to, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        size -= static_cast<std::size_t>(done);
    }
    return true;
}

bool copyBytes(int from, int to, std::uint64_t offset, std::uint64_t size)
{
    auto at = static_cast<off_t>(offset);
    while (size > 0) {
        const ssize_t done
            = ::copy_file_range(from, &at, to, nullptr, std::min<std::uint64_t>(size, 1u << 30), 0);
        if (done > 0) {
            size -= static_cast<std::uint64_t>(done);
            continue;
        }
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO))
            return false;
        return copyThrough(from, to, at, size);
    }
    return true;
}

int takeOverProperties(int from, int to)
{
    struct stat info { };
    if (::fstat(from, &info) != 0)
        return errno;
    // The owner first: changing it takes rights away.
    if (::fchown(to, info.st_uid, info.st_gid) != 0)
        (void)::fchown(to, static_cast<uid_t>(-1), info.st_gid);
    if (::fchmod(to, info.st_mode & 07777) != 0)
        return errno;
    copyAttributes(from, to);
    return 0;
}

void syncFolder(const std::string& folder)
{
    if (const FileHandle directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        directory)
        (void)::fsync(directory.get());
}

void removeLeftovers(const std::string& folder)
{
    const auto close = [](DIR* dir) { ::closedir(dir); };
    const std::unique_ptr<DIR, decltype(close)> dir(::opendir(folder.c_str()), close);
    if (!dir)
        return;
    while (const dirent* entry = ::readdir(dir.get())) {
        const std::string_view name(entry->d_name);
        if (!name.starts_with(copyPrefix) || !name.ends_with(copySuffix))
            continue;
        const FileHandle fd(::openat(
            ::dirfd(dir.get()), entry->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0)
            (void)::unlinkat(::dirfd(dir.get()), entry->d_name, 0);
    }
}

} // namespace segue
