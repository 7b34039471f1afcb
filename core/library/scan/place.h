#pragma once

#include "core/base/ids.h"

#include <string>
#include <vector>

namespace segue::scan {

/// A part of a root that is to be scanned.
struct Place {
    RootId root;
    std::string folder; ///< relative to the root, bytes; empty: the root itself
    bool deep = false; ///< with all folders below
    friend auto operator<=>(const Place&, const Place&) = default;
};

/// Sorted, without what a deep place covers already. Pure.
std::vector<Place> simplified(std::vector<Place> places);

} // namespace segue::scan
