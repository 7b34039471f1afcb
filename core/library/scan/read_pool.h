#pragma once

#include "core/library/scan/scan_store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace segue::scan {

/// Threads that read the tags of `count` files; what is ready is taken by the owner's thread.
class ReadPool {
public:
    /// Gives the files of the places `first` up to, not including, `last`. Must not throw.
    using Read = std::function<std::vector<ReadFile>(std::size_t first, std::size_t last)>;

    /// `makeRead` is called on each thread, for places 0..count-1.
    ReadPool(std::size_t count, int threads, std::function<Read()> makeRead, std::stop_token stop,
        std::size_t batchFiles);
    /// Waits for its threads.
    ~ReadPool();
    ReadPool(const ReadPool&) = delete;
    ReadPool& operator=(const ReadPool&) = delete;

    /// Waits up to `time` for a full batch or the end. Moves what is ready to `out` when there is a
    /// full batch, at the end, or when `any`. False when all is read and taken.
    bool take(std::vector<ReadFile>& out, std::chrono::milliseconds time, bool any);
    /// Files begun so far, about.
    std::size_t begun() const { return std::min(next_.load(), count_); }
    std::size_t done() const { return done_; }
    /// Lets the threads end after the files they are at.
    void abandon() { abandoned_ = true; }

private:
    void work();

    const std::size_t count_;
    const std::size_t batchFiles_;
    const std::function<Read()> makeRead_;
    const std::stop_token stop_;
    std::atomic<bool> abandoned_ = false;
    std::atomic<std::size_t> next_ = 0, done_ = 0;
    std::mutex mutex_; // guards ready_ and working_
    std::condition_variable wake_;
    std::vector<ReadFile> ready_;
    int working_ = 0;
    std::vector<std::jthread> threads_; // last: they use the rest
};

} // namespace segue::scan
