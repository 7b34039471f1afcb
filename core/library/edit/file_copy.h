#pragma once

#include <cstdint>
#include <string>

// What replaceFile() and moveFile() share: plain calls of the system, errors in errno.

namespace segue {

class FileHandle {
public:
    explicit FileHandle(int fd = -1)
        : fd_(fd)
    {
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle();
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

/// A new file in `folder` under a hidden name that is no music file's, locked while it is written
/// (see removeLeftovers()), gone again unless it was kept.
class FileCopy {
public:
    explicit FileCopy(const std::string& folder);
    FileCopy(const FileCopy&) = delete;
    FileCopy& operator=(const FileCopy&) = delete;
    ~FileCopy();
    /// It got another name.
    void keep() { kept_ = true; }
    const std::string& path() const { return path_; }
    int fd() const { return fd_.get(); }
    bool isOpen() const { return static_cast<bool>(fd_); }

private:
    std::string path_;
    FileHandle fd_;
    bool kept_ = false;
};

bool writeBytes(int to, const char* bytes, std::size_t size);
/// Within the kernel where it can: file systems with shared extents copy nothing. ESTALE: `from`
/// is shorter.
bool copyBytes(int from, int to, std::uint64_t offset, std::uint64_t size);
/// Owner, rights and extended attributes (access lists among them); owner and attributes as far as
/// the system lets. 0, or the errno.
int takeOverProperties(int from, int to);
/// Brings names in the folder to the disk, where the file system can.
void syncFolder(const std::string& folder);
/// Copies that were left in `folder` by a process that ended in the middle. Those of processes that
/// live are locked and stay.
void removeLeftovers(const std::string& folder);

} // namespace segue
