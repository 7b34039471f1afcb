#include "core/library/cue/cue_update.h"

#include "core/db/connection.h"
#include "core/library/scan/scan_store.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace segue::scan {

namespace {

constexpr std::size_t largestRead = (1 << 20) + 1; // one byte more than the parser takes

std::string absolute(const SeenSheets& seen, const std::string& path)
{
    return seen.rootPath + (seen.rootPath.ends_with('/') ? "" : "/") + path;
}

void readText(const std::string& path, CueSource& to)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        to.problem = std::string("cannot be opened: ") + std::strerror(errno);
        return;
    }
    to.text.resize(static_cast<std::size_t>(
        std::clamp<std::int64_t>(to.size, 0, static_cast<std::int64_t>(largestRead))));
    std::size_t done = 0;
    while (done < to.text.size()) {
        const ssize_t got = ::read(fd, to.text.data() + done, to.text.size() - done);
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    to.text.resize(done);
    ::close(fd);
}

bool isThere(const std::string& path)
{
    return ::access(path.c_str(), F_OK) == 0;
}

} // namespace

CueChanges findCueChanges(db::Connection& connection, const SeenSheets& seen, bool files)
{
    CueChanges changes;
    std::map<std::string, CueSource> known;
    for (CueSource& source : loadCueSources(connection, seen.root))
        known.emplace(source.path, std::move(source));
    if (known.empty() && seen.found->size() == 0 && seen.embedded.empty())
        return changes;
    const std::vector<std::string> stale = loadStaleCuePaths(connection, seen.root);
    for (std::size_t i = 0; i < seen.found->size(); ++i) {
        CueSource source;
        source.root = seen.root;
        source.path = seen.found->path(i);
        source.size = (*seen.found)[i].size;
        source.mtimeNs = (*seen.found)[i].mtimeNs;
        const auto before = known.find(source.path);
        const bool same = before != known.end() && before->second.size == source.size
            && before->second.mtimeNs == source.mtimeNs
            && (before->second.problem.empty() || !files)
            && std::ranges::find(stale, source.path) == stale.end();
        if (before != known.end())
            known.erase(before);
        if (same)
            continue;
        readText(absolute(seen, source.path), source);
        changes.changed.push_back(std::move(source));
    }
    for (const CueSource& source : seen.embedded) {
        known.erase(source.path);
        changes.changed.push_back(source);
    }
    for (const auto& [path, source] : known) {
        // A scan of a part of the root has not seen them all.
        if (!isThere(absolute(seen, path)) || (source.embedded && seen.without.contains(path)))
            changes.gone.push_back(source);
    }
    return changes;
}

std::vector<std::string> writeCueChanges(
    db::Connection& connection, const SeenSheets& seen, const CueChanges& changes, UtcMs now)
{
    std::vector<std::string> lines;
    std::map<std::string, std::string> problemsBefore;
    for (CueSource& source : loadCueSources(connection, seen.root))
        problemsBefore.emplace(source.path, std::move(source.problem));
    for (const CueSource& source : changes.gone) {
        dropCueSource(connection, source.root, source.path);
        if (!source.embedded)
            dropProblem(connection, source.root, source.path);
    }
    for (const CueSource& source : changes.changed) {
        const std::string problem = writeCueSource(connection, source, now);
        if (!problem.empty() && problem != problemsBefore[source.path])
            lines.push_back(absolute(seen, source.path) + ' ' + problem);
        // An embedded sheet that makes no sense leaves its file as it is: that one can be read.
        if (source.embedded)
            continue;
        if (problem.empty())
            dropProblem(connection, source.root, source.path);
        else
            noteProblem(
                connection, source.root, source.path, source.size, source.mtimeNs, problem, now);
    }
    moveCueParts(connection);
    return lines;
}

} // namespace segue::scan
