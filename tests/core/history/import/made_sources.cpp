#include "tests/core/history/import/made_sources.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <sqlite3.h>

#include <bit>
#include <cmath>
#include <map>
#include <stdexcept>

namespace segue::test {

namespace {

void exec(sqlite3* database, const std::string& sql)
{
    char* error = nullptr;
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error) != SQLITE_OK) {
        const std::string message = error ? error : "?";
        sqlite3_free(error);
        throw std::runtime_error(message + " in " + sql);
    }
}

std::string quoted(const std::string& text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

std::string xml(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped().toStdString();
}

std::string element(const char* name, const std::string& text)
{
    return std::string("    <") + name + ">" + text + "</" + name + ">\n";
}

} // namespace

std::string fileUrl(const std::string& path)
{
    return "file://"
        + QByteArray::fromStdString(path).toPercentEncoding("/!$&'()*+,;=:@").toStdString();
}

void makeSongDatabase(sqlite3* database, Schema schema, const std::vector<MadeSong>& songs,
    const std::vector<MadeList>& lists)
{
    const bool strawberry = schema == Schema::strawberry20;
    const bool first = schema == Schema::clementine1;
    exec(database, "CREATE TABLE schema_version (version INTEGER NOT NULL)");
    exec(database,
        std::string("INSERT INTO schema_version VALUES (")
            + (strawberry   ? "20"
                    : first ? "1"
                            : "50")
            + ")");
    const std::string common
        = "title TEXT, album TEXT, artist TEXT, albumartist TEXT, track INTEGER, "
          "disc INTEGER, year INTEGER, genre TEXT, comment TEXT, bitrate INTEGER, "
          "samplerate INTEGER, mtime INTEGER NOT NULL DEFAULT -1, ctime INTEGER "
          "NOT NULL DEFAULT -1, filesize INTEGER NOT NULL DEFAULT -1, ";
    if (strawberry) {
        exec(database,
            "CREATE TABLE songs (" + common
                + "artist_id TEXT, beginning INTEGER NOT NULL DEFAULT 0, length INTEGER NOT NULL "
                  "DEFAULT 0, source INTEGER NOT NULL DEFAULT 0, directory_id INTEGER NOT NULL "
                  "DEFAULT "
                  "-1, url TEXT NOT NULL, unavailable INTEGER DEFAULT 0, playcount INTEGER NOT "
                  "NULL "
                  "DEFAULT 0, skipcount INTEGER NOT NULL DEFAULT 0, lastplayed INTEGER NOT NULL "
                  "DEFAULT "
                  "-1, lastseen INTEGER NOT NULL DEFAULT -1, rating INTEGER DEFAULT -1)");
    } else {
        exec(database,
            "CREATE TABLE songs (" + common
                + "directory INTEGER NOT NULL DEFAULT 1, filename TEXT NOT NULL, length INTEGER, "
                  "sampler "
                  "INTEGER NOT NULL DEFAULT 0, playcount INTEGER NOT NULL DEFAULT 0, lastplayed "
                  "INTEGER, "
                  "rating INTEGER"
                + (first ? ")"
                         : ", skipcount INTEGER NOT NULL DEFAULT 0, score INTEGER NOT NULL DEFAULT "
                           "0, "
                           "beginning NOT NULL DEFAULT 0, cue_path TEXT, unavailable INTEGER "
                           "DEFAULT 0)"));
    }
    for (const MadeSong& song : songs) {
        const std::string place = first ? song.path : fileUrl(song.path);
        const std::string length
            = std::to_string(first ? std::int64_t{song.seconds} : song.seconds * 1'000'000'000LL);
        exec(database,
            "INSERT INTO songs (title, artist, album, length, "
                + std::string(strawberry ? "url" : "filename") + ", rating, playcount, "
                + (first ? "" : "skipcount, ") + "lastplayed, ctime) VALUES (" + quoted(song.title)
                + ", " + quoted(song.artist) + ", " + quoted(song.album) + ", " + length + ", "
                + quoted(place) + ", " + std::to_string(song.rating) + ", "
                + std::to_string(song.plays) + ", "
                + (first ? "" : std::to_string(song.skips) + ", ") + std::to_string(song.lastPlayed)
                + ", " + std::to_string(song.added) + ")");
    }
    if (first)
        return;
    exec(database,
        std::string(
            "CREATE TABLE playlists (name TEXT NOT NULL, last_played INTEGER NOT NULL DEFAULT -1, "
            "ui_order INTEGER NOT NULL DEFAULT 0, special_type TEXT, ui_path TEXT, is_favorite "
            "INTEGER NOT NULL DEFAULT 0, dynamic_playlist_type INTEGER, dynamic_playlist_backend "
            "TEXT, dynamic_playlist_data BLOB)"));
    exec(database,
        std::string("CREATE TABLE playlist_items (playlist INTEGER NOT NULL, type ")
            + (strawberry ? "INTEGER NOT NULL DEFAULT 0, collection_id INTEGER, url TEXT NOT NULL"
                          : "TEXT NOT NULL, library_id INTEGER, url TEXT, filename TEXT")
            + ", title TEXT, album TEXT, artist TEXT, albumartist TEXT, length INTEGER)");
    int id = 0;
    for (const MadeList& list : lists) {
        ++id;
        exec(database,
            "INSERT INTO playlists (name, ui_order, dynamic_playlist_type) VALUES ("
                + quoted(list.name) + ", " + std::to_string(id) + ", "
                + (list.automatic ? "1" : "NULL") + ")");
        for (const std::size_t song : list.songs) {
            const std::string row = std::to_string(song + 1);
            exec(database,
                strawberry
                    ? "INSERT INTO playlist_items (playlist, type, collection_id, url) VALUES ("
                        + std::to_string(id) + ", 2, " + row + ", "
                        + quoted(fileUrl(songs[song].path)) + ")"
                    : "INSERT INTO playlist_items (playlist, type, library_id) VALUES ("
                        + std::to_string(id) + ", 'Library', " + row + ")");
        }
    }
}

void makeSongDatabase(const std::string& path, Schema schema, const std::vector<MadeSong>& songs,
    const std::vector<MadeList>& lists)
{
    sqlite3* database = nullptr;
    sqlite3_open(path.c_str(), &database);
    makeSongDatabase(database, schema, songs, lists);
    sqlite3_close(database);
}

std::string rhythmdb(const std::vector<MadeSong>& songs)
{
    std::string out = "<?xml version=\"1.0\" standalone=\"yes\"?>\n<rhythmdb version=\"2.0\">\n"
                      "  <entry type=\"iradio\">\n    <title>Radio</title>\n"
                      "    <location>http://radio.example/stream</location>\n  </entry>\n";
    for (const MadeSong& song : songs) {
        out += "  <entry type=\"song\">\n" + element("title", xml(song.title))
            + element("genre", "Rock") + element("artist", xml(song.artist))
            + element("album", xml(song.album)) + element("track-number", "1")
            + element("duration", std::to_string(song.seconds))
            + element("location", xml(fileUrl(song.path))) + element("mountpoint", "file:///")
            + element("first-seen", std::to_string(song.added));
        if (song.lastPlayed > 0)
            out += element("last-played", std::to_string(song.lastPlayed));
        if (song.plays > 0)
            out += element("play-count", std::to_string(song.plays));
        if (song.rating > 0)
            out += element("rating", std::to_string(std::lround(song.rating * 5)));
        out += element("media-type", "audio/mpeg") + "  </entry>\n";
    }
    return out + "</rhythmdb>\n";
}

std::string rhythmboxPlaylists(
    const std::vector<MadeSong>& songs, const std::vector<MadeList>& lists)
{
    std::string out = "<?xml version=\"1.0\"?>\n<rhythmdb-playlists>\n";
    for (const MadeList& list : lists) {
        out += "  <playlist name=\"" + xml(list.name) + "\" show-browser=\"false\" type=\""
            + (list.automatic ? "automatic\">\n    <conjunction><equals "
                                "prop=\"type\">song</equals></conjunction>\n"
                              : "static\">\n");
        for (const std::size_t song : list.automatic ? std::vector<std::size_t>() : list.songs)
            out += element("location", xml(fileUrl(songs[song].path)));
        out += "  </playlist>\n";
    }
    return out + "  <playlist name=\"Play Queue\" type=\"queue\"/>\n</rhythmdb-playlists>\n";
}

namespace {

/// Opcodes of protocol 2 as Python 3's pickler writes them.
class Pickler {
public:
    Pickler() { out_ = std::string("\x80\x02", 2); }
    void op(char code) { out_ += code; }
    void raw(const std::string& bytes) { out_ += bytes; }
    void little(std::uint64_t value, int bytes)
    {
        for (int i = 0; i < bytes; ++i)
            out_ += static_cast<char>(value >> 8 * i);
    }
    void memo()
    {
        if (next_ < 256) {
            op('q');
            little(next_, 1);
        } else {
            op('r');
            little(next_, 4);
        }
        ++next_;
    }
    void text(const std::string& utf8)
    {
        op('X');
        little(utf8.size(), 4);
        raw(utf8);
        memo();
    }
    void get(std::uint64_t place)
    {
        op(place < 256 ? 'h' : 'j');
        little(place, place < 256 ? 1 : 4);
    }
    /// bytes of ASCII: `_codecs.encode(text, 'latin1')`.
    void bytes(const std::string& ascii)
    {
        if (const auto known = bytes_.find(ascii); known != bytes_.end())
            return get(known->second);
        if (encode_ == 0) {
            raw("c_codecs\nencode\n");
            encode_ = next_;
            memo();
        } else {
            get(encode_);
        }
        std::string utf8; // each byte as the character of that number
        for (const char c : ascii)
            utf8 += static_cast<unsigned char>(c) < 0x80
                ? std::string(1, c)
                : std::string{static_cast<char>(0xC0 | static_cast<unsigned char>(c) >> 6),
                    static_cast<char>(0x80 | (c & 0x3F))};
        text(utf8);
        if (latin1_ == 0) {
            latin1_ = next_;
            text("latin1");
        } else {
            get(latin1_);
        }
        op('\x86');
        memo();
        op('R');
        bytes_[ascii] = next_;
        memo();
    }
    void integer(std::int64_t value)
    {
        op('J');
        little(static_cast<std::uint64_t>(value), 4);
    }
    void real(double value)
    {
        op('G');
        const auto bits = std::bit_cast<std::uint64_t>(value);
        for (int i = 7; i >= 0; --i)
            out_ += static_cast<char>(bits >> 8 * i);
    }
    std::uint64_t next() const { return next_; }
    std::string take() { return out_ + '.'; }

private:
    std::string out_;
    std::uint64_t next_ = 0, encode_ = 0, latin1_ = 0;
    std::map<std::string, std::uint64_t> bytes_;
};

} // namespace

std::string quodLibetSongs(const std::vector<MadeSong>& songs)
{
    Pickler p;
    p.op(']');
    p.memo();
    p.op('(');
    std::uint64_t type = 0;
    for (const MadeSong& song : songs) {
        if (type == 0) {
            p.raw("cquodlibet.formats.mp3\nMP3File\n");
            type = p.next();
            p.memo();
        } else {
            p.get(type);
        }
        p.op(')');
        p.op('\x81');
        p.memo();
        p.op('(');
        p.bytes("~filename");
        p.bytes(song.path);
        for (const auto& [key, value] : {std::pair("title", &song.title),
                 std::pair("artist", &song.artist), std::pair("album", &song.album)}) {
            p.bytes(key);
            p.text(*value);
        }
        p.bytes("~#length");
        p.real(song.seconds);
        p.bytes("~#playcount");
        p.integer(song.plays);
        p.bytes("~#skipcount");
        p.integer(song.skips);
        p.bytes("~#lastplayed");
        p.integer(std::max<std::int64_t>(song.lastPlayed, 0));
        p.bytes("~#added");
        p.integer(song.added);
        if (song.rating >= 0) {
            p.bytes("~#rating");
            p.real(song.rating);
        }
        p.op('u');
    }
    p.op('e');
    return p.take();
}

std::string foobarStatistics(const std::vector<MadeSong>& songs, bool windows)
{
    const auto ticks = [](std::int64_t seconds) {
        return std::to_string((seconds + 11'644'473'600) * 10'000'000);
    };
    std::string out = "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PlaybackStatistics "
                      "Version=\"3.0\" "
                      "Mapping=\"C653739F-14B3-4EF2-819B-A3E2883230AE\">\n";
    int id = 0;
    for (const MadeSong& song : songs) {
        std::string path = song.path;
        if (windows) {
            path = "C:\\Music" + path;
            for (char& c : path)
                c = c == '/' ? '\\' : c;
        }
        out += "  <Entry ID=\"" + std::to_string(++id) + "fed92825ecb76d\" Count=\""
            + std::to_string(song.plays) + "\"";
        if (song.lastPlayed > 0)
            out += " FirstPlayed=\"" + ticks(song.lastPlayed - 86400) + "\" LastPlayed=\""
                + ticks(song.lastPlayed) + "\" LastPlayedFriendly=\"2014-05-13 16:53:20\"";
        out += " Added=\"" + ticks(song.added) + "\"";
        if (song.rating > 0)
            out += " Rating=\"" + std::to_string(std::lround(song.rating * 255))
                + "\" RatingFriendly=\"" + std::to_string(std::lround(song.rating * 5)) + "\"";
        out += " >\n<Item Path=\"" + xml(path) + "\"></Item>  </Entry>\n";
    }
    return out + "</PlaybackStatistics>\n";
}

std::string itunesLibrary(const std::vector<MadeSong>& songs, const std::vector<MadeList>& lists,
    const std::string& urlPrefix)
{
    const auto date = [](std::int64_t seconds) {
        return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate).toStdString();
    };
    const auto pair = [](const char* key, const char* type, const std::string& value) {
        return std::string("\t\t\t<key>") + key + "</key><" + type + ">" + value + "</" + type
            + ">\n";
    };
    std::string out
        = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple "
          "Computer//DTD "
          "PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist "
          "version=\"1.0\">\n<dict>\n\t<key>Major Version</key><integer>1</integer>\n\t<key>Music "
          "Folder</key><string>file:///Users/me/Music/</string>\n\t<key>Tracks</key>\n\t<dict>\n";
    int id = 1000;
    for (const MadeSong& song : songs) {
        const std::string number = std::to_string(id++);
        out += "\t\t<key>" + number + "</key>\n\t\t<dict>\n" + pair("Track ID", "integer", number)
            + pair("Name", "string", xml(song.title)) + pair("Artist", "string", xml(song.artist))
            + pair("Album", "string", xml(song.album))
            + pair("Total Time", "integer", std::to_string(song.seconds * 1000))
            + pair("Date Added", "date", date(song.added));
        if (song.plays > 0)
            out += pair("Play Count", "integer", std::to_string(song.plays));
        if (song.lastPlayed > 0)
            out += pair("Play Date", "integer", "3284644155")
                + pair("Play Date UTC", "date", date(song.lastPlayed));
        if (song.skips > 0)
            out += pair("Skip Count", "integer", std::to_string(song.skips));
        if (song.rating > 0)
            out += pair("Rating", "integer", std::to_string(std::lround(song.rating * 100)))
                + pair("Album Rating", "integer", "80")
                + "\t\t\t<key>Album Rating Computed</key><true/>\n";
        out += pair("Track Type", "string", "File")
            + pair("Location", "string", xml(urlPrefix + fileUrl(song.path).substr(7)))
            + "\t\t</dict>\n";
    }
    out += "\t</dict>\n\t<key>Playlists</key>\n\t<array>\n";
    int list = 0;
    for (const MadeList& made : lists) {
        out += "\t\t<dict>\n" + pair("Name", "string", xml(made.name))
            + pair("Playlist ID", "integer", std::to_string(5000 + list++));
        if (made.automatic)
            out += pair("Smart Info", "data", "AQEAAwAAAAIAAAAZAAAAAAAAAAcAAAAA")
                + pair("Smart Criteria", "data", "U0xzdAABAAEAAAADAAAAAA");
        out += "\t\t\t<key>Playlist Items</key>\n\t\t\t<array>\n";
        for (const std::size_t song : made.songs)
            out += "\t\t\t\t<dict>\n\t\t\t\t\t<key>Track ID</key><integer>"
                + std::to_string(1000 + song) + "</integer>\n\t\t\t\t</dict>\n";
        out += "\t\t\t</array>\n\t\t</dict>\n";
    }
    return out + "\t</array>\n</dict>\n</plist>\n";
}

} // namespace segue::test
