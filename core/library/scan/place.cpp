#include "core/library/scan/place.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace segue::scan {

std::vector<Place> simplified(std::vector<Place> places)
{
    std::ranges::sort(places);
    std::set<std::pair<RootId, std::string_view>> deep;
    for (const Place& place : places) {
        if (place.deep)
            deep.emplace(place.root, place.folder);
    }
    std::vector<Place> left;
    for (const Place& place : places) {
        bool covered = !place.deep && deep.contains({place.root, place.folder});
        for (std::string_view above = place.folder; !covered && !above.empty();) {
            const std::size_t slash = above.rfind('/');
            above = slash == std::string_view::npos ? std::string_view() : above.substr(0, slash);
            covered = deep.contains({place.root, above});
        }
        if (!covered && (left.empty() || left.back() != place))
            left.push_back(place);
    }
    return left;
}

} // namespace segue::scan
