#pragma once

#include <cstdint>

namespace segue {

/// Milliseconds since 1970-01-01T00:00:00Z.
using UtcMs = std::int64_t;

constexpr UtcMs msPerSecond = 1000;
constexpr UtcMs msPerMinute = 60 * msPerSecond;
constexpr UtcMs msPerHour = 60 * msPerMinute;
constexpr UtcMs msPerDay = 24 * msPerHour;

/// Where the time comes from; tests and `--at` set their own. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UtcMs now() const = 0;
    /// Minutes that local time is ahead of UTC at the moment `at`.
    virtual int utcOffsetMinutes(UtcMs at) const = 0;
};

/// The system's wall clock and time zone.
class SystemClock final : public Clock {
public:
    UtcMs now() const override;
    int utcOffsetMinutes(UtcMs at) const override;
};

/// Stands still until told. Not thread-safe while being set.
class ManualClock final : public Clock {
public:
    explicit ManualClock(UtcMs now, int offsetMinutes = 0)
        : now_(now)
        , offset_(offsetMinutes)
    {
    }
    UtcMs now() const override { return now_; }
    int utcOffsetMinutes(UtcMs) const override { return offset_; }
    void set(UtcMs now) { now_ = now; }
    void advance(UtcMs by) { now_ += by; }

private:
    UtcMs now_;
    int offset_;
};

} // namespace segue
