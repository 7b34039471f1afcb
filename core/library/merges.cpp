#include "core/library/merges.h"

#include "core/db/connection.h"
#include "core/library/scan/scan_plan.h"

#include <algorithm>
#include <array>

namespace segue {

namespace {

/// What belongs to the bytes of a track's file, beside the columns of `track` itself.
constexpr std::array tablesOfTheSound{"file", "track_features", "track_sound", "track_analysis"};

/// The columns that come from the file; the day it was added and the user's word on its kind stay.
std::string columnsFromTags(db::Connection& connection)
{
    std::string columns;
    auto& s = connection.statement("SELECT name FROM pragma_table_info('track') WHERE name NOT IN "
                                   "('id', 'added_at', 'kind_override')");
    while (s.executeStep())
        columns += (columns.empty() ? "" : ", ") + s.getColumn(0).getString();
    return columns;
}

void run(db::Connection& connection, const std::string& sql, std::int64_t first,
    std::optional<std::int64_t> second = std::nullopt)
{
    auto& s = connection.statement(sql);
    s.bind(1, first);
    if (second)
        s.bind(2, *second);
    s.exec();
}

/// Tags, files and features of the two change places, over a third row that exists meanwhile.
void exchange(db::Connection& connection, TrackId a, TrackId b)
{
    const std::string columns = columnsFromTags(connection);
    run(connection,
        "INSERT INTO track (" + columns + ", added_at) SELECT " + columns
            + ", added_at FROM track WHERE id = ?1",
        a.value);
    const std::int64_t between = connection.lastInsertRowId();
    const std::string copy = "UPDATE track SET (" + columns + ") = (SELECT " + columns
        + " FROM track WHERE id = ?2) WHERE id = ?1";
    run(connection, copy, a.value, b.value);
    run(connection, copy, b.value, between);
    for (const std::string table : tablesOfTheSound) {
        const std::string give = "UPDATE " + table + " SET track_id = ?1 WHERE track_id = ?2";
        run(connection, give, between, a.value);
        run(connection, give, a.value, b.value);
        run(connection, give, b.value, between);
    }
    run(connection, "DELETE FROM track WHERE id = ?1", between);
}

void noteMerged(db::Connection& connection, TrackId dropped, TrackId kept)
{
    run(connection, "UPDATE merged_track SET now = ?1 WHERE now = ?2", kept.value, dropped.value);
    run(connection, "INSERT OR REPLACE INTO merged_track (track_id, now) VALUES (?1, ?2)",
        dropped.value, kept.value);
}

void rebuildMerged(db::Connection& connection)
{
    connection.exec("DELETE FROM merged_track");
    std::vector<std::pair<TrackId, TrackId>> merges;
    auto& s = connection.statement("SELECT dropped_track, kept_track FROM merge_log WHERE "
                                   "undone_at IS NULL ORDER BY id");
    while (s.executeStep())
        merges.emplace_back(TrackId{s.getColumn(0).getInt64()}, TrackId{s.getColumn(1).getInt64()});
    for (const auto& [dropped, kept] : merges)
        noteMerged(connection, dropped, kept);
}

std::string bytesOf(SQLite::Statement& s, int column)
{
    const auto value = s.getColumn(column);
    const void* data = value.getBlob();
    return data
        ? std::string(static_cast<const char*>(data), static_cast<std::size_t>(value.getBytes()))
        : std::string();
}

} // namespace

TrackId nowOf(db::Connection& connection, TrackId track)
{
    auto& s = connection.statement("SELECT now FROM merged_track WHERE track_id = ?1");
    s.bind(1, track.value);
    const TrackId now = s.executeStep() ? TrackId{s.getColumn(0).getInt64()} : track;
    s.reset();
    return now;
}

std::int64_t mergeTracks(
    db::Connection& connection, TrackId kept, TrackId dropped, std::string_view by, UtcMs now)
{
    kept = nowOf(connection, kept);
    dropped = nowOf(connection, dropped);
    if (kept == dropped)
        return 0;
    exchange(connection, kept, dropped);
    // Ratings and counts in the new file's tags count where the old file's tags had none.
    run(connection,
        "UPDATE OR IGNORE imported_total SET track_id = ?1 WHERE track_id = ?2 AND source = 'tags'",
        kept.value, dropped.value);
    auto& s = connection.statement("INSERT INTO merge_log (kept_track, dropped_track, matched_by, "
                                   "merged_at) VALUES (?1, ?2, ?3, ?4)");
    s.bind(1, kept.value);
    s.bind(2, dropped.value);
    s.bind(3, std::string(by));
    s.bind(4, now);
    s.exec();
    const std::int64_t id = connection.lastInsertRowId();
    noteMerged(connection, dropped, kept);
    return id;
}

Result<void> mergeProblem(db::Connection& connection, TrackId kept, TrackId dropped)
{
    for (const TrackId track : {kept, dropped}) {
        auto& s = connection.statement("SELECT 1 FROM track WHERE id = ?1");
        s.bind(1, track.value);
        const bool known = s.executeStep();
        s.reset();
        if (!known)
            return Error{"There is no track " + std::to_string(track.value) + " in the library."};
    }
    if (nowOf(connection, kept) == nowOf(connection, dropped))
        return Error{"Tracks " + std::to_string(kept.value) + " and "
            + std::to_string(dropped.value) + " are one already."};
    return {};
}

Result<void> undoMerge(db::Connection& connection, std::int64_t id, UtcMs now)
{
    const std::string name = "Merge " + std::to_string(id);
    auto& s = connection.statement(
        "SELECT kept_track, dropped_track, undone_at IS NOT NULL FROM merge_log WHERE id = ?1");
    s.bind(1, id);
    if (!s.executeStep()) {
        s.reset();
        return Error{name + " is not in the log. See the numbers with: segue merges"};
    }
    const TrackId kept{s.getColumn(0).getInt64()}, dropped{s.getColumn(1).getInt64()};
    const bool undone = s.getColumn(2).getInt() != 0;
    s.reset();
    if (undone)
        return Error{name + " was taken back already."};
    auto& later = connection.statement(
        "SELECT max(id) FROM merge_log WHERE id > ?1 AND undone_at IS NULL AND (kept_track IN (?2, "
        "?3) OR dropped_track IN (?2, ?3))");
    later.bind(1, id);
    later.bind(2, kept.value);
    later.bind(3, dropped.value);
    later.executeStep();
    const std::int64_t newest = later.getColumn(0).isNull() ? 0 : later.getColumn(0).getInt64();
    later.reset();
    if (newest != 0) {
        return Error{name
            + " has a later one on top of it. Take that back first: segue merges "
              "--undo "
            + std::to_string(newest)};
    }
    exchange(connection, kept, dropped);
    run(connection, "UPDATE merge_log SET undone_at = ?1 WHERE id = ?2", now, id);
    rebuildMerged(connection);
    return {};
}

std::vector<Merge> loadMerges(db::Connection& connection, std::size_t limit)
{
    // The track that lost its tags in the exchange says what the kept one was before.
    std::vector<Merge> merges;
    auto& s = connection.statement(
        "SELECT m.id, m.kept_track, m.dropped_track, m.matched_by, m.merged_at, m.undone_at, "
        "k.title, k.artist, d.title, d.artist, "
        "(SELECT r.path || '/' || f.path FROM file f JOIN root r ON r.id = f.root_id WHERE "
        " f.track_id = k.id ORDER BY f.state LIMIT 1), "
        "(SELECT r.path || '/' || f.path FROM file f JOIN root r ON r.id = f.root_id WHERE "
        " f.track_id = d.id ORDER BY f.state LIMIT 1) "
        "FROM merge_log m JOIN track k ON k.id = m.kept_track JOIN track d ON d.id = "
        "m.dropped_track ORDER BY m.id DESC LIMIT ?1");
    s.bind(1, static_cast<std::int64_t>(limit));
    while (s.executeStep()) {
        Merge m;
        m.id = s.getColumn(0).getInt64();
        m.kept = TrackId{s.getColumn(1).getInt64()};
        m.dropped = TrackId{s.getColumn(2).getInt64()};
        m.by = s.getColumn(3).getString();
        m.at = s.getColumn(4).getInt64();
        if (!s.getColumn(5).isNull())
            m.undoneAt = s.getColumn(5).getInt64();
        m.title = s.getColumn(6).getString();
        m.artist = s.getColumn(7).getString();
        m.formerTitle = s.getColumn(8).getString();
        m.formerArtist = s.getColumn(9).getString();
        m.path = bytesOf(s, 10);
        m.formerPath = bytesOf(s, 11);
        merges.push_back(std::move(m));
    }
    return merges;
}

void refuseMergeOffer(db::Connection& connection, TrackId lost, TrackId found)
{
    run(connection, "INSERT OR IGNORE INTO merge_refusal (lost_track, found_track) VALUES (?1, ?2)",
        lost.value, found.value);
}

} // namespace segue
