#include "tests/bench/scan_floor.h"

#include "core/library/tags/audio_format.h"
#include "tests/bench/bench_report.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <taglib/fileref.h>
#include <taglib/tag.h>
#include <taglib/tpropertymap.h>

#include <atomic>
#include <filesystem>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace segue::bench {

namespace {

struct Row {
    std::string path, title, artist, album, albumArtist, genre;
    std::int64_t size = 0, mtime = 0;
    int year = 0, track = 0, ms = 0, kbps = 0, rate = 0, channels = 0;
};

std::vector<Row> walk(const std::string& folder)
{
    std::vector<Row> rows;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || !tags::hasAudioExtension(entry.path().filename().string()))
            continue;
        Row row;
        row.path = entry.path().string();
        struct stat info { };
        ::stat(row.path.c_str(), &info);
        row.size = info.st_size;
        row.mtime = info.st_mtime;
        rows.push_back(std::move(row));
    }
    return rows;
}

void read(Row& row)
{
    const TagLib::FileRef file(row.path.c_str(), true, TagLib::AudioProperties::Average);
    if (file.isNull() || !file.tag())
        return;
    const TagLib::Tag& tag = *file.tag();
    row.title = tag.title().to8Bit(true);
    row.artist = tag.artist().to8Bit(true);
    row.album = tag.album().to8Bit(true);
    row.genre = tag.genre().to8Bit(true);
    row.year = static_cast<int>(tag.year());
    row.track = static_cast<int>(tag.track());
    const TagLib::PropertyMap properties = file.file()->properties();
    if (const auto found = properties.find("ALBUMARTIST");
        found != properties.end() && !found->second.isEmpty())
        row.albumArtist = found->second.front().to8Bit(true);
    if (const auto* audio = file.audioProperties()) {
        row.ms = audio->lengthInMilliseconds();
        row.kbps = audio->bitrate();
        row.rate = audio->sampleRate();
        row.channels = audio->channels();
    }
}

void insert(const std::vector<Row>& rows, const std::string& path)
{
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec(
        "CREATE TABLE track (id INTEGER PRIMARY KEY, path TEXT UNIQUE, title TEXT, artist "
        "TEXT, album TEXT, album_artist TEXT, genre TEXT, year INT, track INT, ms INT, "
        "kbps INT, rate INT, channels INT, size INT, mtime INT)");
    database.exec("CREATE INDEX by_artist ON track(artist)");
    database.exec("CREATE INDEX by_album ON track(album_artist, album)");
    SQLite::Transaction transaction(database);
    SQLite::Statement s(
        database, "INSERT INTO track VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Row& row : rows) {
        int at = 0;
        for (const std::string* text :
            {&row.path, &row.title, &row.artist, &row.album, &row.albumArtist, &row.genre})
            s.bindNoCopy(++at, *text);
        for (const std::int64_t number : {std::int64_t{row.year}, std::int64_t{row.track},
                 std::int64_t{row.ms}, std::int64_t{row.kbps}, std::int64_t{row.rate},
                 std::int64_t{row.channels}, row.size, row.mtime})
            s.bind(++at, number);
        s.exec();
        s.reset();
    }
    transaction.commit();
}

} // namespace

Floor bareScan(const std::string& folder, int threads, const std::string& database)
{
    Floor floor;
    Stopwatch watch;
    std::vector<Row> rows = walk(folder);
    floor.files = rows.size();
    floor.walkSeconds = watch.seconds();
    watch.restart();
    std::atomic<std::size_t> next = 0;
    {
        const auto work = [&] {
            for (std::size_t i; (i = next.fetch_add(1)) < rows.size();)
                read(rows[i]);
        };
        std::vector<std::jthread> pool;
        for (int i = 1; i < threads; ++i)
            pool.emplace_back(work);
        work();
    }
    floor.readSeconds = watch.seconds();
    watch.restart();
    insert(rows, database);
    floor.sqliteSeconds = watch.seconds();
    return floor;
}

double bareWalk(const std::string& folder)
{
    const Stopwatch watch;
    walk(folder);
    return watch.seconds();
}

} // namespace segue::bench
