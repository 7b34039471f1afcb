// What a scan and the merging of tracks read of the database.
#include "core/library/scan/scan_store.h"

#include "core/db/connection.h"

#include <iterator>

namespace segue::scan {

namespace {

void bindBlob(SQLite::Statement& statement, int at, const std::string& bytes)
{
    statement.bindNoCopy(at, bytes.data(), static_cast<int>(bytes.size()));
}

std::string blobOf(SQLite::Statement& s, int column)
{
    const auto value = s.getColumn(column);
    return std::string(
        static_cast<const char*>(value.getBlob()), static_cast<std::size_t>(value.getBytes()));
}

/// The rows below a folder are a range of the index over paths: '0' follows '/'.
std::vector<KnownFile> loadFiles(
    db::Connection& connection, std::string sql, RootId root, const Place* place)
{
    const std::string from = place && !place->folder.empty() ? place->folder + '/' : std::string();
    if (!from.empty())
        sql += " AND path >= ?2 AND path < ?3";
    std::string to = from;
    std::vector<KnownFile> files;
    auto& s = connection.statement(sql);
    s.bind(1, root.value);
    if (!from.empty()) {
        to.back() = '0';
        bindBlob(s, 2, from);
        bindBlob(s, 3, to);
    }
    while (s.executeStep()) {
        std::string path = blobOf(s, 2);
        if (place && !place->deep && path.find('/', from.size()) != std::string::npos)
            continue;
        files.push_back({FileId{s.getColumn(0).getInt64()}, TrackId{s.getColumn(1).getInt64()},
            std::move(path), s.getColumn(3).getInt64(), s.getColumn(4).getInt64(),
            s.getColumn(5).getInt() != 0});
    }
    return files;
}

std::vector<KnownFile> loadFiles(db::Connection& connection, const std::string& sql, RootId root,
    const std::vector<Place>& places)
{
    if (places.empty())
        return loadFiles(connection, sql, root, nullptr);
    std::vector<KnownFile> files;
    for (const Place& place : places) {
        std::vector<KnownFile> some = loadFiles(connection, sql, root, &place);
        files.insert(files.end(), std::make_move_iterator(some.begin()),
            std::make_move_iterator(some.end()));
    }
    return files;
}

constexpr const char* knownTrackSql
    = "SELECT f.id, f.track_id, f.path, f.size, f.mtime_ns, f.state, f.root_id, "
      "r.state <> 'available', f.audio_key, t.title, t.artist, t.album, t.duration_ms, "
      "t.mb_recording, t.added_at FROM file f JOIN root r ON r.id = f.root_id "
      "JOIN track t ON t.id = f.track_id ";

std::string knownTracksSql(std::string_view condition, std::string_view more = {})
{
    std::string sql(knownTrackSql);
    sql.append(condition).append(more);
    return sql;
}

KnownTrack knownTrackFrom(SQLite::Statement& s)
{
    KnownTrack t;
    t.file = {FileId{s.getColumn(0).getInt64()}, TrackId{s.getColumn(1).getInt64()}, blobOf(s, 2),
        s.getColumn(3).getInt64(), s.getColumn(4).getInt64(), s.getColumn(5).getInt() != 0};
    t.root = RootId{s.getColumn(6).getInt64()};
    t.away = s.getColumn(7).getInt() != 0;
    t.title = s.getColumn(9).getString();
    t.artist = s.getColumn(10).getString();
    t.album = s.getColumn(11).getString();
    t.addedAt = s.getColumn(14).getInt64();
    t.clue.name = t.file.path.substr(t.file.path.rfind('/') + 1);
    t.clue.size = t.file.size;
    t.clue.mtimeNs = t.file.mtimeNs;
    t.clue.audioKey = blobOf(s, 8);
    t.clue.durationMs = s.getColumn(12).getUInt();
    t.clue.recordingMbid = s.getColumn(13).getString();
    t.clue.identity = identityOf(t.artist, t.title, t.album);
    return t;
}

std::vector<KnownTrack> knownTracks(SQLite::Statement& s)
{
    std::vector<KnownTrack> tracks;
    while (s.executeStep())
        tracks.push_back(knownTrackFrom(s));
    return tracks;
}

} // namespace

std::vector<ScanRoot> loadRoots(db::Connection& connection)
{
    std::vector<ScanRoot> roots;
    auto& s = connection.statement(
        "SELECT id, path, state FROM root WHERE state <> 'removed' ORDER BY id");
    while (s.executeStep())
        roots.push_back({RootId{s.getColumn(0).getInt64()}, blobOf(s, 1),
            s.getColumn(2).getString() == "frozen"});
    return roots;
}

std::vector<KnownFile> loadKnown(
    db::Connection& connection, RootId root, const std::vector<Place>& places)
{
    return loadFiles(connection,
        "SELECT id, track_id, path, size, mtime_ns, state FROM file WHERE root_id = ?1 AND "
        "cue_offset_ms = 0",
        root, places);
}

std::vector<KnownFile> loadProblems(
    db::Connection& connection, RootId root, const std::vector<Place>& places)
{
    return loadFiles(connection,
        "SELECT 0, 0, path, size, mtime_ns, 0 FROM scan_problem WHERE root_id = ?1", root, places);
}

std::int64_t countPresent(db::Connection& connection, RootId root)
{
    auto& s = connection.statement("SELECT count(*) FROM file WHERE root_id = ?1 AND state = 0 "
                                   "AND cue_offset_ms = 0");
    s.bind(1, root.value);
    const std::int64_t count = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    return count;
}

std::vector<KnownTrack> loadLostTracks(db::Connection& connection)
{
    return knownTracks(connection.statement(knownTracksSql(
        "WHERE (f.state = 1 OR r.state <> 'available') AND f.cue_offset_ms <= 0 "
        "AND f.track_id NOT IN (SELECT track_id FROM merged_track) "
        "AND NOT EXISTS (SELECT 1 FROM file g JOIN root q ON q.id = g.root_id WHERE g.track_id "
        "IN (SELECT f.track_id UNION ALL SELECT m.track_id FROM merged_track m WHERE m.now = "
        "f.track_id) AND g.state = 0 AND q.state = 'available') "
        "GROUP BY f.track_id ORDER BY f.id")));
}

namespace {
constexpr const char* presentSql
    = " AND f.state = 0 AND r.state = 'available' AND f.cue_offset_ms = 0 "
      "AND f.track_id NOT IN (SELECT track_id FROM merged_track) GROUP BY f.track_id";
}

std::vector<KnownTrack> loadPresentTracks(db::Connection& connection, UtcMs addedAfter)
{
    auto& s = connection.statement(knownTracksSql("WHERE t.added_at > ?1", presentSql));
    s.bind(1, addedAfter);
    return knownTracks(s);
}

std::vector<KnownTrack> loadPresentTracks(db::Connection& connection, const std::string& audioKey)
{
    auto& s = connection.statement(knownTracksSql("WHERE f.audio_key = ?1", presentSql));
    bindBlob(s, 1, audioKey);
    return knownTracks(s);
}

KnownTrack loadKnownTrack(db::Connection& connection, const KnownFile& file, RootId root)
{
    auto& s = connection.statement(knownTracksSql("WHERE f.id = ?1"));
    s.bind(1, file.file.value);
    KnownTrack track;
    if (s.executeStep())
        track = knownTrackFrom(s);
    s.reset();
    track.root = root;
    return track;
}

} // namespace segue::scan
