// One thread, which sleeps in poll() on four things: inotify; an event through which watch() and
// the end wake it; the list of mounts, because a drive that is mounted over a watched folder
// changes nothing in that folder; and the time at which something is due. What changed is noted as
// places and told when the burst is over. A new folder's watches are set before its place is told,
// so that nothing that is put into it meanwhile is missed: either the scan of the place finds it,
// or a watch reports it.
#include "core/library/scan/watcher.h"

#include "core/library/scan/mounts.h"
#include "core/library/scan/walker.h"
#include "core/library/scan/watch_tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <set>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace segue::scan {

namespace {

using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

/// Device and number of the folder at `path`; nothing when there is none.
std::optional<std::pair<dev_t, ino_t>> identityOf(const std::string& path)
{
    struct stat info { };
    if (::stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
        return std::nullopt;
    return std::pair(info.st_dev, info.st_ino);
}

} // namespace

class Watcher::Loop {
public:
    Loop(WatchOptions options, Callbacks callbacks)
        : options_(std::move(options))
        , callbacks_(std::move(callbacks))
        , tree_(options_.mostWatches)
        , wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , mountList_(::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC))
        , thread_([this](const std::stop_token& stop) { run(stop); })
    {
    }
    ~Loop()
    {
        thread_.request_stop();
        wake();
        thread_.join();
        for (const int fd : {wake_, mountList_}) {
            if (fd >= 0)
                ::close(fd);
        }
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void watch(std::vector<WatchedRoot> roots)
    {
        {
            const std::lock_guard lock(mutex_);
            wanted_ = std::move(roots);
        }
        wake();
    }
    void pollEvery(std::chrono::milliseconds time)
    {
        {
            const std::lock_guard lock(mutex_);
            pollEvery_ = time;
        }
        wake();
    }

private:
    enum class How { watched, polled, gone };
    struct Root {
        WatchedRoot root;
        How how = How::gone;
        std::optional<std::pair<dev_t, ino_t>> identity;
        std::vector<std::string> mounts; ///< in or above it
    };

    void wake() const
    {
        const std::uint64_t one = 1;
        (void)!::write(wake_, &one, sizeof(one));
    }

    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            takeOrders(stop);
            std::array<pollfd, 3> entries{
                {{wake_, POLLIN, 0}, {tree_.descriptor(), POLLIN, 0}, {mountList_, POLLPRI, 0}}};
            if (::poll(entries.data(), entries.size(), untilDue()) < 0 && errno != EINTR)
                return;
            std::uint64_t count = 0;
            (void)!::read(wake_, &count, sizeof(count));
            if (stop.stop_requested())
                return;
            tree_.takeEvents(
                stop, [this](WatchTree::Change change) { noteChange(std::move(change)); });
            if ((entries[2].revents & (POLLPRI | POLLERR)) != 0)
                lookAtRoots(stop);
            doWhatIsDue(stop);
        }
    }

    void takeOrders(const std::stop_token& stop)
    {
        std::optional<std::vector<WatchedRoot>> wanted;
        {
            const std::lock_guard lock(mutex_);
            wanted.swap(wanted_);
            if (pollEvery_)
                options_.pollEvery = *std::exchange(pollEvery_, std::nullopt);
        }
        if (!wanted)
            return;
        std::erase_if(roots_, [&](const Root& root) {
            if (std::ranges::find(*wanted, root.root) != wanted->end())
                return false;
            tree_.remove(root.root.id);
            std::erase_if(pending_, [&](const Place& p) { return p.root == root.root.id; });
            return true;
        });
        for (WatchedRoot& root : *wanted) {
            if (std::ranges::find(roots_, root, &Root::root) != roots_.end())
                continue;
            roots_.push_back({std::move(root), How::gone, {}, {}});
            begin(roots_.back(), stop);
        }
        nextPoll_ = SteadyClock::now() + options_.pollEvery;
        tellState(stop);
    }

    bool isShare(const std::string& path) const
    {
        return options_.isShare ? options_.isShare(path) : isNetworkStorage(path);
    }

    /// Sets the watches of a root that was not watched.
    void begin(Root& root, const std::stop_token& stop)
    {
        root.identity = identityOf(root.root.path);
        root.mounts = mountsAround(root.root.path);
        if (!root.identity) {
            root.how = How::gone;
        } else if (isShare(root.root.path) || !tree_.add(root.root.id, root.root.path, stop)) {
            tree_.remove(root.root.id); // others need watches, too
            root.how = How::polled;
        } else {
            root.how = How::watched;
        }
    }

    /// Roots that went, came or have another drive mounted in them.
    void lookAtRoots(const std::stop_token& stop)
    {
        bool changed = false;
        for (Root& root : roots_) {
            const auto identity = identityOf(root.root.path);
            std::vector<std::string> mounts = mountsAround(root.root.path);
            if (identity == root.identity && mounts == root.mounts)
                continue;
            tree_.remove(root.root.id);
            begin(root, stop);
            notePlace({root.root.id, {}, true});
            changed = true;
        }
        if (changed)
            tellState(stop);
        nextLook_ = SteadyClock::now() + options_.lookEvery;
    }

    void noteChange(WatchTree::Change change)
    {
        if (change.everything) {
            for (const Root& root : roots_)
                notePlace({root.root.id, {}, true});
            return;
        }
        if (change.rootGone)
            lookNow_ = true;
        notePlace({change.root, std::move(change.folder), change.deep});
    }

    void notePlace(Place place)
    {
        const auto now = SteadyClock::now();
        if (pending_.empty())
            firstChange_ = now;
        lastChange_ = now;
        if (pending_.size() >= options_.mostPlaces) {
            std::set<Place> whole;
            for (const Place& p : pending_)
                whole.insert({p.root, {}, true});
            pending_ = std::move(whole);
            place = {place.root, {}, true};
        }
        pending_.insert(std::move(place));
    }

    bool hasAny(How how) const
    {
        return std::ranges::find(roots_, how, &Root::how) != roots_.end();
    }

    TimePoint changesDue() const
    {
        return std::min(lastChange_ + options_.quiet, firstChange_ + options_.atMost);
    }

    /// Milliseconds to the next thing to do, for poll(); -1: nothing is due.
    int untilDue() const
    {
        std::optional<TimePoint> due;
        const auto consider = [&](TimePoint time) { due = due ? std::min(*due, time) : time; };
        if (lookNow_)
            return 0;
        if (!pending_.empty())
            consider(changesDue());
        if (hasAny(How::polled))
            consider(nextPoll_);
        if (hasAny(How::gone))
            consider(nextLook_);
        if (!due)
            return -1;
        const auto left
            = std::chrono::ceil<std::chrono::milliseconds>(*due - SteadyClock::now()).count();
        return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
    }

    void doWhatIsDue(const std::stop_token& stop)
    {
        const auto now = SteadyClock::now();
        if (std::exchange(lookNow_, false) || (hasAny(How::gone) && now >= nextLook_))
            lookAtRoots(stop);
        if (hasAny(How::polled) && now >= nextPoll_) {
            nextPoll_ = now + options_.pollEvery;
            for (const Root& root : roots_) {
                if (root.how == How::polled)
                    notePlace({root.root.id, {}, true});
            }
        }
        if (pending_.empty() || now < changesDue())
            return;
        const std::set<Place> places = std::exchange(pending_, {});
        if (callbacks_.changed)
            callbacks_.changed(simplified({places.begin(), places.end()}));
    }

    void tellState(const std::stop_token& stop)
    {
        if (stop.stop_requested() || !callbacks_.ready)
            return;
        WatchState state;
        state.folders = tree_.size();
        for (const Root& root : roots_) {
            if (root.how == How::gone)
                state.gone.push_back(root.root.id);
            if (root.how != How::polled)
                continue;
            state.polled.push_back(root.root.id);
            if (isShare(root.root.path))
                state.shares.push_back(root.root.path
                    + " lies on a network share, which does not tell of changes. Segue looks for "
                      "them every minute or so.");
            else
                state.limits.push_back(root.root.path + ' ' + tree_.limitText()
                    + " Segue looks for changes every minute or so instead.");
        }
        callbacks_.ready(state);
    }

    WatchOptions options_;
    const Callbacks callbacks_;
    WatchTree tree_;
    const int wake_, mountList_;
    std::mutex mutex_; // guards the next two
    std::optional<std::vector<WatchedRoot>> wanted_;
    std::optional<std::chrono::milliseconds> pollEvery_;
    // The thread's own.
    std::vector<Root> roots_;
    std::set<Place> pending_;
    TimePoint firstChange_, lastChange_, nextPoll_, nextLook_;
    bool lookNow_ = false;
    std::jthread thread_; // last: it uses the rest
};

Watcher::Watcher(WatchOptions options, Callbacks callbacks)
    : loop_(std::make_unique<Loop>(std::move(options), std::move(callbacks)))
{
}

Watcher::~Watcher() = default;

void Watcher::watch(std::vector<WatchedRoot> roots)
{
    loop_->watch(std::move(roots));
}

void Watcher::pollEvery(std::chrono::milliseconds time)
{
    loop_->pollEvery(time);
}

} // namespace segue::scan
