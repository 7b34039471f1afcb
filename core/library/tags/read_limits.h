#pragma once

#include <chrono>
#include <cstdint>

namespace segue::tags {

/// What one file may cost before its reading is ended: a parser that is led in circles sees the
/// end of the file instead.
struct ReadLimits {
    std::chrono::milliseconds time{20000};
    std::uint64_t bytes = 1ull << 30;
    /// Address space of the process that reads; holds in segue-tagworker only.
    std::uint64_t memory = 1ull << 30;
};

} // namespace segue::tags
