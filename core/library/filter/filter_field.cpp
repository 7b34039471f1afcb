#include "core/library/filter/filter_field.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

namespace segue {

namespace {

using F = FilterField;
using T = FilterType;

constexpr std::array fields{
    FilterFieldInfo{F::title, T::text, "title", "", "title:love", "title"},
    FilterFieldInfo{F::artist, T::text, "artist", "by", "artist:bowie", "artist of the track"},
    FilterFieldInfo{F::albumArtist, T::text, "albumartist", "", "albumartist:\"various artists\"",
        "artist of the album"},
    FilterFieldInfo{F::album, T::text, "album", "", "album=low", "album"},
    FilterFieldInfo{F::composer, T::text, "composer", "", "composer:bach", "composer"},
    FilterFieldInfo{F::genre, T::text, "genre", "", "genre:\"post punk\"", "genre"},
    FilterFieldInfo{F::label, T::text, "label", "", "label:ecm", "record label"},
    FilterFieldInfo{F::work, T::text, "work", "", "work:requiem", "work of classical music"},
    FilterFieldInfo{F::path, T::text, "path", "file", "path:/live/", "folder and name of the file"},
    FilterFieldInfo{F::codec, T::text, "codec", "format", "codec:flac", "how the sound is coded"},
    FilterFieldInfo{F::year, T::number, "year", "", "year:1977..1981", "year, the original one"},
    FilterFieldInfo{
        F::released, T::number, "released", "", "released>=2010", "year of this release"},
    FilterFieldInfo{F::added, T::date, "added", "", "added>2024-01", "when it came in"},
    FilterFieldInfo{F::played, T::date, "played", "lastplayed", "played<30d", "last played"},
    FilterFieldInfo{F::rating, T::rating, "rating", "stars", "rating>=4", "stars, 0 to 5"},
    FilterFieldInfo{F::plays, T::number, "plays", "playcount", "plays>10", "times played"},
    FilterFieldInfo{F::skips, T::number, "skips", "skipcount", "skips>3", "times skipped"},
    FilterFieldInfo{F::bpm, T::number, "bpm", "tempo", "bpm:120..130", "beats a minute"},
    FilterFieldInfo{F::key, T::key, "key", "", "key:Am", "musical key, also as 8A"},
    FilterFieldInfo{F::energy, T::number, "energy", "", "energy>70", "calm 0 to intense 100"},
    FilterFieldInfo{
        F::brightness, T::number, "brightness", "", "brightness<30", "dark 0 to bright 100"},
    FilterFieldInfo{F::length, T::length, "length", "duration", "length<3:30", "playing time"},
    FilterFieldInfo{F::bitrate, T::number, "bitrate", "", "bitrate<192", "bit rate, kb/s"},
    FilterFieldInfo{
        F::sampleRate, T::number, "samplerate", "", "samplerate>48000", "sample rate, Hz"},
    FilterFieldInfo{F::disc, T::number, "disc", "", "disc:2", "number of the disc"},
    FilterFieldInfo{F::track, T::number, "track", "", "track:1", "number on the disc"},
    FilterFieldInfo{F::kind, T::kind, "kind", "", "kind:spoken", "music, spoken or other"},
    FilterFieldInfo{F::loved, T::flag, "loved", "love", "loved:yes", "marked with a heart"},
    FilterFieldInfo{F::never, T::flag, "never", "", "never:yes", "never to be suggested"},
    FilterFieldInfo{F::lossless, T::flag, "lossless", "", "lossless:no", "flac, wav and the like"},
    FilterFieldInfo{F::compilation, T::flag, "compilation", "", "compilation:yes",
        "from an album of several artists"},
    FilterFieldInfo{F::missing, T::flag, "missing", "", "missing:yes", "the file is not there"},
    FilterFieldInfo{F::untagged, T::flag, "untagged", "", "untagged:yes",
        "title, artist, album or number are of the file's name"},
    FilterFieldInfo{F::is, T::is, "is", "", "is:loved", "loved, lossless, compilation…"},
    FilterFieldInfo{F::has, T::has, "has", "", "has:rating", "a field that is known"},
};

constexpr std::array flags{
    F::loved, F::never, F::lossless, F::compilation, F::missing, F::untagged};
constexpr std::array<std::string_view, 3> kinds{"music", "spoken", "other"};

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

/// Levenshtein's distance, in O(|a| |b|).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

} // namespace

std::span<const FilterFieldInfo> filterFields()
{
    return fields;
}

const FilterFieldInfo& infoOf(FilterField field)
{
    return *std::ranges::find(fields, field, &FilterFieldInfo::field);
}

std::optional<FilterField> filterFieldNamed(std::string_view name)
{
    const std::string wanted = lowered(name);
    for (const FilterFieldInfo& info : fields) {
        if (!wanted.empty() && (info.name == wanted || info.alias == wanted))
            return info.field;
    }
    return std::nullopt;
}

std::optional<FilterField> filterFieldLike(std::string_view name)
{
    if (name.size() > 30)
        return std::nullopt;
    const std::string wanted = lowered(name);
    std::optional<FilterField> best;
    std::size_t least = wanted.size() < 4 ? 2 : 3; // so many letters are another word
    for (const FilterFieldInfo& info : fields) {
        for (const std::string_view known : {info.name, info.alias}) {
            if (known.empty())
                continue;
            if (const std::size_t d = distance(wanted, known); d < least) {
                least = d;
                best = info.field;
            }
        }
    }
    return best;
}

std::span<const FilterField> filterFlags()
{
    return flags;
}

std::span<const std::string_view> filterKinds()
{
    return kinds;
}

} // namespace segue
