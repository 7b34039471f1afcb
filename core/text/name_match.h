#pragma once

#include <string>
#include <string_view>

// For finding the tracks that a file of another program means. Any thread.

namespace segue {

/// What stands behind the last '/' of a path (all of it where there is none).
std::string_view lastNameOf(std::string_view path);
/// How many names at the ends of two paths are the same bytes: "/a/b/c.mp3" and "/x/b/c.mp3" have
/// two. Fold both first where case does not matter.
int namesInCommon(std::string_view a, std::string_view b);
/// Equal for artists and titles that fold to the same (foldText).
std::string foldedTrackKey(std::string_view artist, std::string_view title);

} // namespace segue
