#include "core/library/scan/scan_store.h"

#include "core/db/connection.h"
#include "core/library/merges.h"

#include <algorithm>
#include <cmath>

namespace segue::scan {

namespace {

/// Totals found in tags belong to the owner of the computer's first profile.
constexpr std::int64_t firstListener = 1;

constexpr std::string_view insertTrackSql
    = "INSERT INTO track (title, artist, album_artist, album, composer, conductor, work, movement, "
      "movement_no, genre, label, year, original_year, disc, disc_total, track_no, track_total, "
      "compilation, title_sort, artist_sort, album_artist_sort, album_sort, bpm, musical_key, "
      "mb_recording, mb_release, mb_artist, mb_album_artist, rg_track_gain, rg_track_peak, "
      "rg_album_gain, rg_album_peak, duration_ms, bitrate_kbps, sample_rate, channels, codec, "
      "lossless, has_cover, kind, from_names, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
      "?9, ?10, ?11, "
      "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, "
      "?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, "
      "?42)";

// added_at and kind_override stay: they are the library's and the user's, not the file's.
constexpr std::string_view updateTrackSql
    = "UPDATE track SET title = ?1, artist = ?2, album_artist = ?3, album = ?4, composer = ?5, "
      "conductor = ?6, work = ?7, movement = ?8, movement_no = ?9, genre = ?10, label = ?11, "
      "year = ?12, original_year = ?13, disc = ?14, disc_total = ?15, track_no = ?16, "
      "track_total = ?17, compilation = ?18, title_sort = ?19, artist_sort = ?20, "
      "album_artist_sort = ?21, album_sort = ?22, bpm = ?23, musical_key = ?24, "
      "mb_recording = ?25, mb_release = ?26, mb_artist = ?27, mb_album_artist = ?28, "
      "rg_track_gain = ?29, rg_track_peak = ?30, rg_album_gain = ?31, rg_album_peak = ?32, "
      "duration_ms = ?33, bitrate_kbps = ?34, sample_rate = ?35, channels = ?36, codec = ?37, "
      "lossless = ?38, has_cover = ?39, kind = ?40, from_names = ?41 WHERE id = ?42";

void bindBlob(SQLite::Statement& statement, int at, const std::string& bytes)
{
    statement.bindNoCopy(at, bytes.data(), static_cast<int>(bytes.size()));
}

void bindReal(SQLite::Statement& statement, int at, float value)
{
    if (std::isnan(value))
        statement.bind(at);
    else
        statement.bind(at, static_cast<double>(value));
}

/// Binds ?1 to ?41; the texts have to live until the statement ran.
void bindTags(SQLite::Statement& s, const tags::FileTags& file, const std::string& codec)
{
    const tags::TagData& t = file.tags;
    const tags::AudioInfo& a = file.audio;
    int at = 0;
    const auto text = [&](const std::string& value) { s.bindNoCopy(++at, value); };
    const auto number = [&](auto value) { s.bind(++at, static_cast<std::int64_t>(value)); };
    const auto real = [&](float value) { bindReal(s, ++at, value); };
    text(t.title);
    text(t.artist);
    text(t.albumArtist);
    text(t.album);
    text(t.composer);
    text(t.conductor);
    text(t.work);
    text(t.movement);
    number(t.movementNumber);
    text(t.genres);
    text(t.label);
    number(t.year);
    number(t.originalYear);
    number(t.disc);
    number(t.discTotal);
    number(t.track);
    number(t.trackTotal);
    number(t.compilation);
    text(t.titleSort);
    text(t.artistSort);
    text(t.albumArtistSort);
    text(t.albumSort);
    number(t.bpm);
    text(t.key);
    text(t.recordingMbid);
    text(t.releaseMbid);
    text(t.artistMbid);
    text(t.albumArtistMbid);
    real(t.gain.trackGain);
    real(t.gain.trackPeak);
    real(t.gain.albumGain);
    real(t.gain.albumPeak);
    number(a.durationMs);
    number(a.bitrateKbps);
    number(a.sampleRate);
    number(a.channels);
    text(codec);
    number(a.lossless);
    number(t.hasCover);
    number(static_cast<int>(t.kind));
    number(t.fromNames);
}

/// What Segue wrote into the tags itself (see written_total) is no news: the totals as they were
/// imported stand in for it.
void leaveOutOwn(db::Connection& connection, std::int64_t track, tags::TaggedTotals& totals)
{
    auto& s = connection.statement(
        "SELECT w.rating, w.plays, i.rating, i.plays FROM written_total w LEFT JOIN imported_total "
        "i ON i.listener_id = ?1 AND i.track_id = w.track_id AND i.source = 'tags' WHERE "
        "w.track_id = ?2");
    s.bind(1, firstListener);
    s.bind(2, track);
    if (s.executeStep()) {
        const auto number = [&s](int column) -> std::optional<int> {
            const SQLite::Column value = s.getColumn(column);
            return value.isNull() ? std::nullopt : std::optional(value.getInt());
        };
        if (totals.rating && totals.rating == number(0))
            totals.rating = number(2);
        if (number(1) && totals.plays == static_cast<std::uint32_t>(*number(1)))
            totals.plays = static_cast<std::uint32_t>(number(3).value_or(0));
    }
    s.reset();
}

void writeTotals(db::Connection& connection, std::int64_t track, tags::TaggedTotals totals,
    bool known, UtcMs now)
{
    if (known && (totals.rating || totals.plays > 0))
        leaveOutOwn(connection, track, totals);
    if (!totals.rating && totals.plays == 0) {
        if (known) {
            auto& gone = connection.statement("DELETE FROM imported_total WHERE listener_id = ?1 "
                                              "AND track_id = ?2 AND source = 'tags'");
            gone.bind(1, firstListener);
            gone.bind(2, track);
            gone.exec();
        }
        return;
    }
    auto& s = connection.statement(
        "INSERT INTO imported_total (listener_id, track_id, source, rating, plays, imported_at) "
        "VALUES (?1, ?2, 'tags', ?3, ?4, ?5) ON CONFLICT (listener_id, track_id, source) "
        "DO UPDATE SET rating = excluded.rating, plays = excluded.plays, imported_at = "
        "excluded.imported_at");
    s.bind(1, firstListener);
    s.bind(2, track);
    if (totals.rating)
        s.bind(3, *totals.rating);
    else
        s.bind(3);
    s.bind(4, static_cast<std::int64_t>(totals.plays));
    s.bind(5, now);
    s.exec();
}

void bindKey(SQLite::Statement& s, int at, const std::string& key)
{
    if (key.empty())
        s.bind(at);
    else
        bindBlob(s, at, key);
}

void insertFile(db::Connection& connection, const ReadFile& file, std::int64_t track)
{
    auto& f = connection.statement("INSERT INTO file (root_id, track_id, path, size, mtime_ns, "
                                   "audio_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    f.bind(1, file.root.value);
    f.bind(2, track);
    bindBlob(f, 3, file.path);
    f.bind(4, file.size);
    f.bind(5, file.mtimeNs);
    bindKey(f, 6, file.audioKey);
    f.exec();
}

void insertTrack(db::Connection& connection, const ReadFile& file, UtcMs now)
{
    const std::string codec(tags::formatName(file.read.audio.format));
    auto& s = connection.statement(insertTrackSql);
    bindTags(s, file.read, codec);
    s.bind(42, now);
    s.exec();
    const std::int64_t track = connection.lastInsertRowId();
    insertFile(connection, file, track);
    writeTotals(connection, track, file.read.tags.totals, false, now);
    if (file.mergeInto)
        mergeTracks(connection, file.mergeInto, TrackId{track}, file.mergedBy, now);
}

void updateTrack(db::Connection& connection, const ReadFile& file, UtcMs now)
{
    if (file.tagsRead) {
        const std::string codec(tags::formatName(file.read.audio.format));
        auto& s = connection.statement(updateTrackSql);
        bindTags(s, file.read, codec);
        s.bind(42, file.known.track.value);
        s.exec();
        writeTotals(connection, file.known.track.value, file.read.tags.totals, true, now);
    }
    // Bytes that changed have another audio key until they are analysed; a mere move keeps it.
    const bool sameBytes = file.size == file.known.size
        && (file.mtimeNs == file.known.mtimeNs || file.change == ReadFile::Change::moved);
    auto& f = connection.statement(
        "UPDATE file SET root_id = ?1, path = ?2, size = ?3, mtime_ns = ?4, state = 0, "
        "cue_offset_ms = 0, audio_key = CASE WHEN ?5 THEN audio_key ELSE ?7 END WHERE id = ?6");
    f.bind(1, file.root.value);
    bindBlob(f, 2, file.path);
    f.bind(3, file.size);
    f.bind(4, file.mtimeNs);
    f.bind(5, sameBytes ? 1 : 0);
    f.bind(6, file.known.file.value);
    bindKey(f, 7, file.audioKey);
    f.exec();
}

void writeProblem(db::Connection& connection, const ReadFile& file, UtcMs now)
{
    // What depends on permissions or on luck is tried again each time: no file has this mtime.
    const bool transient = file.read.problem == tags::ReadProblem::unreadable
        || file.read.problem == tags::ReadProblem::tooMuch;
    noteProblem(connection, file.root, file.path, file.size,
        transient ? std::int64_t{INT64_MIN} : file.mtimeNs, file.read.reason, now);
}

} // namespace

void writeFile(db::Connection& connection, const ReadFile& file, UtcMs now)
{
    const bool known = file.change != ReadFile::Change::added;
    if (file.read.problem == tags::ReadProblem::gone)
        return; // found again, or not, by the next scan
    if (file.read.problem != tags::ReadProblem::none) {
        writeProblem(connection, file, now);
        if (known && file.change != ReadFile::Change::another)
            markMissing(connection, file.known.file, true);
        return;
    }
    if (file.hadProblem)
        dropProblem(connection, file.root, file.path);
    if (file.change == ReadFile::Change::another)
        insertFile(connection, file, file.known.track.value);
    else if (known)
        updateTrack(connection, file, now);
    else
        insertTrack(connection, file, now);
}

void markMissing(db::Connection& connection, FileId file, bool missing)
{
    auto& s = connection.statement("UPDATE file SET state = ?1 WHERE id = ?2");
    s.bind(1, missing ? 1 : 0);
    s.bind(2, file.value);
    s.exec();
}

void displace(db::Connection& connection, FileId file)
{
    auto& s = connection.statement(
        "UPDATE file SET state = 1, cue_offset_ms = -id WHERE id = ?1 AND cue_offset_ms >= 0");
    s.bind(1, file.value);
    s.exec();
}

void noteProblem(db::Connection& connection, RootId root, const std::string& path,
    std::int64_t size, std::int64_t mtimeNs, const std::string& reason, UtcMs now)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO scan_problem (root_id, path, size, mtime_ns, reason, seen_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    s.bind(1, root.value);
    bindBlob(s, 2, path);
    s.bind(3, size);
    s.bind(4, mtimeNs);
    s.bindNoCopy(5, reason);
    s.bind(6, now);
    s.exec();
}

void dropProblem(db::Connection& connection, RootId root, const std::string& path)
{
    auto& s = connection.statement("DELETE FROM scan_problem WHERE root_id = ?1 AND path = ?2");
    s.bind(1, root.value);
    bindBlob(s, 2, path);
    s.exec();
}

void finishRoot(db::Connection& connection, RootId root, bool frozen, UtcMs now)
{
    auto& s = connection.statement(
        "UPDATE root SET state = ?1, last_scan_at = ?2 WHERE id = ?3 AND state <> 'removed'");
    s.bind(1, frozen ? "frozen" : "available");
    s.bind(2, now);
    s.bind(3, root.value);
    s.exec();
}

Counts countFiles(db::Connection& connection)
{
    // A track counts once, however many files it has: those are few, and looked up apart.
    Counts counts;
    auto& s = connection.statement(
        "SELECT r.state = 'available' AND f.state = 0, count(*) FROM file f "
        "JOIN root r ON r.id = f.root_id WHERE r.state <> 'removed' AND f.id NOT IN "
        "(SELECT whole_id FROM cue_part WHERE active) GROUP BY 1");
    while (s.executeStep())
        (s.getColumn(0).getInt() != 0 ? counts.available : counts.unavailable)
            = s.getColumn(1).getInt64();
    auto& several = connection.statement(
        "SELECT sum(r.state = 'available' AND f.state = 0), count(*) FROM file f JOIN root r ON "
        "r.id = f.root_id LEFT JOIN merged_track m ON m.track_id = f.track_id WHERE r.state <> "
        "'removed' AND f.track_id IN (SELECT track_id FROM file GROUP BY track_id HAVING count(*) "
        "> 1 UNION SELECT track_id FROM merged_track UNION SELECT now FROM merged_track) "
        "GROUP BY coalesce(m.now, f.track_id)");
    while (several.executeStep()) {
        const std::int64_t here = several.getColumn(0).getInt64();
        const std::int64_t away = several.getColumn(1).getInt64() - here;
        counts.available -= std::max<std::int64_t>(here - 1, 0);
        counts.unavailable -= here > 0 ? away : away - 1;
    }
    auto& p = connection.statement("SELECT count(*) FROM scan_problem");
    if (p.executeStep())
        counts.quarantined = p.getColumn(0).getInt64();
    p.reset();
    return counts;
}

} // namespace segue::scan
