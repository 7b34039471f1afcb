// What happens to files, and what has to become of plays, ratings and places in the queue: each on
// real files, with and without what analysis knows (audio keys).
#include "core/audio/audio_key.h"
#include "core/history/history_repository.h"
#include "core/library/merges.h"
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QProcess>
#include <QTest>

#include <filesystem>
#include <functional>
#include <map>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;
namespace fs = std::filesystem;

namespace {

/// Two seconds of a tone in the format of `extension`, encoded once a run.
const std::string& sound(const std::string& extension, int pitch)
{
    static std::map<std::pair<std::string, int>, std::string> all;
    std::string& bytes = all[{extension, pitch}];
    if (!bytes.empty())
        return bytes;
    const TempFolder folder;
    const std::string path = folder / ("tone." + extension);
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
        {u"-nostdin"_s, u"-v"_s, u"error"_s, u"-f"_s, u"lavfi"_s, u"-i"_s,
            u"sine=frequency=%1:sample_rate=44100:duration=2"_s.arg(pitch), u"-ac"_s, u"1"_s,
            QString::fromStdString(path)});
    if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0)
        throw std::runtime_error("ffmpeg (Debian package ffmpeg) could not encode " + extension
            + ": " + ffmpeg.readAllStandardError().toStdString());
    return bytes = readFile(path);
}

void makeSound(const std::string& path, int pitch, const Tags& tags)
{
    writeFile(path, sound(path.substr(path.rfind('.') + 1), pitch));
    retag(path, tags);
}

constexpr int pitchA = 440, pitchB = 880;
const Tags tagsA = tagsOf("Song A", "Artist A", "Album A");
const Tags tagsB = tagsOf("Song B", "Artist B", "Album B");
const Tags tagsNew = tagsOf("Something", "Entirely", "Else");

