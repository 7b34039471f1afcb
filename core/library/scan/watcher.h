#pragma once

#include "core/base/ids.h"
#include "core/library/scan/place.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace segue::scan {

struct WatchedRoot {
    RootId id;
    std::string path; ///< bytes, absolute
    friend bool operator==(const WatchedRoot&, const WatchedRoot&) = default;
};

struct WatchOptions {
    /// Changes are told when none came for `quiet`, at the latest `atMost` after the first.
    std::chrono::milliseconds quiet{250}, atMost{1000};
    /// How often roots that cannot be watched are told as changed.
    std::chrono::milliseconds pollEvery{60'000};
    /// How often a root that is gone is looked for.
    std::chrono::milliseconds lookEvery{2'000};
    /// More folders than this are not watched; 0: as many as the system allows.
    std::size_t mostWatches = 0;
    /// More places than this in one go are told as the whole root.
    std::size_t mostPlaces = 256;
    /// Whether a path lies on a share whose other users' changes the kernel does not see.
    std::function<bool(const std::string&)> isShare; ///< unset: asks the file system
};

/// What is watched, told when it changed.
struct WatchState {
    std::size_t folders = 0; ///< watched
    std::vector<RootId> polled; ///< on a network share, or beyond the system's limit
    std::vector<RootId> gone; ///< not there now
    /// For the user, what is polled and why, one line a root; paths as bytes.
    std::vector<std::string> shares, limits;
};

/// Watches folders for changes of music files through inotify, on a thread of its own: setting a
/// watch for each of 10,000 folders takes its time. Shares on the network, and roots with more
/// folders than the system lets a user watch, are told as changed every minute instead. Bursts are
/// told once. A root that goes away (unmounted, renamed, deleted) is told as changed then and when
/// it is back. Callbacks come on the watcher's thread. Destroying it waits for that thread, which
/// may be at a folder of a slow disk.
class Watcher {
public:
    struct Callbacks {
        std::function<void(std::vector<Place>)> changed;
        std::function<void(const WatchState&)> ready; ///< all watches are set; after each watch()
    };

    Watcher(WatchOptions options, Callbacks callbacks);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    /// Watches these roots and no others. Returns at once.
    void watch(std::vector<WatchedRoot> roots);
    /// How often what cannot be watched is told from now on: scanning it may take long.
    void pollEvery(std::chrono::milliseconds time);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace segue::scan
