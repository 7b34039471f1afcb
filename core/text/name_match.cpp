#include "core/text/name_match.h"

#include "core/text/text_fold.h"

#include <algorithm>

namespace segue {

std::string_view lastNameOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

int namesInCommon(std::string_view a, std::string_view b)
{
    int same = 0;
    while (!a.empty() && !b.empty()) {
        const std::string_view nameA = lastNameOf(a), nameB = lastNameOf(b);
        if (nameA.empty() || nameA != nameB)
            break;
        ++same;
        a.remove_suffix(std::min(a.size(), nameA.size() + 1));
        b.remove_suffix(std::min(b.size(), nameB.size() + 1));
    }
    return same;
}

std::string foldedTrackKey(std::string_view artist, std::string_view title)
{
    return foldText(artist) + '\x1f' + foldText(title);
}

} // namespace segue
