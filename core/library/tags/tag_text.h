#pragma once

#include <taglib/tstring.h>

#include <string>

namespace segue::tags {

/// `text` as UTF-8 for a TagData field: control characters become blanks, surrounding blanks go,
/// what is no Unicode becomes U+FFFD, and it ends after 8 KiB (at a character's end).
std::string cleanText(const TagLib::String& text);

} // namespace segue::tags
