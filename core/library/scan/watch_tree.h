#pragma once

#include "core/base/ids.h"

#include <cstddef>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>

namespace segue::scan {

/// The inotify watches of folder trees. For one thread.
class WatchTree {
public:
    struct Change {
        RootId root;
        std::string folder; ///< relative; empty: the root
        bool deep = false;
        bool rootGone = false; ///< the root itself was moved, deleted or unmounted
        bool everything = false; ///< events were lost: anything may have changed
    };

    /// `mostWatches`: 0 is as many as the system allows.
    explicit WatchTree(std::size_t mostWatches);
    ~WatchTree();
    WatchTree(const WatchTree&) = delete;
    WatchTree& operator=(const WatchTree&) = delete;

    /// For poll(); -1 when the system has no inotify left for this user.
    int descriptor() const { return fd_; }

    /// Watches the folder and all below, links to folders included, hidden ones not. False when
    /// there are more than may be watched; what was set until then stays set.
    bool add(RootId root, const std::string& path, const std::stop_token& stop);
    void remove(RootId root);
    std::size_t size() const { return folders_.size(); }
    /// Why add() gave up, and what the user can do: a sentence to stand behind a folder's name.
    std::string limitText() const;

    /// Reads what happened and tells what concerns music; keeps the watches up to date.
    void takeEvents(const std::stop_token& stop, const std::function<void(Change)>& tell);

private:
    struct Folder {
        RootId root;
        std::string path; ///< relative
    };
    using Key = std::pair<RootId, std::string>;

    bool addTree(RootId root, const std::string& relative, const std::stop_token& stop);
    bool addOne(RootId root, const std::string& relative, bool& isNew);
    void removeTree(RootId root, const std::string& relative);
    std::string absolute(RootId root, std::string_view relative) const;
    struct Event;
    void handle(
        const Event& event, const std::stop_token& stop, const std::function<void(Change)>& tell);
    void handleFolder(const Event& event, const Folder& in, const std::string& path,
        const std::stop_token& stop, const std::function<void(Change)>& tell);

    const std::size_t mostWatches_;
    int fd_;
    int limit_ = 0; ///< errno of the refused watch; 0: none was refused
    std::map<RootId, std::string> roots_;
    std::unordered_map<int, Folder> folders_; // by watch
    std::map<Key, int> watches_;
};

} // namespace segue::scan
