#include "core/library/scan/walker.h"

#include "core/library/tags/audio_format.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <thread>
#include <unistd.h>

namespace segue {

namespace {

std::int64_t mtimeOf(const struct stat& info)
{
    return std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
}

std::string joined(const std::string& folder, std::string_view name)
{
    std::string path;
    path.reserve(folder.size() + name.size() + 1);
    path += folder;
    if (!folder.empty())
        path += '/';
    path += name;
    return path;
}

/// One walk: folders wait in a stack that all threads share; what is behind symbolic links waits
/// until the real tree is done.
class Walk {
public:
    Walk(std::string root, const std::stop_token& stop, std::atomic<std::int64_t>* found)
        : root_(std::move(root))
        , stop_(stop)
        , found_(found)
    {
    }

    WalkResult run(int threads)
    {
        result_.rootMissing = !isListable();
        if (!result_.rootMissing) {
            waiting_.push_back({});
            walkWaiting(threads);
            followLinks(threads);
        }
        result_.cancelled = stop_.stop_requested();
        std::ranges::sort(result_.problems, {}, &WalkProblem::folder);
        return std::move(result_);
    }

    WalkResult run(const std::vector<scan::Place>& places)
    {
        result_.rootMissing = !isListable();
        if (!result_.rootMissing) {
            // Deep ones first: what they list is not listed again.
            for (const bool deep : {true, false}) {
                for (const scan::Place& place : places) {
                    if (place.deep != deep || leadsBackIn(place.folder))
                        continue;
                    shallow_ = !deep;
                    waiting_.push_back(place.folder);
                    walkWaiting(1);
                    followLinks(1);
                }
            }
        }
        result_.cancelled = stop_.stop_requested();
        return std::move(result_);
    }

private:
    using Identity = std::pair<dev_t, ino_t>;
    struct Listed {
        FoundFiles audio, cueSheets, odd;
    };

    static bool isCueSheet(std::string_view name)
    {
        if (name.size() < 5)
            return false;
        const std::string_view end = name.substr(name.size() - 4);
        return end[0] == '.' && (end[1] | 32) == 'c' && (end[2] | 32) == 'u'
            && (end[3] | 32) == 'e';
    }

    /// Whether a folder is reached through a link to another part of the root.
    bool leadsBackIn(const std::string& folder) const
    {
        if (folder.empty())
            return false;
        const std::string inRoot = realPath(root_) + '/';
        const std::string real = realPath(root_ + '/' + folder);
        return real.starts_with(inRoot) && real != inRoot + folder;
    }

    static std::string realPath(const std::string& path)
    {
        char* resolved = ::realpath(path.c_str(), nullptr);
        std::string real = resolved ? resolved : path;
        std::free(resolved);
        return real;
    }

    bool isListable()
    {
        const int fd = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) {
            result_.problems.push_back({{}, errno});
            return false;
        }
        ::close(fd);
        return true;
    }

