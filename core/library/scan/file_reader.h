#pragma once

#include "core/library/tags/tag_reader.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace segue {

namespace worker {
class WorkerProcess;
}

/// A file to read: its absolute path, of which the first `rootBytes` are the music folder.
struct FileToRead {
    std::string path; ///< bytes
    std::size_t rootBytes = 0;
};

/// Reads files through segue-tagworker, so that a file that crashes, hangs or fills the memory
/// costs itself only; in this process where there is no worker. For one thread at a time.
class FileReader {
public:
    /// `program`: the worker's path, empty for none (see worker::findWorker()).
    explicit FileReader(std::string program, tags::ReadLimits limits = {});
    ~FileReader();

    /// One for each file. After a requested stop the rest has ReadProblem::gone.
    std::vector<tags::FileTags> readTags(
        std::span<const FileToRead> files, const std::stop_token& stop = {});
    /// As tags::readEmbeddedCover().
    std::optional<std::string> readCover(const std::string& path, std::size_t limitBytes);
    /// Why files are read in this process although a worker was named; empty when they are not.
    const std::string& fallbackReason() const { return fallbackReason_; }

private:
    tags::ReadLimits limits_;
    std::unique_ptr<worker::WorkerProcess> worker_; // null: in this process
    std::string fallbackReason_;
};

} // namespace segue