/// Two tracks that were played and rated, and one that stays as it is.
class Listened : public Collection {
public:
    Listened()
    {
        makeSound(music / "a.mp3", pitchA, tagsA);
        makeSound(music / "b.mp3", pitchB, tagsB);
        makeSound(music / "rest/c.mp3", 1000, tagsOf("Song C"));
        setMtime(music / "a.mp3", 1'600'000'001);
        setMtime(music / "b.mp3", 1'600'000'002);
        scan();
        listenTo(a = at("a.mp3"), 3, 8);
        listenTo(b = at("b.mp3"), 5, 4);
        clock.advance(msPerDay * 10);
    }

    /// The track at a path below the first root, or an absolute one; 0: there is none.
    TrackId at(const std::string& path)
    {
        const std::string full = path.starts_with('/') ? path : music / path;
        const auto t = table();
        for (const TrackRecord& r : t->tracks()) {
            if (r.available && t->text(r.path) == full)
                return r.id;
        }
        return {};
    }

    std::int64_t playsAt(const std::string& path)
    {
        const TrackId track = at(path);
        return track ? std::ranges::count(history::readPlays(*store().reader(), me), track,
                   [](const StoredPlay& play) { return play.listen.track; })
                     : -1;
    }
    int starsAt(const std::string& path)
    {
        const RatingLog log = history::readRatings(*store().reader(), me, clock.now() + 1);
        return log.of(at(path)).stars.value_or(0);
    }

    /// What the analysis leaves behind: the audio keys of files that have none.
    void analyse()
    {
        std::vector<std::pair<std::int64_t, std::string>> files;
        const auto reader = store().reader();
        auto& s = reader->statement("SELECT f.id, CAST(r.path || '/' || f.path AS BLOB) FROM file "
                                    "f JOIN root r ON r.id = f.root_id WHERE f.state = 0 AND "
                                    "f.audio_key IS NULL");
        while (s.executeStep())
            files.emplace_back(s.getColumn(0).getInt64(), s.getColumn(1).getString());
        write([&](db::Connection& c) {
            for (const auto& [file, path] : files) {
                const auto key = audio::audioKeyOf(path);
                if (!key)
                    continue;
                auto& set = c.statement("UPDATE file SET audio_key = ?1 WHERE id = ?2");
                set.bind(1, key->data(), static_cast<int>(key->size()));
                set.bind(2, file);
                set.exec();
            }
        });
    }
    void mergeSureOnes()
    {
        const auto merges = findSureMerges(*store().reader(), clock.now());
        write([&](db::Connection& c) {
            for (const SureMerge& m : merges)
                mergeTracks(c, m.lost, m.found, m.by, clock.now());
        });
    }
    void write(const db::Store::Job& job)
    {
        if (const auto done = store().writeAndWait(db::Durability::normal, job); !done)
            throw std::runtime_error(done.error().message);
    }
    void useKeys()
    {
        options.audioKeyOf = [](const std::string& path) {
            const auto key = audio::audioKeyOf(path);
            return key ? std::string(key->begin(), key->end()) : std::string();
        };
    }
    std::string move(const std::string& from, const std::string& to)
    {
        fs::create_directories(fs::path(music / to).parent_path());
        fs::rename(music / from, music / to);
        return to;
    }

    const ListenerId me{1};
    TrackId a, b;

private:
    void listenTo(TrackId track, int plays, int halfStars)
    {
        write([&](db::Connection& c) {
            for (int i = 0; i < plays; ++i)
                c.exec("INSERT OR IGNORE INTO session VALUES (1, 1, 1); INSERT INTO play "
                       "(listener_id, track_id, started_at, utc_offset_min, duration_ms, ms_heard, "
                       "started_by, ended_by, session_id) VALUES (1, "
                    + std::to_string(track.value) + ", " + std::to_string(i)
                    + ", 0, 2000, 2000, 'user', 'finished', 1)");
            c.exec("INSERT INTO rating_event (listener_id, at, utc_offset_min, kind, track_id, "
                   "value) VALUES (1, 1, 0, 'stars', "
                + std::to_string(track.value) + ", " + std::to_string(halfStars) + ")");
        });
    }
};

/// What is done to the files; gives where A is afterwards.
using Act = std::function<std::string(Listened&)>;

struct Case {
    const char* name;
    Act act;
    std::int64_t unanalysed, analysed; ///< plays of what is there then; A has 3, B 5, new ones 0
    std::int64_t playsAtB = 5; ///< of what is at b.mp3; -1: nothing
};

void copyOver(Listened& c, const std::string& from, const std::string& to)
{
    writeFile(c.music / to, readFile(c.music / from));
}

const std::vector<Case>& cases()
{
    static const std::vector<Case> all{
        {"nothing", [](Listened&) { return "a.mp3"; }, 3, 3},
        {"move", [](Listened& c) { return c.move("a.mp3", "sub/a.mp3"); }, 3, 3},
        {"rename", [](Listened& c) { return c.move("a.mp3", "other.mp3"); }, 3, 3},
        {"move and rename", [](Listened& c) { return c.move("a.mp3", "sub/other.mp3"); }, 3, 3},
        {"retag",
            [](Listened& c) {
                retag(c.music / "a.mp3", tagsNew);
                return "a.mp3";
            },
            3, 3},
        {"move and retag",
            [](Listened& c) {
                retag(c.music / "a.mp3", tagsNew);
                return c.move("a.mp3", "sub/other.mp3");
            },
            0, 3},
        {"move and retag the title only",
            [](Listened& c) {
                retag(c.music / "a.mp3", tagsOf("Song A (live)", "Artist A", "Album A"));
                return c.move("a.mp3", "sub/other.mp3");
            },
            0, 3},
        {"encode again",
            [](Listened& c) {
                makeSound(c.music / "a.flac", pitchA, tagsA);
                fs::remove(c.music / "a.mp3");
                return "a.flac";
            },
            3, 3},
        {"encode again and move",
            [](Listened& c) {
                makeSound(c.music / "flac/x.flac", pitchA, tagsA);
                fs::remove(c.music / "a.mp3");
                return "flac/x.flac";
            },
            3, 3},
        {"replace by another encoding",
            [](Listened& c) {
                writeFile(c.music / "a.mp3", sound("mp3", pitchA).substr(0, 9000));
                retag(c.music / "a.mp3", tagsA);
                return "a.mp3";
            },
            3, 3},
        {"replace by another recording",
            [](Listened& c) {
                makeSound(c.music / "a.mp3", 1234, tagsNew);
                return "a.mp3";
            },
            3, 3},
        {"duplicate: the original",
            [](Listened& c) {
                copyOver(c, "a.mp3", "copy.mp3");
                return "a.mp3";
            },
            3, 3},
        {"duplicate: the copy",
            [](Listened& c) {
                copyOver(c, "a.mp3", "copy.mp3");
                return "copy.mp3";
            },
            0, 0},
        {"copy, and delete the original a scan later",
            [](Listened& c) {
                copyOver(c, "a.mp3", "sub/copy.mp3");
                c.scan();
                fs::remove(c.music / "a.mp3");
                return "sub/copy.mp3";
            },
            3, 3},
        {"swap two files",
            [](Listened& c) {
                c.move("a.mp3", "t.mp3");
                c.move("b.mp3", "a.mp3");
                return c.move("t.mp3", "b.mp3");
            },
            3, 3, 3},
        {"swap two files by copying",
            [](Listened& c) {
                const std::string a = readFile(c.music / "a.mp3");
                copyOver(c, "b.mp3", "a.mp3");
                writeFile(c.music / "b.mp3", a);
                return "b.mp3";
            },
            3, 3, 3},
        {"one file takes another's place", [](Listened& c) { return c.move("a.mp3", "b.mp3"); }, 3,
            3, 3},
        {"one moves, a new one takes its place",
            [](Listened& c) {
                const std::string to = c.move("a.mp3", "sub/a.mp3");
                makeSound(c.music / "a.mp3", 1234, tagsNew);
                return to;
            },
            3, 3},
        {"drive away and back",
            [](Listened& c) {
                fs::rename(c.music.path(), c.music.path() + "-away");
                c.scan();
                fs::rename(c.music.path() + "-away", c.music.path());
                return "a.mp3";
            },
            3, 3},
    };
    return all;
}

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsAndRatingsFollowTheFile_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("analysed");
        for (int i = 0; i < int(cases().size()); ++i) {
            for (const bool analysed : {false, true})
                QTest::addRow(
                    "%s, %s", cases()[std::size_t(i)].name, analysed ? "analysed" : "not analysed")
                    << i << analysed;
        }
    }
    void playsAndRatingsFollowTheFile()
    {
        QFETCH(int, number);
        QFETCH(bool, analysed);
        const Case& row = cases()[std::size_t(number)];
        Listened c;
        c.useKeys();
        if (analysed)
            c.analyse();
        const std::string to = row.act(c);
        c.scan();
        const std::int64_t plays = analysed ? row.analysed : row.unanalysed;
        QCOMPARE(c.playsAt(to), plays);
        QCOMPARE(c.starsAt(to), plays == 3 ? 8 : 0);
        if (to != "b.mp3")
            QCOMPARE(c.playsAt("b.mp3"), row.playsAtB);
        if (plays == 3) {
            QCOMPARE(c.at(to), c.a);
            const auto queued = c.table()->rowOf(c.a); // as the queue and playlists look it up
            QVERIFY(queued);
            QCOMPARE(c.table()->text((*c.table())[*queued].path), std::string_view(c.music / to));
        }
        // Nothing that was heard is lost, and another scan changes nothing.
        QCOMPARE(c.number("SELECT count(*) FROM play"), 8);
        QVERIFY(c.table()->rowOf(c.a) && c.table()->rowOf(c.b));
        const scan::Outcome again = c.scan();
        QCOMPARE(again.added + again.updated + again.moved, 0);
        QCOMPARE(c.playsAt(to), plays);
    }

