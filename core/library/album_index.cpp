#include "core/library/album_index.h"

#include "core/library/tags/path_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace segue {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool endsWithNoCase(std::string_view text, std::string_view lowerCaseEnd)
{
    return text.size() >= lowerCaseEnd.size()
        && std::ranges::equal(
            text.substr(text.size() - lowerCaseEnd.size()), lowerCaseEnd, {}, lower);
}

using Tracks = std::vector<std::uint32_t>;

struct Key {
    std::uint32_t a, b, c;
    friend bool operator==(const Key&, const Key&) = default;
};
struct KeyHash {
    std::size_t operator()(const Key& key) const
    {
        std::uint64_t h = key.a * 0x9E3779B97F4A7C15ull ^ (std::uint64_t{key.b} << 32 | key.c);
        h *= 0xBF58476D1CE4E5B9ull;
        return static_cast<std::size_t>(h ^ h >> 31);
    }
};

std::uint32_t position(const AlbumClue& clue)
{
    // Disc 0 and 1 are the same place: many single discs are tagged either way.
    return std::uint32_t{std::max<std::uint16_t>(clue.disc, 1)} << 16 | clue.track;
}

bool isUniform(
    std::span<const AlbumClue> clues, const Tracks& tracks, std::uint32_t AlbumClue::*field)
{
    std::uint32_t seen = 0;
    for (const std::uint32_t t : tracks) {
        const std::uint32_t value = clues[t].*field;
        if (value != 0 && seen != 0 && value != seen)
            return false;
        seen = value != 0 ? value : seen;
    }
    return true;
}

bool hasTwiceTheSamePlace(std::span<const AlbumClue> clues, const Tracks& tracks)
{
    std::vector<std::uint32_t> places;
    for (const std::uint32_t t : tracks) {
        if (clues[t].track != 0)
            places.push_back(position(clues[t]));
    }
    std::ranges::sort(places);
    return std::ranges::adjacent_find(places) != places.end();
}

/// Splits by `valueOf`; tracks with 0 join the part that `homeOf` names, else the first.
template <class ValueOf, class HomeOf>
std::vector<Tracks> splitBy(const Tracks& tracks, ValueOf valueOf, HomeOf homeOf)
{
    std::vector<std::uint32_t> values;
    for (const std::uint32_t t : tracks) {
        if (const std::uint32_t v = valueOf(t);
            v != 0 && std::ranges::find(values, v) == values.end())
            values.push_back(v);
    }
    std::vector<Tracks> parts(std::max<std::size_t>(values.size(), 1));
    for (const std::uint32_t t : tracks) {
        const std::uint32_t v = valueOf(t) != 0 ? valueOf(t) : homeOf(t);
        const auto found = std::ranges::find(values, v);
        const auto at
            = found == values.end() ? 0 : static_cast<std::size_t>(found - values.begin());
        parts[at].push_back(t);
    }
    return parts;
}

/// One folder, one album title: nearly always one album.
std::vector<Tracks> splitCell(std::span<const AlbumClue> clues, const Tracks& tracks)
{
    if (!isUniform(clues, tracks, &AlbumClue::release)) {
        return splitBy(
            tracks, [&](auto t) { return clues[t].release; }, [](auto) { return 0u; });
    }
    const bool compilation
        = std::ranges::any_of(tracks, [&](auto t) { return clues[t].compilation; });
    if (!compilation && !isUniform(clues, tracks, &AlbumClue::albumArtist)) {
        return splitBy(
            tracks, [&](auto t) { return clues[t].albumArtist; },
            [&](auto t) { return clues[t].artist; });
    }
    if (hasTwiceTheSamePlace(clues, tracks)) {
        // Two records of one name in one folder, told apart by their years, when that explains it.
        auto parts = splitBy(
            tracks, [&](auto t) { return std::uint32_t{clues[t].year}; }, [](auto) { return 0u; });
        if (parts.size() == 2 && std::ranges::none_of(parts, [&](const auto& p) {
                return hasTwiceTheSamePlace(clues, p);
            }))
            return parts;
    }
    return {tracks};
}

class Unions {
public:
    explicit Unions(std::size_t size)
        : parent_(size)
    {
        std::iota(parent_.begin(), parent_.end(), 0u);
    }
    std::uint32_t find(std::uint32_t x)
    {
        while (parent_[x] != x)
            x = parent_[x] = parent_[parent_[x]];
        return x;
    }
    void join(std::uint32_t a, std::uint32_t b) { parent_[find(b)] = find(a); }

private:
    std::vector<std::uint32_t> parent_;
};

std::uint32_t firstOf(
    std::span<const AlbumClue> clues, const Tracks& tracks, std::uint32_t AlbumClue::*field)
{
    for (const std::uint32_t t : tracks) {
        if (clues[t].*field != 0)
            return clues[t].*field;
    }
    return 0;
}

