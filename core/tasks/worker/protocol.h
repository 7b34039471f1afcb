#pragma once

#include <atomic>
#include <cstdint>

// What the program and its worker processes agree on. One message is a frame: its size in bytes
// (std::uint32_t), then that many bytes written with WireWriter.
//   program to worker: number of the first item (u64), count (u32), count texts
//   worker to program: FrameKind (u8), then
//     hello    protocolVersion (u32), count (u32) and texts of what the sandbox holds, the same of
//              what it cannot do on this system
//     answers  count (u32), then for each AnswerKind (u8) and a text; in the order of the items

namespace segue::worker {

constexpr std::uint32_t protocolVersion = 1;

enum class FrameKind : std::uint8_t { hello = 1, answers = 2 };
enum class AnswerKind : std::uint8_t { done = 0, failed = 1 };

// File descriptors of the worker.
constexpr int socketFd = 0; ///< both directions
constexpr int lifeFd = 3; ///< a pipe that nobody writes to: its end is the end of the program
constexpr int pageFd = 4; ///< a ProgressPage

/// With this code a worker says that an allocation did not succeed.
constexpr int outOfMemoryExit = 86;
/// Started by hand, or by a program of another version.
constexpr int wrongUseExit = 2;

/// Memory that both share: what the worker is at. Tells the program whom to blame without a system
/// call for each item.
struct ProgressPage {
    std::atomic<std::uint64_t> item; ///< number of the item at work; 0: none
    std::atomic<std::int64_t> beatNs; ///< last sign of progress, CLOCK_MONOTONIC
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace segue::worker
