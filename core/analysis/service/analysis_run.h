#pragma once

#include "core/analysis/service/analysis_plan.h"
#include "core/analysis/service/pause_gate.h"
#include "core/base/clock.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::db {
class Store;
}

namespace segue::analysis {

struct Options {
    std::vector<std::string> folders; ///< absolute, bytes; empty: the whole library
    bool force = false; ///< also what is known and what failed before
    int workers = 0; ///< processes; 0: as many as cores
    /// A file whose reading shows no progress for so long is given up.
    std::chrono::milliseconds patience{60'000};
    std::uint64_t memory = 1ull << 30; ///< of each process, bytes
    /// A batch is written when it has so many tracks, or is a second old.
    std::size_t batchTracks = 64;
};

struct Progress {
    std::int64_t total = 0, done = 0, failed = 0; ///< tracks
    std::optional<double> secondsLeft; ///< while it is known
};

/// The figures of `segue analyse --json`, and more.
struct Outcome {
    std::int64_t analysed = 0; ///< those whose audio was found unchanged included
    std::int64_t failed = 0, skipped = 0;
    double seconds = 0; ///< wall clock, pauses left out
    double audioSeconds = 0; ///< that were decoded
    bool cancelled = false;
    bool broken = false; ///< no worker can be started, or the database refused: the last problem
    std::vector<std::string> problems; ///< one line each, the file named; paths as bytes

    double timesRealtime() const { return seconds > 0 ? audioSeconds / seconds : 0; }
};

/// What a run tells; called on the thread of run().
struct Callbacks {
    std::function<void(const Progress&)> progress; ///< about ten times a second
    std::function<void()> written; ///< after each batch is in the database
};

/// Which track is wanted before the others: the one that plays. Thread-safe.
class Wish {
public:
    void set(TrackId track) { track_.store(track.value, std::memory_order_relaxed); }
    TrackId get() const { return TrackId{track_.load(std::memory_order_relaxed)}; }

private:
    std::atomic<std::int64_t> track_{0};
};

/// Analyses what is new or changed: plans, has the files read by sandboxed processes of the lowest
/// priority, and writes through the store about once a second. Blocks; for a thread of its own. A
/// file that crashes a process, hangs, or needs too much memory costs itself only and is noted.
/// Stopping keeps what is written and costs at most the last second; the next run goes on from
/// there. At a closed gate the processes end after their files. Throws nothing.
Outcome run(db::Store& store, const Clock& clock, const Options& options,
    const std::stop_token& stop, PauseGate& gate, const Wish& wish, const Callbacks& callbacks);

} // namespace segue::analysis
