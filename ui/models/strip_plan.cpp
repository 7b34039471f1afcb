#include "ui/models/strip_plan.h"

#include <algorithm>

namespace segue::ui {

std::vector<TrackId> planStrip(const std::vector<TrackId>& before,
    const std::vector<TrackId>& after, std::optional<TrackId> pinned)
{
    std::vector<TrackId> plan = after;
    const auto place = pinned ? std::find(before.begin(), before.end(), *pinned) : before.end();
    if (place == before.end())
        return plan;
    std::erase(plan, *pinned);
    const auto index = std::min<std::ptrdiff_t>(
        place - before.begin(), static_cast<std::ptrdiff_t>(plan.size()));
    plan.insert(plan.begin() + index, *pinned);
    return plan;
}

} // namespace segue::ui
