#include "core/library/scan/watch_tree.h"

#include "core/library/scan/scan_plan.h"
#include "core/library/tags/audio_format.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace segue::scan {

namespace {

// A file counts when it is closed after writing, not while it grows. IN_CREATE is for folders and
// links; IN_ATTRIB for times that are set after the last write, and for permissions.
constexpr std::uint32_t watchedEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM
    | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

/// Music, and the sheets that cut it into tracks.
bool isOfInterest(std::string_view name)
{
    constexpr std::string_view sheet = ".cue";
    if (name.size() > sheet.size()) {
        std::string end(name.substr(name.size() - sheet.size()));
        for (char& c : end)
            c = static_cast<char>(c | 0x20);
        if (end == sheet)
            return true;
    }
    return tags::hasAudioExtension(name);
}

std::string below(const std::string& folder, std::string_view name)
{
    return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

} // namespace

struct WatchTree::Event {
    int watch;
    std::uint32_t mask;
    std::string_view name;
    bool is(std::uint32_t bits) const { return (mask & bits) != 0; }
};

WatchTree::WatchTree(std::size_t mostWatches)
    : mostWatches_(mostWatches)
    , fd_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
{
    if (fd_ < 0)
        limit_ = errno;
}

WatchTree::~WatchTree()
{
    if (fd_ >= 0)
        ::close(fd_);
}

std::string WatchTree::absolute(RootId root, std::string_view relative) const
{
    const auto found = roots_.find(root);
    return found == roots_.end() ? std::string() : joinPath(found->second, relative);
}

bool WatchTree::add(RootId root, const std::string& path, const std::stop_token& stop)
{
    roots_[root] = path;
    return addTree(root, {}, stop);
}

void WatchTree::remove(RootId root)
{
    removeTree(root, {});
    roots_.erase(root);
}

/// False when no more watches are allowed. A folder that cannot be watched for other reasons (gone,
/// not readable) is left out.
bool WatchTree::addOne(RootId root, const std::string& relative, bool& isNew)
{
    isNew = false;
    if (fd_ < 0 || (mostWatches_ != 0 && folders_.size() >= mostWatches_)) {
        limit_ = fd_ < 0 ? limit_ : ENOSPC;
        return false;
    }
    const int watch = ::inotify_add_watch(
        fd_, absolute(root, relative).c_str(), watchedEvents | IN_ONLYDIR | IN_EXCL_UNLINK);
    if (watch < 0) {
        if (errno == ENOSPC || errno == ENOMEM) {
            limit_ = errno;
            return false;
        }
        return true;
    }
    // A folder that a link leads to as well keeps the path it was found by first.
    isNew = folders_.try_emplace(watch, Folder{root, relative}).second;
    if (isNew)
        watches_[{root, relative}] = watch;
    return true;
}

bool WatchTree::addTree(RootId root, const std::string& relative, const std::stop_token& stop)
{
    std::vector<std::string> folders{relative}, links;
    while (!stop.stop_requested()) {
        if (folders.empty()) {
            if (links.empty())
                break;
            folders.swap(links);
        }
        const std::string folder = std::move(folders.back());
        folders.pop_back();
        bool isNew = false;
        if (!addOne(root, folder, isNew))
            return false;
        if (!isNew)
            continue;
        const std::unique_ptr<DIR, int (*)(DIR*)> dir(
            ::opendir(absolute(root, folder).c_str()), ::closedir);
        while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr) {
            if (entry->d_name[0] == '.')
                continue;
            struct stat info { };
            if (entry->d_type == DT_DIR)
                folders.push_back(below(folder, entry->d_name));
            else if ((entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
                && ::fstatat(::dirfd(dir.get()), entry->d_name, &info, 0) == 0
                && S_ISDIR(info.st_mode))
                links.push_back(below(folder, entry->d_name));
        }
    }
    return true;
}

void WatchTree::removeTree(RootId root, const std::string& relative)
{
    const auto drop = [this](auto at) {
        ::inotify_rm_watch(fd_, at->second);
        folders_.erase(at->second);
        return watches_.erase(at);
    };
    if (const auto own = watches_.find({root, relative}); own != watches_.end())
        drop(own);
    const std::string prefix = relative.empty() ? std::string() : relative + '/';
    auto at = watches_.lower_bound({root, prefix});
    while (at != watches_.end() && at->first.first == root && at->first.second.starts_with(prefix))
        at = drop(at);
}

std::string WatchTree::limitText() const
{
    std::string allowed;
    std::ifstream limit(fd_ < 0 ? "/proc/sys/fs/inotify/max_user_instances"
                                : "/proc/sys/fs/inotify/max_user_watches");
    limit >> allowed;
    if (fd_ < 0)
        return "cannot be watched: " + std::string(std::strerror(limit_))
            + " (fs.inotify.max_user_instances is " + allowed + ").";
    return "has more folders than may be watched at a time (fs.inotify.max_user_watches is "
        + allowed + "; more are allowed by: sudo sysctl fs.inotify.max_user_watches=524288).";
}

void WatchTree::handleFolder(const Event& event, const Folder& in, const std::string& path,
    const std::stop_token& stop, const std::function<void(Change)>& tell)
{
    const RootId root = in.root;
    if (event.is(IN_ATTRIB))
        return;
    removeTree(root, path);
    // More than may be watched: what is below stays unwatched until the next start.
    if (event.is(IN_CREATE | IN_MOVED_TO))
        addTree(root, path, stop);
    tell({root, path, true});
}

void WatchTree::handle(
    const Event& event, const std::stop_token& stop, const std::function<void(Change)>& tell)
{
    if (event.is(IN_Q_OVERFLOW)) {
        tell({{}, {}, true, false, true});
        return;
    }
    const auto found = folders_.find(event.watch);
    if (found == folders_.end())
        return; // of a watch that was taken back
    const Folder in = found->second;
    if (event.is(IN_IGNORED)) {
        watches_.erase({in.root, in.path});
        folders_.erase(found);
        return;
    }
    if (event.is(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
        if (in.path.empty() || event.is(IN_UNMOUNT))
            tell({in.root, in.path, true, in.path.empty()});
        return;
    }
    if (event.name.empty() || event.name.front() == '.')
        return;
    const std::string path = below(in.path, event.name);
    if (event.is(IN_ISDIR) || watches_.contains({in.root, path})) {
        handleFolder(event, in, path, stop, tell);
        return;
    }
    if (event.is(IN_CREATE)) {
        // A link, hard or symbolic, is whole at once; a new file is awaited.
        const std::string full = absolute(in.root, path);
        struct stat link {
        }, target{};
        if (::lstat(full.c_str(), &link) != 0 || (S_ISREG(link.st_mode) && link.st_nlink < 2))
            return;
        if (S_ISLNK(link.st_mode) && ::stat(full.c_str(), &target) == 0
            && S_ISDIR(target.st_mode)) {
            handleFolder(event, in, path, stop, tell);
            return;
        }
    }
    if (isOfInterest(event.name))
        tell({in.root, in.path, false});
}

void WatchTree::takeEvents(const std::stop_token& stop, const std::function<void(Change)>& tell)
{
    alignas(inotify_event) std::array<char, 64 * 1024> buffer;
    while (fd_ >= 0 && !stop.stop_requested()) {
        const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
        if (size <= 0)
            return;
        for (ssize_t at = 0; at < size;) {
            inotify_event head{};
            std::memcpy(&head, buffer.data() + at, sizeof(head));
            const char* name = buffer.data() + at + sizeof(head);
            handle({head.wd, head.mask, std::string_view(name, ::strnlen(name, head.len))}, stop,
                tell);
            at += static_cast<ssize_t>(sizeof(head) + head.len);
        }
    }
}

} // namespace segue::scan
