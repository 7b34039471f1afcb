#include "core/library/library_service.h"
#include "core/library/scan/watcher.h"
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>

using namespace std::chrono_literals;
using namespace segue;
using namespace segue::test;
namespace fs = std::filesystem;

namespace {

constexpr RootId root{1};

scan::WatchOptions quick()
{
    scan::WatchOptions options;
    options.quiet = 50ms;
    return options;
}

/// A watcher on one folder, and what it told.
class Watched {
public:
    explicit Watched(scan::WatchOptions options = quick())
    {
        options.lookEvery = 50ms;
        if (!options.isShare)
            options.isShare = [](const std::string&) { return false; };
        watcher = std::make_unique<scan::Watcher>(options,
            scan::Watcher::Callbacks{[this](std::vector<scan::Place> places) {
                                         const std::lock_guard lock(mutex_);
                                         ++bursts;
                                         told_.insert(places.begin(), places.end());
                                         all_.insert(places.begin(), places.end());
                                         wake_.notify_all();
                                     },
                [this](const scan::WatchState& state) {
                    const std::lock_guard lock(mutex_);
                    state_ = state;
                    wake_.notify_all();
                }});
    }
    ~Watched() { watcher.reset(); }

    void start()
    {
        watcher->watch({{root, music.path()}});
        QVERIFY(waitForState([](const scan::WatchState&) { return true; }));
    }
    /// Whether this is told in time; then all that was told is forgotten.
    bool waitFor(const std::string& folder, bool deep)
    {
        std::unique_lock lock(mutex_);
        const bool came = wake_.wait_for(lock, 20s, [&] {
            return told_.contains({root, folder, deep});
        });
        told_.clear();
        return came;
    }
    bool wasTold(const std::string& folder, bool deep)
    {
        const std::lock_guard lock(mutex_);
        return all_.contains({root, folder, deep});
    }
    template <class Predicate>
    bool waitForState(Predicate predicate)
    {
        std::unique_lock lock(mutex_);
        return wake_.wait_for(lock, 20s, [&] { return state_ && predicate(*state_); });
    }

    TempFolder music;
    std::unique_ptr<scan::Watcher> watcher;
    std::atomic<int> bursts = 0;

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::set<scan::Place> told_, all_;
    std::optional<scan::WatchState> state_;
};

} // namespace

class TestWatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placesAreSimplified()
    {
        using scan::Place;
        const std::vector<Place> got = scan::simplified(
            {{root, "a/b", false}, {root, "a", true}, {root, "ab", false}, {root, "ab", false},
                {root, "c", false}, {root, "c", true}, {RootId{2}, "a/b", false}});
        QCOMPARE(got,
            (std::vector<Place>{{root, "a", true}, {root, "ab", false}, {root, "c", true},
                {RootId{2}, "a/b", false}}));
        QCOMPARE(scan::simplified({{root, "", true}, {root, "x/y", true}, {root, "", false}}),
            (std::vector<Place>{{root, "", true}}));
    }

    void newChangedMovedAndDeletedFilesAreTold()
    {
        Watched w;
        makeWav(w.music / "d/a.wav");
        w.start();
        makeWav(w.music / "d/b.wav");
        QVERIFY(w.waitFor("d", false));
        retag(w.music / "d/a.wav", tagsOf("new"));
        QVERIFY(w.waitFor("d", false));
        fs::rename(w.music / "d/a.wav", w.music / "e.wav");
        QVERIFY(w.waitFor("", false));
        fs::remove(w.music / "d/b.wav");
        QVERIFY(w.waitFor("d", false));
        setMtime(w.music / "e.wav", 1'600'000'000);
        QVERIFY(w.waitFor("", false));
        fs::create_hard_link(w.music / "e.wav", w.music / "d/hard.wav");
        QVERIFY(w.waitFor("d", false));
        fs::create_symlink(w.music / "e.wav", w.music / "d/soft.wav");
        QVERIFY(w.waitFor("d", false));
        writeFile(w.music / "d/album.cue", "FILE");
        QVERIFY(w.waitFor("d", false));
    }

    void newFoldersAreWatchedAsTheyCome()
    {
        Watched w;
        w.start();
        fs::create_directories(w.music / "x/y/z");
        QVERIFY(w.waitFor("x", true));
        // Events of x/y and x/y/z follow where those came after the watch of x.
        makeWav(w.music / "x/y/z/a.wav");
        QVERIFY(w.waitFor("x/y/z", false));
        fs::rename(w.music / "x", w.music / "renamed");
        QVERIFY(w.waitFor("renamed", true));
        makeWav(w.music / "renamed/y/z/b.wav");
        QVERIFY(w.waitFor("renamed/y/z", false));
        fs::remove_all(w.music / "renamed/y");
        QVERIFY(w.waitFor("renamed/y", true));
    }

    void linkedFoldersAreWatched()
    {
        Watched w;
        const TempFolder outside;
        fs::create_directories(outside / "sub");
        fs::create_directory_symlink(outside.path(), w.music / "link");
        w.start();
        makeWav(outside / "sub/a.wav");
        QVERIFY(w.waitFor("link/sub", false));
        fs::create_directory_symlink(outside.path(), w.music / "again");
        QVERIFY(w.waitFor("again", true));
        fs::remove(w.music / "link");
        QVERIFY(w.waitFor("link", true));
    }

    void whatIsNoMusicIsNotTold()
    {
        Watched w;
        w.start();
        writeFile(w.music / "notes.txt", "x");
        writeFile(w.music / ".hidden.wav", "x");
        writeFile(w.music / "song.mp3.part", "x");
        fs::create_directories(w.music / ".trash");
        // The only thing that is told is what comes after them.
        makeWav(w.music / "a/last.wav");
        QVERIFY(w.waitFor("a", true));
        QVERIFY(!w.wasTold("", false) && !w.wasTold("", true) && !w.wasTold(".trash", true));
    }

    void aBurstIsToldOnce()
    {
        scan::WatchOptions options;
        options.mostPlaces = 20;
        options.quiet = 1s;
        options.atMost = 15s; // however slow the machine is
        Watched w(options);
        for (int i = 0; i < 40; ++i)
            fs::create_directories(w.music / std::to_string(i));
        w.start();
        for (int i = 0; i < 40; ++i)
            writeFile(w.music / (std::to_string(i) + "/a.wav"), "x");
        QVERIFY(w.waitFor("", true)); // more places than 20 are the whole
        QVERIFY(w.bursts < 5);
    }

    void aRootThatGoesAndComesIsTold()
    {
        Watched w;
        makeWav(w.music / "sub/a.wav");
        w.start();
        const std::string away = w.music.path() + "-away";
        fs::rename(w.music.path(), away);
        const bool told = w.waitFor("", true);
        const bool gone
            = w.waitForState([](const scan::WatchState& s) { return s.gone.size() == 1; });
        fs::rename(away, w.music.path());
        QVERIFY(told && gone);
        QVERIFY(w.waitFor("", true));
        QVERIFY(w.waitForState(
            [](const scan::WatchState& s) { return s.gone.empty() && s.folders == 2; }));
        makeWav(w.music / "sub/b.wav");
        QVERIFY(w.waitFor("sub", false));
    }

    void beyondTheLimitIsSaidAndPolled()
    {
        scan::WatchOptions options = quick();
        options.mostWatches = 5;
        options.pollEvery = 100ms;
        Watched w(options);
        for (int i = 0; i < 10; ++i)
            fs::create_directories(w.music / std::to_string(i));
        w.start();
        QVERIFY(w.waitForState([&](const scan::WatchState& s) {
            return s.folders == 0 && s.polled.size() == 1 && s.limits.size() == 1
                && s.limits[0].starts_with(w.music.path())
                && s.limits[0].find("max_user_watches") != std::string::npos;
        }));
        QVERIFY(w.waitFor("", true));
        QVERIFY(w.waitFor("", true));
    }

    void sharesArePolled()
    {
        scan::WatchOptions options = quick();
        options.isShare = [](const std::string&) { return true; };
        options.pollEvery = 100ms;
        Watched w(options);
        w.start();
        QVERIFY(w.waitForState([](const scan::WatchState& s) {
            return s.folders == 0 && s.shares.size() == 1 && s.limits.empty();
        }));
        QVERIFY(w.waitFor("", true));
    }

    void aChangeOnTheDiskIsInTheTable()
    {
        Collection c;
        makeWav(c.music / "a/one.wav", tagsOf("one"));
        makeWav(c.music / "b/two.wav", tagsOf("two"));
        c.scan();
        LibraryService library(c.store(), c.clock);
        QVERIFY(library.load());
        QSignalSpy watching(&library, &LibraryService::watchChanged);
        library.watch();
        QVERIFY(watching.wait(20000));
        const auto titles = [&] {
            QByteArrayList all;
            for (const TrackRecord& r : library.tracks()->tracks()) {
                if (r.available)
                    all << QByteArray(
                        library.tracks()->text(r.title).data(), qsizetype(r.title.size));
            }
            std::ranges::sort(all);
            return all.join(' ');
        };
        makeWav(c.music / "c/three.wav", tagsOf("three"));
        QTRY_COMPARE_WITH_TIMEOUT(titles(), QByteArray("one three two"), 20000);
        retag(c.music / "a/one.wav", tagsOf("uno"));
        QTRY_COMPARE_WITH_TIMEOUT(titles(), QByteArray("three two uno"), 20000);
        const auto idOf = [&](const std::string& title) { return c.idOf(title); };
        const std::int64_t two = idOf("two");
        fs::rename(c.music / "b", c.music / "moved");
        QTRY_COMPARE_WITH_TIMEOUT(
            QByteArray::fromStdString(std::string(c.table()->text(c.track("two").path))),
            QByteArray::fromStdString(c.music / "moved/two.wav"), 20000);
        QCOMPARE(idOf("two"), two);
        fs::remove(c.music / "c/three.wav");
        QTRY_COMPARE_WITH_TIMEOUT(titles(), QByteArray("two uno"), 20000);
        // A drive that goes freezes; nothing is deleted.
        fs::rename(c.music.path(), c.data / "away");
        QTRY_VERIFY_WITH_TIMEOUT(!library.roots()[0].available, 20000);
        QCOMPARE(titles(), QByteArray());
        fs::rename(c.data / "away", c.music.path());
        QTRY_COMPARE_WITH_TIMEOUT(titles(), QByteArray("two uno"), 20000);
    }

    void aScanOfAPlaceLeavesTheRestAlone()
    {
        Collection c;
        makeWav(c.music / "a/1.wav", tagsOf("a1"));
        makeWav(c.music / "a/deep/2.wav", tagsOf("a2"));
        makeWav(c.music / "ab/3.wav", tagsOf("ab3"));
        makeWav(c.music / "4.wav", tagsOf("top4"));
        c.scan();
        const RootId id = loadStoredRoots(*c.store().reader())[0].id;
        for (const char* file : {"a/1.wav", "a/deep/2.wav", "ab/3.wav", "4.wav"})
            fs::rename(c.music / file, c.music / (std::string(file) + ".off"));
        c.options.places = {{id, "a", false}};
        QCOMPARE(c.scan().unavailable, 1);
        QCOMPARE(c.titles(), QByteArray("a2 ab3 top4"));
        c.options.places = {{id, "", false}};
        QCOMPARE(c.scan().unavailable, 2);
        QCOMPARE(c.titles(), QByteArray("a2 ab3"));
        c.options.places = {{id, "a", true}};
        QCOMPARE(c.scan().unavailable, 3);
        QCOMPARE(c.titles(), QByteArray("ab3"));
        // The last one: as a whole the root would be empty now, so it freezes.
        c.options.places = {{id, "ab", true}};
        const scan::Outcome frozen = c.scan();
        QCOMPARE(frozen.frozen.size(), std::size_t(1));
        QCOMPARE(c.number("SELECT count(*) FROM file WHERE state = 0"), 1);
        // Back: a place of a frozen root is looked at as a whole.
        for (const char* file : {"a/1.wav", "a/deep/2.wav", "ab/3.wav", "4.wav"})
            fs::rename(c.music / (std::string(file) + ".off"), c.music / file);
        c.options.places = {{id, "ab", true}};
        QCOMPARE(c.scan().tracks, 4);
        QCOMPARE(c.titles(), QByteArray("a1 a2 ab3 top4"));
    }

    void aPlaceBehindALinkIntoTheRootBringsNothingTwice()
    {
        Collection c;
        makeWav(c.music / "a/1.wav", tagsOf("a1"));
        c.scan();
        const RootId id = loadStoredRoots(*c.store().reader())[0].id;
        fs::create_directory_symlink(c.music / "a", c.music / "again");
        fs::create_symlink(c.music / "a/1.wav", c.music / "one.wav");
        c.options.places = {{id, "again", true}, {id, "", false}};
        QCOMPARE(c.scan().added, 0);
        QCOMPARE(c.number("SELECT count(*) FROM track"), 1);
    }
};

SEGUE_TEST(TestWatcher)
#include "tst_watcher.moc"
