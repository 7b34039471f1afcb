// Two scans in storage order, files and tracks, joined in memory: looking up each track's file by
// index would read every page of `file` in another order.
#include "core/library/track_repository.h"

#include "core/db/connection.h"
#include "core/library/track_table_builder.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace segue {

namespace {

struct Root {
    std::string path; // with a slash behind
    bool available;
};

struct FileRow {
    std::int64_t track;
    bool missing;
    std::int64_t root;
    std::uint32_t offset, length; // of the path in FileRows::paths
};

struct FileRows {
    std::vector<FileRow> rows;
    std::string paths;
};

std::string_view textAt(SQLite::Statement& s, int column)
{
    const SQLite::Column value = s.getColumn(column);
    const char* text = value.getText(""); // before getBytes(): it decides the encoding
    return {text, static_cast<std::size_t>(value.getBytes())};
}

std::unordered_map<std::int64_t, Root> loadRoots(db::Connection& connection)
{
    std::unordered_map<std::int64_t, Root> roots;
    auto& s = connection.statement("SELECT id, path, state FROM root WHERE state <> 'removed'");
    while (s.executeStep()) {
        const SQLite::Column blob = s.getColumn(1);
        Root root{std::string(static_cast<const char*>(blob.getBlob()),
                      static_cast<std::size_t>(blob.getBytes())),
            s.getColumn(2).getString() == "available"};
        if (!root.path.ends_with('/'))
            root.path += '/';
        roots.emplace(s.getColumn(0).getInt64(), std::move(root));
    }
    return roots;
}

FileRows loadFiles(db::Connection& connection, const std::unordered_map<std::int64_t, Root>& roots)
{
    FileRows files;
    auto& s = connection.statement("SELECT track_id, root_id, path, state FROM file");
    while (s.executeStep()) {
        const std::int64_t root = s.getColumn(1).getInt64();
        const auto found = roots.find(root);
        if (found == roots.end())
            continue;
        const SQLite::Column blob = s.getColumn(2);
        const auto size = static_cast<std::size_t>(blob.getBytes());
        files.rows.push_back({s.getColumn(0).getInt64(),
            s.getColumn(3).getInt() != 0 || !found->second.available, root,
            static_cast<std::uint32_t>(files.paths.size()), static_cast<std::uint32_t>(size)});
        files.paths.append(static_cast<const char*>(blob.getBlob()), size);
    }
    // The best file of each track first: one that is there.
    std::ranges::stable_sort(files.rows, [](const FileRow& a, const FileRow& b) {
        return a.track != b.track ? a.track < b.track : a.missing < b.missing;
    });
    return files;
}

float realAt(SQLite::Statement& s, int column)
{
    const SQLite::Column value = s.getColumn(column);
    return value.isNull() ? std::numeric_limits<float>::quiet_NaN()
                          : static_cast<float>(value.getDouble());
}

} // namespace

TrackTablePtr loadTrackTable(db::Connection& connection)
{
    // One transaction: files and tracks of the same moment.
    connection.exec("BEGIN");
    struct End {
        db::Connection& connection;
        ~End() { connection.database().tryExec("END"); }
    } end{connection};

    const auto roots = loadRoots(connection);
    const FileRows files = loadFiles(connection, roots);
    TrackTableBuilder builder;
    builder.reserve(files.rows.size());
    auto& s = connection.statement(
        "SELECT id, title, artist, album_artist, album, composer, work, label, genre, title_sort, "
        "artist_sort, album_artist_sort, album_sort, mb_recording, mb_release, added_at, "
        "duration_ms, sample_rate, year, original_year, disc, track_no, bpm, bitrate_kbps, "
        "rg_track_gain, rg_track_peak, rg_album_gain, rg_album_peak, coalesce(kind_override, "
        "kind), "
        "lossless, compilation, has_cover FROM track ORDER BY id");
    std::string path;
    auto file = files.rows.begin();
    while (s.executeStep()) {
        const std::int64_t id = s.getColumn(0).getInt64();
        while (file != files.rows.end() && file->track < id)
            ++file;
        if (file == files.rows.end() || file->track != id)
            continue; // merged into another track, or only in roots that were removed
        path = roots.at(file->root).path;
        path.append(files.paths, file->offset, file->length);
        const auto small = [&](int column) {
            return static_cast<std::uint16_t>(std::clamp(s.getColumn(column).getInt(), 0, 65535));
        };
        TrackInput in;
        in.id = TrackId{id};
        in.title = textAt(s, 1);
        in.artist = textAt(s, 2);
        in.albumArtist = textAt(s, 3);
        in.album = textAt(s, 4);
        in.composer = textAt(s, 5);
        in.work = textAt(s, 6);
        in.label = textAt(s, 7);
        in.genres = textAt(s, 8);
        in.titleSort = textAt(s, 9);
        in.artistSort = textAt(s, 10);
        in.albumArtistSort = textAt(s, 11);
        in.albumSort = textAt(s, 12);
        in.recordingMbid = textAt(s, 13);
        in.releaseMbid = textAt(s, 14);
        in.addedAt = s.getColumn(15).getInt64();
        in.durationMs = s.getColumn(16).getUInt();
        in.sampleRate = s.getColumn(17).getUInt();
        in.year = small(18);
        in.originalYear = small(19);
        in.disc = small(20);
        in.trackNumber = small(21);
        in.bpm = small(22);
        in.bitrateKbps = small(23);
        in.gain = {realAt(s, 24), realAt(s, 25), realAt(s, 26), realAt(s, 27)};
        const int kind = s.getColumn(28).getInt();
        in.kind = kind == 1 ? TrackKind::spoken : kind == 2 ? TrackKind::other : TrackKind::music;
        in.lossless = s.getColumn(29).getInt() != 0;
        in.compilation = s.getColumn(30).getInt() != 0;
        in.hasCover = s.getColumn(31).getInt() != 0;
        in.available = !file->missing;
        in.path = path;
        builder.add(in);
    }
    return builder.build();
}

} // namespace segue
