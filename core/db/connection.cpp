#include "core/db/connection.h"

#include <sqlite3.h>

namespace segue::db {

namespace {
constexpr int busyTimeoutMs = 10'000;
}

bool isDamage(const SQLite::Exception& e)
{
    return e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB;
}

Connection::Connection(const std::string& path, Access access, std::shared_ptr<ReadStop> stop)
    // One thread each: SQLite's own lock around every column and every binding is not needed.
    : stop_(std::move(stop))
    , database_(path,
          SQLite::OPEN_NOMUTEX
              | (access == Access::readOnly ? SQLite::OPEN_READONLY
                                            : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE),
          busyTimeoutMs)
{
    database_.exec("PRAGMA foreign_keys = ON");
    database_.exec("PRAGMA temp_store = MEMORY");
    database_.exec("PRAGMA cache_size = -16384");
    if (stop_)
        stop_->add(database_.getHandle());
}

Connection::~Connection()
{
    if (stop_)
        stop_->remove(database_.getHandle());
}

SQLite::Statement& Connection::statement(std::string_view sql)
{
    auto it = statements_.find(sql);
    if (it == statements_.end()) {
        auto prepared = std::make_unique<SQLite::Statement>(database_, std::string(sql));
        it = statements_.emplace(std::string(sql), std::move(prepared)).first;
    }
    it->second
        ->tryReset(); // the code it returns is of the last run: a failure then must not repeat now
    it->second->clearBindings();
    return *it->second;
}

} // namespace segue::db
