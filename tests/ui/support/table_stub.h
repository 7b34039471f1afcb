#pragma once

#include "core/library/track_table.h"

#include <string>
#include <vector>

namespace segue {

class TrackTableBuilder {
public:
    static TrackTablePtr build(StringPool pool, std::vector<TrackRecord> tracks,
        std::vector<AlbumRecord> albums, std::vector<Row> albumRows);
};

} // namespace segue
