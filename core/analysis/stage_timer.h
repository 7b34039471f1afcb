#pragma once

#include <chrono>

namespace segue::analysis {

/// Seconds from one lap to the next.
class StageTimer {
public:
    void restart() { last_ = Clock::now(); }
    double lap()
    {
        const Clock::time_point now = Clock::now();
        const double seconds = std::chrono::duration<double>(now - last_).count();
        last_ = now;
        return seconds;
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point last_ = Clock::now();
};

} // namespace segue::analysis
