// Two scans in storage order, files and tracks, joined in memory: looking up each track's file by
// index would read every page of `file` in another order. SQLite's own functions fetch the columns:
// there are millions, and a SQLite::Column counts references for each.
#include "core/library/track_repository.h"

#include "core/db/connection.h"
#include "core/library/album_loudness.h"
#include "core/library/library_stamp.h"
#include "core/library/merges.h"
#include "core/library/track_table_builder.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace segue {

namespace {

struct Root {
    std::string path; // with a slash behind
    bool available;
};

struct FileRow {
    std::int64_t track;
    bool missing;
    bool merged; // of a track that was made one with this
    std::int64_t root;
    std::uint32_t offset, length; // of the path in FileRows::paths
    std::uint32_t startMs = 0, endMs = 0; // in the file
};

struct FileRows {
    std::vector<FileRow> rows;
    std::string paths;
};

/// A prepared statement that is stepped through once.
class Rows {
public:
    Rows(db::Connection& connection, const char* sql)
        : handle_(connection.database().getHandle())
    {
        check(sqlite3_prepare_v2(handle_, sql, -1, &statement_, nullptr), SQLITE_OK);
    }
    ~Rows() { sqlite3_finalize(statement_); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next()
    {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW)
            check(code, SQLITE_DONE);
        return code == SQLITE_ROW;
    }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    template <class Unsigned>
    Unsigned small(int column) const
    {
        return static_cast<Unsigned>(
            std::clamp<std::int64_t>(integer(column), 0, std::numeric_limits<Unsigned>::max()));
    }
    bool flag(int column) const { return integer(column) != 0; }
    float real(int column) const
    {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL
            ? std::numeric_limits<float>::quiet_NaN()
            : static_cast<float>(sqlite3_column_double(statement_, column));
    }
    /// Text or blob; valid until the next row.
    std::string_view bytes(int column) const
    {
        const void* data = sqlite3_column_blob(statement_, column); // null when empty
        const int size = sqlite3_column_bytes(statement_, column);
        return data
            ? std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size))
            : std::string_view();
    }

private:
    void check(int code, int expected) const
    {
        if (code != expected)
            throw SQLite::Exception(handle_, code);
    }

    sqlite3* handle_;
    sqlite3_stmt* statement_ = nullptr;
};

std::unordered_map<std::int64_t, Root> loadRoots(db::Connection& connection)
{
    std::unordered_map<std::int64_t, Root> roots;
    Rows rows(connection, "SELECT id, path, state FROM root WHERE state <> 'removed'");
    while (rows.next()) {
        Root root{std::string(rows.bytes(1)), rows.bytes(2) == "available"};
        if (!root.path.ends_with('/'))
            root.path += '/';
        roots.emplace(rows.integer(0), std::move(root));
    }
    return roots;
}

/// Tracks of cue sheets, by the ids of their rows in `file`; and the files that are not shown.
struct CueRows {
    struct Part {
        std::uint32_t startMs, endMs;
    };
    std::unordered_map<std::int64_t, Part> parts;
    std::unordered_set<std::int64_t> wholes;
};

CueRows loadCues(db::Connection& connection)
{
    CueRows cues;
    Rows rows(connection, "SELECT file_id, whole_id, start_ms, end_ms, active FROM cue_part");
    while (rows.next()) {
        cues.parts.emplace(rows.integer(0),
            CueRows::Part{rows.small<std::uint32_t>(2), rows.small<std::uint32_t>(3)});
        if (rows.flag(4))
            cues.wholes.insert(rows.integer(1));
    }
    return cues;
}

/// What merged tracks are now.
std::unordered_map<std::int64_t, std::int64_t> loadMerged(db::Connection& connection)
{
    std::unordered_map<std::int64_t, std::int64_t> merged;
    Rows rows(connection, "SELECT track_id, now FROM merged_track");
    while (rows.next())
        merged.emplace(rows.integer(0), rows.integer(1));
    return merged;
}

