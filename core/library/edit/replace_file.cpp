#include "core/library/edit/replace_file.h"

#include "core/library/edit/file_copy.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace segue {

namespace {

std::string folderOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::int64_t nsOf(const timespec& time)
{
    return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

FileStamp stampOf(const std::string& path, const struct stat& info)
{
    return {path, info.st_size, nsOf(info.st_mtim), info.st_dev, info.st_ino, info.st_nlink};
}

bool write(int from, int to, const tags::EditRecipe& recipe)
{
    for (const auto& piece : recipe.pieces) {
        const bool done = piece.fresh ? writeBytes(to, recipe.fresh.data() + piece.offset,
                              static_cast<std::size_t>(piece.size))
                                      : copyBytes(from, to, piece.offset, piece.size);
        if (!done)
            return false;
    }
    return true;
}

} // namespace

Error fileError(std::string_view path, int error)
{
    const auto message = [&](const char* reason, const char* remedy) {
        return Error{std::string(path) + " cannot be changed: " + reason + ". " + remedy};
    };
    switch (error) {
    case EACCES:
    case EPERM:
        return message("you may not write there", "Check the permissions of it and its folder.");
    case EROFS:
        return message("its drive is read-only", "Mount it with the right to write.");
    case ENOSPC:
    case EDQUOT:
        return message("the disk is full", "Make room for one more copy of the file.");
    case EFBIG:
        return message("it would be larger than allowed here", "Check the limits of file sizes.");
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
        return message(
            "it is not there any more, or was changed meanwhile", "Scan its folder and try again.");
    case EIO:
        return message("the disk reports an error", "Check the drive.");
    default:
        return message(std::strerror(error), "Check it and its folder.");
    }
}

Result<FileStamp> lookAtFile(const std::string& path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath(path.c_str(), nullptr), &std::free);
    if (!real)
        return fileError(path, errno);
    struct stat info { };
    if (::stat(real.get(), &info) != 0)
        return fileError(path, errno);
    if (!S_ISREG(info.st_mode))
        return Error{path + " is no file. Name a music file."};
    // Root may write anything: what is marked as not to be written is left alone all the same.
    if ((info.st_mode & 0222) == 0 || ::access(real.get(), W_OK) != 0) {
        const int error = errno;
        if ((info.st_mode & 0222) != 0 && error == EROFS)
            return fileError(path, EROFS);
        return Error{path
            + " cannot be changed: it is write-protected. Allow writing to it (chmod u+w) first."};
    }
    const std::string folder = folderOf(real.get());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return errno == EROFS ? fileError(path, EROFS)
                              : Error{path + " cannot be changed: its folder " + folder
                                  + " is write-protected. Allow writing to the folder first."};
    return stampOf(real.get(), info);
}

Result<FileStamp> replaceFile(
    const FileStamp& file, const tags::EditRecipe& recipe, const ReplaceOptions& options)
{
    const auto failed = [&file](int error) { return fileError(file.path, error); };
    const FileHandle from(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat info { };
    if (!from || ::fstat(from.get(), &info) != 0)
        return failed(errno);
    if (stampOf(file.path, info) != file
        || recipe.sizeBefore != static_cast<std::uint64_t>(info.st_size))
        return failed(ESTALE);

    const std::string folder = folderOf(file.path);
    FileCopy copy(folder);
    if (!copy.isOpen())
        return failed(errno);
    if (!write(from.get(), copy.fd(), recipe))
        return failed(errno);
    if (const int error = takeOverProperties(from.get(), copy.fd()))
        return failed(error);
    if (options.check) {
        if (const Result<void> checked = options.check(copy.path()); !checked)
            return Error{file.path + ' ' + checked.error().message};
    }
    if (options.keepTime) {
        const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
        if (::futimens(copy.fd(), times.data()) != 0)
            return failed(errno);
    }
    struct stat now {
    }, made{};
    if (::fsync(copy.fd()) != 0 || ::fstat(copy.fd(), &made) != 0)
        return failed(errno);
    if (::stat(file.path.c_str(), &now) != 0)
        return failed(errno);
    if (stampOf(file.path, now) != file)
        return failed(ESTALE);
    if (::rename(copy.path().c_str(), file.path.c_str()) != 0)
        return failed(errno);
    copy.keep();
    syncFolder(folder);
    return stampOf(file.path, made);
}

} // namespace segue
