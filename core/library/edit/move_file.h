#pragma once

#include "core/base/result.h"

#include <span>
#include <string>

namespace segue {

/// Moves a file to another name or folder, which is made; never replaces another file. Within one
/// file system it is renamed; to another it is copied, brought to the disk, compared with what was
/// read, given times, rights and attributes, and only then taken from its old place. Blocks; any
/// thread. On an error the file is where it was; the message names it.
Result<void> moveFile(const std::string& from, const std::string& to);

/// Removes `folder` and those above it as long as they are empty, up to and without `roots`.
void removeEmptyFolders(std::string folder, std::span<const std::string> roots);

} // namespace segue
