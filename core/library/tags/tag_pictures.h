#pragma once

#include "core/library/tags/tag_changes.h"

#include <vector>

namespace TagLib {
class File;
}

namespace segue::tags {

/// All embedded pictures of a file, whatever its format.
std::vector<Picture> picturesOf(TagLib::File& file);
/// Replaces them. MP4 keeps no types and descriptions, APE one picture a type.
void setPictures(TagLib::File& file, const std::vector<Picture>& pictures);
/// The pictures after `change`.
std::vector<Picture> changedPictures(std::vector<Picture> now, const PictureChange& change);

} // namespace segue::tags
