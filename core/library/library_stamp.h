#pragma once

#include <cstdint>

namespace segue::db {
class Connection;
}

namespace segue {

/// Which state of the collection a connection sees (schema 0004): equal stamps that were settled
/// when read mean equal tables.
struct LibraryStamp {
    std::int64_t value = 0;
    bool settled = false; ///< false: more may change without a new stamp
};

/// Throws SQLite::Exception. Read inside the transaction that reads the table.
LibraryStamp readLibraryStamp(db::Connection& connection);

/// From here on a change draws a new stamp. Runs in a write job, before the table is read.
void settleLibraryStamp(db::Connection& connection);

} // namespace segue
