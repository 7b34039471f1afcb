#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace segue::analysis {

/// Work passes while it is open. Thread-safe.
class PauseGate {
public:
    void setOpen(bool open)
    {
        const std::lock_guard lock(mutex_);
        if (open == open_)
            return;
        open_ = open;
        if (!open)
            closedAt_ = Steady::now();
        else
            closed_ += Steady::now() - closedAt_;
        wake_.notify_all();
    }
    bool isOpen() const
    {
        const std::lock_guard lock(mutex_);
        return open_;
    }
    /// Waits until it is open, or a stop is asked for. False: stop.
    bool pass(const std::stop_token& stop)
    {
        std::unique_lock lock(mutex_);
        return wake_.wait(lock, stop, [this] { return open_; }) && !stop.stop_requested();
    }
    /// Seconds that it was closed so far.
    double closedSeconds() const
    {
        const std::lock_guard lock(mutex_);
        const auto now = open_ ? Steady::duration{} : Steady::now() - closedAt_;
        return std::chrono::duration<double>(closed_ + now).count();
    }

private:
    using Steady = std::chrono::steady_clock;
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    bool open_ = true;
    Steady::time_point closedAt_;
    Steady::duration closed_{};
};

} // namespace segue::analysis