FileRows loadFiles(db::Connection& connection, const std::unordered_map<std::int64_t, Root>& roots,
    const std::unordered_map<std::int64_t, std::int64_t>& merged)
{
    FileRows files;
    const CueRows cues = loadCues(connection);
    Rows rows(connection, "SELECT track_id, root_id, path, state, id FROM file");
    while (rows.next()) {
        const std::int64_t root = rows.integer(1);
        const auto found = roots.find(root);
        if (found == roots.end())
            continue;
        if (!cues.wholes.empty() && cues.wholes.contains(rows.integer(4)))
            continue;
        const std::string_view path = rows.bytes(2);
        std::int64_t track = rows.integer(0);
        const auto now = merged.find(track);
        if (now != merged.end())
            track = now->second;
        files.rows.push_back({track, rows.flag(3) || !found->second.available, now != merged.end(),
            root, static_cast<std::uint32_t>(files.paths.size()),
            static_cast<std::uint32_t>(path.size())});
        files.paths.append(path);
        if (const auto part = cues.parts.find(rows.integer(4)); part != cues.parts.end()) {
            files.rows.back().startMs = part->second.startMs;
            files.rows.back().endMs = part->second.endMs;
        }
    }
    // The best file of each track first: one that is there, and that its tags are of.
    std::ranges::stable_sort(files.rows, [](const FileRow& a, const FileRow& b) {
        return std::tie(a.track, a.missing, a.merged) < std::tie(b.track, b.missing, b.merged);
    });
    return files;
}

/// Steps through track_features beside the tracks, both in the order of ids.
class SoundRows {
public:
    explicit SoundRows(db::Connection& connection)
        : rows_(connection,
            "SELECT track_id, loudness, true_peak, tempo, tempo_confidence, music_key, "
            "key_confidence, energy, brightness FROM track_features ORDER BY track_id")
        , more_(rows_.next())
    {
    }
    /// What analysis adds to `in`; tags lead. `taggedKey` as tagged. Ids have to grow from call to
    /// call.
    void fill(TrackInput& in, std::string_view taggedKey)
    {
        in.sound.key = taggedKey.empty() ? unknownKey : parseMusicalKey(taggedKey);
        while (more_ && rows_.integer(0) < in.id.value)
            more_ = rows_.next();
        if (!more_ || rows_.integer(0) != in.id.value)
            return;
        if (const float lufs = rows_.real(1);
            lufs > silentLufs && lufs < static_cast<float>(loudestLufs)) {
            in.sound.loudness = static_cast<std::int16_t>(std::lround(lufs * 100));
            in.sound.gainHeard = std::isnan(in.gain.track);
            if (in.sound.gainHeard)
                in.gain.track = static_cast<float>(replayGainLufs) - lufs;
            if (std::isnan(in.gain.trackPeak))
                in.gain.trackPeak = rows_.real(2);
        }
        if (in.bpm == 0 && rows_.real(4) >= sureTempo) {
            in.bpm = static_cast<std::uint16_t>(std::lround(std::clamp(rows_.real(3), 0.F, 999.F)));
            in.sound.tempoHeard = in.bpm != 0;
        }
        if (in.sound.key == unknownKey && rows_.real(6) >= sureKey)
            in.sound.key = rows_.small<std::uint8_t>(5);
        in.sound.energy = TrackSound::byteOf(double(rows_.real(7)));
        in.sound.brightness = TrackSound::byteOf(double(rows_.real(8)));
    }

private:
    // Below these the analyser's word is kept in the database but not shown.
    static constexpr float silentLufs = -70, sureTempo = .2F, sureKey = .2F;
    Rows rows_;
    bool more_;
};

} // namespace

