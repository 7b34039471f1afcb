#include "core/db/store.h"
#include "core/playlist/playlist_repository.h"
#include "core/playlist/playlist_service.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace Qt::StringLiterals;
using namespace segue;

namespace {

constexpr ListenerId me{1};

/// A database with tracks 1 to 9, opened again as often as wanted.
class Base {
public:
    Base()
    {
        open();
        write("INSERT INTO track (id, title, added_at) VALUES (1,'a',1),(2,'b',1),(3,'c',1),"
              "(4,'d',1),(5,'e',1),(6,'f',1),(7,'g',1),(8,'h',1),(9,'i',1)");
    }
    void open()
    {
        service.reset();
        store.reset();
        store = std::move(
            db::Store::open(folder_.filePath(u"segue.db"_s).toStdString(), clock_)->store);
        service = std::make_unique<PlaylistService>(*store, me);
        if (const auto loaded = service->load(); !loaded)
            throw std::runtime_error(loaded.error().message);
    }
    void write(const std::string& sql)
    {
        const auto done = store->writeAndWait(
            db::Durability::full, [&](db::Connection& connection) { connection.exec(sql); });
        if (!done)
            throw std::runtime_error(done.error().message);
    }
    std::int64_t number(const std::string& sql)
    {
        return store->reader()->database().execAndGet(sql).getInt64();
    }
    PlaylistId add(const std::string& name, std::initializer_list<int> tracks,
        PlaylistKind kind = PlaylistKind::list, PlaylistId parent = {})
    {
        return service->edit([&](PlaylistBook& book) {
            Playlist playlist;
            playlist.name = name;
            playlist.kind = kind;
            playlist.parent = parent;
            playlist.entries = std::make_shared<const PlaylistEntries>(entries(tracks));
            return book.add(playlist);
        });
    }
    static PlaylistEntries entries(std::initializer_list<int> tracks)
    {
        PlaylistEntries out;
        for (const int track : tracks) {
            PlaylistEntry entry;
            entry.track = {track};
            entry.title = "title " + std::to_string(track);
            out.push_back(entry);
        }
        return out;
    }
    /// Track ids of a list; what is not in the library as its title.
    QByteArray tracks(PlaylistId id)
    {
        QByteArray out;
        for (const PlaylistEntry& entry : *service->find(id)->entries) {
            out += out.isEmpty() ? "" : ",";
            out += entry.track ? QByteArray::number(qint64(entry.track.value))
                               : QByteArray::fromStdString(entry.title);
        }
        return out;
    }

    std::unique_ptr<db::Store> store;
    std::unique_ptr<PlaylistService> service;

private:
    QTemporaryDir folder_;
    SystemClock clock_;
};

} // namespace

