#pragma once

#include <ctime>

namespace segue::analysis {

/// Processor seconds of this thread from one lap to the next: what else runs does not count.
class StageTimer {
public:
    void restart() { last_ = now(); }
    double lap()
    {
        const double before = last_;
        last_ = now();
        return last_ - before;
    }

private:
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    }
    double last_ = now();
};

} // namespace segue::analysis