TrackTablePtr loadTrackTable(db::Connection& connection, LibraryStamp* stamp)
{
    // One transaction: files and tracks of the same moment.
    connection.exec("BEGIN");
    struct End {
        db::Connection& connection;
        ~End() { connection.database().tryExec("END"); }
    } end{connection};

    if (stamp)
        *stamp = readLibraryStamp(connection);
    const auto roots = loadRoots(connection);
    const auto merged = loadMerged(connection);
    const FileRows files = loadFiles(connection, roots, merged);
    TrackTableBuilder builder;
    builder.reserve(files.rows.size());
    Rows s(connection,
        "SELECT id, title, artist, album_artist, album, composer, work, label, genre, title_sort, "
        "artist_sort, album_artist_sort, album_sort, mb_recording, mb_release, added_at, "
        "duration_ms, sample_rate, year, original_year, disc, track_no, bpm, bitrate_kbps, "
        "rg_track_gain, rg_track_peak, rg_album_gain, rg_album_peak, coalesce(kind_override, "
        "kind), "
        "lossless, compilation, has_cover, musical_key, codec, from_names FROM track ORDER BY id");
    SoundRows sound(connection);
    std::string path;
    auto file = files.rows.begin();
    while (s.next()) {
        const std::int64_t id = s.integer(0);
        while (file != files.rows.end() && file->track < id)
            ++file;
        if (file == files.rows.end() || file->track != id)
            continue; // merged into another track, or only in roots that were removed
        path = roots.at(file->root).path;
        path.append(files.paths, file->offset, file->length);
        TrackInput in;
        in.id = TrackId{id};
        in.title = s.bytes(1);
        in.artist = s.bytes(2);
        in.albumArtist = s.bytes(3);
        in.album = s.bytes(4);
        in.composer = s.bytes(5);
        in.work = s.bytes(6);
        in.label = s.bytes(7);
        in.genres = s.bytes(8);
        in.titleSort = s.bytes(9);
        in.artistSort = s.bytes(10);
        in.albumArtistSort = s.bytes(11);
        in.albumSort = s.bytes(12);
        in.recordingMbid = s.bytes(13);
        in.releaseMbid = s.bytes(14);
        in.addedAt = s.integer(15);
        in.durationMs = s.small<std::uint32_t>(16);
        in.sampleRate = s.small<std::uint32_t>(17);
        in.year = s.small<std::uint16_t>(18);
        in.originalYear = s.small<std::uint16_t>(19);
        in.disc = s.small<std::uint16_t>(20);
        in.trackNumber = s.small<std::uint16_t>(21);
        in.bpm = s.small<std::uint16_t>(22);
        in.bitrateKbps = s.small<std::uint16_t>(23);
        in.gain = {s.real(24), s.real(25), s.real(26), s.real(27)};
        const std::int64_t kind = s.integer(28);
        in.kind = kind == 1 ? TrackKind::spoken : kind == 2 ? TrackKind::other : TrackKind::music;
        in.lossless = s.flag(29);
        in.compilation = s.flag(30);
        in.hasCover = s.flag(31);
        in.available = !file->missing;
        sound.fill(in, s.bytes(32));
        in.format = tags::formatNamed(s.bytes(33));
        in.fromNames = s.small<std::uint8_t>(34);
        in.path = path;
        in.startMs = file->startMs;
        in.endMs = file->endMs;
        builder.add(in);
    }
    for (const auto& [track, now] : merged)
        builder.addMerged(TrackId{track}, TrackId{now});
    return builder.build();
}

TrackWords loadTrackWords(db::Connection& connection, TrackId track)
{
    auto& s = connection.statement(
        "SELECT t.title, t.artist, r.path || '/' || f.path FROM track t LEFT JOIN file f ON "
        "f.track_id = t.id LEFT JOIN root r ON r.id = f.root_id WHERE t.id = ?1 ORDER BY f.state "
        "LIMIT 1");
    s.bind(1, nowOf(connection, track).value);
    TrackWords words;
    if (s.executeStep()) {
        words.title = s.getColumn(0).getString();
        words.artist = s.getColumn(1).getString();
        const SQLite::Column path = s.getColumn(2);
        words.path.assign(
            static_cast<const char*>(path.getBlob()), static_cast<std::size_t>(path.getBytes()));
    }
    s.reset();
    return words;
}

} // namespace segue
