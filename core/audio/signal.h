#pragma once

#include <atomic>
#include <cstdint>

namespace segue::audio {

/// Wakes threads that wait for "something happened since I last looked". post() never blocks and
/// makes no system call when nobody waits, so that the audio thread may call it.
class Signal {
public:
    std::uint32_t now() const { return count_.load(std::memory_order_acquire); }
    void post()
    {
        count_.fetch_add(1, std::memory_order_acq_rel);
        count_.notify_all();
    }
    /// Returns once post() was called after `seen` was taken from now().
    void wait(std::uint32_t seen) const { count_.wait(seen, std::memory_order_acquire); }

private:
    std::atomic<std::uint32_t> count_{0};
};

} // namespace segue::audio
