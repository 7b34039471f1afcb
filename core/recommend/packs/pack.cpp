#include "core/recommend/packs/pack.h"

#include "core/base/random.h"
#include "core/library/artist_names.h"
#include "core/library/health/name_keys.h"
#include "core/recommend/service/checked_bytes.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <numeric>

namespace segue {

namespace {

/// Never 0, which stands for unknown.
std::uint64_t keyOf(std::string_view text)
{
    return std::max<std::uint64_t>(1, splitmix64Mix(checked::hashOf(text)));
}

/// Names of signs alone ("!!!") are compared as they are. Empty for what names nobody (Various
/// Artists).
std::string artistText(std::string_view artist)
{
    const std::string_view main = health::mainArtist(artist);
    std::string folded = foldText(main);
    if (isNoArtist(folded))
        return {};
    std::string key = health::artistKey(main);
    return key.empty() ? folded : key;
}

} // namespace

std::uint64_t trackKey(std::string_view artist, std::string_view title)
{
    const std::string by = artistText(artist), what = health::recordingKey(title);
    return by.empty() || what.empty() ? 0 : keyOf(by + '\x1f' + what);
}

std::uint64_t artistNameKey(std::string_view artist)
{
    const std::string by = artistText(artist);
    return by.empty() ? 0 : keyOf(by);
}

std::uint64_t recordingKey(std::string_view mbid)
{
    constexpr std::size_t length = 36;
    if (mbid.size() != length)
        return 0;
    std::string lower(mbid);
    for (std::size_t i = 0; i < length; ++i) {
        char& c = lower[i];
        if (c >= 'A' && c <= 'F')
            c = static_cast<char>(c - 'A' + 'a');
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return 0;
    }
    return keyOf(lower);
}

std::string_view wordsOf(LeftOut why)
{
    switch (why) {
    case LeftOut::columns:
        return "with another number of columns";
    case LeftOut::tooLong:
        return "that are too long";
    case LeftOut::noText:
        return "that are no text";
    case LeftOut::noListener:
        return "without a listener";
    case LeftOut::noItem:
        return "without an artist, a title or an id";
    case LeftOut::count:
        return "whose count is no number above 0";
    case LeftOut::unnamed:
        return "whose id has no name";
    case LeftOut::common:
        break;
    }
    return "of titles that many recordings have (Intro, Track 1), or of various artists";
}

std::int64_t PackInfo::linesLeftOut() const
{
    return std::accumulate(leftOut.begin(), leftOut.end(), std::int64_t{0});
}

} // namespace segue
