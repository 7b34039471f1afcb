#include "core/library/library_service.h"
#include "core/library/library_stamp.h"
#include "core/library/track_table_file.h"
#include "tests/core/library/collection.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTest>

#include <sqlite3.h>

#include <filesystem>
#include <set>

using namespace segue;
using namespace segue::test;
namespace fs = std::filesystem;

namespace {

/// All a table says, as one text.
std::string contents(const TrackTable& table)
{
    std::string out = titlesByAlbum(table);
    for (const TrackRecord& r : table.tracks()) {
        const Row row = *table.rowOf(r.id);
        out += '\n' + std::to_string(r.id.value) + ' ' + std::to_string(row);
        for (const TextRef text : {r.title, r.artist, r.albumArtist, r.album, r.genres, r.path})
            out += '|' + std::string(table.text(text));
        for (const auto number : {r.durationMs, r.titleRank, r.artistRank, r.albumRank})
            out += ' ' + std::to_string(number);
        out += r.available ? " here" : " away";
    }
    for (const AlbumRecord& a : table.albums())
        out += '\n' + std::string(table.text(a.title)) + '|' + std::string(table.text(a.artist));
    return out;
}

TrackTablePtr someTracks()
{
    return makeTable({{"One", "Can", "Tago Mago", "", "", "Rock\x1fKraut", 1, 1, 1971},
        {"Two", "Can", "Tago Mago", "", "", "", 1, 2, 1971}, {"Été", "", ""},
        {"x", "A", "B", "C",
            "/m/in\xff"
            "valid.mp3"}});
}

LibraryStamp stampOf(db::Store& store)
{
    return readLibraryStamp(*store.reader());
}

void settle(db::Store& store)
{
    QVERIFY(store.writeAndWait(db::Durability::normal, settleLibraryStamp));
}

} // namespace

class TestTableFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsReadAgain()
    {
        const TempFolder folder;
        const auto table = someTracks();
        QVERIFY(writeTableFile(folder / "t", *table, 42));
        const auto kept = readTableFile(folder / "t");
        QVERIFY(kept);
        QCOMPARE(kept->stamp, 42);
        QCOMPARE(contents(*kept->table), contents(*table));
        QCOMPARE(stampOfTableFile(folder / "t"), std::optional<std::int64_t>(42));
        QVERIFY(writeTableFile(folder / "t", *makeTable({}), 43));
        QCOMPARE(readTableFile(folder / "t")->table->size(), std::size_t(0));
        QVERIFY(
            std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
    }

    void anyDamageMeansThatThereIsNone()
    {
        const TempFolder folder;
        QVERIFY(writeTableFile(folder / "t", *someTracks(), 42));
        const std::string whole = readFile(folder / "t");
        QVERIFY(!readTableFile(folder / "none"));
        for (const std::size_t size : {std::size_t(0), std::size_t(7), std::size_t(63),
                 std::size_t(64), whole.size() / 2, whole.size() - 1}) {
            writeFile(folder / "cut", whole.substr(0, size));
            QVERIFY(!readTableFile(folder / "cut"));
        }
        writeFile(folder / "longer", whole + "x");
        QVERIFY(!readTableFile(folder / "longer"));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ 1);
            writeFile(folder / "flipped", flipped);
            QVERIFY2(!readTableFile(folder / "flipped"), std::to_string(at).c_str());
        }
    }

    void aFolderThatCannotBeWrittenIsAnErrorWithItsName()
    {
        const TempFolder folder;
        const auto result = writeTableFile(folder / "no/such/folder", *someTracks(), 1);
        QVERIFY(!result);
        QVERIFY(result.error().message.find(folder / "no/such/folder") != std::string::npos);
    }

    void aChangeOfWhatTheTableShowsDrawsANewStampOnce_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("changes");
        const auto row = [](const char* sql, bool changes) {
            QTest::newRow(sql) << QByteArray(sql) << changes;
        };
        row("UPDATE track SET title = 'New'", true);
        row("UPDATE track SET kind_override = 1", true);
        row("UPDATE file SET state = 1", true);
        row("UPDATE file SET path = 'x' WHERE id = 1", true);
        row("UPDATE root SET state = 'frozen'", true);
        row("INSERT INTO track (title, added_at) VALUES ('t', 1)", true);
        row("DELETE FROM file", true);
        row("INSERT INTO track_features (track_id, version, size, mtime_ns, analysed_at) VALUES "
            "(1, 1, 1, 1, 1)",
            true);
        row("UPDATE file SET audio_key = x'00'", false);
        row("UPDATE file SET mtime_ns = 7", false);
        row("UPDATE root SET last_scan_at = 7", false);
        row("INSERT INTO setting VALUES ('a', 'b')", false);
    }
    void aChangeOfWhatTheTableShowsDrawsANewStampOnce()
    {
        QFETCH(QByteArray, sql);
        QFETCH(bool, changes);
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("a"));
        makeWav(c.music / "b.wav", tagsOf("b"));
        c.scan();
        settle(c.store());
        const LibraryStamp before = stampOf(c.store());
        QVERIFY(before.settled);
        const auto change = [&] {
            return c.store().writeAndWait(db::Durability::normal,
                [&](db::Connection& connection) { connection.exec(sql.toStdString()); });
        };
        QVERIFY(change());
        const LibraryStamp after = stampOf(c.store());
        QCOMPARE(after.value != before.value, changes);
        QCOMPARE(after.settled, !changes);
    }

    /// The kept table must not outlive a change of anything it was made from.
    void allThatTheTableIsReadFromHasTriggers()
    {
        Collection c;
        const auto reader = c.store().reader();
        std::set<std::string> read;
        sqlite3_set_authorizer(
            reader->database().getHandle(),
            [](void* to, int action, const char* table, const char*, const char*, const char*) {
                if (action == SQLITE_READ && table)
                    static_cast<std::set<std::string>*>(to)->insert(table);
                return SQLITE_OK;
            },
            &read);
        (void)loadTrackTable(*reader);
        sqlite3_set_authorizer(reader->database().getHandle(), nullptr, nullptr);
        QVERIFY(read.contains("track") && read.contains("file") && read.contains("root"));
        for (const std::string& table : read) {
            QVERIFY2(c.number("SELECT count(*) >= 3 FROM sqlite_master WHERE type = 'trigger' AND "
                              "name LIKE '%stamp%' AND tbl_name = '"
                         + table + "'")
                    == 1,
                table.c_str());
        }
    }

    void aServiceKeepsItsTableForTheNextOne()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("a"));
        c.scan();
        const fs::path file = tableFileOf(c.store().path());
        {
            LibraryService first(c.store(), c.clock);
            QVERIFY(first.load());
        }
        const auto kept = readTableFile(file);
        QVERIFY(kept);
        QCOMPARE(kept->stamp, stampOf(c.store()).value);
        QCOMPARE(contents(*kept->table), contents(*c.table()));
        // Served from the file: what is put there is what is shown.
        QVERIFY(writeTableFile(file, *someTracks(), kept->stamp));
        LibraryService second(c.store(), c.clock);
        QVERIFY(second.load());
        QCOMPARE(contents(*second.tracks()), contents(*someTracks()));
    }

    void aStaleTableIsShownToAWindowOnlyUntilTheRightOneIsThere()
    {
        Collection c;
        makeWav(c.music / "a.wav", tagsOf("before"));
        c.scan();
        {
            LibraryService first(c.store(), c.clock);
            QVERIFY(first.load());
        }
        retag(c.music / "a.wav", tagsOf("after"));
        c.scan();
        LibraryService command(c.store(), c.clock);
        QVERIFY(command.load());
        QCOMPARE(titlesByAlbum(*command.tracks()), std::string("after"));

        LibraryService window(c.store(), c.clock);
        QSignalSpy changed(&window, &Library::tracksChanged);
        std::vector<std::string> shown;
        connect(&window, &Library::tracksChanged, this, [&] {
            shown.push_back(titlesByAlbum(*window.tracks()) + (window.isLoaded() ? "!" : "?"));
        });
        window.loadInBackground(LibraryService::FirstShow::kept);
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(shown, (std::vector<std::string>{"before?", "after!"}));

        LibraryService background(c.store(), c.clock);
        QSignalSpy right(&background, &Library::tracksChanged);
        background.loadInBackground();
        QVERIFY(right.wait());
        QCOMPARE(titlesByAlbum(*background.tracks()), std::string("after"));
        QCOMPARE(right.size(), 1);
    }
};

SEGUE_TEST(TestTableFile)
#include "tst_table_file.moc"
