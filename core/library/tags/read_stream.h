#pragma once

#include "core/library/tags/read_limits.h"

#include <taglib/tiostream.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>

namespace segue::tags {

/// A file opened once, for reading only, with one window of bytes kept, so that the many small
/// reads of a tag parser cost few system calls. Never writes: the writing functions of
/// TagLib::IOStream do nothing. Not thread-safe; one object a file.
class ReadStream final : public TagLib::IOStream {
public:
    /// Opens `path` (bytes). See isOpen() and openError().
    explicit ReadStream(std::string path, ReadLimits limits = {});
    ~ReadStream() override;

    int openError() const { return openError_; } ///< errno of the failed open, else 0
    bool hitLimit() const { return hitLimit_; } ///< a limit ended the reading early
    bool hadReadError() const { return readError_ != 0; }
    /// The first bytes of the file, at most 4,096: for recognising the format.
    std::string head();
    /// Up to `size` bytes at `offset`, without moving the read position.
    std::string bytesAt(std::int64_t offset, std::size_t size);

    TagLib::FileName name() const override { return path_.c_str(); }
    TagLib::ByteVector readBlock(unsigned long length) override;
    void writeBlock(const TagLib::ByteVector&) override { }
    void insert(const TagLib::ByteVector&, unsigned long, unsigned long) override { }
    void removeBlock(unsigned long, unsigned long) override { }
    bool readOnly() const override { return true; }
    bool isOpen() const override { return fd_ >= 0; }
    void seek(long offset, Position from = Beginning) override;
    long tell() const override { return position_; }
    long length() override { return size_; }
    void truncate(long) override { }

private:
    std::size_t readAt(std::int64_t offset, char* to, std::size_t size);
    bool fillWindow(std::int64_t offset, std::size_t size);
    bool mayRead(std::size_t size);

    std::string path_;
    int fd_ = -1;
    int openError_ = 0;
    int readError_ = 0;
    bool hitLimit_ = false;
    long position_ = 0;
    long size_ = 0;
    std::string window_; // bytes [windowStart_, windowStart_ + windowSize_)
    std::int64_t windowStart_ = 0;
    std::size_t windowSize_ = 0;
    std::uint64_t bytesLeft_;
    unsigned readsUntilClock_ = 0;
    std::chrono::steady_clock::time_point deadline_;
};

} // namespace segue::tags
