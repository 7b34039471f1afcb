#include "core/library/scan/read_pool.h"

#include <algorithm>

namespace segue::scan {

namespace {
// A thread takes so many, and hands in as many. A worker process is woken once for each lot, and
// the last lots decide how evenly the threads end.
constexpr std::size_t filesAtOnce = 32;
} // namespace

ReadPool::ReadPool(std::size_t count, int threads, std::function<Read()> makeRead,
    std::stop_token stop, std::size_t batchFiles)
    : count_(count)
    , batchFiles_(batchFiles)
    , makeRead_(std::move(makeRead))
    , stop_(std::move(stop))
{
    working_ = std::clamp(threads, 1, static_cast<int>(count / filesAtOnce) + 1);
    for (int i = 0, n = working_; i < n; ++i)
        threads_.emplace_back([this] { work(); });
}

ReadPool::~ReadPool() = default;

void ReadPool::work()
{
    const Read read = makeRead_();
    const auto stopped = [this] { return stop_.stop_requested() || abandoned_; };
    while (!stopped()) {
        const std::size_t first = next_.fetch_add(filesAtOnce);
        if (first >= count_)
            break;
        const std::size_t last = std::min(first + filesAtOnce, count_);
        std::vector<ReadFile> mine = read(first, last);
        done_ += mine.size();
        const std::lock_guard lock(mutex_);
        std::ranges::move(mine, std::back_inserter(ready_));
        if (ready_.size() >= batchFiles_)
            wake_.notify_one();
    }
    const std::lock_guard lock(mutex_);
    if (--working_ == 0)
        wake_.notify_one();
}

bool ReadPool::take(std::vector<ReadFile>& out, std::chrono::milliseconds time, bool any)
{
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time, [this] { return working_ == 0 || ready_.size() >= batchFiles_; });
    const bool over = working_ == 0;
    if (any || over || ready_.size() >= batchFiles_)
        std::swap(out, ready_);
    return !over;
}

} // namespace segue::scan
