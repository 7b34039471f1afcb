#pragma once

#include "core/base/ids.h"

#include <optional>
#include <vector>

namespace segue::ui {

/// The order in which a row of cards is shown when its contents change from `before` to `after`:
/// the card under the pointer (`pinned`) keeps its place, also when it is no longer in `after`;
/// everything else is as in `after`. Without a pinned card the result is `after`.
std::vector<TrackId> planStrip(const std::vector<TrackId>& before,
    const std::vector<TrackId>& after, std::optional<TrackId> pinned);

} // namespace segue::ui
