#include "core/library/edit/move_file.h"

#include "core/library/edit/file_copy.h"
#include "core/library/edit/replace_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace segue {

namespace {

namespace fs = std::filesystem;

Error occupied(const std::string& to)
{
    return Error{to + " is there already, and is not replaced. Rename one of the two."};
}

/// 0, or the errno. EEXIST: there is something.
int renameWithoutReplacing(const std::string& from, const std::string& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    // Some network file systems: a second name is refused where there is one, too.
    if (::link(from.c_str(), to.c_str()) == 0)
        return ::unlink(from.c_str()) == 0 ? 0 : errno;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
        return errno;
    struct stat info { };
    if (::lstat(to.c_str(), &info) == 0)
        return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

bool sameBytes(int one, int other)
{
    std::array<char, 64 * 1024> a, b;
    for (off_t at = 0;;) {
        const ssize_t got = ::pread(one, a.data(), a.size(), at);
        const ssize_t too = ::pread(other, b.data(), b.size(), at);
        if (got != too || got < 0)
            return false;
        if (got == 0)
            return true;
        if (!std::equal(a.begin(), a.begin() + got, b.begin()))
            return false;
        at += got;
    }
}

Result<void> copyOver(const std::string& from, const std::string& to, const std::string& folder)
{
    const FileHandle source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat info { };
    if (!source || ::fstat(source.get(), &info) != 0)
        return fileError(from, errno);
    FileCopy copy(folder);
    if (!copy.isOpen())
        return fileError(to, errno);
    if (!copyBytes(source.get(), copy.fd(), 0, static_cast<std::uint64_t>(info.st_size)))
        return fileError(to, errno);
    if (const int error = takeOverProperties(source.get(), copy.fd()))
        return fileError(to, error);
    const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
    if (::futimens(copy.fd(), times.data()) != 0 || ::fsync(copy.fd()) != 0)
        return fileError(to, errno);
    if (!sameBytes(source.get(), copy.fd()))
        return Error{from + " was not moved: its copy differs. Check both drives."};
    if (const int error = renameWithoutReplacing(copy.path(), to))
        return error == EEXIST ? occupied(to) : fileError(to, error);
    copy.keep();
    syncFolder(folder);
    if (::unlink(from.c_str()) != 0) {
        const int error = errno;
        ::unlink(to.c_str());
        return fileError(from, error);
    }
    return {};
}

} // namespace

Result<void> moveFile(const std::string& from, const std::string& to)
{
    const std::string folder = to.substr(0, std::max<std::size_t>(to.rfind('/'), 1));
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fileError(folder, error.value());
    struct stat one {
    }, other{};
    // Only upper and lower case differ, and the file system knows no case: it is the file itself.
    if (::lstat(from.c_str(), &one) == 0 && ::lstat(to.c_str(), &other) == 0
        && one.st_ino == other.st_ino && one.st_dev == other.st_dev && one.st_nlink == 1)
        return ::rename(from.c_str(), to.c_str()) == 0 ? Result<void>() : fileError(from, errno);
    switch (const int renamed = renameWithoutReplacing(from, to)) {
    case 0:
        syncFolder(folder);
        return {};
    case EEXIST:
        return occupied(to);
    case EXDEV:
        return copyOver(from, to, folder);
    default:
        return fileError(from, renamed);
    }
}

void removeEmptyFolders(std::string folder, std::span<const std::string> roots)
{
    while (folder.size() > 1 && std::ranges::find(roots, folder) == roots.end()
        && ::rmdir(folder.c_str()) == 0)
        folder.resize(std::max<std::size_t>(folder.rfind('/'), 1));
}

} // namespace segue
