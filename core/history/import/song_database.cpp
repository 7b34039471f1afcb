#include "core/history/import/song_database.h"

#include "core/history/import/xml_source.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <unordered_map>

namespace segue::songdatabase {

namespace {

constexpr std::string_view magic("SQLite format 3\0", 16);
constexpr int busyTimeoutMs = 5000;
constexpr int longestValue = 16 << 20;
constexpr int stepsBetweenLooks = 1000, mostLooks = 1'000'000; // a minute or so

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct CloseStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// A query stepped through; `ok` says at the end whether all went well.
class Rows {
public:
    Rows(sqlite3* database, const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        ok_ = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK;
        statement_.reset(statement);
    }
    bool next()
    {
        if (!ok_ || !statement_)
            return false;
        const int code = sqlite3_step(statement_.get());
        ok_ = code == SQLITE_ROW || code == SQLITE_DONE;
        return code == SQLITE_ROW;
    }
    bool ok() const { return ok_; }
    std::string text(int column) const
    {
        const auto* bytes
            = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
        const int size = sqlite3_column_bytes(statement_.get(), column);
        return bytes
            ? std::string(bytes, std::min(static_cast<std::size_t>(size), longestSourceText))
            : std::string();
    }
    std::int64_t integer(int column) const
    {
        return sqlite3_column_int64(statement_.get(), column);
    }
    double real(int column) const
    {
        const double value = sqlite3_column_double(statement_.get(), column);
        return std::isfinite(value) ? value : 0;
    }

private:
    std::unique_ptr<sqlite3_stmt, CloseStatement> statement_;
    bool ok_ = false;
};

/// UTF-8 that can be shown, whatever the column held.
std::string cleanText(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .trimmed()
        .toStdString();
}

/// The columns of a real table; none for views, which a hostile file could make expensive.
std::set<std::string> columnsOf(sqlite3* database, const std::string& table)
{
    std::set<std::string> columns;
    Rows known(database,
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + table
            + "' AND sql NOT LIKE 'CREATE VIRTUAL%'");
    if (!known.next())
        return columns;
    Rows rows(database, "SELECT name FROM pragma_table_info('" + table + "')");
    while (rows.next())
        columns.insert(rows.text(0));
    return columns;
}

/// The first of `names` that is there, else NULL; for SQL.
std::string either(const std::set<std::string>& columns, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        if (columns.contains(name))
            return name;
    }
    return "NULL";
}

/// Nanoseconds today, milliseconds or seconds in old versions: no song is as long, or as short.
std::int64_t milliseconds(std::int64_t length)
{
    constexpr std::int64_t fewNanoseconds = 100'000'000, fewMilliseconds = 200'000;
    if (length >= fewNanoseconds)
        return std::min<std::int64_t>(length / 1'000'000, INT32_MAX);
    return length >= fewMilliseconds ? length
                                     : std::clamp<std::int64_t>(length, 0, 1'000'000) * msPerSecond;
}

/// What tracks and entries of lists share, as a list of columns from `offset` on.
std::string trackColumns(const std::set<std::string>& columns)
{
    std::string sql = either(columns, {"url", "filename"});
    for (const char* name : {"title", "artist", "albumartist", "album"})
        sql += ", " + either(columns, {name});
    return sql + ", " + either(columns, {"length", "length_nanosec"});
}

SourceTrack trackFrom(const Rows& rows, int offset)
{
    SourceTrack track;
    track.path = pathFromAddress(rows.text(offset));
    track.title = cleanText(rows.text(offset + 1));
    track.artist = cleanText(rows.text(offset + 2));
    track.albumArtist = cleanText(rows.text(offset + 3));
    track.album = cleanText(rows.text(offset + 4));
    track.durationMs = milliseconds(rows.integer(offset + 5));
    return track;
}

struct Reading {
    sqlite3* database;
    SourceLibrary library;
    std::unordered_map<std::int64_t, std::uint32_t> byRow;
    std::size_t entries = 0;
};

bool readSongs(Reading& reading, const std::set<std::string>& columns)
{
    const auto column = [&](const char* name) { return ", " + either(columns, {name}); };
    Rows rows(reading.database,
        "SELECT rowid, " + trackColumns(columns) + column("rating") + column("playcount")
            + column("skipcount") + column("lastplayed") + column("ctime") + " FROM songs");
    while (rows.next()) {
        SourceTrack track = trackFrom(rows, 1);
        track.rating = ratingFromShare(rows.real(7));
        track.plays = countFrom(rows.integer(8));
        track.skips = countFrom(rows.integer(9));
        track.lastPlayed = timeFromSeconds(rows.integer(10));
        track.addedAt = timeFromSeconds(rows.integer(11));
        const std::int64_t row = rows.integer(0);
        if (track.path.empty() && track.title.empty())
            continue;
        reading.byRow[row] = reading.library.add(std::move(track));
        if (reading.library.tracks.size() > mostSourceTracks)
            return false;
    }
    return rows.ok();
}

/// Entries of one list, in its order; those that are no songs of the library by their own columns.
bool readEntries(Reading& reading, const std::set<std::string>& columns, std::int64_t list,
    std::vector<std::uint32_t>& entries)
{
    Rows rows(reading.database,
        "SELECT " + either(columns, {"collection_id", "library_id"}) + ", " + trackColumns(columns)
            + " FROM playlist_items WHERE playlist = " + std::to_string(list) + " ORDER BY rowid");
    while (rows.next()) {
        if (++reading.entries > mostSourceEntries)
            return false;
        if (const auto found = reading.byRow.find(rows.integer(0)); found != reading.byRow.end()) {
            entries.push_back(found->second);
            continue;
        }
        SourceTrack track = trackFrom(rows, 1);
        if (!track.path.empty() || !track.title.empty())
            entries.push_back(reading.library.add(std::move(track)));
    }
    return rows.ok();
}

bool readLists(Reading& reading)
{
    const std::set<std::string> lists = columnsOf(reading.database, "playlists");
    const std::set<std::string> items = columnsOf(reading.database, "playlist_items");
    if (!lists.contains("name") || !items.contains("playlist"))
        return true; // the first versions had none
    Rows rows(reading.database,
        "SELECT rowid, name, " + either(lists, {"dynamic_playlist_type"})
            + " FROM playlists ORDER BY "
            + (lists.contains("ui_order") ? "ui_order, rowid" : "rowid"));
    std::size_t dynamic = 0;
    while (rows.next()) {
        SourceList list;
        list.name = cleanText(rows.text(1));
        if (rows.integer(2) > 0) {
            ++dynamic;
            continue;
        }
        if (!readEntries(reading, items, rows.integer(0), list.tracks))
            return false;
        if (!list.tracks.empty())
            reading.library.lists.push_back(std::move(list));
    }
    if (dynamic > 0) {
        reading.library.notes.push_back(std::to_string(dynamic)
            + " dynamic playlists are left out: they are rules, not lists. A smart playlist of "
              "Segue "
              "does the same.");
    }
    return rows.ok();
}

Error sqliteError(sqlite3* database)
{
    const int code = sqlite3_errcode(database);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return Error{"is being written at the moment. Try again, or close the player first."};
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
        return Error{
            "is damaged, or no database. Open it with its player once, or choose a backup."};
    return Error{std::string("could not be read: ") + sqlite3_errmsg(database)
        + ". Check its permissions, or copy it elsewhere and choose the copy."};
}

/// A database in write-ahead mode is changed beside it even by readers, except as "immutable":
/// which it is as long as no player has it open, and then there is no log.
bool isImmutable(const std::string& path, std::string_view head)
{
    std::error_code error;
    return head.size() > 18 && head[18] == 2 && !std::filesystem::exists(path + "-wal", error);
}

std::string uriOf(const std::string& path, bool immutable)
{
    const QByteArray encoded
        = QByteArray(path.data(), static_cast<qsizetype>(path.size())).toPercentEncoding("/");
    return "file:" + encoded.toStdString() + (immutable ? "?mode=ro&immutable=1" : "?mode=ro");
}

} // namespace

