#pragma once

#include "core/library/tags/tag_map.h"

namespace TagLib {
class File;
class Tag;
} // namespace TagLib

// What TagLib's property maps leave out, each format in its own way: free names of MP4 and WMA, and
// ratings that are frames and items of their own.

namespace segue::tags {

/// Adds the free-form items of MP4 and the attributes of WMA that have no name in the map.
void takeFreeFields(TagLib::File& file, FieldMap& to);
/// Sets, or takes out, a field under a free name; true when it is in place. `refused`: the property
/// map had no place for it.
bool setFreeField(TagLib::Tag& tag, const Field& field, bool refused);
/// POPM with Windows' scale, MP4's rate, WM/SharedUserRating for the rating and count in `changes`.
void setRatingFrames(TagLib::Tag& tag, std::span<const Field> changes);

/// Half-stars 1..10 as POPM byte, as MusicBee, MediaMonkey and (whole stars) Windows write it.
int popmOf(int halfStars);

} // namespace segue::tags
