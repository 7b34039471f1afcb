#include "core/library/tags/path_names.h"

#include "core/library/tags/tag_values.h"

#include <algorithm>
#include <array>
#include <vector>

namespace segue::tags {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equalNoCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text, std::string_view blanks = " _")
{
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> splitPath(std::string_view path)
{
    std::vector<std::string> parts;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0)
            parts.push_back(textOfBytes(path.substr(0, slash)));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return parts;
}

std::vector<std::string_view> splitDashes(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t dash = text.find(" - ");
        parts.push_back(trimmed(text.substr(0, dash)));
        if (dash == std::string_view::npos)
            return parts;
        text = text.substr(dash + 3);
    }
}

struct Numbers {
    std::uint16_t disc = 0, track = 0;
};

/// Takes "03 ", "03. ", "3 - ", "1-03 ", "03_" off the front of `name`. A bare number before a
/// blank counts up to 40 and with two digits only: "99 Luftballons" and "7 Rings" are titles.
Numbers takeLeadingNumber(std::string_view& name)
{
    std::size_t at = 0;
    while (at < name.size() && isDigit(name[at]))
        ++at;
    if (at == 0 || at > 3)
        return {};
    std::size_t start = 0, end = at;
    Numbers numbers;
    if (at + 2 < name.size() && (name[at] == '-' || name[at] == '.') && isDigit(name[at + 1])) {
        end = at + 1;
        while (end < name.size() && isDigit(name[end]))
            ++end;
        if (at > 2 || end - at - 1 > 2)
            return {};
        numbers.disc = parseNumberOfTotal(name.substr(0, at)).first;
        start = at + 1;
    }
    numbers.track = parseNumberOfTotal(name.substr(start, end - start)).first;
    const std::string_view rest = name.substr(end);
    const std::string_view behind = trimmed(rest, " _.-");
    if (behind.empty() || rest.size() == behind.size())
        return {};
    const bool bare = rest.find_first_not_of(" _") == rest.size() - behind.size()
        && numbers.disc == 0 && rest[0] == ' ';
    if (bare && (at != 2 || numbers.track > 40))
        return {};
    name = behind;
    return numbers;
}

/// Takes "2001 - ", "(2001) ", "[2001] " off the front or " (2001)", " [2001]" off the end.
std::uint16_t takeYear(std::string_view& name)
{
    const auto yearAt = [&](std::size_t at) -> std::uint16_t {
        if (at + 4 > name.size() || (at + 4 < name.size() && isDigit(name[at + 4])))
            return 0;
        const std::string_view digits = name.substr(at, 4);
        if (!std::ranges::all_of(digits, isDigit))
            return 0;
        const std::uint16_t year = parseYear(digits);
        return year >= 1900 && year < 2100 ? year : std::uint16_t{0};
    };
    const bool bracket = !name.empty() && (name[0] == '(' || name[0] == '[');
    if (const std::uint16_t year = yearAt(bracket ? 1 : 0)) {
        const std::string_view rest = name.substr(bracket ? 5 : 4);
        const std::size_t behind = rest.find_first_not_of(" -._)]");
        if (behind != std::string_view::npos && behind > 0) {
            name = rest.substr(behind);
            return year;
        }
    }
    if (name.size() > 7 && (name.back() == ')' || name.back() == ']')) {
        const std::size_t at = name.size() - 5;
        if (name[at - 1] == '(' || name[at - 1] == '[') {
            if (const std::uint16_t year = yearAt(at)) {
                name = trimmed(name.substr(0, at - 1));
                return year;
            }
        }
    }
    return 0;
}

bool isVarious(std::string_view artist)
{
    static constexpr std::array names{"various artists", "various", "va", "v.a.", "compilations",
        "verschiedene interpreten", "artistes variés"};
    return std::ranges::any_of(names, [&](const char* n) { return equalNoCase(artist, n); });
}

} // namespace

std::string textOfBytes(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t size = lead < 0x80 ? 1
            : lead < 0xc2                    ? 0
            : lead < 0xe0                    ? 2
            : lead < 0xf0                    ? 3
            : lead < 0xf5                    ? 4
                                             : 0;
        bool valid = size > 0 && i + size <= bytes.size();
        for (std::size_t k = 1; valid && k < size; ++k)
            valid = (static_cast<unsigned char>(bytes[i + k]) & 0xc0) == 0x80;
        if (valid && size > 2) { // no surrogates, no overlong forms, nothing above U+10FFFF
            const auto second = static_cast<unsigned char>(bytes[i + 1]);
            valid = !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second > 0x9f)
                && !(lead == 0xf0 && second < 0x90) && !(lead == 0xf4 && second > 0x8f);
        }
        if (!valid) {
            out += "\xef\xbf\xbd";
            ++i;
        } else if (size == 1) {
            out += lead < 0x20 || lead == 0x7f ? ' ' : bytes[i];
            ++i;
        } else {
            out.append(bytes, i, size);
            i += size;
        }
    }
    return out;
}