class TestPlaylistService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playlistsComeBackAsTheyWere()
    {
        Base base;
        const PlaylistId folder = base.add("folder", {}, PlaylistKind::folder);
        const PlaylistId one = base.add("one", {1, 2, 3}, PlaylistKind::list, folder);
        const PlaylistId smart = base.add("smart", {}, PlaylistKind::smart);
        base.service->edit([&](PlaylistBook& book) {
            book.setRule(smart, {"rating>=4", "rating:d", 25});
            book.setDoNotLearn(one, true);
            PlaylistEntry outside;
            outside.path = "/x/caf\xe9.mp3";
            outside.title = "Café";
            outside.artist = "A";
            outside.album = "B";
            outside.durationMs = 1234;
            book.insert(one, 1, {outside});
            book.move(folder, {}, 9); // behind the smart one: its list comes first in the table
        });
        base.open();
        const PlaylistState& state = base.service->book().state();
        QCOMPARE(state.size(), std::size_t(3));
        QCOMPARE(base.service->book().childrenOf({}).front()->id, smart);
        QCOMPARE(base.service->find(one)->parent, folder);
        QVERIFY(base.service->find(one)->doNotLearn);
        QCOMPARE(base.tracks(one), QByteArray("1,Café,2,3"));
        const PlaylistEntry& outside = base.service->find(one)->entries->at(1);
        QCOMPARE(outside.path, std::string("/x/caf\xe9.mp3"));
        QCOMPARE(outside.artist + outside.album, std::string("AB"));
        QCOMPARE(outside.durationMs, 1234u);
        QVERIFY(base.service->find(smart)->kind == PlaylistKind::smart);
        QVERIFY((base.service->find(smart)->rule == SmartRule{"rating>=4", "rating:d", 25}));
    }

    void editsUndoneAndRedoneAreWrittenAsTheyAre()
    {
        Base base;
        const PlaylistId one = base.add("one", {1, 2, 3, 4});
        const PlaylistId two = base.add("two", {5, 6});
        const auto keyOf = [&](PlaylistId id, std::size_t i) {
            return base.service->find(id)->entries->at(i).key;
        };
        base.service->edit(
            [&](PlaylistBook& book) { book.moveEntries(one, std::vector{keyOf(one, 3)}, 1); });
        base.service->edit([&](PlaylistBook& book) { book.remove(two); });
        base.open();
        QCOMPARE(base.tracks(one), QByteArray("1,4,2,3"));
        QVERIFY(!base.service->find(two));
        base.service->edit([&](PlaylistBook& book) { book.insert(one, 4, Base::entries({7, 8})); });
        base.service->edit([&](PlaylistBook& book) { book.remove(one); });
        QVERIFY(base.service->undo(base.service->book().lastStep()).has_value());
        base.service->edit([&](PlaylistBook& book) {
            book.removeEntries(one, std::vector{keyOf(one, 0), keyOf(one, 5)});
        });
        base.open();
        QCOMPARE(base.tracks(one), QByteArray("4,2,3,7"));
        QCOMPARE(base.number("SELECT count(*) FROM playlist_entry"), std::int64_t(4));
        QCOMPARE(base.number("SELECT max(position) FROM playlist_entry"), std::int64_t(3));
    }

    void aListThatGrowsWritesItsNewEntriesOnly()
    {
        Base base;
        const PlaylistId one = base.add("one", {1, 2, 3});
        base.open();
        base.write("UPDATE playlist_entry SET title = 'untouched'");
        base.service->edit([&](PlaylistBook& book) { book.insert(one, 3, Base::entries({4})); });
        base.open();
        QCOMPARE(base.number("SELECT count(*) FROM playlist_entry WHERE title = 'untouched'"),
            std::int64_t(3));
        QCOMPARE(base.tracks(one), QByteArray("1,2,3,4"));
    }

    void entriesFollowMergesAndSurvivePurges()
    {
        Base base;
        const PlaylistId one = base.add("one", {1, 2, 3});
        // 2 was found to be 4, and that one 5; 3 is taken out of the library for good.
        base.write("INSERT INTO merged_track (track_id, now) VALUES (2, 5), (4, 5)");
        base.write("DELETE FROM track WHERE id = 3");
        base.open();
        QCOMPARE(base.tracks(one), QByteArray("1,5,title 3"));
        // A merge that is undone gives the entry back.
        base.write("DELETE FROM merged_track");
        base.open();
        QCOMPARE(base.tracks(one), QByteArray("1,2,title 3"));
    }

    void anEntryOfATrackThatIsGoneMeanwhileIsKept()
    {
        Base base;
        const PlaylistId one = base.add("one", {1, 77});
        base.open();
        QCOMPARE(base.tracks(one), QByteArray("1,title 77"));
    }

    void whatTheDatabaseRefusesIsWrittenLater()
    {
        Base base;
        QSignalSpy problems(base.service.get(), &Playlists::problem);
        base.write("CREATE TRIGGER refuse BEFORE INSERT ON playlist BEGIN SELECT "
                   "RAISE(ABORT, 'refused'); END");
        const PlaylistId one = base.add("one", {1});
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toString().contains(u"refused"));
        base.service->edit([&](PlaylistBook& book) { book.insert(one, 1, Base::entries({2})); });
        QVERIFY(base.service->hasUnwritten());
        base.write("DROP TRIGGER refuse");
        base.open(); // the end of the service tries once more
        QCOMPARE(base.tracks(one), QByteArray("1,2"));
    }

    void loadingInTheBackgroundTells()
    {
        Base base;
        base.add("one", {1});
        base.service.reset();
        base.service = std::make_unique<PlaylistService>(*base.store, me);
        QSignalSpy changed(base.service.get(), &Playlists::changed);
        base.service->loadInBackground();
        QVERIFY(!base.service->isLoaded());
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(base.service->isLoaded());
        QCOMPARE(base.service->book().state().size(), std::size_t(1));
        base.service->edit([](PlaylistBook&) {});
        QCOMPARE(changed.size(), 1); // nothing was changed, nothing is told
    }
};

SEGUE_TEST(TestPlaylistService)
#include "tst_playlist_service.moc"
