#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

struct AVIOContext;

namespace segue::audio {

/// "Cannot play PATH: WHAT. TODO": every message of this folder has this form.
Error fileError(const std::string& path, const std::string& what, const std::string& todo);

/// A regular file behind FFmpeg's byte stream interface. Names are bytes and never read as a URL,
/// so that a file called "http:x" is a file, and nothing but this file is ever opened. Not
/// thread-safe; the context lives as long as the source.
class FileSource {
public:
    /// Errors: missing, no permission, a folder or a device, empty.
    static Result<std::unique_ptr<FileSource>> open(const std::string& path);
    ~FileSource();
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    AVIOContext* context() { return context_; }
    int descriptor() const { return fd_; }
    std::int64_t size() const { return size_; }
    /// The last read error as text; empty while all went well (a drive that went away, say).
    const std::string& ioError() const { return ioError_; }
    /// Back to the first byte, with a new context(). False: out of memory.
    bool rewind();
    /// Up to `size` bytes from `offset`; less at the end of the file or after an error.
    std::string readAt(std::int64_t offset, std::size_t size) const;

private:
    FileSource() = default;
    void freeContext();
    static int read(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);

    int fd_ = -1;
    std::int64_t size_ = 0;
    std::int64_t offset_ = 0;
    AVIOContext* context_ = nullptr;
    std::string ioError_;
};

} // namespace segue::audio
