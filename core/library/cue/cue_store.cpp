#include "core/library/cue/cue_store.h"

#include "core/db/connection.h"
#include "core/library/cue/cue_sheet.h"
#include "core/library/tags/tag_values.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace segue::scan {

namespace {

void bindBlob(SQLite::Statement& s, int at, const std::string& bytes)
{
    s.bindNoCopy(at, bytes.data(), static_cast<int>(bytes.size()));
}

std::string blobOf(SQLite::Statement& s, int column)
{
    const auto value = s.getColumn(column);
    return {static_cast<const char*>(value.getBlob()), static_cast<std::size_t>(value.getBytes())};
}

std::string folderOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == path.npos ? std::string() : path.substr(0, slash + 1);
}

std::string withoutExtension(const std::string& path)
{
    const std::size_t dot = path.rfind('.'), slash = path.rfind('/');
    return dot == path.npos || (slash != path.npos && dot < slash) ? path : path.substr(0, dot);
}

struct Whole {
    std::int64_t file = 0, track = 0, size = 0, mtimeNs = 0;
    std::int64_t durationMs = 0;
    std::string path;
};

/// The first file that is there with a path from `from` up to, not including, `to`.
std::optional<Whole> findFile(
    db::Connection& connection, RootId root, const std::string& from, const std::string& to)
{
    auto& s = connection.statement(
        "SELECT f.id, f.track_id, f.size, f.mtime_ns, t.duration_ms, f.path FROM file f "
        "JOIN track t ON t.id = f.track_id WHERE f.root_id = ?1 AND f.path >= ?2 AND f.path < ?3 "
        "AND f.cue_offset_ms = 0 AND f.state = 0 ORDER BY f.path LIMIT 1");
    s.bind(1, root.value);
    bindBlob(s, 2, from);
    bindBlob(s, 3, to);
    std::optional<Whole> whole;
    if (s.executeStep())
        whole
            = Whole{s.getColumn(0).getInt64(), s.getColumn(1).getInt64(), s.getColumn(2).getInt64(),
                s.getColumn(3).getInt64(), s.getColumn(4).getInt64(), blobOf(s, 5)};
    s.reset();
    return whole;
}

std::optional<Whole> fileNamed(db::Connection& connection, RootId root, const std::string& path)
{
    return findFile(connection, root, path, path + '\0');
}

/// "Album.wav" of a sheet is "Album.flac" on the disk as often as not. '/' follows '.'.
std::optional<Whole> fileWithStem(db::Connection& connection, RootId root, const std::string& stem)
{
    return findFile(connection, root, stem + '.', stem + '/');
}

/// The file that the sheet's FILE means.
std::optional<Whole> wholeOf(db::Connection& connection, const CueSource& source,
    const CueSheet& sheet, std::size_t file, std::string& problem)
{
    if (source.embedded)
        return fileNamed(connection, source.root, source.path);
    const auto name = cueFileName(sheet.files[file]);
    if (!name) {
        problem = name.error().message;
        return std::nullopt;
    }
    const std::string path = folderOf(source.path) + *name;
    auto whole = fileNamed(connection, source.root, path);
    if (!whole)
        whole = fileWithStem(connection, source.root, withoutExtension(path));
    if (!whole && sheet.files.size() == 1)
        whole = fileWithStem(connection, source.root, withoutExtension(source.path));
    if (!whole)
        problem = "names a file that is not there: " + *name;
    return whole;
}

/// Whether another sheet made this file's parts, and is there.
bool hasOtherSheet(db::Connection& connection, const Whole& whole, const std::string& path)
{
    auto& s = connection.statement("SELECT count(*) FROM cue_part WHERE whole_id = ?1 AND active "
                                   "AND sheet <> ?2");
    s.bind(1, whole.file);
    bindBlob(s, 2, path);
    const bool has = s.executeStep() && s.getColumn(0).getInt64() > 0;
    s.reset();
    return has;
}

