#pragma once

#include "core/library/track_table.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// Folded search text of every track of one table (title, artist, album artist, album, composer,
/// genre, path name), in one block searched with memmem. Immutable, thread-safe.
class SearchIndex {
public:
    explicit SearchIndex(TrackTablePtr table);
    ~SearchIndex();

    /// Rows that contain every word of `query` (folded: case, diacritics, width), in table order.
    /// An empty query gives all rows.
    std::vector<Row> find(std::string_view query) const;
    const TrackTablePtr& table() const { return table_; }

private:
    TrackTablePtr table_;
    std::string block_;
    std::vector<std::uint32_t> starts_;
};

} // namespace segue
