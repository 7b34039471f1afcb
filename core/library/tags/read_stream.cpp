#include "core/library/tags/read_stream.h"

#include <taglib/tbytevector.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace segue::tags {

namespace {
constexpr std::size_t windowBytes = 16 * 1024;
constexpr std::size_t headBytes = 4096;
} // namespace

ReadStream::ReadStream(std::string path, ReadLimits limits)
    : path_(std::move(path))
    , bytesLeft_(limits.bytes)
    , deadline_(std::chrono::steady_clock::now() + limits.time)
{
    // O_NONBLOCK: a named pipe must not hold the scan; it has no meaning for regular files.
    fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info { };
    if (fd_ < 0) {
        openError_ = errno;
    } else if (::fstat(fd_, &info) != 0 || !S_ISREG(info.st_mode)) {
        openError_ = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        ::close(fd_);
        fd_ = -1;
    } else {
        size_ = info.st_size;
    }
}

ReadStream::~ReadStream()
{
    if (fd_ >= 0)
        ::close(fd_);
}

bool ReadStream::mayRead(std::size_t size)
{
    if (hitLimit_)
        return false;
    if (size > bytesLeft_) {
        hitLimit_ = true;
        return false;
    }
    bytesLeft_ -= size;
    if (readsUntilClock_-- == 0) {
        readsUntilClock_ = 64;
        hitLimit_ = std::chrono::steady_clock::now() > deadline_;
    }
    return !hitLimit_;
}

std::size_t ReadStream::readAt(std::int64_t offset, char* to, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = ::pread(
            fd_, to + done, size - done, static_cast<off_t>(offset) + static_cast<off_t>(done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            readError_ = errno;
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

bool ReadStream::fillWindow(std::int64_t offset, std::size_t size)
{
    const auto inside = [&] {
        return offset >= windowStart_
            && offset + static_cast<std::int64_t>(size)
            <= windowStart_ + static_cast<std::int64_t>(windowSize_);
    };
    if (inside())
        return true;
    // Parsers that search backwards ask for one block below the last: then the window ends there.
    const bool backwards = windowSize_ > 0 && offset < windowStart_;
    std::int64_t start = offset;
    if (backwards)
        start = std::max<std::int64_t>(
            0, offset + static_cast<std::int64_t>(size) - static_cast<std::int64_t>(windowBytes));
    window_.resize(windowBytes);
    windowStart_ = start;
    windowSize_ = readAt(start, window_.data(), windowBytes);
    return inside();
}

TagLib::ByteVector ReadStream::readBlock(unsigned long length)
{
    if (fd_ < 0 || position_ < 0 || position_ >= size_ || length == 0)
        return {};
    const auto wanted = static_cast<std::size_t>(
        std::min<unsigned long>(length, static_cast<unsigned long>(size_ - position_)));
    // What a limit cuts off looks like the end of the file to the parser, so that it ends as well.
    if (!mayRead(wanted))
        return {};
    TagLib::ByteVector block;
    if (wanted <= windowBytes / 2) {
        fillWindow(position_, wanted);
        const std::int64_t in = position_ - windowStart_;
        if (in >= 0 && in < static_cast<std::int64_t>(windowSize_)) {
            const auto size = std::min(wanted, windowSize_ - static_cast<std::size_t>(in));
            block.setData(window_.data() + in, static_cast<unsigned int>(size));
        }
    } else {
        block.resize(static_cast<unsigned int>(std::min<std::size_t>(wanted, 0x7fffffff)));
        const std::size_t got = readAt(position_, block.data(), block.size());
        block.resize(static_cast<unsigned int>(got));
    }
    position_ += static_cast<long>(block.size());
    return block;
}

void ReadStream::seek(long offset, Position from)
{
    long target = offset;
    if (from == Current)
        target = position_ + offset;
    else if (from == End)
        target = size_ + offset;
    // As a FILE does: a position before the start is refused, one behind the end is allowed.
    if (target >= 0)
        position_ = target;
}

std::string ReadStream::bytesAt(std::int64_t offset, std::size_t size)
{
    std::string bytes;
    if (fd_ < 0 || offset < 0 || offset >= size_)
        return bytes;
    size = std::min<std::size_t>(size, static_cast<std::size_t>(size_ - offset));
    if (!mayRead(size))
        return bytes;
    if (size <= windowBytes && fillWindow(offset, size)) {
        bytes.assign(window_, static_cast<std::size_t>(offset - windowStart_), size);
    } else {
        bytes.resize(size);
        bytes.resize(readAt(offset, bytes.data(), size));
    }
    return bytes;
}

std::string ReadStream::head()
{
    return bytesAt(0, headBytes);
}

} // namespace segue::tags