struct Part {
    std::int64_t file = 0, track = 0;
};

std::map<int, Part> loadParts(db::Connection& connection, const Whole& whole)
{
    std::map<int, Part> parts;
    auto& s = connection.statement("SELECT p.number, p.file_id, f.track_id FROM cue_part p JOIN "
                                   "file f ON f.id = p.file_id WHERE p.whole_id = ?1");
    s.bind(1, whole.file);
    while (s.executeStep())
        parts[s.getColumn(0).getInt()] = {s.getColumn(1).getInt64(), s.getColumn(2).getInt64()};
    return parts;
}

Part insertPart(
    db::Connection& connection, const CueSource& source, const Whole& whole, int number, UtcMs now)
{
    Part part;
    auto& t = connection.statement("INSERT INTO track (title, added_at) VALUES ('', ?1)");
    t.bind(1, now);
    t.exec();
    part.track = connection.lastInsertRowId();
    // Its place is set with the others', so that no two meet on the way.
    auto& f = connection.statement(
        "INSERT INTO file (root_id, track_id, path, cue_offset_ms, size, mtime_ns) "
        "VALUES (?1, ?2, ?3, -1 - (SELECT coalesce(max(id), 0) FROM file), ?4, ?5)");
    f.bind(1, source.root.value);
    f.bind(2, part.track);
    bindBlob(f, 3, whole.path);
    f.bind(4, whole.size);
    f.bind(5, whole.mtimeNs);
    f.exec();
    part.file = connection.lastInsertRowId();
    auto& p = connection.statement("INSERT INTO cue_part (file_id, whole_id, sheet, number, "
                                   "start_ms, end_ms, active) VALUES (?1, ?2, ?3, ?4, 0, 0, 1)");
    p.bind(1, part.file);
    p.bind(2, whole.file);
    bindBlob(p, 3, source.path);
    p.bind(4, number);
    p.exec();
    return part;
}

void describePart(db::Connection& connection, const Part& part, const Whole& whole,
    const CueSheet& sheet, const CueTrack& cue, const CuePart& place, std::size_t count)
{
    // What the sheet does not say is the whole's.
    auto& s = connection.statement(
        "UPDATE track SET title = ?1, artist = iif(?2 <> '', ?2, w.artist), "
        "album = iif(?3 <> '', ?3, w.album), album_artist = iif(?4 <> '', ?4, w.album_artist), "
        "genre = iif(?5 <> '', ?5, w.genre), year = iif(?6 > 0, ?6, w.year), "
        "original_year = w.original_year, disc = iif(?7 > 0, ?7, w.disc), "
        "disc_total = iif(?8 > 0, ?8, w.disc_total), track_no = ?9, track_total = ?10, "
        "duration_ms = ?11, composer = iif(?12 <> '', ?12, w.composer), label = w.label, "
        "compilation = w.compilation, mb_release = w.mb_release, "
        "mb_album_artist = w.mb_album_artist, rg_album_gain = w.rg_album_gain, "
        "rg_album_peak = w.rg_album_peak, bitrate_kbps = w.bitrate_kbps, "
        "sample_rate = w.sample_rate, channels = w.channels, codec = w.codec, "
        "lossless = w.lossless, has_cover = w.has_cover, kind = w.kind "
        "FROM (SELECT * FROM track WHERE id = ?13) AS w WHERE track.id = ?14");
    const std::int64_t end = place.endMs > 0 ? place.endMs : whole.durationMs;
    const std::string title = cue.title.empty() ? "Track " + std::to_string(cue.number) : cue.title;
    const std::string& artist = cue.performer.empty() ? sheet.performer : cue.performer;
    s.bindNoCopy(1, title);
    s.bindNoCopy(2, artist);
    s.bindNoCopy(3, sheet.title);
    s.bindNoCopy(4, sheet.performer);
    s.bindNoCopy(5, sheet.genre);
    s.bind(6, static_cast<std::int64_t>(tags::parseYear(sheet.date)));
    s.bind(7, sheet.disc);
    s.bind(8, sheet.discTotal);
    s.bind(9, cue.number);
    s.bind(10, static_cast<std::int64_t>(count));
    s.bind(11, std::max<std::int64_t>(end - place.startMs, 0));
    s.bindNoCopy(12, cue.songwriter);
    s.bind(13, whole.track);
    s.bind(14, part.track);
    s.exec();
}

