#include "core/audio/file_source.h"

extern "C" {
#include <libavformat/avio.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace segue::audio {

namespace {

constexpr int bufferSize = 64 * 1024;

std::string adviceFor(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "Was it moved, or is its drive not connected? Scan the folder again.";
    case EACCES:
    case EPERM:
        return "Give your user the right to read it.";
    case EIO:
        return "The drive reports an error: check the drive.";
    default:
        return "Try again later, or scan the folder again.";
    }
}

} // namespace

Error fileError(const std::string& path, const std::string& what, const std::string& todo)
{
    return {"Cannot play " + path + ": " + what + ". " + todo};
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path)
{
    std::unique_ptr<FileSource> source(new FileSource);
    // O_NONBLOCK: opening a pipe must not wait for a writer. It means nothing for regular files.
    source->fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source->fd_ < 0) {
        const int error = errno;
        return fileError(path, std::strerror(error), adviceFor(error));
    }
    struct stat facts { };
    if (::fstat(source->fd_, &facts) != 0) {
        const int error = errno;
        return fileError(path, std::strerror(error), adviceFor(error));
    }
    if (!S_ISREG(facts.st_mode))
        return fileError(path, "it is not a regular file", "Choose a music file.");
    if (facts.st_size == 0)
        return fileError(path, "the file is empty", "Copy it again from where it came from.");
    source->size_ = facts.st_size;
    ::posix_fadvise(source->fd_, 0, 0, POSIX_FADV_SEQUENTIAL);

    if (!source->rewind())
        return fileError(path, "out of memory", "Close other programs.");
    return source;
}

FileSource::~FileSource()
{
    freeContext();
    if (fd_ >= 0)
        ::close(fd_);
}

void FileSource::freeContext()
{
    if (context_)
        av_freep(&context_->buffer);
    avio_context_free(&context_);
}

bool FileSource::rewind()
{
    freeContext();
    offset_ = 0;
    ioError_.clear();
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (buffer)
        context_ = avio_alloc_context(
            buffer, bufferSize, 0, this, &FileSource::read, nullptr, &FileSource::seek);
    if (!context_)
        av_free(buffer);
    return context_ != nullptr;
}

std::string FileSource::readAt(std::int64_t offset, std::size_t size) const
{
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const ssize_t n
            = ::pread(fd_, bytes.data() + got, size - got, offset + static_cast<off_t>(got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
}

int FileSource::read(void* self, std::uint8_t* buffer, int size)
{
    auto* source = static_cast<FileSource*>(self);
    for (;;) {
        const ssize_t n
            = ::pread(source->fd_, buffer, static_cast<std::size_t>(size), source->offset_);
        if (n > 0) {
            source->offset_ += n;
            return static_cast<int>(n);
        }
        if (n == 0)
            return AVERROR_EOF;
        if (errno == EINTR)
            continue;
        source->ioError_ = std::strerror(errno);
        return AVERROR(EIO);
    }
}

std::int64_t FileSource::seek(void* self, std::int64_t offset, int whence)
{
    auto* source = static_cast<FileSource*>(self);
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return source->size_;
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += source->offset_;
        break;
    case SEEK_END:
        offset += source->size_;
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    source->offset_ = offset;
    return offset;
}

} // namespace segue::audio
