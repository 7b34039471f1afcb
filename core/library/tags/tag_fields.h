#pragma once

#include "core/library/tags/tag_data.h"

#include <taglib/tpropertymap.h>

#include <string_view>

namespace TagLib {
class File;
}

namespace segue::tags {

/// Takes what TagLib's uniform property map knows. Fields that are set already stay.
void takeProperties(const TagLib::PropertyMap& properties, TagData& to);
/// Takes one property under its upper-case name, as takeProperties() does.
void takeProperty(std::wstring_view name, const TagLib::StringList& values, TagData& to);
/// Takes what the property map does not carry: POPM and PCNT frames, MP4's stik and rate, the
/// rating of WMA, and whether a picture is embedded.
void takeFormatFields(TagLib::File& file, AudioFormat format, TagData& to);

} // namespace segue::tags