int discOfFolder(std::string_view folderName)
{
    static constexpr std::array words{"cd", "disc", "disk", "disque", "dvd", "lp", "диск"};
    for (const std::string_view word : words) {
        if (folderName.size() <= word.size()
            || !equalNoCase(folderName.substr(0, word.size()), word))
            continue;
        const std::string_view rest = trimmed(folderName.substr(word.size()), " _-#");
        std::size_t digits = 0;
        while (digits < rest.size() && isDigit(rest[digits]))
            ++digits;
        // "Disc 2 - The Remixes" is one too, "CD1984" is not.
        if (digits > 0 && digits <= 2
            && (digits == rest.size() || !std::isalnum(static_cast<unsigned char>(rest[digits]))))
            return parseNumberOfTotal(rest.substr(0, digits)).first;
    }
    return 0;
}

void fillFromPath(std::string_view relativePath, TagData& tags)
{
    std::vector<std::string> parts = splitPath(relativePath);
    if (parts.empty())
        return;
    std::string file = std::move(parts.back());
    parts.pop_back();
    if (const std::size_t dot = file.rfind('.'); dot != std::string::npos && dot > 0)
        file.resize(dot);
    if (file.find(' ') == std::string::npos)
        std::ranges::replace(file, '_', ' ');

    if (!parts.empty()) {
        if (const int disc = discOfFolder(parts.back()); disc > 0 && parts.size() > 1) {
            if (tags.disc == 0)
                tags.disc = static_cast<std::uint16_t>(disc);
            parts.pop_back();
        }
    }

    std::string_view name = trimmed(file);
    const Numbers numbers = takeLeadingNumber(name);
    std::string_view album = parts.empty() ? std::string_view() : trimmed(parts.back());
    const std::uint16_t year = takeYear(album);
    std::string_view artist
        = parts.size() < 2 ? std::string_view() : trimmed(parts[parts.size() - 2]);
    // Without a number or a year the folders may be anything ("Downloads/music"): no guess.
    const bool structured = numbers.track > 0 || year > 0;
    if (!structured)
        album = artist = {};
    if (const auto dashed = splitDashes(album); dashed.size() == 2 && artist.empty()) {
        artist = dashed[0];
        album = dashed[1];
    }

    const auto takeTrack = [&tags](std::uint16_t track) {
        if (tags.track != 0 || track == 0)
            return;
        tags.track = track;
        tags.fromNames |= trackNamed;
    };
    const auto take = [&tags](std::string& to, std::string_view text, NamedPart part) {
        to = text;
        if (!text.empty())
            tags.fromNames |= part;
    };
    auto named = splitDashes(name);
    if (named.size() > 2 && named[named.size() - 2].size() <= 3
        && std::ranges::all_of(named[named.size() - 2], isDigit)) {
        // "Artist - Album - 03 - Title"
        takeTrack(parseNumberOfTotal(named[named.size() - 2]).first);
        named.erase(named.end() - 2);
    }
    // A dash may belong to the title ("Help! - Live"): the folder or the tags decide where they
    // can.
    const std::string_view knownArtist = !tags.artist.empty() ? std::string_view(tags.artist)
        : !artist.empty() && !isVarious(artist)               ? artist
                                                              : std::string_view();
    std::string_view title = name;
    if (named.size() >= 2 && (knownArtist.empty() || equalNoCase(named[0], knownArtist))) {
        if (tags.artist.empty())
            take(tags.artist, named[0], artistNamed);
        if (named.size() == 3 && tags.album.empty() && album.empty())
            take(tags.album, named[1], albumNamed);
        const std::string_view last = named.size() == 3 ? named[2] : named[1];
        title = name.substr(static_cast<std::size_t>(last.data() - name.data()));
    }
    if (tags.title.empty()) {
        tags.title
            = trimmed(title).empty() ? std::string(trimmed(file)) : std::string(trimmed(title));
        tags.fromNames |= titleNamed;
    }
    if (tags.title.empty())
        tags.title = "?";
    takeTrack(numbers.track);
    if (tags.disc == 0)
        tags.disc = numbers.disc;
    if (tags.album.empty()) {
        take(tags.album, album, albumNamed);
        if (tags.year == 0)
            tags.year = year;
    }
    if (isVarious(artist)) {
        if (tags.albumArtist.empty() && equalNoCase(tags.album, album))
            tags.albumArtist = "Various Artists";
    } else if (tags.artist.empty() && !tags.albumArtist.empty()) {
        tags.artist = tags.albumArtist;
    } else if (tags.artist.empty()) {
        take(tags.artist, artist, artistNamed);
    }
}

} // namespace segue::tags