    void walkWaiting(int threads)
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < threads; ++i)
            helpers.emplace_back([this] { work(); });
        work();
    }

    void work()
    {
        Listed files;
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(
                lock, [this] { return !waiting_.empty() || busy_ == 0 || stop_.stop_requested(); });
            if (waiting_.empty() || stop_.stop_requested())
                break;
            const std::string folder = std::move(waiting_.back());
            waiting_.pop_back();
            ++busy_;
            lock.unlock();
            list(folder, files);
            lock.lock();
            if (--busy_ == 0 || stop_.stop_requested())
                wake_.notify_all();
        }
        result_.files.append(files.audio);
        result_.cueSheets.append(files.cueSheets);
        result_.odd.append(files.odd);
    }

    void list(const std::string& folder, Listed& files)
    {
        const std::string path = folder.empty() ? root_ : root_ + '/' + folder;
        const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        struct stat info { };
        if (fd < 0 || ::fstat(fd, &info) != 0) {
            const int error = errno;
            if (fd >= 0)
                ::close(fd);
            fail(folder, error);
            return;
        }
        if (!visit({info.st_dev, info.st_ino})) {
            ::close(fd);
            return;
        }
        const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(fd), ::closedir);
        if (!dir) {
            fail(folder, errno);
            ::close(fd);
            return;
        }
        std::vector<std::string> folders;
        const std::size_t before = files.audio.size();
        while (!stop_.stop_requested()) {
            errno = 0;
            const dirent* entry = ::readdir(dir.get());
            if (!entry) {
                if (errno != 0)
                    fail(folder, errno);
                break;
            }
            look(folder, fd, *entry, files, folders);
        }
        if (found_)
            *found_ += static_cast<std::int64_t>(files.audio.size() - before);
        if (!shallow_)
            push(std::move(folders));
    }

    void look(const std::string& folder, int fd, const dirent& entry, Listed& files,
        std::vector<std::string>& folders)
    {
        const std::string_view name(entry.d_name);
        if (name.starts_with('.'))
            return;
        struct stat info { };
        unsigned char type = entry.d_type;
        if (type == DT_UNKNOWN) {
            if (::fstatat(fd, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
                return;
            type = S_ISDIR(info.st_mode) ? DT_DIR
                : S_ISLNK(info.st_mode)  ? DT_LNK
                : S_ISREG(info.st_mode)  ? DT_REG
                                         : DT_SOCK;
        }
        if (type == DT_DIR) {
            folders.push_back(joined(folder, name));
        } else if (type == DT_LNK) {
            const std::lock_guard lock(mutex_);
            links_.push_back(joined(folder, name));
        } else if (type == DT_REG) {
            const bool isCue = isCueSheet(name);
            if ((isCue || tags::hasAudioExtension(name))
                && ::fstatat(fd, entry.d_name, &info, 0) == 0)
                (isCue ? files.cueSheets : files.audio)
                    .add(folder, name, info.st_size, mtimeOf(info));
        } else if (tags::hasAudioExtension(name)
            && ::fstatat(fd, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
            files.odd.add(folder, name, 0, mtimeOf(info));
        }
    }

    void push(std::vector<std::string> folders)
    {
        if (folders.empty())
            return;
        const std::lock_guard lock(mutex_);
        for (std::string& folder : folders)
            waiting_.push_back(std::move(folder));
        wake_.notify_all();
    }

    void fail(const std::string& folder, int error)
    {
        if (error == ENOENT || error == ENOTDIR) // removed since it was listed
            return;
        const std::lock_guard lock(mutex_);
        result_.problems.push_back({folder, error});
    }

    bool visit(Identity identity)
    {
        const std::lock_guard lock(mutex_);
        return visited_.insert(identity).second;
    }

    void followLinks(int threads)
    {
        const std::string realRoot = realPath(root_) + '/';
        while (!links_.empty() && !stop_.stop_requested()) {
            std::vector<std::string> links = std::move(links_);
            links_.clear();
            std::ranges::sort(links);
            for (const std::string& link : links)
                follow(link, realRoot, threads);
        }
    }

    void follow(const std::string& link, const std::string& realRoot, int threads)
    {
        const std::string path = root_ + '/' + link;
        struct stat info { };
        if (::stat(path.c_str(), &info) != 0) { // leads nowhere, or in a circle
            if (tags::hasAudioExtension(link) && ::lstat(path.c_str(), &info) == 0)
                result_.odd.add({}, link, 0, mtimeOf(info));
            return;
        }
        if (S_ISDIR(info.st_mode)) {
            if (shallow_)
                return;
            waiting_.push_back(link);
            walkWaiting(threads);
        } else if (S_ISREG(info.st_mode) && tags::hasAudioExtension(link)) {
            // What lies in the root itself is found without the link.
            if (realPath(path).starts_with(realRoot))
                return;
            result_.files.add({}, link, info.st_size, mtimeOf(info));
            if (found_)
                ++*found_;
        } else if (!S_ISREG(info.st_mode) && tags::hasAudioExtension(link)) {
            result_.odd.add({}, link, 0, mtimeOf(info));
        }
    }

    const std::string root_;
    const std::stop_token& stop_;
    std::atomic<std::int64_t>* found_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::string> waiting_; // folders to list, relative
    int busy_ = 0; // threads that are listing
    std::vector<std::string> links_;
    bool shallow_ = false; // folders in a listed folder are left out
    std::set<Identity> visited_;
    WalkResult result_;
};

} // namespace

bool isNetworkStorage(const std::string& path)
{
    struct statfs info { };
    if (::statfs(path.c_str(), &info) != 0)
        return false;
    switch (static_cast<unsigned long>(info.f_type)) {
    case 0x6969ul: // NFS
    case 0x517bul: // SMB
    case 0xff534d42ul: // CIFS
    case 0xfe534d42ul: // SMB2
    case 0x65735546ul: // FUSE: sshfs, rclone…
    case 0x01021997ul: // 9P
    case 0x00c36400ul: // Ceph
    case 0x5346414ful: // AFS
        return true;
    default:
        return false;
    }
}

int threadsForStorage(const std::string& path)
{
    return isNetworkStorage(path) ? 8 : 2;
}

WalkResult walkFolder(const std::string& root, const std::stop_token& stop,
    std::atomic<std::int64_t>* found, int threads)
{
    return Walk(root, stop, found).run(threads > 0 ? threads : threadsForStorage(root));
}

WalkResult walkPlaces(const std::string& root, const std::vector<scan::Place>& places,
    const std::stop_token& stop, std::atomic<std::int64_t>* found)
{
    return Walk(root, stop, found).run(places);
}

} // namespace segue