/// Joins parts (which lie in different folders) of one album.
void joinParts(std::span<const AlbumClue> clues, std::span<const std::uint32_t> parentOfFolder,
    std::vector<Tracks>& parts, Unions& unions)
{
    std::unordered_map<Key, std::vector<std::uint32_t>, KeyHash> same;
    for (std::uint32_t p = 0; p < parts.size(); ++p) {
        const Tracks& tracks = parts[p];
        const AlbumClue& first = clues[tracks.front()];
        if (first.album == 0)
            continue;
        if (const std::uint32_t release = firstOf(clues, tracks, &AlbumClue::release)) {
            same[{release, 0, 0}].push_back(p);
        } else if (const std::uint32_t artist = firstOf(clues, tracks, &AlbumClue::albumArtist)) {
            const std::uint32_t up
                = first.folder < parentOfFolder.size() ? parentOfFolder[first.folder] : 0;
            const bool discs
                = std::ranges::all_of(tracks, [&](auto t) { return clues[t].disc != 0; });
            if (up != 0 && discs)
                same[{up, artist, first.album}].push_back(p);
        }
    }
    for (const auto& [key, candidates] : same) {
        // Greedy: each part joins the first album in which all its places are free.
        std::vector<std::pair<std::uint32_t, Tracks>> albums;
        for (const std::uint32_t p : candidates) {
            const auto home = std::ranges::find_if(albums, [&](const auto& album) {
                Tracks both = album.second;
                both.insert(both.end(), parts[p].begin(), parts[p].end());
                return !hasTwiceTheSamePlace(clues, both);
            });
            if (home == albums.end()) {
                albums.emplace_back(p, parts[p]);
            } else {
                unions.join(home->first, p);
                home->second.insert(home->second.end(), parts[p].begin(), parts[p].end());
            }
        }
    }
}

} // namespace

std::vector<std::uint32_t> groupAlbums(
    std::span<const AlbumClue> clues, std::span<const std::uint32_t> parentOfFolder)
{
    std::unordered_map<Key, std::uint32_t, KeyHash> cellOf;
    std::vector<Tracks> cells;
    for (std::uint32_t t = 0; t < clues.size(); ++t) {
        const AlbumClue& clue = clues[t];
        const std::uint32_t artist = clue.albumArtist != 0 ? clue.albumArtist : clue.artist;
        const Key key = clue.album != 0 ? Key{clue.folder, clue.album, 0}
            : artist != 0               ? Key{0, 0, artist}
                                        : Key{clue.folder, 0, 0};
        const auto [it, isNew] = cellOf.try_emplace(key, static_cast<std::uint32_t>(cells.size()));
        if (isNew)
            cells.emplace_back();
        cells[it->second].push_back(t);
    }

    std::vector<Tracks> parts;
    for (const Tracks& cell : cells) {
        if (clues[cell.front()].album == 0) {
            parts.push_back(cell);
            continue;
        }
        for (Tracks& part : splitCell(clues, cell))
            parts.push_back(std::move(part));
    }
    Unions unions(parts.size());
    joinParts(clues, parentOfFolder, parts, unions);

    std::vector<std::uint32_t> partOf(clues.size());
    for (std::uint32_t p = 0; p < parts.size(); ++p) {
        for (const std::uint32_t t : parts[p])
            partOf[t] = p;
    }
    std::vector<std::uint32_t> number(parts.size(), UINT32_MAX), albums(clues.size());
    std::uint32_t next = 0;
    for (std::uint32_t t = 0; t < clues.size(); ++t) {
        std::uint32_t& n = number[unions.find(partOf[t])];
        if (n == UINT32_MAX)
            n = next++;
        albums[t] = n;
    }
    return albums;
}

std::pair<std::string_view, int> withoutDiscSuffix(std::string_view albumTitle)
{
    static constexpr std::array words{"disc", "disk", "disque", "cd"};
    std::string_view rest = albumTitle;
    const bool bracket = !rest.empty() && (rest.back() == ')' || rest.back() == ']');
    if (bracket)
        rest.remove_suffix(1);
    std::size_t digits = 0;
    while (digits < rest.size() && isDigit(rest[rest.size() - 1 - digits]))
        ++digits;
    if (digits == 0 || digits > 2)
        return {albumTitle, 0};
    int disc = 0;
    for (const char c : rest.substr(rest.size() - digits))
        disc = disc * 10 + (c - '0');
    rest.remove_suffix(digits);
    while (!rest.empty() && (rest.back() == ' ' || rest.back() == '#'))
        rest.remove_suffix(1);
    for (const std::string_view word : words) {
        if (!endsWithNoCase(rest, word))
            continue;
        rest.remove_suffix(word.size());
        // A word of its own: "ABCD 1" is none.
        const bool opened = !rest.empty() && (rest.back() == '(' || rest.back() == '[');
        if (rest.empty() || disc == 0 || (!opened && rest.back() != ' ' && rest.back() != '-'))
            return {albumTitle, 0};
        if (bracket != opened)
            return {albumTitle, 0};
        const std::size_t end = rest.find_last_not_of(" -,:([");
        if (end == std::string_view::npos)
            return {albumTitle, 0};
        return {rest.substr(0, end + 1), disc};
    }
    return {albumTitle, 0};
}

std::string_view albumFolder(std::string_view path)
{
    const auto up = [](std::string_view p) {
        const std::size_t slash = p.rfind('/');
        return slash == std::string_view::npos ? std::string_view() : p.substr(0, slash);
    };
    const auto name = [](std::string_view p) {
        const std::size_t slash = p.rfind('/');
        return slash == std::string_view::npos ? p : p.substr(slash + 1);
    };
    const std::string_view folder = up(path);
    if (tags::discOfFolder(name(folder)) > 0)
        return up(folder);
    const std::string_view own = name(folder);
    return folder.substr(0, folder.size() - own.size() + withoutDiscSuffix(own).first.size());
}

} // namespace segue
