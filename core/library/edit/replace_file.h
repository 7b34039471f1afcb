#pragma once

#include "core/base/result.h"
#include "core/library/tags/edit_recipe.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// A file as it was looked at: what a change in between is seen by.
struct FileStamp {
    std::string path; ///< of the file itself, behind symbolic links; bytes
    std::int64_t size = 0, mtimeNs = 0;
    std::uint64_t device = 0, inode = 0;
    std::uint64_t names = 1; ///< hard links to it
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// Looks whether the file may be replaced: a regular one, writable, in a folder that is. The error
/// names it and says what to do.
Result<FileStamp> lookAtFile(const std::string& path);

struct ReplaceOptions {
    /// The time of the last change stays as it was.
    bool keepTime = false;
    /// Looks at the finished copy (its path) before it takes the file's place; an error keeps the
    /// file as it is. The message goes behind the file's name.
    std::function<Result<void>(const std::string& copy)> check{};
};

/// Makes the file what the recipe says, all or nothing: a copy beside it is written, brought to the
/// disk, given the old one's rights, owner and extended attributes (as far as the system lets), and
/// renamed over it. Whoever has the old file open keeps reading it. A symbolic link stays one; of
/// several hard links only this name changes. On any error, or the end of the process, the file is
/// as it was. Blocks; any thread. The stamp is of the new file.
Result<FileStamp> replaceFile(
    const FileStamp& file, const tags::EditRecipe& recipe, const ReplaceOptions& options = {});

/// "PATH cannot be changed: REASON. WHAT TO DO" for an errno.
Error fileError(std::string_view path, int error);

} // namespace segue
