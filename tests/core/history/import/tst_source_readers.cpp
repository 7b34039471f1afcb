#include "core/history/import/song_database.h"
#include "core/history/import/source_reader.h"
#include "tests/core/history/import/made_sources.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <cmath>
#include <filesystem>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;

namespace {

constexpr std::int64_t played = 1'400'000'000, added = 1'300'000'000;

const std::vector<MadeSong>& songs()
{
    static const std::vector<MadeSong> made{
        {"/music/A & B/one #1 100%.mp3", "One & <Only>", "Björk", "Début", 200, .8, 12, 3, played,
            added},
        {"/music/C/two.mp3", "Two", "B", "Y", 100, -1, 0, 0, -1, added},
        {"/music/C/drei é.mp3", "Drei", "C", "Z", 50, 1, 1, 0, played + 5, added},
    };
    return made;
}

const std::vector<MadeList>& lists()
{
    static const std::vector<MadeList> made{
        {"Late", {2, 0, 2}}, {"Rules", {0}, true}, {"Ünder", {1}}};
    return made;
}

struct Folder {
    QTemporaryDir dir;
    std::string write(const char* name, const std::string& bytes)
    {
        const QString path = dir.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(bytes)) < 0)
            qFatal("cannot write");
        return path.toStdString();
    }
    std::string path(const char* name) const
    {
        return dir.filePath(QString::fromUtf8(name)).toStdString();
    }
};

/// The songs as every source should give them.
void compareSongs(const SourceLibrary& library, bool hasSkips = true)
{
    QCOMPARE(library.tracks.size(), songs().size());
    for (std::size_t i = 0; i < songs().size(); ++i) {
        const MadeSong& want = songs()[i];
        const SourceTrack& got = library.tracks[i];
        QCOMPARE(got.path, want.path);
        QCOMPARE(got.title, want.title);
        QCOMPARE(got.artist, want.artist);
        QCOMPARE(got.album, want.album);
        QCOMPARE(got.durationMs, std::int64_t{want.seconds} * 1000);
        QCOMPARE(got.rating.value_or(0),
            want.rating < 0 ? 0 : static_cast<int>(std::lround(want.rating * 10)));
        QCOMPARE(got.plays, std::int64_t{want.plays});
        QCOMPARE(got.skips, std::int64_t{hasSkips ? want.skips : 0});
        QCOMPARE(got.lastPlayed, want.lastPlayed < 0 ? 0 : want.lastPlayed * 1000);
        QCOMPARE(got.addedAt, want.added * 1000);
    }
}

void compareLists(const SourceLibrary& library)
{
    QCOMPARE(library.lists.size(), std::size_t{2});
    QCOMPARE(library.lists[0].name, std::string("Late"));
    QCOMPARE(library.lists[0].tracks, (std::vector<std::uint32_t>{2, 0, 2}));
    QCOMPARE(library.lists[1].name, std::string("Ünder"));
    QCOMPARE(library.lists[1].tracks, (std::vector<std::uint32_t>{1}));
}

std::string errorOf(const std::string& path, std::optional<ImportSource> from = {})
{
    const auto read = readSource({path}, from);
    return read ? "none" : read.error().message;
}

/// The error names the file and says more than that.
void compareError(const std::string& error, const std::string& path, const char* says)
{
    QVERIFY2(error.find(path) != std::string::npos, error.c_str());
    QVERIFY2(error.find(says) != std::string::npos, error.c_str());
}

} // namespace

class TestSourceReaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strawberryAndClementineOfAllVersions_data()
    {
        QTest::addColumn<int>("schema");
        QTest::newRow("Strawberry 20") << int(Schema::strawberry20);
        QTest::newRow("Clementine 50") << int(Schema::clementine50);
        QTest::newRow("Clementine 1") << int(Schema::clementine1);
    }
    void strawberryAndClementineOfAllVersions()
    {
        QFETCH(int, schema);
        Folder folder;
        const std::string path = folder.path("player.db");
        makeSongDatabase(path, Schema(schema), songs(), lists());
        const auto library = readSource({path}, {});
        QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
        QCOMPARE(library->source,
            Schema(schema) == Schema::strawberry20 ? ImportSource::strawberry
                                                   : ImportSource::clementine);
        compareSongs(*library, Schema(schema) != Schema::clementine1);
        if (Schema(schema) == Schema::clementine1)
            return;
        compareLists(*library);
        QCOMPARE(library->notes.size(), std::size_t{1}); // the dynamic list
    }

    void aDatabaseInUseIsReadAndNothingIsWrittenBesideIt()
    {
        Folder folder;
        const std::string path = folder.path("strawberry.db");
        makeSongDatabase(path, Schema::strawberry20, songs(), lists());
        sqlite3* player = nullptr;
        sqlite3_open(path.c_str(), &player);
        QCOMPARE(sqlite3_exec(player,
                     "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; UPDATE songs SET playcount = 99",
                     nullptr, nullptr, nullptr),
            SQLITE_OK);
        auto library = readSource({path}, {}); // the player has written, and not committed
        QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
        compareSongs(*library);
        sqlite3_exec(player, "COMMIT", nullptr, nullptr, nullptr);
        library = readSource({path}, {});
        QCOMPARE(library->tracks[1].plays, std::int64_t{99}); // from the log beside the file
        sqlite3_close(player);
        QVERIFY(!std::filesystem::exists(path + "-wal"));
        const auto before = std::filesystem::last_write_time(path);
        QVERIFY(readSource({path}, {}).ok());
        QVERIFY(!std::filesystem::exists(path + "-wal") && !std::filesystem::exists(path + "-shm"));
        QCOMPARE(std::filesystem::last_write_time(path), before);
    }

    void foreignAndDamagedDatabasesAreToldApart()
    {
        Folder folder;
        const std::string foreign = folder.path("other.db");
        sqlite3* other = nullptr;
        sqlite3_open(foreign.c_str(), &other);
        sqlite3_exec(other, "CREATE TABLE songs (id INTEGER); CREATE TABLE x (y)", nullptr, nullptr,
            nullptr);
        sqlite3_close(other);
        compareError(errorOf(foreign), foreign, "not of Strawberry or Clementine");
        // A view that would never end is no table of songs.
        const std::string view = folder.path("view.db");
        sqlite3_open(view.c_str(), &other);
        sqlite3_exec(other,
            "CREATE VIEW songs AS WITH RECURSIVE n(title, url, playcount) AS (SELECT 1, 1, 1 UNION "
            "ALL SELECT title "
            "+ 1, 1, 1 FROM n) SELECT * FROM n",
            nullptr, nullptr, nullptr);
        sqlite3_close(other);
        compareError(errorOf(view), view, "not of Strawberry or Clementine");

        const std::string path = folder.path("clementine.db");
        makeSongDatabase(
            path, Schema::clementine50, std::vector<MadeSong>(500, songs()[0]), lists());
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        for (const qint64 size : {qint64{20}, qint64{100}, whole.size() / 2}) {
            QVERIFY(file.resize(size));
            const std::string error = errorOf(path);
            compareError(error, path, "");
            QVERIFY2(error != "none", std::to_string(size).c_str());
        }
        const std::string text = folder.write("text.db", "SQLite? no");
        compareError(errorOf(text, ImportSource::strawberry), text, "no database");
        compareError(errorOf(folder.path("missing.db")), folder.path("missing.db"), "is not there");
    }

    void rhythmboxWithItsPlaylists()
    {
        Folder folder;
        const std::string path = folder.write("rhythmdb.xml", rhythmdb(songs()));
        QVERIFY(readSource({path}, {})->lists.empty());
        folder.write("playlists.xml", rhythmboxPlaylists(songs(), lists()));
        for (const std::string& given : {path, folder.dir.path().toStdString()}) {
            const auto library = readSource({given}, {});
            QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
            QCOMPARE(library->source, ImportSource::rhythmbox);
            compareSongs(*library, false);
            compareLists(*library);
        }
        // The lists alone, too: by path.
        const auto alone = readSource({folder.path("playlists.xml")}, {});
        QCOMPARE(alone->lists.size(), std::size_t{2});
        QCOMPARE(alone->tracks[alone->lists[1].tracks[0]].path, songs()[1].path);
    }

    void quodLibetWithItsPlaylists()
    {
        Folder folder;
        const std::string path = folder.write("songs", quodLibetSongs(songs()));
        folder.write("playlists/Late",
            songs()[2].path + "\n" + songs()[0].path + "\n" + songs()[2].path + "\n");
        folder.write("playlists/%C3%9Cnder.xspf",
            "<?xml version='1.0'?>\n<playlist version='1' "
            "xmlns='http://xspf.org/ns/0/'><trackList><track><location>"
                + fileUrl(songs()[1].path) + "</location></track></trackList></playlist>");
        const auto library = readSource({path}, {});
        QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
        QCOMPARE(library->source, ImportSource::quodLibet);
        compareSongs(*library);
        QCOMPARE(library->lists.size(), std::size_t{2});
        QCOMPARE(library->lists[0].name, std::string("Ünder"));
        QCOMPARE(library->lists[0].tracks, (std::vector<std::uint32_t>{1}));
        QCOMPARE(library->lists[1].tracks, (std::vector<std::uint32_t>{2, 0, 2}));
        // A damaged list costs itself alone.
        folder.write("playlists/bad.xspf", "<?xml version='1.0'?><playlist><trackList>");
        const auto rest = readSource({path}, {});
        QCOMPARE(rest->lists.size(), std::size_t{2});
        QCOMPARE(rest->notes.size(), std::size_t{1});
        QVERIFY(rest->notes[0].find("bad.xspf") != std::string::npos);
    }

    void foobar2000KnowsPathsAlone()
    {
        Folder folder;
        const std::string path = folder.write("stats.xml", foobarStatistics(songs(), true));
        const auto library = readSource({path}, {});
        QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
        QCOMPARE(library->source, ImportSource::foobar2000);
        QCOMPARE(library->tracks.size(), std::size_t{3});
        const SourceTrack& one = library->tracks[0];
        QCOMPARE(one.path, "C:/Music" + songs()[0].path);
        QCOMPARE(one.plays, std::int64_t{12});
        QCOMPARE(one.rating.value_or(0), 8);
        QCOMPARE(one.lastPlayed, played * 1000);
        QCOMPARE(one.firstPlayed, (played - 86400) * 1000);
        QCOMPARE(one.addedAt, added * 1000);
        QVERIFY(one.title.empty());
        // Entries without a file, and parts of files.
        const std::string limits = folder.write("limits.xml",
            "<PlaybackStatistics Version=\"3.0\"><Entry ID=\"1\" Count=\"4\"></Entry><Entry "
            "ID=\"2\" Count=\"4\">"
            "<Item Subsong=\"3\" Path=\"C:\\a.cue\"/></Entry><Entry ID=\"3\" Count=\"2\" "
            "Rating=\"4\">"
            "<Item Path=\"file://C:\\b.mp3\"/></Entry></PlaybackStatistics>");
        const auto rest = readSource({limits}, {});
        QCOMPARE(rest->tracks.size(), std::size_t{1});
        QCOMPARE(rest->tracks[0].path, std::string("C:/b.mp3"));
        QCOMPARE(rest->tracks[0].rating.value_or(0), 8);
        QCOMPARE(rest->notes.size(), std::size_t{2});
    }

    void itunesAndMusic()
    {
        Folder folder;
        const std::string path = folder.write("Library.xml", itunesLibrary(songs(), lists()));
        const auto library = readSource({path}, {});
        QVERIFY2(library.ok(), library.ok() ? "" : library.error().message.c_str());
        QCOMPARE(library->source, ImportSource::itunes);
        compareSongs(*library);
        compareLists(*library);
        QVERIFY(library->notes[0].find("1 smart playlist is left out") != std::string::npos);
        // Of Windows, with its host.
        const std::string windows
            = folder.write("win.xml", itunesLibrary(songs(), lists(), "file://localhost/D:"));
        QCOMPARE(readSource({windows}, {})->tracks[0].path, "D:" + songs()[0].path);
    }

    void ratingsThatItunesComputedAreNone()
    {
        Folder folder;
        const std::string path = folder.write("Library.xml",
            "<plist version=\"1.0\"><dict><key>Tracks</key><dict>"
            "<key>1</key><dict><key>Track "
            "ID</key><integer>1</integer><key>Name</key><string>A</string>"
            "<key>Rating</key><integer>60</integer><key>Rating Computed</key><true/></dict>"
            "<key>2</key><dict><key>Track "
            "ID</key><integer>2</integer><key>Name</key><string>B</string>"
            "<key>Rating</key><integer>50</integer></dict>"
            "</dict></dict></plist>");
        const auto library = readSource({path}, {});
        QVERIFY(!library->tracks[0].rating);
        QCOMPARE(library->tracks[1].rating.value_or(0), 5);
    }

    void playlistFilesOfAnyKind()
    {
        Folder folder;
        const std::string a = folder.write("mix.m3u8", "#EXTM3U\n#EXTINF:200,B - Two\nC/two.mp3\n");
        const std::string b
            = folder.write("b.pls", "[playlist]\nFile1=/music/x.mp3\nTitle1=Q - X\n");
        const auto library = readSource({a, b}, {});
        QCOMPARE(library->source, ImportSource::m3u);
        QCOMPARE(library->lists.size(), std::size_t{2});
        QCOMPARE(library->lists[0].name, std::string("mix"));
        QCOMPARE(library->tracks[0].path, folder.path("C/two.mp3"));
        QCOMPARE(library->lists[1].tracks, (std::vector<std::uint32_t>{1}));
        QVERIFY(!library->tracks[0].hasFigures());
        const std::string db = folder.path("s.db");
        makeSongDatabase(db, Schema::strawberry20, songs(), {});
        const auto mixed = readSource({a, db}, {});
        QVERIFY(!mixed.ok());
        QVERIFY(mixed.error().message.find("one after the other") != std::string::npos);
    }

    void truncatedFilesAreRefusedAtEveryLength_data()
    {
        QTest::addColumn<QByteArray>("whole");
        QTest::addColumn<int>("source");
        const auto row = [](const char* name, const std::string& whole, ImportSource source) {
            QTest::newRow(name) << QByteArray::fromStdString(whole) << int(source);
        };
        row("rhythmbox", rhythmdb(songs()), ImportSource::rhythmbox);
        row("foobar2000", foobarStatistics(songs(), true), ImportSource::foobar2000);
        row("itunes", itunesLibrary(songs(), lists()), ImportSource::itunes);
        row("quodlibet", quodLibetSongs(songs()), ImportSource::quodLibet);
    }
    void truncatedFilesAreRefusedAtEveryLength()
    {
        QFETCH(QByteArray, whole);
        QFETCH(int, source);
        Folder folder;
        whole = whole.trimmed();
        for (qsizetype size = 0; size < whole.size(); size += 37) {
            const std::string path = folder.write("part", whole.left(size).toStdString());
            const std::string error = errorOf(path, ImportSource(source));
            QVERIFY2(error != "none", std::to_string(size).c_str());
            QVERIFY2(error.find(path) != std::string::npos, error.c_str());
        }
    }

    void bombsAndWrongEncodingsAreRefused()
    {
        Folder folder;
        std::string bomb
            = "<?xml version=\"1.0\"?><!DOCTYPE rhythmdb [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">";
        for (char c = 'b'; c <= 'k'; ++c) {
            bomb += std::string("<!ENTITY ") + c + " \"";
            for (int i = 0; i < 10; ++i)
                bomb += std::string("&") + static_cast<char>(c - 1) + ";";
            bomb += "\">";
        }
        bomb += "]><rhythmdb version=\"2.0\"><entry "
                "type=\"song\"><title>&k;</title></entry></rhythmdb>";
        const std::string path = folder.write("bomb.xml", bomb);
        compareError(errorOf(path), path, "line 1");
        const std::string secret = folder.write("secret.txt", "a secret");
        const std::string outside = folder.write("outside.xml",
            "<!DOCTYPE rhythmdb [<!ENTITY x SYSTEM \"file://" + secret
                + "\">]><rhythmdb "
                  "version=\"2.0\"><entry "
                  "type=\"song\"><title>&x;</title><location>file:///a.mp3</location></entry></"
                  "rhythmdb>");
        const auto read = readSource({outside}, {});
        QVERIFY(!read.ok() || read->tracks[0].title.find("secret") == std::string::npos);
        const std::string wrong = folder.write("wrong.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rhythmdb><entry "
            "type=\"song\"><title>\xff\xfe\xff"
            "</title></entry></rhythmdb>");
        compareError(errorOf(wrong), wrong, "Rhythmbox");
        const std::string unknown = folder.write(
            "unknown.xml", "<?xml version=\"1.0\" encoding=\"EBCDIC-7\"?><rhythmdb></rhythmdb>");
        compareError(errorOf(unknown), unknown, "Rhythmbox");
        // A nest that would cost a recursive reader its stack.
        std::string deep = "<rhythmdb><entry type=\"song\"><title>";
        for (int i = 0; i < 200'000; ++i)
            deep += "<a>";
        const std::string nest = folder.write("deep.xml", deep);
        compareError(errorOf(nest), nest, "ends in the middle");
    }

    void otherFilesSayWhatToChooseInstead()
    {
        Folder folder;
        const std::string itl = folder.write("iTunes Library.itl", "hdfm....");
        compareError(errorOf(itl), itl, "Export Library");
        const std::string picture = folder.write("cover.jpg", "\xff\xd8\xff\xe0");
        compareError(errorOf(picture), picture, "no player that can be imported");
        compareError(
            errorOf(folder.dir.path().toStdString()), folder.dir.path().toStdString(), "no file");
    }

    void theUsualPlacesAreFound()
    {
        Folder folder;
        const std::string home = folder.dir.path().toStdString();
        QVERIFY(findImportPlaces(home, "", "").empty());
        folder.write(".config/Clementine/clementine.db", "x");
        folder.write(".local/share/rhythmbox/rhythmdb.xml", "x");
        folder.write(".var/app/org.strawberrymusicplayer.strawberry/data/strawberry/strawberry/"
                     "strawberry.db",
            "x");
        const auto places = findImportPlaces(home, "", "");
        QCOMPARE(places.size(), std::size_t{3});
        QCOMPARE(places[0].source, ImportSource::strawberry);
        QCOMPARE(places[1].path, home + "/.config/Clementine/clementine.db");
        QVERIFY(places[2].changedAt > 0);
    }
};

SEGUE_TEST(TestSourceReaders)
#include "tst_source_readers.moc"
