// Storage that answers late: preloaded into a program (LD_PRELOAD), it lets every call that looks
// at or reads a file below SEGUE_SLOW_PATHS (folders separated by ':') take SEGUE_SLOW_MS longer,
// as a disk that has to spin up or a share over a slow line would. What the kernel maps or
// prefetches is not delayed.
//
// Why by preloading: it needs no rights and no kernel module, and every way that TagLib, FFmpeg,
// SQLite and Qt read files goes through these functions of the C library.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace {

template <class Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool isSlow(const char* path)
{
    const char* listed = std::getenv("SEGUE_SLOW_PATHS");
    if (!path || !listed)
        return false;
    const std::string_view name(path);
    for (std::string_view rest(listed); !rest.empty();) {
        const std::string_view folder = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        if (!folder.empty() && name.starts_with(folder))
            return true;
    }
    return false;
}

void delay()
{
    const char* text = std::getenv("SEGUE_SLOW_MS");
    const long ms = text ? std::atol(text) : 20;
    timespec left{ms / 1000, ms % 1000 * 1'000'000};
    while (nanosleep(&left, &left) != 0) { }
}

std::array<std::atomic<bool>, 65536> slowFiles;

bool isSlow(int file)
{
    return file >= 0 && static_cast<std::size_t>(file) < slowFiles.size()
        && slowFiles[static_cast<std::size_t>(file)].load(std::memory_order_relaxed);
}

/// Relative names below a folder that is slow count as slow.
bool isSlow(int folder, const char* path)
{
    return isSlow(path) || (path && path[0] != '/' && isSlow(folder));
}

int opened(int file, bool slow)
{
    if (file >= 0 && static_cast<std::size_t>(file) < slowFiles.size())
        slowFiles[static_cast<std::size_t>(file)].store(slow, std::memory_order_relaxed);
    return file;
}

mode_t modeOf(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

int openSlowly(int folder, const char* path, int flags, mode_t mode)
{
    const bool slow = isSlow(folder, path);
    if (slow)
        delay();
    static const auto real = next<int (*)(int, const char*, int, ...)>("openat64");
    return opened(real(folder, path, flags, mode), slow);
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const int file = openSlowly(AT_FDCWD, path, flags, modeOf(flags, arguments));
    va_end(arguments);
    return file;
}

int open64(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const int file = openSlowly(AT_FDCWD, path, flags, modeOf(flags, arguments));
    va_end(arguments);
    return file;
}

int openat(int folder, const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const int file = openSlowly(folder, path, flags, modeOf(flags, arguments));
    va_end(arguments);
    return file;
}

int openat64(int folder, const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const int file = openSlowly(folder, path, flags, modeOf(flags, arguments));
    va_end(arguments);
    return file;
}

DIR* opendir(const char* path)
{
    if (isSlow(path))
        delay();
    static const auto real = next<DIR* (*)(const char*)>("opendir");
    DIR* folder = real(path);
    if (folder)
        opened(dirfd(folder), isSlow(path));
    return folder;
}

int stat(const char* path, struct stat* into)
{
    if (isSlow(path))
        delay();
    static const auto real = next<int (*)(const char*, struct stat*)>("stat");
    return real(path, into);
}

int stat64(const char* path, struct stat64* into)
{
    if (isSlow(path))
        delay();
    static const auto real = next<int (*)(const char*, struct stat64*)>("stat64");
    return real(path, into);
}

int lstat(const char* path, struct stat* into)
{
    if (isSlow(path))
        delay();
    static const auto real = next<int (*)(const char*, struct stat*)>("lstat");
    return real(path, into);
}

int fstatat(int folder, const char* path, struct stat* into, int flags)
{
    if (isSlow(folder, path))
        delay();
    static const auto real = next<int (*)(int, const char*, struct stat*, int)>("fstatat");
    return real(folder, path, into, flags);
}

int fstatat64(int folder, const char* path, struct stat64* into, int flags)
{
    if (isSlow(folder, path))
        delay();
    static const auto real = next<int (*)(int, const char*, struct stat64*, int)>("fstatat64");
    return real(folder, path, into, flags);
}

int statx(int folder, const char* path, int flags, unsigned mask, struct statx* into)
{
    if (isSlow(folder, path))
        delay();
    static const auto real = next<int (*)(int, const char*, int, unsigned, struct statx*)>("statx");
    return real(folder, path, flags, mask, into);
}

int access(const char* path, int mode)
{
    if (isSlow(path))
        delay();
    static const auto real = next<int (*)(const char*, int)>("access");
    return real(path, mode);
}

ssize_t read(int file, void* into, size_t size)
{
    if (isSlow(file))
        delay();
    static const auto real = next<ssize_t (*)(int, void*, size_t)>("read");
    return real(file, into, size);
}

ssize_t pread(int file, void* into, size_t size, off_t at)
{
    if (isSlow(file))
        delay();
    static const auto real = next<ssize_t (*)(int, void*, size_t, off_t)>("pread");
    return real(file, into, size, at);
}

ssize_t pread64(int file, void* into, size_t size, off64_t at)
{
    if (isSlow(file))
        delay();
    static const auto real = next<ssize_t (*)(int, void*, size_t, off64_t)>("pread64");
    return real(file, into, size, at);
}

} // extern "C"
