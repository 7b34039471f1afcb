#pragma once

#include "core/db/read_stop.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace segue::db {

enum class Access { readOnly, readWrite };

/// Whether the file is at fault, not the disk, its permissions or another program.
bool isDamage(const SQLite::Exception& e);

/// One connection with its prepared statements. Not thread-safe: each thread has its own.
/// Throws SQLite::Exception; callers of Store see Results.
class Connection {
public:
    /// Opens `path` with a busy timeout and foreign keys on; Access::readWrite creates the file.
    /// `stop`, where given, can end what is read.
    Connection(const std::string& path, Access access, std::shared_ptr<ReadStop> stop = nullptr);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    SQLite::Database& database() { return database_; }

    /// The prepared statement for `sql`, reset and without bindings; owned by this connection and
    /// valid until the next call with the same text. Finish stepping through it before asking for
    /// it again.
    SQLite::Statement& statement(std::string_view sql);

    void exec(const std::string& sql) { database_.exec(sql); }
    std::int64_t lastInsertRowId() const { return database_.getLastInsertRowid(); }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::shared_ptr<ReadStop> stop_;
    SQLite::Database database_;
    std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>, TextHash, std::equal_to<>>
        statements_;
};

} // namespace segue::db
