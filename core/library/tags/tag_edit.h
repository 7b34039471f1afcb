#pragma once

#include "core/library/tags/read_limits.h"
#include "core/library/tags/tag_changes.h"

#include <string>

namespace segue::tags {

/// Works out how the file at `path` (bytes) has to be changed; writes nothing. Throws
/// std::runtime_error with the reason, to be put behind the file's name. Any thread.
PlannedEdit planEdit(const std::string& path, const TagChanges& changes, ReadLimits limits = {});

/// What the file holds. Never throws; any thread.
FileFields readFields(const std::string& path, ReadLimits limits = {});

/// Whether tags of this format can be written.
bool isWritable(AudioFormat format);

/// image/jpeg, image/png, image/gif, image/webp or image/bmp by the first bytes; empty: no picture.
std::string pictureType(std::string_view bytes);

} // namespace segue::tags
