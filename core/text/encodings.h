#pragma once

#include <string>
#include <string_view>

// Texts of files whose encoding nobody tells. Plain functions; any thread.

namespace segue {

/// Appends a code point; what is none (a surrogate, beyond U+10FFFF) becomes U+FFFD.
void appendUtf8(std::string& to, char32_t code);
/// Well-formed throughout: no overlong form, no surrogate.
bool isUtf8(std::string_view bytes);
/// Windows-1252 (which has Latin-1 in it) as UTF-8; its five holes become U+FFFD.
std::string fromWindows1252(std::string_view bytes);
/// UTF-16 with or without a lone half, which becomes U+FFFD; an odd last byte is dropped.
std::string fromUtf16(std::string_view bytes, bool bigEndian);
/// Bytes with their mark (UTF-8's or UTF-16's) as UTF-8 without it; those without a mark as they
/// are.
std::string withoutByteOrderMark(std::string_view bytes);

} // namespace segue
