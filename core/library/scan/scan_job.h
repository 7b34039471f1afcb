#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/library/scan/place.h"
#include "core/library/tags/tag_reader.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::db {
class Store;
}

namespace segue::scan {

struct Options {
    std::vector<RootId> roots; ///< whole ones; with no `places` either: all
    int threads = 0; ///< that read tags; 0: as many as cores, more on a network share
    tags::ReadLimits limits;
    /// A batch is written when it has this many files or is this old.
    std::size_t batchFiles = 20'000;
    std::chrono::milliseconds batchAge{250};
    /// segue-tagworker, see worker::findWorker(); empty: tags are read in this process.
    std::string tagWorker;
    std::vector<Place> places{}; ///< parts of roots
    /// The audio key (16 bytes, else empty) of the file at a path; it reads the whole file, and is
    /// asked only where a file may be a lost one and nothing else tells. Unset: never.
    std::function<std::string(const std::string& path)> audioKeyOf{};
    std::chrono::milliseconds keyPatience{60'000}; ///< of one scan
};

struct Progress {
    std::int64_t found = 0, done = 0;
    std::string folder; ///< being read, absolute, bytes
};

struct Outcome {
    std::int64_t tracks = 0; ///< available in the collection afterwards
    std::int64_t added = 0, updated = 0, moved = 0;
    std::int64_t unavailable = 0; ///< known files that are not there now
    std::int64_t quarantined = 0; ///< files that cannot be read, those of earlier scans included
    double seconds = 0;
    bool cancelled = false;
    bool failed = false; ///< the database refused a batch: see the last problem
    std::int64_t merged = 0; ///< of `moved`: tracks that were made one, see the log of merges
    bool changed = false; ///< anything was written that a table shows
    std::vector<std::string> problems; ///< one line each, "PATH: reason"; paths as bytes
    std::vector<RootId> frozen; ///< roots that were missing or suddenly empty
};

/// What a scan tells while it runs; called on the thread of run().
struct Callbacks {
    std::function<void(const Progress&)> progress; ///< about ten times a second
    std::function<void()> written; ///< after each batch
};

/// Scans the roots: walks, compares, reads the tags of new and changed files on several threads,
/// recognises moved files, and writes through the store in batches. Blocks; for a thread of its
/// own. Cancelling keeps what is written; the next scan goes on from there. Throws nothing.
Outcome run(db::Store& store, const Clock& clock, const Options& options,
    const std::stop_token& stop, const Callbacks& callbacks = {});

} // namespace segue::scan