    void analysisAfterTheMoveFindsTheTrackAgain()
    {
        Listened c; // the scan does not look for keys here: only those of the database count
        c.analyse();
        retag(c.music / "a.mp3", tagsNew);
        c.move("a.mp3", "sub/other.mp3");
        c.scan();
        QCOMPARE(c.playsAt("sub/other.mp3"), 0);
        c.clock.advance(msPerDay * 3);
        c.analyse();
        c.mergeSureOnes();
        QCOMPARE(c.playsAt("sub/other.mp3"), 3);
        QCOMPARE(c.at("sub/other.mp3"), c.a);
        const auto merges = loadMerges(*c.store().reader(), 10);
        QCOMPARE(merges.size(), std::size_t(1));
        QCOMPARE(merges[0].by, std::string("audio"));
        QCOMPARE(merges[0].title, std::string("Something"));
        QCOMPARE(merges[0].formerTitle, std::string("Song A"));
    }

    void whatCannotBeKnownIsOfferedAndUndone()
    {
        Listened c;
        retag(c.music / "a.mp3", tagsNew);
        c.move("a.mp3", "sub/a.mp3");
        c.scan();
        QCOMPARE(c.playsAt("sub/a.mp3"), 0);
        const auto offers = findMergeOffers(*c.store().reader());
        QCOMPARE(offers.size(), std::size_t(1));
        QCOMPARE(offers[0].lost, c.a);
        QCOMPARE(offers[0].found, c.at("sub/a.mp3"));
        QCOMPARE(offers[0].plays, 3);
        QCOMPARE(offers[0].why, std::string("same length, file name"));
        const TrackId found = offers[0].found;
        std::int64_t id = 0;
        c.write([&](db::Connection& s) {
            id = mergeTracks(s, offers[0].lost, found, "user", c.clock.now());
        });
        QCOMPARE(c.playsAt("sub/a.mp3"), 3);
        QCOMPARE(c.at("sub/a.mp3"), c.a);
        QVERIFY(findMergeOffers(*c.store().reader()).empty());
        QCOMPARE(c.scan().unavailable, 0);

        c.write([&](db::Connection& s) { QVERIFY(undoMerge(s, id, c.clock.now())); });
        QCOMPARE(c.at("sub/a.mp3"), found);
        QCOMPARE(c.playsAt("sub/a.mp3"), 0);
        QVERIFY(!c.track("Song A").available);
        QCOMPARE(c.idOf("Song A"), c.a.value);
        c.write([&](db::Connection& s) {
            QVERIFY(!undoMerge(s, id, c.clock.now()));
            QVERIFY(!undoMerge(s, id + 1, c.clock.now()));
            refuseMergeOffer(s, c.a, found);
        });
        QVERIFY(findMergeOffers(*c.store().reader()).empty());
    }

