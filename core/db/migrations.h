#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace segue::db {

/// One step of the schema: schema/NNNN_name.sql.
struct Migration {
    int number; ///< PRAGMA user_version after it
    std::string name;
    std::string sql;
};

/// All steps in order, numbered 1, 2, 3… without gaps. Generated from core/db/schema.
const std::vector<Migration>& migrations();

/// The newest version this program knows.
int latestVersion();

/// Brings `database` from its version to the latest, each step in a transaction of its own. A step
/// that fails leaves the version before it. A file newer than this program is refused, untouched.
Result<void> migrate(
    SQLite::Database& database, const std::vector<Migration>& steps = migrations());

/// PRAGMA user_version; 0 for a new file.
int versionOf(SQLite::Database& database);

} // namespace segue::db
