#pragma once

#include "core/db/store.h"

#include <atomic>
#include <deque>
#include <future>
#include <string>

namespace segue::scan {

/// Hands a scan's batches to the writer thread and notices when one is refused; then nothing more
/// is written. For one thread, except failed().
class BatchWriter {
public:
    explicit BatchWriter(db::Store& store)
        : store_(store)
    {
    }
    /// Queues `job`; waits when several batches are waiting, so that a slow disk holds the readers
    /// instead of filling the memory.
    void write(db::Store::Job job);
    /// Waits for all that was queued.
    void finish();
    bool failed() const { return failed_; }
    /// Why, for the user; empty while nothing failed.
    const std::string& error() const { return error_; }

private:
    void settleFirst();

    db::Store& store_;
    std::deque<std::future<Result<void>>> waiting_;
    std::atomic<bool> failed_ = false;
    std::string error_;
};

} // namespace segue::scan