    void aMovedLibraryIsFoundUnderItsNewRoot()
    {
        Listened c;
        const TempFolder other;
        fs::rename(c.music / "a.mp3", other / "a.mp3");
        fs::rename(c.music / "b.mp3", other / "b.mp3");
        fs::rename(c.music.path(), c.music.path() + "-old");
        c.addRoot(other.path());
        const scan::Outcome outcome = c.scan();
        fs::rename(c.music.path() + "-old", c.music.path());
        QCOMPARE(outcome.moved, 2);
        QCOMPARE(outcome.frozen.size(), std::size_t(1));
        QCOMPARE(outcome.tracks, 2);
        QCOMPARE(outcome.unavailable, 1);
        QCOMPARE(c.at(other / "a.mp3"), c.a);
        QCOMPARE(c.playsAt(other / "b.mp3"), 5);
        // The old drive comes back with copies: other files of the same tracks.
        fs::copy_file(other / "a.mp3", c.music / "a.mp3");
        setMtime(c.music / "a.mp3", 1'600'000'001);
        const scan::Outcome back = c.scan();
        QCOMPARE(back.added, 0);
        QCOMPARE(back.tracks, 3);
        QCOMPARE(c.number("SELECT count(*) FROM track"), 3);
    }

    void severalCandidatesAreLeftAlone()
    {
        Listened c;
        c.analyse();
        makeSound(c.music / "x.flac", pitchA, tagsA);
        makeSound(c.music / "y.flac", pitchA, tagsA);
        fs::remove(c.music / "a.mp3");
        QCOMPARE(c.scan().moved, 0);
        QCOMPARE(c.playsAt("x.flac"), 0);
        QCOMPARE(c.playsAt("y.flac"), 0);
        QVERIFY(loadMerges(*c.store().reader(), 10).empty());
    }

    void mergesBuildOnEachOtherAndAreTakenBackInOrder()
    {
        Listened c;
        const TrackId third = c.at("rest/c.mp3");
        std::int64_t first = 0, second = 0;
        c.write([&](db::Connection& s) {
            first = mergeTracks(s, c.a, c.b, "user", 1);
            second = mergeTracks(s, third, c.a, "user", 2);
            QCOMPARE(mergeTracks(s, c.b, third, "user", 3), 0); // one already
        });
        QCOMPARE(c.number("SELECT count(*) FROM merged_track WHERE now = "
                     + std::to_string(third.value)),
            2);
        const auto plays = history::readPlays(*c.store().reader(), c.me);
        QVERIFY(std::ranges::all_of(
            plays, [&](const StoredPlay& play) { return play.listen.track == third; }));
        QCOMPARE(c.table()->rowOf(c.a), c.table()->rowOf(third));
        QCOMPARE(c.table()->rowOf(c.b), c.table()->rowOf(third));
        QCOMPARE(c.table()->size(), std::size_t(1));
        c.write([&](db::Connection& s) {
            const auto refused = undoMerge(s, first, 4);
            QVERIFY(!refused);
            QVERIFY(refused.error().message.find(std::to_string(second)) != std::string::npos);
            QVERIFY(undoMerge(s, second, 4));
            QVERIFY(undoMerge(s, first, 4));
        });
        QCOMPARE(c.playsAt("a.mp3"), 3);
        QCOMPARE(c.playsAt("b.mp3"), 5);
        QCOMPARE(c.at("rest/c.mp3"), third);
        QCOMPARE(c.titles(), QByteArray("Song A Song B Song C"));
    }

    void theAudioKeyIgnoresTagsAndNames()
    {
        const TempFolder folder;
        for (const char* name : {"x.mp3", "x.flac", "x.ogg", "x.m4a"}) {
            makeSound(folder / name, pitchA, tagsA);
            const auto before = audio::audioKeyOf(folder / name);
            QVERIFY2(before, name);
            Tags tags = tagsNew;
            tags["COMMENT"] = {std::string(40'000, 'x')};
            retag(folder / name, tags);
            QVERIFY2(audio::audioKeyOf(folder / name) == before, name);
            makeSound(folder / name, pitchB, tagsA);
            QVERIFY2(audio::audioKeyOf(folder / name) != before, name);
        }
        writeFile(folder / "text.mp3", "no audio");
        QVERIFY(!audio::audioKeyOf(folder / "text.mp3"));
        QVERIFY(!audio::audioKeyOf(folder / "none.mp3"));
    }
};

SEGUE_TEST(TestIdentity)
#include "tst_identity.moc"
