#include "core/history/import/source_library.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue {

namespace {

struct Names {
    ImportSource source;
    std::string_view key, name;
};
constexpr std::array<Names, 11> names{{{ImportSource::strawberry, "strawberry", "Strawberry"},
    {ImportSource::clementine, "clementine", "Clementine"},
    {ImportSource::rhythmbox, "rhythmbox", "Rhythmbox"},
    {ImportSource::quodLibet, "quodlibet", "Quod Libet"},
    {ImportSource::foobar2000, "foobar2000", "foobar2000"},
    {ImportSource::itunes, "itunes", "iTunes"}, {ImportSource::m3u, "m3u", "playlist files"},
    {ImportSource::spotify, "spotify", "Spotify"},
    {ImportSource::listenBrainz, "listenbrainz", "ListenBrainz"},
    {ImportSource::lastFm, "lastfm", "Last.fm"},
    {ImportSource::playTable, "tsv", "a table of plays"}}};

const Names& namesOf(ImportSource source)
{
    return *std::ranges::find(names, source, &Names::source);
}

constexpr std::int64_t firstSecond = 788'918'400; // 1995
constexpr std::int64_t lastSecond = 7'258'118'400; // 2200
constexpr std::int64_t mostPlays = 1'000'000;

} // namespace

std::string_view keyOf(ImportSource source)
{
    return namesOf(source).key;
}

std::string_view nameOf(ImportSource source)
{
    return namesOf(source).name;
}

std::optional<ImportSource> importSourceFromKey(std::string_view key)
{
    const auto found = std::ranges::find(names, key, &Names::key);
    return found == names.end() ? std::nullopt : std::optional(found->source);
}

UtcMs timeFromSeconds(std::int64_t seconds)
{
    return seconds >= firstSecond && seconds <= lastSecond ? seconds * msPerSecond : 0;
}

std::optional<int> ratingFromShare(double share)
{
    if (!(share > 0) || share > 1)
        return std::nullopt;
    return std::clamp(static_cast<int>(std::lround(share * 10)), 1, 10);
}

std::int64_t countFrom(std::int64_t value)
{
    return std::clamp<std::int64_t>(value, 0, mostPlays);
}

} // namespace segue