bool isDatabase(std::string_view head)
{
    return head.starts_with(magic);
}

Result<SourceLibrary> read(sqlite3* database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longestValue);
    sqlite3_exec(
        database, "PRAGMA query_only = ON; PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
    int looks = 0;
    sqlite3_progress_handler(
        database, stepsBetweenLooks,
        [](void* count) { return ++*static_cast<int*>(count) > mostLooks ? 1 : 0; }, &looks);
    struct NoHandler {
        sqlite3* database;
        ~NoHandler() { sqlite3_progress_handler(database, 0, nullptr, nullptr); }
    } noHandler{database};

    // One transaction: songs and lists of the same moment.
    if (sqlite3_exec(database, "BEGIN", nullptr, nullptr, nullptr) != SQLITE_OK)
        return sqliteError(database);
    const std::set<std::string> songs = columnsOf(database, "songs");
    if (const int code = sqlite3_errcode(database);
        songs.empty() && code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        return sqliteError(database);
    const bool hasPlace = songs.contains("url") || songs.contains("filename");
    if (!hasPlace || !songs.contains("title") || !songs.contains("playcount")) {
        return Error{"is a database, but not of Strawberry or Clementine (it has no table of songs "
                     "with play counts). Choose strawberry.db or clementine.db."};
    }
    Reading reading{database, {}, {}, 0};
    // Columns that only Clementine has; Strawberry dropped them at its start.
    reading.library.source = songs.contains("score") || songs.contains("sampler")
        ? ImportSource::clementine
        : ImportSource::strawberry;
    if (!readSongs(reading, songs) || !readLists(reading)) {
        const int code = sqlite3_errcode(database);
        if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
            return Error{"has more songs or entries than any library: it is something else."};
        return sqliteError(database);
    }
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    return std::move(reading.library);
}

Result<SourceLibrary> read(const std::string& path)
{
    std::string head(100, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (!isDatabase(head))
        return Error{"is damaged, or no database. Choose strawberry.db or clementine.db."};
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(uriOf(path, isImmutable(path, head)).c_str(), &opened,
        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
        nullptr);
    const Database database(opened);
    if (code != SQLITE_OK)
        return opened ? sqliteError(opened) : Error{"could not be opened."};
    sqlite3_busy_timeout(opened, busyTimeoutMs);
    return read(opened);
}

} // namespace segue::songdatabase
