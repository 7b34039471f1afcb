#pragma once

#include "core/library/tags/tag_changes.h"

#include <taglib/tpropertymap.h>

#include <map>
#include <span>
#include <string>
#include <vector>

// Fields as an editor sees them, in TagLib's property maps and back: no files.

namespace segue::tags {

using FieldMap = std::map<std::string, std::vector<std::string>>;

/// Adds the properties under the names of tag_changes.h: other names for the same field become one,
/// "3/12" becomes a number and a total. What is there already stays.
void takeFields(const TagLib::PropertyMap& properties, FieldMap& to);

/// Changes `map`. `totalsApart`: the format has fields for totals (vorbis comments), else "3/12".
/// ratingField and playsField are left out, see ratingProperties().
void applyFields(TagLib::PropertyMap& map, std::span<const Field> changes, bool totalsApart);

/// FMPS_RATING, FMPS_PLAYCOUNT and RATING (0..100) for the rating and count among `changes`.
std::vector<Field> ratingProperties(std::span<const Field> changes, bool withPlainRating);

/// A number that is the field's value in `changes`: none when it is not there, 0 when it is taken
/// out.
std::optional<int> numberOf(std::span<const Field> changes, std::string_view name);

TagLib::String toTagLib(std::string_view utf8);
TagLib::StringList toTagLib(const std::vector<std::string>& values);

} // namespace segue::tags
