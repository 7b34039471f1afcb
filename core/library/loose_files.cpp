// Loose files lie in one root, which has an empty path and is never scanned nor shown: its state is
// 'removed', and all that holds for files of a folder that was taken out holds for them.
#include "core/library/loose_files.h"

#include "core/db/connection.h"
#include "core/db/store.h"
#include "core/library/merges.h"
#include "core/library/root_repository.h"
#include "core/library/scan/file_reader.h"
#include "core/library/scan/scan_store.h"

#include <optional>
#include <sys/stat.h>

namespace segue {

namespace {

struct HiddenRoot {
    RootId id;
    std::string path;
};

std::string blobOf(const SQLite::Column& column)
{
    return {
        static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

/// The folder above `path` that was taken out, else the one of loose files, which is made.
HiddenRoot hiddenRootOf(db::Connection& connection, const std::string& path, UtcMs now)
{
    auto& s = connection.statement(
        "SELECT id, path FROM root WHERE state = 'removed' ORDER BY length(path) DESC");
    std::optional<HiddenRoot> found;
    while (s.executeStep()) {
        HiddenRoot root{RootId{s.getColumn(0).getInt64()}, blobOf(s.getColumn(1))};
        if (!found && isInFolder(path, root.path))
            found = std::move(root);
    }
    if (found)
        return *found;
    auto& make = connection.statement(
        "INSERT INTO root (path, added_at, state) VALUES (CAST('' AS BLOB), ?1, 'removed')");
    make.bind(1, now);
    make.exec();
    return {RootId{connection.lastInsertRowId()}, {}};
}

std::optional<KnownFile> knownFile(
    db::Connection& connection, RootId root, const std::string& relative)
{
    auto& s = connection.statement("SELECT id, track_id, size, mtime_ns FROM file WHERE "
                                   "root_id = ?1 AND path = ?2 AND cue_offset_ms = 0");
    s.bind(1, root.value);
    s.bindNoCopy(2, relative.data(), static_cast<int>(relative.size()));
    std::optional<KnownFile> known;
    if (s.executeStep()) {
        known.emplace();
        known->file = FileId{s.getColumn(0).getInt64()};
        known->track = TrackId{s.getColumn(1).getInt64()};
        known->path = relative;
        known->size = s.getColumn(2).getInt64();
        known->mtimeNs = s.getColumn(3).getInt64();
    }
    s.reset();
    return known;
}

TrackId keep(db::Connection& connection, scan::ReadFile file, const std::string& path, UtcMs now)
{
    const HiddenRoot root = hiddenRootOf(connection, path, now);
    file.root = root.id;
    file.path = path.substr(root.path == "/" ? 1 : root.path.size() + 1);
    if (const auto known = knownFile(connection, root.id, file.path)) {
        file.change = scan::ReadFile::Change::updated;
        file.known = *known;
        if (known->size != file.size || known->mtimeNs != file.mtimeNs)
            scan::writeFile(connection, file, now);
        return nowOf(connection, known->track);
    }
    scan::writeFile(connection, file, now);
    const auto written = knownFile(connection, root.id, file.path);
    return written ? written->track : TrackId{};
}

} // namespace

std::vector<LooseFile> knowLooseFiles(db::Store& store, const std::vector<std::string>& paths,
    const std::string& tagWorker, UtcMs now)
{
    std::vector<LooseFile> files(paths.size());
    std::vector<FileToRead> toRead;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        files[i].path = paths[i];
        // Folders above say nothing here: what lacks a title is named by its file.
        toRead.push_back({paths[i], paths[i].rfind('/')});
    }
    FileReader reader(tagWorker);
    std::vector<tags::FileTags> read = reader.readTags(toRead);
    std::vector<std::optional<scan::ReadFile>> sound(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        files[i].title = read[i].tags.title;
        files[i].artist = read[i].tags.artist;
        struct stat found { };
        if (read[i].problem != tags::ReadProblem::none || ::stat(paths[i].c_str(), &found) != 0)
            continue;
        scan::ReadFile& file = sound[i].emplace();
        file.size = found.st_size;
        file.mtimeNs = found.st_mtim.tv_sec * 1'000'000'000LL + found.st_mtim.tv_nsec;
        file.read = std::move(read[i]);
    }
    std::vector<TrackId> tracks(paths.size());
    const auto written = store.writeAndWait(db::Durability::normal, [&](db::Connection& c) {
        for (std::size_t i = 0; i < paths.size(); ++i) {
            if (sound[i])
                tracks[i] = keep(c, *sound[i], paths[i], now);
        }
    });
    for (std::size_t i = 0; written && i < paths.size(); ++i)
        files[i].track = tracks[i];
    return files;
}

} // namespace segue
