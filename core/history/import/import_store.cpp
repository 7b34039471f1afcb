#include "core/history/import/import_store.h"

#include "core/db/connection.h"
#include "core/history/import/history_store.h"
#include "core/playlist/playlist_file.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <set>
#include <unordered_set>

namespace segue {

namespace {

/// Runs of one source that can be taken back, one after the other.
constexpr int keptRuns = 5;

std::string keyText(ImportSource source)
{
    return std::string(keyOf(source));
}

void bindTime(SQLite::Statement& statement, int index, UtcMs time)
{
    if (time > 0)
        statement.bind(index, time);
    else
        statement.bind(index);
}

QJsonValue bytesValue(const std::string& bytes)
{
    return QString::fromLatin1(QByteArray::fromStdString(bytes).toBase64());
}

std::string entriesText(const PlaylistEntries& entries)
{
    QJsonArray all;
    for (const PlaylistEntry& entry : entries) {
        all.append(QJsonArray{static_cast<double>(entry.track.value), bytesValue(entry.path),
            QString::fromStdString(entry.title), QString::fromStdString(entry.artist),
            QString::fromStdString(entry.album), static_cast<double>(entry.durationMs)});
    }
    return QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString();
}

PlaylistEntries entriesFrom(const std::string& text)
{
    PlaylistEntries entries;
    const QJsonArray all = QJsonDocument::fromJson(QByteArray::fromStdString(text)).array();
    for (const QJsonValue value : all) {
        const QJsonArray fields = value.toArray();
        PlaylistEntry entry;
        entry.track = TrackId{static_cast<std::int64_t>(fields[0].toDouble())};
        entry.path = QByteArray::fromBase64(fields[1].toString().toLatin1()).toStdString();
        entry.title = fields[2].toString().toStdString();
        entry.artist = fields[3].toString().toStdString();
        entry.album = fields[4].toString().toStdString();
        entry.durationMs = static_cast<std::uint32_t>(fields[5].toDouble());
        entries.push_back(std::move(entry));
    }
    return entries;
}

void runFor(db::Connection& connection, const char* sql, std::int64_t run)
{
    auto& s = connection.statement(sql);
    s.bind(1, run);
    s.exec();
}

void insertTotals(
    db::Connection& connection, ListenerId listener, const ImportPlan& plan, UtcMs now)
{
    auto& s = connection.statement(
        "INSERT OR REPLACE INTO imported_total (listener_id, track_id, source, rating, plays, "
        "skips, first_played, last_played, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const PlannedTotal& total : plan.totals) {
        if (!total.hasTotals())
            continue;
        s.reset();
        s.bind(1, listener.value);
        s.bind(2, total.track.value);
        s.bind(3, keyText(plan.source));
        if (total.rating)
            s.bind(4, *total.rating);
        else
            s.bind(4);
        s.bind(5, total.plays);
        s.bind(6, total.skips);
        bindTime(s, 7, total.firstPlayed);
        bindTime(s, 8, total.lastPlayed);
        s.bind(9, now);
        s.exec();
    }
}

void setDates(db::Connection& connection, std::int64_t run, const ImportPlan& plan)
{
    auto& keep = connection.statement("INSERT INTO import_former_date (run_id, track_id, added_at) "
                                      "SELECT ?1, id, added_at FROM track WHERE id = ?2");
    auto& set = connection.statement("UPDATE track SET added_at = ?1 WHERE id = ?2");
    for (const PlannedTotal& total : plan.totals) {
        if (total.addedAt <= 0)
            continue;
        keep.reset();
        keep.bind(1, run);
        keep.bind(2, total.track.value);
        keep.exec();
        set.reset();
        set.bind(1, total.addedAt);
        set.bind(2, total.track.value);
        set.exec();
    }
}

/// What runs too old to be taken back have kept for that.
void forgetOld(db::Connection& connection, ListenerId listener, const std::string& source)
{
    std::vector<std::int64_t> old;
    auto& s = connection.statement("SELECT id FROM import_run WHERE listener_id = ? AND source = ? "
                                   "ORDER BY id DESC LIMIT -1 OFFSET ?");
    s.bind(1, listener.value);
    s.bind(2, source);
    s.bind(3, keptRuns);
    while (s.executeStep())
        old.push_back(s.getColumn(0).getInt64());
    for (const std::int64_t run : old) {
        runFor(connection, "DELETE FROM import_former_total WHERE run_id = ?", run);
        runFor(connection, "DELETE FROM import_former_date WHERE run_id = ?", run);
        runFor(connection, "UPDATE import_list SET former = NULL WHERE run_id = ?", run);
    }
}

ImportedList listFrom(SQLite::Statement& s)
{
    ImportedList list;
    list.name = s.getColumn(0).getString();
    list.playlist = PlaylistId{s.getColumn(1).getInt64()};
    list.fingerprint = s.getColumn(2).getInt64();
    if (!s.isColumnNull(3))
        list.former = entriesFrom(s.getColumn(3).getString());
    return list;
}

} // namespace

std::int64_t fingerprintOf(const PlaylistEntries& entries)
{
    // FNV-1a: tells changes apart; nothing depends on it being hard to forge.
    std::uint64_t hash = 0xCBF29CE484222325ull;
    const auto add = [&hash](std::string_view bytes) {
        for (const char c : bytes)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
        hash = (hash ^ 0xFFu) * 0x100000001B3ull;
    };
    for (const PlaylistEntry& entry : entries) {
        add(std::to_string(entry.track.value));
        if (!entry.track) {
            add(entry.path);
            add(entry.title);
        }
    }
    return static_cast<std::int64_t>(hash >> 1);
}

namespace imports {

std::int64_t write(db::Connection& connection, ListenerId listener, const ImportPlan& plan,
    std::size_t lists, bool figures, UtcMs now)
{
    const std::string source = keyText(plan.source);
    // Playlist files bring no totals, so that they take none away either.
    const bool replacesTotals = figures && plan.source != ImportSource::m3u;
    std::string files;
    for (const std::string& file : plan.files)
        files += (files.empty() ? "" : "\n") + utf8OfPath(file);
    auto& run = connection.statement("INSERT INTO import_run (listener_id, source, files, at, "
                                     "tracks, lists, figures) VALUES (?, ?, ?, ?, ?, ?, ?)");
    run.bind(1, listener.value);
    run.bind(2, source);
    run.bind(3, files);
    run.bind(4, now);
    run.bind(5, static_cast<std::int64_t>(plan.totals.size()));
    run.bind(6, static_cast<std::int64_t>(lists));
    run.bind(7, replacesTotals ? 1 : 0);
    run.exec();
    const std::int64_t id = connection.lastInsertRowId();
    if (replacesTotals) {
        auto& keep = connection.statement(
            "INSERT INTO import_former_total (run_id, track_id, rating, plays, skips, "
            "first_played, "
            "last_played, imported_at) SELECT ?1, track_id, rating, plays, skips, first_played, "
            "last_played, imported_at FROM imported_total WHERE listener_id = ?2 AND source = ?3");
        keep.bind(1, id);
        keep.bind(2, listener.value);
        keep.bind(3, source);
        keep.exec();
        auto& clear = connection.statement(
            "DELETE FROM imported_total WHERE listener_id = ? AND source = ?");
        clear.bind(1, listener.value);
        clear.bind(2, source);
        clear.exec();
        insertTotals(connection, listener, plan, now);
        setDates(connection, id, plan);
    }
    forgetOld(connection, listener, source);
    return id;
}

void noteLists(db::Connection& connection, std::int64_t run, const std::vector<ImportedList>& lists)
{
    auto& s = connection.statement("INSERT OR REPLACE INTO import_list (run_id, name, playlist_id, "
                                   "fingerprint, former) VALUES (?, ?, ?, ?, ?)");
    for (const ImportedList& list : lists) {
        s.reset();
        s.bind(1, run);
        s.bind(2, list.name);
        s.bind(3, list.playlist.value);
        s.bind(4, list.fingerprint);
        if (list.former)
            s.bind(5, entriesText(*list.former));
        else
            s.bind(5);
        s.exec();
    }
}

void noteRatings(
    db::Connection& connection, std::int64_t run, std::span<const RatingEventId> events)
{
    auto& s = connection.statement("INSERT INTO import_rating (run_id, event_id) VALUES (?, ?)");
    for (const RatingEventId event : events) {
        s.reset();
        s.bind(1, run);
        s.bind(2, event.value);
        s.exec();
    }
}

std::vector<ImportedList> readLists(
    db::Connection& connection, ListenerId listener, ImportSource source)
{
    std::vector<ImportedList> lists;
    std::set<std::string> names;
    auto& s = connection.statement(
        "SELECT l.name, l.playlist_id, l.fingerprint, NULL FROM import_list l JOIN import_run r ON "
        "r.id = l.run_id WHERE r.listener_id = ? AND r.source = ? AND r.undone_at IS NULL ORDER BY "
        "r.id DESC");
    s.bind(1, listener.value);
    s.bind(2, keyText(source));
    while (s.executeStep()) {
        ImportedList list = listFrom(s);
        if (names.insert(list.name).second)
            lists.push_back(std::move(list));
    }
    return lists;
}

std::vector<ImportedList> listsOf(db::Connection& connection, std::int64_t run)
{
    std::vector<ImportedList> lists;
    auto& s = connection.statement(
        "SELECT name, playlist_id, fingerprint, former FROM import_list WHERE run_id = ?");
    s.bind(1, run);
    while (s.executeStep())
        lists.push_back(listFrom(s));
    return lists;
}

std::vector<RatingEventId> ratingsOf(db::Connection& connection, std::int64_t run)
{
    std::vector<RatingEventId> events;
    auto& s = connection.statement("SELECT event_id FROM import_rating WHERE run_id = ?");
    s.bind(1, run);
    while (s.executeStep())
        events.push_back({s.getColumn(0).getInt64()});
    return events;
}

std::vector<ImportRun> readRuns(db::Connection& connection, ListenerId listener)
{
    std::vector<ImportRun> runs;
    std::unordered_map<std::string, int> seen;
    std::unordered_set<std::string> taken;
    auto& s = connection.statement(
        "SELECT r.id, source, files, at, tracks, lists, undone_at IS NOT NULL, figures, plays, "
        "listener_id, l.name FROM import_run r JOIN listener l ON l.id = listener_id WHERE "
        "listener_id = ? OR plays > 0 ORDER BY r.id DESC");
    s.bind(1, listener.value);
    while (s.executeStep()) {
        const std::string key = s.getColumn(1).getString();
        const auto source = importSourceFromKey(key);
        if (!source)
            continue;
        ImportRun run;
        run.id = s.getColumn(0).getInt64();
        run.source = *source;
        run.files = s.getColumn(2).getString();
        run.at = s.getColumn(3).getInt64();
        run.tracks = s.getColumn(4).getInt64();
        run.lists = s.getColumn(5).getInt64();
        run.undone = s.getColumn(6).getInt() != 0;
        run.figures = s.getColumn(7).getInt() != 0;
        run.plays = s.getColumn(8).getInt64();
        run.listener = {s.getColumn(9).getInt64()};
        if (run.listener != listener)
            run.listenerName = s.getColumn(10).getString();
        if (isHistory(*source)) {
            run.canUndo = !run.undone; // its plays are its own
        } else {
            const bool isKept = ++seen[key] <= keptRuns;
            run.canUndo = !run.undone && isKept && taken.insert(key).second;
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

void undo(db::Connection& connection, ListenerId listener, const ImportRun& run, UtcMs now)
{
    const std::string source = keyText(run.source);
    if (run.figures) {
        auto& clear = connection.statement(
            "DELETE FROM imported_total WHERE listener_id = ? AND source = ?");
        clear.bind(1, listener.value);
        clear.bind(2, source);
        clear.exec();
        auto& back = connection.statement(
            "INSERT INTO imported_total (listener_id, track_id, source, rating, plays, skips, "
            "first_played, last_played, imported_at) SELECT ?1, track_id, ?2, rating, plays, "
            "skips, "
            "first_played, last_played, imported_at FROM import_former_total WHERE run_id = ?3");
        back.bind(1, listener.value);
        back.bind(2, source);
        back.bind(3, run.id);
        back.exec();
        runFor(connection,
            "UPDATE track SET added_at = d.added_at FROM import_former_date d WHERE d.run_id = ? "
            "AND "
            "d.track_id = track.id",
            run.id);
    }
    if (isHistory(run.source))
        removePlays(connection, run.id);
    auto& mark = connection.statement("UPDATE import_run SET undone_at = ? WHERE id = ?");
    mark.bind(1, now);
    mark.bind(2, run.id);
    mark.exec();
}

} // namespace imports

} // namespace segue
