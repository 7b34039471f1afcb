#include "core/library/track_table.h"

#include <algorithm>

namespace segue {

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
