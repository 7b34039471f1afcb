#include "core/library/covers/cover_source.h"

#include "core/library/scan/file_reader.h"
#include "core/library/tags/path_names.h"
#include "core/tasks/worker/worker_process.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace segue {

namespace {

constexpr std::int64_t largestCover = 32 << 20;

/// How well a file name says "front cover"; 0 is best, -1 is no picture or one of something else.
int rankOfName(const std::string& folded)
{
    static constexpr std::array<std::string_view, 5> types{
        ".jpg", ".jpeg", ".png", ".webp", ".gif"};
    if (std::ranges::none_of(types, [&](std::string_view t) { return folded.ends_with(t); }))
        return -1;
    const std::string_view stem = std::string_view(folded).substr(0, folded.rfind('.'));
    static constexpr std::array<std::string_view, 6> names{
        "cover", "folder", "front", "album", "albumart", "artwork"};
    if (const auto found = std::ranges::find(names, stem); found != names.end())
        return static_cast<int>(found - names.begin());
    static constexpr std::array<std::string_view, 6> others{
        "back", "inlay", "booklet", "disc", "cd", "artist"};
    if (std::ranges::any_of(others, [&](std::string_view o) { return stem.find(o) != stem.npos; }))
        return -1;
    // "AlbumArt_{…}_Large.jpg", "artist - album front.jpg", "cover01.png"
    for (const std::string_view part : {"front", "cover", "folder", "albumart"}) {
        if (stem.find(part) != stem.npos)
            return stem.find("small") != stem.npos ? 30 : 20;
    }
    return -1;
}

/// Readers of embedded pictures, each with its worker process, for any thread. Few are kept.
class CoverReaders {
public:
    std::optional<std::string> read(const std::string& path)
    {
        std::unique_ptr<FileReader> reader = take();
        auto picture = reader->readCover(path, largestCover);
        const std::lock_guard lock(mutex_);
        if (idle_.size() < mostIdle)
            idle_.push_back(std::move(reader));
        return picture;
    }

private:
    std::unique_ptr<FileReader> take()
    {
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) {
            auto program = worker::findWorker("segue-tagworker");
            return std::make_unique<FileReader>(program ? std::move(*program) : std::string());
        }
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
    }

    static constexpr std::size_t mostIdle = 2;
    std::mutex mutex_;
    std::vector<std::unique_ptr<FileReader>> idle_;
};

std::optional<std::string> readEmbedded(const std::string& path)
{
    static CoverReaders readers;
    return readers.read(path);
}

std::optional<QByteArray> readPicture(const std::string& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return std::nullopt;
    struct stat info { };
    std::optional<QByteArray> picture;
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0
        && info.st_size <= largestCover) {
        QByteArray bytes(info.st_size, Qt::Uninitialized);
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t got
                = ::read(fd, bytes.data() + done, static_cast<std::size_t>(bytes.size() - done));
            if (got <= 0)
                break;
            done += got;
        }
        if (done == bytes.size())
            picture = std::move(bytes);
    }
    ::close(fd);
    return picture;
}

std::optional<QByteArray> pictureInFolder(const std::string& folder)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.c_str()), ::closedir);
    if (!dir)
        return std::nullopt;
    struct Candidate {
        int rank;
        std::string name;
    };
    std::vector<Candidate> candidates;
    while (const dirent* entry = ::readdir(dir.get())) {
        if (const int rank = rankOfName(foldText(entry->d_name)); rank >= 0)
            candidates.push_back({rank, entry->d_name});
    }
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return std::tie(a.rank, a.name) < std::tie(b.rank, b.name);
    });
    for (const Candidate& candidate : candidates) {
        if (auto picture = readPicture(folder + '/' + candidate.name))
            return picture;
    }
    return std::nullopt;
}

} // namespace

std::optional<QByteArray> readCover(const QByteArray& trackPath)
{
    const std::string path = trackPath.toStdString();
    if (const auto embedded = readEmbedded(path))
        return QByteArray::fromStdString(*embedded);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return std::nullopt;
    const std::string folder = path.substr(0, slash);
    if (auto picture = pictureInFolder(folder))
        return picture;
    // Discs of an album share the picture of the folder above.
    const std::size_t up = folder.rfind('/');
    if (up != std::string::npos && tags::discOfFolder(std::string_view(folder).substr(up + 1)) > 0)
        return pictureInFolder(folder.substr(0, up));
    return std::nullopt;
}

} // namespace segue