void placePart(db::Connection& connection, const CueSource& source, const Part& part,
    const Whole& whole, const CuePart& place)
{
    auto& f = connection.statement("UPDATE file SET root_id = ?1, path = ?2, size = ?3, "
                                   "mtime_ns = ?4, state = 0, cue_offset_ms = ?5 WHERE id = ?6");
    f.bind(1, source.root.value);
    bindBlob(f, 2, whole.path);
    f.bind(3, whole.size);
    f.bind(4, whole.mtimeNs);
    f.bind(5, std::max<std::int64_t>(place.startMs, 1)); // 0 is the whole's
    f.bind(6, part.file);
    f.exec();
    auto& p = connection.statement("UPDATE cue_part SET start_ms = ?1, end_ms = ?2, sheet = ?3, "
                                   "active = 1 WHERE file_id = ?4");
    p.bind(1, place.startMs);
    p.bind(2, place.endMs);
    bindBlob(p, 3, source.path);
    p.bind(4, part.file);
    p.exec();
}

void retire(db::Connection& connection, const Part& part)
{
    auto& p = connection.statement("UPDATE cue_part SET active = 0 WHERE file_id = ?1");
    p.bind(1, part.file);
    p.exec();
    // Out of the way of parts that begin where it did.
    auto& f = connection.statement(
        "UPDATE file SET state = 1, cue_offset_ms = 1000000000000 + id WHERE id = ?1");
    f.bind(1, part.file);
    f.exec();
}

void writeParts(db::Connection& connection, const CueSource& source, const Whole& whole,
    const CueSheet& sheet, std::size_t file, UtcMs now)
{
    std::map<int, Part> known = loadParts(connection, whole);
    auto& aside = connection.statement("UPDATE file SET cue_offset_ms = -id WHERE id IN "
                                       "(SELECT file_id FROM cue_part WHERE whole_id = ?1)");
    aside.bind(1, whole.file);
    aside.exec();
    const std::vector<CuePart> places = partsOfFile(sheet, file);
    std::size_t at = 0;
    for (const CueTrack& cue : sheet.tracks) {
        if (cue.file != file)
            continue;
        const CuePart& place = places[at++];
        const auto found = known.find(cue.number);
        const Part part = found == known.end()
            ? insertPart(connection, source, whole, cue.number, now)
            : found->second;
        if (found != known.end())
            known.erase(found);
        describePart(connection, part, whole, sheet, cue, place, sheet.tracks.size());
        placePart(connection, source, part, whole, place);
    }
    for (const auto& [number, part] : known)
        retire(connection, part);
}

/// What is wrong with the sheet; empty when its parts are written or there is nothing to part.
std::string useSheet(db::Connection& connection, const CueSource& source, UtcMs now)
{
    if (!source.problem.empty())
        return source.problem;
    const auto sheet = parseCueSheet(source.text);
    if (!sheet)
        return "is no cue sheet that can be used: " + sheet.error().message;
    std::string problem;
    for (std::size_t file = 0; file < std::max<std::size_t>(sheet->files.size(), 1); ++file) {
        const std::vector<CuePart> places = partsOfFile(*sheet, file);
        if (places.size() < 2)
            continue; // a file a track: its own tags say the same
        const auto whole = wholeOf(connection, source, *sheet, file, problem);
        if (!whole || hasOtherSheet(connection, *whole, source.path))
            continue;
        if (whole->durationMs > 0 && places.back().startMs >= whole->durationMs) {
            problem = "names positions behind the end of its file";
            continue;
        }
        writeParts(connection, source, *whole, *sheet, file, now);
    }
    return problem;
}

} // namespace

