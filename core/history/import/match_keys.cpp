#include "core/history/import/match_keys.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <cstdlib>

namespace segue {

namespace {

constexpr std::int64_t lengthSlackMs = 3000;
constexpr std::int64_t lengthSlackShare = 33; // 3 %

} // namespace

std::string bareAlbum(std::string_view album)
{
    std::string folded = foldText(album);
    if (const std::size_t open = folded.find_first_of("(["); open != std::string::npos && open > 0)
        folded.resize(open);
    while (!folded.empty() && folded.back() == ' ')
        folded.pop_back();
    return folded;
}

Lengths compareLengths(std::int64_t a, std::int64_t b)
{
    if (a <= 0 || b <= 0)
        return Lengths::unknown;
    const std::int64_t slack = std::max(lengthSlackMs, std::max(a, b) / lengthSlackShare);
    return std::llabs(a - b) <= slack ? Lengths::same : Lengths::different;
}

} // namespace segue
