#include "core/library/edit/edit_store.h"

#include "core/db/connection.h"
#include "core/library/root_repository.h"
#include "core/library/scan/scan_store.h"
#include "core/library/tags/tag_edit_wire.h"

#include <xxhash.h>

#include <algorithm>

namespace segue {

namespace {

constexpr std::int64_t mostEdits = 500; // that can be taken back
constexpr std::string_view digestMark = "digest:";

void bindBlob(SQLite::Statement& statement, int at, const std::string& bytes)
{
    statement.bind(at, bytes.data(), static_cast<int>(bytes.size()));
}

std::string blobOf(const SQLite::Column& column)
{
    return {
        static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

std::string digestOf(const std::string& bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

/// Pictures go to a table of their own, their digests take their place.
std::string packed(db::Connection& connection, tags::TagChanges changes)
{
    if (changes.pictures) {
        for (tags::Picture& picture : changes.pictures->pictures) {
            const std::string digest = digestOf(picture.bytes);
            auto& s = connection.statement(
                "INSERT OR IGNORE INTO edit_picture (digest, bytes) VALUES (?1, ?2)");
            bindBlob(s, 1, digest);
            bindBlob(s, 2, picture.bytes);
            s.exec();
            picture.bytes = std::string(digestMark) + digest;
        }
    }
    return tags::packChanges(changes);
}

tags::TagChanges unpacked(db::Connection& connection, const SQLite::Column& column)
{
    if (column.isNull())
        return {};
    tags::TagChanges changes = tags::unpackChanges(blobOf(column)).value_or(tags::TagChanges{});
    if (!changes.pictures)
        return changes;
    for (tags::Picture& picture : changes.pictures->pictures) {
        if (!picture.bytes.starts_with(digestMark))
            continue;
        auto& s = connection.statement("SELECT bytes FROM edit_picture WHERE digest = ?1");
        bindBlob(s, 1, picture.bytes.substr(digestMark.size()));
        picture.bytes = s.executeStep() ? blobOf(s.getColumn(0)) : std::string();
        s.reset();
    }
    std::erase_if(changes.pictures->pictures,
        [](const tags::Picture& picture) { return picture.bytes.empty(); });
    return changes;
}

void forgetOldEdits(db::Connection& connection, std::int64_t newest)
{
    auto& old = connection.statement(
        "DELETE FROM edit WHERE id <= ?1 AND id NOT IN (SELECT edit_id FROM edit_file WHERE state "
        "= 0)");
    old.bind(1, newest - mostEdits);
    if (old.exec() == 0)
        return;
    // Pictures of what was forgotten: all that stay are named in a blob.
    std::vector<std::string> digests;
    auto& all = connection.statement("SELECT digest FROM edit_picture WHERE NOT EXISTS (SELECT 1 "
                                     "FROM edit_file WHERE instr(before, digest) OR "
                                     "instr(changes, digest))");
    while (all.executeStep())
        digests.push_back(blobOf(all.getColumn(0)));
    for (const std::string& digest : digests) {
        auto& s = connection.statement("DELETE FROM edit_picture WHERE digest = ?1");
        bindBlob(s, 1, digest);
        s.exec();
    }
}

constexpr std::string_view fileColumns
    = "SELECT id, edit_id, track_id, path, new_path, changes, before, keep_time, state FROM "
      "edit_file ";

std::vector<LoggedFile> readFiles(db::Connection& connection, SQLite::Statement& s)
{
    std::vector<LoggedFile> files;
    while (s.executeStep()) {
        LoggedFile file;
        file.id = s.getColumn(0).getInt64();
        file.edit = s.getColumn(1).getInt64();
        file.track = TrackId{s.getColumn(2).isNull() ? 0 : s.getColumn(2).getInt64()};
        file.path = blobOf(s.getColumn(3));
        file.newPath = s.getColumn(4).isNull() ? std::string() : blobOf(s.getColumn(4));
        file.changes = unpacked(connection, s.getColumn(5));
        file.before = unpacked(connection, s.getColumn(6));
        file.keepTime = s.getColumn(7).getInt() != 0;
        file.state = static_cast<LoggedFile::State>(std::clamp(s.getColumn(8).getInt(), 0, 3));
        files.push_back(std::move(file));
    }
    return files;
}

LoggedEdit readEdit(SQLite::Statement& s)
{
    LoggedEdit edit;
    edit.id = s.getColumn(0).getInt64();
    edit.at = s.getColumn(1).getInt64();
    edit.isMove = s.getColumn(2).getString() == "move";
    edit.text = s.getColumn(3).getString();
    if (!s.getColumn(4).isNull())
        edit.undoneAt = s.getColumn(4).getInt64();
    edit.files = s.getColumn(5).getInt64();
    edit.waiting = s.getColumn(6).getInt64();
    edit.listed = s.getColumn(7).getInt() != 0;
    return edit;
}

constexpr std::string_view editColumns
    = "SELECT e.id, e.at, e.kind, e.text, e.undone_at, (SELECT count(*) FROM edit_file f WHERE "
      "f.edit_id = e.id AND f.state <> 2), (SELECT count(*) FROM edit_file f WHERE f.edit_id = "
      "e.id AND f.state = 0), e.listed FROM edit e ";

} // namespace

std::optional<CollectionFile> findFile(db::Connection& connection, const std::string& path)
{
    for (const StoredRoot& root : loadStoredRoots(connection)) {
        if (!isInFolder(path, root.path) || path.size() <= root.path.size())
            continue;
        const std::size_t rootBytes = root.path == "/" ? 1 : root.path.size() + 1;
        const std::string relative = path.substr(rootBytes);
        auto& s = connection.statement(
            "SELECT id, track_id, size, mtime_ns, audio_key, EXISTS (SELECT 1 FROM cue_part c "
            "WHERE c.whole_id = file.id AND c.active) FROM file WHERE root_id = ?1 AND path = ?2 "
            "AND cue_offset_ms = 0 AND state = 0");
        s.bind(1, root.id.value);
        bindBlob(s, 2, relative);
        if (!s.executeStep()) {
            s.reset();
            continue;
        }
        CollectionFile file;
        file.file = FileId{s.getColumn(0).getInt64()};
        file.track = TrackId{s.getColumn(1).getInt64()};
        file.size = s.getColumn(2).getInt64();
        file.mtimeNs = s.getColumn(3).getInt64();
        if (!s.getColumn(4).isNull())
            file.audioKey = blobOf(s.getColumn(4));
        file.hasParts = s.getColumn(5).getInt() != 0;
        file.root = root.id;
        file.path = relative;
        file.rootBytes = rootBytes;
        s.reset();
        return file;
    }
    return std::nullopt;
}

std::string pathOfTrack(db::Connection& connection, TrackId track)
{
    auto& s = connection.statement(
        "SELECT r.path, f.path FROM file f JOIN root r ON r.id = f.root_id WHERE f.track_id = "
        "coalesce((SELECT now FROM merged_track WHERE track_id = ?1), ?1) AND f.state = 0 AND "
        "r.state <> 'removed' ORDER BY f.cue_offset_ms LIMIT 1");
    s.bind(1, track.value);
    std::string path;
    if (s.executeStep()) {
        const std::string root = blobOf(s.getColumn(0));
        path = (root == "/" ? std::string() : root) + '/' + blobOf(s.getColumn(1));
    }
    s.reset();
    return path;
}

std::int64_t logEdit(
    db::Connection& connection, bool isMove, const std::string& text, UtcMs now, bool listed)
{
    auto& s
        = connection.statement("INSERT INTO edit (at, kind, text, listed) VALUES (?1, ?2, ?3, ?4)");
    s.bind(1, now);
    s.bind(2, isMove ? "move" : "tags");
    s.bind(3, text);
    s.bind(4, listed ? 1 : 0);
    s.exec();
    const std::int64_t id = connection.lastInsertRowId();
    forgetOldEdits(connection, id);
    return id;
}

std::int64_t logFile(db::Connection& connection, const LoggedFile& file)
{
    const std::string changes
        = file.changes.empty() ? std::string() : packed(connection, file.changes);
    auto& s = connection.statement(
        "INSERT INTO edit_file (edit_id, track_id, path, new_path, changes, keep_time, state) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    s.bind(1, file.edit);
    if (file.track)
        s.bind(2, file.track.value);
    else
        s.bind(2);
    bindBlob(s, 3, file.path);
    if (file.newPath.empty())
        s.bind(4);
    else
        bindBlob(s, 4, file.newPath);
    if (changes.empty())
        s.bind(5);
    else
        bindBlob(s, 5, changes);
    s.bind(6, file.keepTime ? 1 : 0);
    s.bind(7, static_cast<int>(file.state));
    s.exec();
    return connection.lastInsertRowId();
}

void setState(db::Connection& connection, std::int64_t file, LoggedFile::State state)
{
    auto& s = connection.statement("UPDATE edit_file SET state = ?1, changes = CASE WHEN ?1 = 0 "
                                   "THEN changes END WHERE id = ?2");
    s.bind(1, static_cast<int>(state));
    s.bind(2, file);
    s.exec();
}

void setBefore(db::Connection& connection, std::int64_t file, const tags::TagChanges& before)
{
    const std::string bytes = packed(connection, before);
    auto& s
        = connection.statement("UPDATE edit_file SET before = coalesce(before, ?1) WHERE id = ?2");
    bindBlob(s, 1, bytes);
    s.bind(2, file);
    s.exec();
}

void settleEdit(db::Connection& connection, std::int64_t edit, UtcMs now)
{
    auto& empty = connection.statement("DELETE FROM edit WHERE id = ?1 AND NOT EXISTS (SELECT 1 "
                                       "FROM edit_file WHERE edit_id = ?1 AND state <> 2)");
    empty.bind(1, edit);
    empty.exec();
    auto& undone = connection.statement(
        "UPDATE edit SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM edit_file WHERE edit_id = ?1 AND state IN (0, 1))");
    undone.bind(1, edit);
    undone.bind(2, now);
    undone.exec();
}

std::vector<LoggedEdit> loadEdits(db::Connection& connection, std::size_t limit)
{
    std::vector<LoggedEdit> edits;
    auto& s = connection.statement(
        std::string(editColumns) + "WHERE e.listed ORDER BY e.id DESC LIMIT ?1");
    s.bind(1, static_cast<std::int64_t>(limit));
    while (s.executeStep())
        edits.push_back(readEdit(s));
    return edits;
}

std::optional<LoggedEdit> loadEdit(db::Connection& connection, std::int64_t id)
{
    auto& s = connection.statement(std::string(editColumns) + "WHERE e.id = ?1");
    s.bind(1, id);
    std::optional<LoggedEdit> edit;
    if (s.executeStep())
        edit = readEdit(s);
    s.reset();
    return edit;
}

std::int64_t newestEdit(db::Connection& connection)
{
    auto& s = connection.statement(
        "SELECT coalesce(max(id), 0) FROM edit WHERE listed AND undone_at IS NULL");
    s.executeStep();
    const std::int64_t id = s.getColumn(0).getInt64();
    s.reset();
    return id;
}

std::int64_t laterEdit(db::Connection& connection, std::int64_t edit)
{
    // By its track where both have one: another file may have the path by now. Two joins, so that
    // each has its index.
    std::int64_t newest = 0;
    for (const char* same : {"l.track_id = f.track_id",
             "l.path = coalesce(f.new_path, f.path) AND (l.track_id IS NULL OR f.track_id IS "
             "NULL)"}) {
        auto& s = connection.statement(
            std::string("SELECT coalesce(max(o.id), 0) FROM edit e JOIN edit_file f ON f.edit_id = "
                        "e.id AND f.state IN (0, 1) JOIN edit_file l ON ")
            + same
            + " JOIN edit o ON o.id = l.edit_id WHERE e.id = ?1 AND o.id > e.id AND o.kind = "
              "e.kind AND o.listed AND o.undone_at IS NULL AND l.state IN (0, 1)");
        s.bind(1, edit);
        s.executeStep();
        newest = std::max(newest, s.getColumn(0).getInt64());
        s.reset();
    }
    return newest;
}

std::vector<LoggedFile> loadFiles(db::Connection& connection, std::int64_t edit)
{
    auto& s = connection.statement(std::string(fileColumns) + "WHERE edit_id = ?1 ORDER BY id");
    s.bind(1, edit);
    return readFiles(connection, s);
}

std::vector<LoggedFile> loadWaiting(db::Connection& connection)
{
    auto& s = connection.statement(
        std::string(fileColumns) + "WHERE state = 0 AND changes IS NOT NULL ORDER BY id");
    return readFiles(connection, s);
}

std::vector<LoggedFile> loadUnfinishedMoves(db::Connection& connection)
{
    auto& s = connection.statement(
        std::string(fileColumns) + "WHERE state = 0 AND new_path IS NOT NULL ORDER BY id");
    return readFiles(connection, s);
}

void followWrite(
    db::Connection& connection, const CollectionFile& file, const WrittenTags& written, UtcMs now)
{
    scan::ReadFile read;
    read.change = scan::ReadFile::Change::updated;
    read.root = file.root;
    read.known = {file.file, file.track, file.path, file.size, file.mtimeNs, false};
    read.path = file.path;
    read.size = written.is.size;
    read.mtimeNs = written.is.mtimeNs;
    read.read = written.read;
    read.audioKey = written.audioKey;
    scan::writeFile(connection, read, now);
    if (written.audioKey.empty())
        return;
    // The sound is the same: what was heard of the file as it was before holds.
    auto& s = connection.statement("UPDATE track_features SET size = ?1, mtime_ns = ?2 WHERE "
                                   "track_id = ?3 AND size = ?4 AND mtime_ns = ?5");
    s.bind(1, written.is.size);
    s.bind(2, written.is.mtimeNs);
    s.bind(3, file.track.value);
    s.bind(4, written.was.size);
    s.bind(5, written.was.mtimeNs);
    s.exec();
}

void followMove(db::Connection& connection, const CollectionFile& file, const std::string& to)
{
    const StoredRoot* best = nullptr;
    const std::vector<StoredRoot> roots = loadStoredRoots(connection);
    for (const StoredRoot& root : roots) {
        if (isInFolder(to, root.path) && (!best || root.path.size() > best->path.size()))
            best = &root;
    }
    if (!best) {
        scan::markMissing(connection, file.file, true);
        return;
    }
    const std::string relative = to.substr(best->path == "/" ? 1 : best->path.size() + 1);
    // A missing file may have had that place.
    auto& old = connection.statement(
        "SELECT id FROM file WHERE root_id = ?1 AND path = ?2 AND cue_offset_ms = 0 AND id <> ?3");
    old.bind(1, best->id.value);
    bindBlob(old, 2, relative);
    old.bind(3, file.file.value);
    const FileId displaced{old.executeStep() ? old.getColumn(0).getInt64() : 0};
    old.reset();
    if (displaced)
        scan::displace(connection, displaced);
    auto& s = connection.statement(
        "UPDATE file SET root_id = ?1, path = ?2, state = 0, cue_offset_ms = 0 WHERE id = ?3");
    s.bind(1, best->id.value);
    bindBlob(s, 2, relative);
    s.bind(3, file.file.value);
    s.exec();
}

void noteWrittenTotals(
    db::Connection& connection, TrackId track, const std::vector<tags::Field>& changes)
{
    for (const auto& [name, column] :
        {std::pair{tags::ratingField, "rating"}, std::pair{tags::playsField, "plays"}}) {
        const auto field = std::ranges::find(changes, name, &tags::Field::name);
        if (field == changes.end())
            continue;
        auto& s = connection.statement(std::string("INSERT INTO written_total (track_id, ") + column
            + ") VALUES (?1, ?2) ON CONFLICT (track_id) DO UPDATE SET " + column + " = ?2");
        s.bind(1, track.value);
        if (field->values.empty())
            s.bind(2);
        else
            s.bind(2, static_cast<std::int64_t>(std::stoll(field->values.front())));
        s.exec();
    }
}

} // namespace segue
