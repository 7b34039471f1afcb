#include "core/db/read_stop.h"

#include <sqlite3.h>

namespace segue::db {

namespace {
/// Between two looks at the flag; some 10 us of reading.
constexpr int stepsBetweenLooks = 1000;
} // namespace

void ReadStop::request()
{
    const std::lock_guard lock(mutex_);
    requested_ = true;
    // The handler is not asked within the long steps of a check.
    for (sqlite3* connection : connections_)
        sqlite3_interrupt(connection);
}

void ReadStop::add(sqlite3* connection)
{
    const std::lock_guard lock(mutex_);
    connections_.insert(connection);
    sqlite3_progress_handler(
        connection, stepsBetweenLooks,
        [](void* self) { return static_cast<ReadStop*>(self)->isRequested() ? 1 : 0; }, this);
}

void ReadStop::remove(sqlite3* connection)
{
    const std::lock_guard lock(mutex_);
    connections_.erase(connection);
}

} // namespace segue::db
