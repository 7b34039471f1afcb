#include "core/library/artist_names.h"

#include <algorithm>
#include <array>

namespace segue {

using namespace std::string_view_literals;

namespace {

/// With the blanks or brackets that make them words of their own; lower case.
constexpr std::array<std::string_view, 14> separators{"\x1f", "; ", ";", " / ", " feat. ", " feat ",
    " ft. ", " ft ", " featuring ", " vs. ", " vs ", "(feat. ", "(ft. ", "(featuring "};
constexpr std::array<std::string_view, 2> opening{"(with ", "[feat. "};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view around = " \t";
    while (!text.empty() && around.find(text.front()) != around.npos)
        text.remove_prefix(1);
    while (!text.empty() && around.find(text.back()) != around.npos)
        text.remove_suffix(1);
    return text;
}

/// The length of the separator that begins at `at`; 0 when none does.
std::size_t separatorAt(std::string_view text, std::size_t at)
{
    std::size_t longest = 0;
    const auto look = [&](std::string_view separator) {
        if (text.size() - at >= separator.size() && separator.size() > longest
            && std::ranges::equal(text.substr(at, separator.size()), separator, {}, lower))
            longest = separator.size();
    };
    std::ranges::for_each(separators, look);
    std::ranges::for_each(opening, look);
    return longest;
}

} // namespace

std::vector<std::string_view> artistsIn(std::string_view text)
{
    std::vector<std::string_view> artists;
    std::size_t from = 0;
    bool bracketed = false; // the part began with a bracket, which it ends with
    const auto take = [&](std::size_t to) {
        std::string_view part = trimmed(text.substr(from, to - from));
        if (bracketed && !part.empty() && (part.back() == ')' || part.back() == ']'))
            part = trimmed(part.substr(0, part.size() - 1));
        if (!part.empty() && std::ranges::find(artists, part) == artists.end())
            artists.push_back(part);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = separatorAt(text, at);
        if (size == 0) {
            ++at;
            continue;
        }
        take(at);
        bracketed = text[at] == '(' || text[at] == '[';
        at += size;
        from = at;
    }
    take(text.size());
    return artists;
}

bool isNoArtist(std::string_view folded)
{
    static constexpr std::array names{"various artists"sv, "various"sv, "va"sv, "v.a."sv,
        "verschiedene interpreten"sv, "verschiedene"sv, "artistes divers"sv, "artisti vari"sv,
        "varios artistas"sv, "unknown artist"sv, "unknown"sv, "<unknown>"sv, "[unknown]"sv,
        "(unknown)"sv, "<unknown artist>"sv, "[unknown artist]"sv, "unbekannter interpret"sv,
        "artiste inconnu"sv, "n/a"sv};
    return std::ranges::find(names, folded) != names.end();
}

} // namespace segue
