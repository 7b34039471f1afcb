#include "tests/ui/support/table_stub.h"

namespace segue {

std::optional<Row> TrackTable::rowOf(TrackId id) const
{
    const auto it = rowById_.find(id);
    return it == rowById_.end() ? std::nullopt : std::optional<Row>(it->second);
}

TrackTablePtr TrackTableBuilder::build(StringPool pool, std::vector<TrackRecord> tracks,
    std::vector<AlbumRecord> albums, std::vector<Row> albumRows)
{
    auto table = std::make_shared<TrackTable>();
    table->pool_ = std::move(pool);
    table->tracks_ = std::move(tracks);
    table->albums_ = std::move(albums);
    table->albumRows_ = std::move(albumRows);
    for (Row row = 0; row < table->tracks_.size(); ++row)
        table->rowById_.emplace(table->tracks_[row].id, row);
    return table;
}

} // namespace segue
