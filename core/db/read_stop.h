#pragma once

#include <atomic>
#include <mutex>
#include <set>

struct sqlite3;

namespace segue::db {

/// Ends what connections are reading, for a program that is to end: on slow storage a check of the
/// whole file takes minutes. Thread-safe.
class ReadStop {
public:
    /// What runs on the connections added now fails with SQLITE_INTERRUPT, and so does all that is
    /// begun on them later.
    void request();
    bool isRequested() const { return requested_; }

    void add(sqlite3* connection);
    /// To be called before `connection` is closed.
    void remove(sqlite3* connection);

private:
    std::atomic<bool> requested_ = false;
    std::mutex mutex_;
    std::set<sqlite3*> connections_;
};

} // namespace segue::db
