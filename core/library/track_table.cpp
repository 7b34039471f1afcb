#include "core/library/track_table.h"

#include <algorithm>
#include <cmath>

namespace segue {

std::uint8_t TrackSound::byteOf(double share)
{
    return std::isfinite(share)
        ? static_cast<std::uint8_t>(1 + std::lround(254 * std::clamp(share, 0.0, 1.0)))
        : 0;
}

std::optional<Row> TrackTable::rowOf(TrackId id) const
{
    const auto found = std::ranges::lower_bound(rowById_, id, {}, &std::pair<TrackId, Row>::first);
    if (found == rowById_.end() || found->first != id)
        return std::nullopt;
    return found->second;
}

std::size_t TrackTable::bytes() const
{
    return pool_.bytes() + tracks_.size() * sizeof(TrackRecord)
        + albums_.size() * sizeof(AlbumRecord) + albumRows_.size() * sizeof(Row)
        + rowById_.size() * sizeof(rowById_[0]);
}

} // namespace segue
