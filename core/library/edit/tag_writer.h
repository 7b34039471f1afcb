#pragma once

#include "core/base/result.h"
#include "core/library/edit/replace_file.h"
#include "core/library/scan/file_reader.h"
#include "core/library/tags/tag_changes.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace segue {

struct WriteOptions {
    bool keepTime = false; ///< the file's time of the last change stays
    /// The file's audio key where it is known (16 bytes): one reading of the file less.
    std::string audioKey{};
    /// Called when all is ready, before the file changes: with what takes the edit back. An error
    /// keeps the file as it is.
    std::function<Result<void>(const tags::TagChanges& before)> willReplace{};
};

/// What became of a file whose tags were written.
struct WrittenTags {
    bool changed = false; ///< false: it held all that already, and was not touched
    tags::FileTags read; ///< what it holds now
    tags::TagChanges before; ///< takes the edit back
    FileStamp was, is;
    std::string audioKey; ///< 16 bytes, the same before and after; empty: the format has none
    std::vector<std::string> unstored; ///< fields that the format has no place for
};

/// Writes tags. The file is only ever read by others: segue-tagworker, which may not write, works
/// out what has to change; this process makes a copy so and lets it take the file's place when its
/// sound is the same to the bit (by the audio key) and its tags can be read. One thread at a time;
/// the processes start with the first file.
class TagWriter {
public:
    /// Finds the workers itself; without one its part is done in this process.
    TagWriter();
    TagWriter(const std::string& tagWorker, const std::string& audioWorker);
    ~TagWriter();

    /// `file`: its place in the collection tells what stands for missing tags. The error names the
    /// file; then nothing was changed. After a requested stop: an error.
    Result<WrittenTags> write(const FileToRead& file, const tags::TagChanges& changes,
        const WriteOptions& options = {}, const std::stop_token& stop = {});
    /// What the files hold, one each; those that cannot be edited have a `problem`.
    std::vector<tags::FileFields> readFields(
        std::span<const std::string> paths, const std::stop_token& stop = {});
    /// All that is embedded, for showing a cover: as tags::readEmbeddedCover().
    std::optional<std::string> readCover(const std::string& path);

private:
    Result<tags::PlannedEdit> plan(
        const std::string& path, const tags::TagChanges& changes, const std::stop_token& stop);
    Result<void> check(const std::string& copy, const tags::PlannedEdit& edit,
        const std::string& key, const std::stop_token& stop);
    std::string audioKeyOf(const std::string& path, const std::stop_token& stop);

    tags::ReadLimits limits_;
    FileReader reader_;
    std::unique_ptr<worker::WorkerProcess> tagWorker_, audioWorker_; // null: in this process
};

} // namespace segue
