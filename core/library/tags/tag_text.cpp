#include "core/library/tags/tag_text.h"

namespace segue::tags {

namespace {

constexpr std::size_t longestText = 8192;

void appendCodePoint(std::string& to, char32_t c)
{
    const auto put = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

} // namespace

// TagLib keeps UTF-16 units, one in each wchar_t.
std::string cleanText(const TagLib::String& text)
{
    const wchar_t* units = text.toCWString();
    const std::size_t size = text.size();
    std::string out;
    out.reserve(size + size / 4);
    for (std::size_t i = 0; i < size && out.size() < longestText; ++i) {
        auto c = static_cast<char32_t>(units[i]);
        if (c >= 0xd800 && c < 0xdc00 && i + 1 < size) {
            const auto low = static_cast<char32_t>(units[i + 1]);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                ++i;
            }
        }
        if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
            c = 0xfffd;
        if (c == 0xfeff)
            continue;
        if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029)
            c = ' ';
        if (c == ' ' && out.empty())
            continue;
        appendCodePoint(out, c);
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

} // namespace segue::tags
