#pragma once

#include "core/recommend/model/interactions.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace segue::reco {

/// f(chunk, thread) for the chunks 0 .. count - 1, in any order, on `control.threads` threads of
/// which the caller is one. Results are the same for any number of threads if chunks do not touch
/// each other's. `from` .. `to`: the part of the progress that this is. Ends early when stop is
/// asked for; an exception of f ends all and is thrown again here.
template <class F>
void eachChunk(std::size_t count, const FitControl& control, double from, double to, F&& f)
{
    std::atomic<std::size_t> next{0};
    std::exception_ptr problem;
    std::mutex guard;
    const auto work = [&](int thread) {
        try {
            for (auto chunk = next++; chunk < count; chunk = next++) {
                if (control.stop.stop_requested())
                    return;
                f(chunk, thread);
                if (thread == 0 && control.progress) {
                    control.progress(from
                        + (to - from) * static_cast<double>(chunk + 1)
                            / static_cast<double>(count));
                }
            }
        } catch (...) {
            const std::scoped_lock lock(guard);
            problem = std::current_exception();
            next = count;
        }
    };
    {
        const auto useful = static_cast<int>(std::min<std::size_t>(count, 64));
        std::vector<std::jthread> pool;
        for (int thread = 1; thread < std::min(control.threads, useful); ++thread)
            pool.emplace_back(work, thread);
        work(0);
    }
    if (problem)
        std::rethrow_exception(problem);
    if (control.progress && !control.stop.stop_requested())
        control.progress(to); // other threads may have taken the last chunks
}

/// How many threads eachChunk() uses at most: for buffers of one thread each.
inline std::size_t threadsOf(const FitControl& control)
{
    return static_cast<std::size_t>(std::clamp(control.threads, 1, 64));
}

} // namespace segue::reco
