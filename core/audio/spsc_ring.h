#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace segue::audio {

/// A lock-free queue between one writing and one reading thread, in blocks: the ring of samples, of
/// commands and of events. Neither side ever waits. Both counters only grow (2^64 never comes).
template <class T>
class SpscRing {
public:
    explicit SpscRing(std::size_t capacity)
        : items_(std::max<std::size_t>(capacity, 1))
    {
    }

    std::size_t capacity() const { return items_.size(); }
    /// Items that can be read now; never less than what the reader will find.
    std::size_t readable() const
    {
        return written_.load(std::memory_order_acquire) - read_.load(std::memory_order_acquire);
    }
    std::size_t writable() const { return capacity() - readable(); }

    /// Writer: appends as many of `from` as there is room for; returns how many.
    std::size_t write(std::span<const T> from)
    {
        const std::size_t at = written_.load(std::memory_order_relaxed);
        const std::size_t room = capacity() - (at - read_.load(std::memory_order_acquire));
        const std::size_t count = std::min(room, from.size());
        const std::size_t start = at % capacity();
        const std::size_t head = std::min(count, capacity() - start);
        std::copy_n(from.data(), head, items_.data() + start);
        std::copy_n(from.data() + head, count - head, items_.data());
        written_.store(at + count, std::memory_order_release);
        return count;
    }
    bool push(const T& item)
    {
        const std::size_t at = written_.load(std::memory_order_relaxed);
        if (at - read_.load(std::memory_order_acquire) == capacity())
            return false;
        items_[at % capacity()] = item;
        written_.store(at + 1, std::memory_order_release);
        return true;
    }

    /// Reader: takes up to `to.size()` items; returns how many.
    std::size_t read(std::span<T> to)
    {
        const std::size_t at = read_.load(std::memory_order_relaxed);
        const std::size_t count
            = std::min(written_.load(std::memory_order_acquire) - at, to.size());
        const std::size_t start = at % capacity();
        const std::size_t head = std::min(count, capacity() - start);
        std::copy_n(items_.data() + start, head, to.data());
        std::copy_n(items_.data(), count - head, to.data() + head);
        read_.store(at + count, std::memory_order_release);
        return count;
    }
    bool pop(T& item)
    {
        const std::size_t at = read_.load(std::memory_order_relaxed);
        if (written_.load(std::memory_order_acquire) == at)
            return false;
        item = items_[at % capacity()];
        read_.store(at + 1, std::memory_order_release);
        return true;
    }

private:
    std::vector<T> items_;
    alignas(64) std::atomic<std::size_t> written_{0};
    alignas(64) std::atomic<std::size_t> read_{0};
};

} // namespace segue::audio