std::vector<CueSource> loadCueSources(db::Connection& connection, RootId root)
{
    std::vector<CueSource> sources;
    auto& s = connection.statement(
        "SELECT path, size, mtime_ns, embedded, problem FROM cue_sheet WHERE root_id = ?1");
    s.bind(1, root.value);
    while (s.executeStep())
        sources.push_back({root, blobOf(s, 0), s.getColumn(1).getInt64(), s.getColumn(2).getInt64(),
            s.getColumn(3).getInt() != 0, {}, s.getColumn(4).getString()});
    return sources;
}

std::vector<std::string> loadStaleCuePaths(db::Connection& connection, RootId root)
{
    std::vector<std::string> paths;
    auto& s = connection.statement(
        "SELECT DISTINCT p.sheet FROM cue_part p JOIN file f ON f.id = p.file_id JOIN file w ON "
        "w.id = p.whole_id WHERE p.active AND w.root_id = ?1 AND (f.size <> w.size OR "
        "f.mtime_ns <> w.mtime_ns)");
    s.bind(1, root.value);
    while (s.executeStep())
        paths.push_back(blobOf(s, 0));
    return paths;
}

std::string writeCueSource(db::Connection& connection, const CueSource& source, UtcMs now)
{
    const std::string problem = useSheet(connection, source, now);
    auto& s = connection.statement("INSERT OR REPLACE INTO cue_sheet (root_id, path, size, "
                                   "mtime_ns, embedded, problem) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    s.bind(1, source.root.value);
    bindBlob(s, 2, source.path);
    s.bind(3, source.size);
    s.bind(4, source.mtimeNs);
    s.bind(5, source.embedded ? 1 : 0);
    s.bindNoCopy(6, problem);
    s.exec();
    return problem;
}

void dropCueSource(db::Connection& connection, RootId root, const std::string& path)
{
    auto& parts = connection.statement(
        "SELECT p.file_id, f.track_id FROM cue_part p JOIN file f ON f.id = p.file_id "
        "WHERE p.sheet = ?2 AND p.active AND f.root_id = ?1");
    parts.bind(1, root.value);
    bindBlob(parts, 2, path);
    std::vector<Part> gone;
    while (parts.executeStep())
        gone.push_back({parts.getColumn(0).getInt64(), parts.getColumn(1).getInt64()});
    for (const Part& part : gone)
        retire(connection, part);
    auto& s = connection.statement("DELETE FROM cue_sheet WHERE root_id = ?1 AND path = ?2");
    s.bind(1, root.value);
    bindBlob(s, 2, path);
    s.exec();
}

void moveCueParts(db::Connection& connection)
{
    connection.exec("UPDATE file SET cue_offset_ms = -file.id FROM cue_part p JOIN file w ON "
                    "w.id = p.whole_id WHERE file.id = p.file_id AND (file.path <> w.path OR "
                    "file.root_id <> w.root_id)");
    connection.exec(
        "UPDATE file SET root_id = w.root_id, path = w.path, size = w.size, mtime_ns = w.mtime_ns, "
        "cue_offset_ms = iif(p.active, max(p.start_ms, 1), 1000000000000 + file.id), "
        "state = iif(p.active, w.state, 1) FROM cue_part p JOIN file w ON w.id = p.whole_id "
        "WHERE file.id = p.file_id AND (file.path <> w.path OR file.root_id <> w.root_id OR "
        "file.state <> iif(p.active, w.state, 1) OR file.size <> w.size OR file.mtime_ns <> "
        "w.mtime_ns)");
}

bool hasCueParts(db::Connection& connection)
{
    auto& s = connection.statement("SELECT EXISTS (SELECT 1 FROM cue_part)");
    const bool has = s.executeStep() && s.getColumn(0).getInt() != 0;
    s.reset();
    return has;
}

} // namespace segue::scan
