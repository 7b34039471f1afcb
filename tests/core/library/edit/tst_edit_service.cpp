// Edits as the program makes them: files, the collection's tables, and the way back.
#include "core/library/edit/edit_service.h"
#include "core/library/library_service.h"
#include "tests/core/library/collection.h"
#include "tests/core/library/edit/edit_files.h"
#include "tests/core/library/encoded.h"
#include "tests/support/test_main.h"

#include <QEventLoop>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <sys/mount.h>

using namespace segue;
using namespace segue::test;
using namespace Qt::StringLiterals;

namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;

/// A collection with the services of the program over it; they can be made anew, as by a restart.
struct Bench {
    Bench() { start(); }
    void start()
    {
        edits.reset();
        library = std::make_unique<LibraryService>(collection.store(), collection.clock);
        if (const auto loaded = library->load(); !loaded)
            throw std::runtime_error(loaded.error().message);
        edits = std::make_unique<EditService>(collection.store(), *library, collection.clock);
    }
    void add(const std::string& path, const std::string& title, const std::string& album = "X")
    {
        writeFile(collection.music / path, encoded("flac"));
        retag(collection.music / path, tagsOf(title, "A", album));
    }
    void scan()
    {
        collection.scan();
        start();
    }
    TrackId idOf(const std::string& title) { return collection.track(title).id; }

    template <class Begin>
    EditOutcome wait(Begin begin)
    {
        std::optional<EditOutcome> outcome;
        QEventLoop loop;
        begin([&](const EditOutcome& result) {
            outcome = result;
            loop.quit();
        });
        if (!outcome)
            loop.exec();
        return *outcome;
    }
    EditOutcome write(EditRequest request)
    {
        return wait([&](Edits::Then then) { edits->write(std::move(request), std::move(then)); });
    }
    EditOutcome undo(std::int64_t id = 0)
    {
        return wait([&](Edits::Then then) { edits->undo(id, std::move(then)); });
    }
    OrganisePlan plan(const QString& pattern, const std::string& target = {})
    {
        std::vector<TrackId> tracks;
        for (const TrackRecord& track : library->tracks()->tracks())
            tracks.push_back(track.id);
        std::optional<Result<OrganisePlan>> plan;
        QEventLoop loop;
        edits->planOrganise(
            tracks, pattern, QByteArray::fromStdString(target), [&](const auto& result) {
                plan = result;
                loop.quit();
            });
        loop.exec();
        return plan->ok() ? **plan : OrganisePlan();
    }
    EditOutcome organise(const QString& pattern, const std::string& target = {})
    {
        const OrganisePlan made = plan(pattern, target);
        return wait([&](Edits::Then then) { edits->organise(made, std::move(then)); });
    }
    /// As a crash leaves it: both are to swap their names, the first stepped aside. The edit.
    std::int64_t beginSwap(const std::string& one, const std::string& other)
    {
        std::int64_t edit = 0;
        LoggedFile first, second;
        first.path = second.newPath = collection.music / one;
        second.path = first.newPath = collection.music / other;
        first.state = second.state = LoggedFile::State::waiting;
        const auto done
            = collection.store().writeAndWait(db::Durability::full, [&](db::Connection& c) {
                  edit = logEdit(c, true, "Files organised", 1);
                  for (LoggedFile* file : {&first, &second}) {
                      file->edit = edit;
                      file->track = findFile(c, file->path).value().track;
                      file->id = logFile(c, *file);
                  }
              });
        if (!done)
            throw std::runtime_error(done.error().message);
        fs::rename(first.path, first.newPath + ".segue-" + std::to_string(first.id));
        return edit;
    }
    std::string titleIn(const std::string& path)
    {
        const Texts values = valuesOf(fieldsOf(collection.music / path), "TITLE");
        return values.empty() ? std::string() : values.front();
    }

    Collection collection;
    std::unique_ptr<LibraryService> library;
    std::unique_ptr<EditService> edits;
};

/// Written silently.
EditRequest ratingOf(TrackId track, const std::string& halfStars)
{
    EditRequest request;
    request.listed = false;
    request.files = {{track, {}, {{{std::string(tags::ratingField), {halfStars}}}, {}}}};
    return request;
}

EditRequest titleOf(TrackId track, const std::string& title)
{
    EditRequest request;
    request.files = {{track, {}, {{{"TITLE", {title}}}, {}}}};
    request.text = u"Title"_s;
    return request;
}

} // namespace

class TestEditService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCollectionFollowsAtOnceAndTheNextScanFindsNothing()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.add("b.flac", "Other");
        bench.scan();
        const TrackId track = bench.idOf("Old");
        QSignalSpy shown(bench.library.get(), &Library::tracksChanged);
        const EditOutcome outcome = bench.write(titleOf(track, "New"));
        QCOMPARE(outcome.changed, 1);
        QVERIFY(outcome.problems.empty());
        QVERIFY(outcome.id != 0);
        QCOMPARE(bench.idOf("New"), track);
        QTRY_VERIFY(!shown.isEmpty()); // the table in memory too
        const auto table = bench.library->tracks();
        QCOMPARE(QByteArray::fromStdString(
                     std::string(table->text((*table)[*table->rowOf(track)].title))),
            QByteArray("New"));
        QCOMPARE(
            bench.collection.number("SELECT count(*) FROM file WHERE audio_key IS NOT NULL"), 1);
        const auto again = bench.collection.scan();
        QCOMPARE(again.updated + again.added + again.moved, 0);
    }

    void soundThatWasAnalysedStaysSo()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        QVERIFY(
            bench.collection.store().writeAndWait(db::Durability::normal, [](db::Connection& c) {
                c.exec(
                    "INSERT INTO track_features (track_id, version, size, mtime_ns, analysed_at) "
                    "SELECT track_id, 1, size, mtime_ns, 0 FROM file");
            }));
        bench.write(titleOf(bench.idOf("Old"), "New"));
        QCOMPARE(bench.collection.number("SELECT count(*) FROM track_features t JOIN file f ON "
                                         "f.track_id = t.track_id AND f.size = t.size AND "
                                         "f.mtime_ns = t.mtime_ns"),
            1);
    }

    void undoWorksAfterARestart()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        const TrackId track = bench.idOf("Old");
        bench.write(titleOf(track, "New"));
        bench.write(titleOf(track, "Newer"));
        bench.start();
        QCOMPARE(bench.undo().changed, 1);
        QCOMPARE(bench.titleIn("a.flac"), std::string("New"));
        bench.start();
        QCOMPARE(bench.undo().changed, 1);
        QCOMPARE(bench.titleIn("a.flac"), std::string("Old"));
        QCOMPARE(bench.idOf("Old"), track);
        const EditOutcome none = bench.undo();
        QCOMPARE(none.problems.size(), 1u);
        QVERIFY(none.problems[0].contains(u"no edit"_s));
        QCOMPARE(bench.collection.scan().updated, 0);
    }

    void undoFollowsAFileThatMovedMeanwhile()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        const EditOutcome edit = bench.write(titleOf(bench.idOf("Old"), "New"));
        fs::create_directory(bench.collection.music / "sub");
        fs::rename(bench.collection.music / "a.flac", bench.collection.music / "sub/b.flac");
        bench.scan();
        QCOMPARE(bench.undo(edit.id).changed, 1);
        QCOMPARE(bench.titleIn("sub/b.flac"), std::string("Old"));
    }

    void replacedCoversAreKeptOnceAndComeBack()
    {
        Bench bench;
        using What = tags::PictureChange::What;
        const auto setAll = [&](const tags::Picture& picture) {
            EditRequest request;
            for (const char* title : {"One", "Two", "Three"})
                request.files.push_back(
                    {bench.idOf(title), {}, {{}, tags::PictureChange{What::front, {picture}}}});
            return bench.write(std::move(request));
        };
        bench.add("1.flac", "One");
        bench.add("2.flac", "Two");
        bench.add("3.flac", "Three");
        bench.scan();
        QCOMPARE(setAll(jpeg('a', 40'000)).changed, 3);
        QCOMPARE(setAll(png('b', 40'000)).changed, 3);
        QCOMPARE(bench.collection.number("SELECT count(*) FROM edit_picture"), 2);
        bench.start();
        QCOMPARE(bench.undo().changed, 3);
        TagWriter reader;
        for (const char* file : {"1.flac", "2.flac", "3.flac"})
            QVERIFY(reader.readCover(bench.collection.music / file) == jpeg('a', 40'000).bytes);
        QCOMPARE(bench.undo().changed, 3);
        QVERIFY(!reader.readCover(bench.collection.music / "1.flac"));
    }

    void aStopOfOneRequestLeavesTheOthers()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        const TrackId track = bench.idOf("Old");
        std::vector<LoadedFile> loaded;
        EditOutcome written;
        QEventLoop loop;
        bench.edits->write(titleOf(track, "New"), [&](const EditOutcome& done) { written = done; });
        std::stop_source loading
            = bench.edits->load({{track, {}, {}}}, [&](std::vector<LoadedFile> files) {
                  loaded = std::move(files);
                  loop.quit();
              });
        loading.request_stop();
        loop.exec();
        QCOMPARE(written.changed, 1);
        QVERIFY(!written.cancelled);
        QCOMPARE(loaded.size(), 1u);
        QVERIFY(loaded[0].fields.fields.empty());
    }

    void whatPlaysWaitsUntilItHasEnded()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.add("b.flac", "Other");
        bench.scan();
        const std::string path = bench.collection.music / "a.flac";
        const auto inode = lookAtFile(path)->inode;
        bench.edits->setPlaying(QByteArray::fromStdString(path));
        const EditOutcome outcome = bench.write(titleOf(bench.idOf("Old"), "New"));
        QCOMPARE(outcome.waiting, 1);
        QCOMPARE(outcome.changed, 0);
        QCOMPARE(lookAtFile(path)->inode, inode);
        QSignalSpy edited(bench.edits.get(), &Edits::edited);
        bench.edits->setPlaying(QByteArray::fromStdString(bench.collection.music / "b.flac"));
        QTRY_COMPARE_WITH_TIMEOUT(edited.size(), 1, 60'000);
        QCOMPARE(bench.titleIn("a.flac"), std::string("New"));
        QVERIFY(bench.idOf("New"));
        QCOMPARE(bench.undo(outcome.id).changed, 1);
        QCOMPARE(bench.titleIn("a.flac"), std::string("Old"));
    }

    void whatWaitsSurvivesARestartAndCanBeTakenBack()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        const QByteArray path = QByteArray::fromStdString(bench.collection.music / "a.flac");
        bench.edits->setPlaying(path);
        bench.write(titleOf(bench.idOf("Old"), "New"));
        bench.start();
        QSignalSpy edited(bench.edits.get(), &Edits::edited);
        bench.edits->resume();
        QTRY_COMPARE_WITH_TIMEOUT(edited.size(), 1, 60'000);
        QCOMPARE(bench.titleIn("a.flac"), std::string("New"));

        bench.edits->setPlaying(path);
        bench.write(titleOf(bench.idOf("New"), "Never"));
        QCOMPARE(bench.undo().changed, 1); // nothing was written yet
        bench.start();
        bench.edits->resume();
        QCOMPARE(bench.undo().changed, 1); // runs behind it
        QCOMPARE(bench.titleIn("a.flac"), std::string("Old"));
    }

    void oneBadFileLeavesTheOthersOfAnEdit()
    {
        Bench bench;
        bench.add("a.flac", "One");
        bench.add("b.flac", "Two");
        bench.add("c.flac", "Three");
        bench.scan();
        fs::permissions(bench.collection.music / "b.flac", fs::perms::owner_read);
        EditRequest request;
        for (const char* title : {"One", "Two", "Three"})
            request.files.push_back({bench.idOf(title), {}, {{{"GENRE", {"Dub"}}}, {}}});
        const EditOutcome outcome = bench.write(std::move(request));
        QCOMPARE(outcome.changed, 2);
        QCOMPARE(outcome.problems.size(), 1u);
        QVERIFY2(outcome.problems[0].contains(u"b.flac"_s), qPrintable(outcome.problems[0]));
        QVERIFY(valuesOf(fieldsOf(bench.collection.music / "b.flac"), "GENRE").empty());
        QCOMPARE(bench.undo().changed, 2);
    }

    void filesOutsideOfTheCollectionCanBeEditedAndTakenBack()
    {
        Bench bench;
        const TempFolder elsewhere;
        writeFile(elsewhere / "a.mp3", encoded("mp3"));
        EditRequest request;
        request.files
            = {{{}, QByteArray::fromStdString(elsewhere / "a.mp3"), {{{"TITLE", {"New"}}}, {}}}};
        QCOMPARE(bench.write(std::move(request)).changed, 1);
        QCOMPARE(valuesOf(fieldsOf(elsewhere / "a.mp3"), "TITLE"), Texts{"New"});
        QCOMPARE(bench.undo().changed, 1);
        QVERIFY(valuesOf(fieldsOf(elsewhere / "a.mp3"), "TITLE").empty());
    }

    void ratingsWrittenByItselfAreNoNewsToAScan()
    {
        Bench bench;
        bench.add("a.flac", "Song");
        bench.scan();
        EditRequest request;
        request.listed = false;
        request.files = {{bench.idOf("Song"), {},
            {{{std::string(tags::ratingField), {"8"}}, {std::string(tags::playsField), {"31"}}},
                {}}}};
        const QSignalSpy edited(bench.edits.get(), &Edits::edited);
        QCOMPARE(bench.write(std::move(request)).changed, 1);
        QVERIFY(edited.isEmpty()); // nor to the library in memory
        QCOMPARE(bench.collection.number("SELECT count(*) FROM imported_total"), 0);
        QCOMPARE(bench.collection.number("SELECT count(*) FROM edit"), 0); // not to be taken back
        setMtime(bench.collection.music / "a.flac", 1'600'000'000);
        QCOMPARE(bench.collection.scan().updated, 1);
        QCOMPARE(bench.collection.number("SELECT count(*) FROM imported_total"), 0);
        // Another player's count is news.
        retag(bench.collection.music / "a.flac", {{"TITLE", {"Song"}}, {"FMPS_PLAYCOUNT", {"40"}}});
        bench.collection.scan();
        QCOMPARE(bench.collection.number("SELECT plays FROM imported_total"), 40);
    }

    void anEditIsTakenBackOnlyBeforeLaterOnesOfItsFiles()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.add("b.flac", "Other");
        bench.scan();
        const TrackId track = bench.idOf("Old");
        const EditOutcome first = bench.write(titleOf(track, "New"));
        const EditOutcome second = bench.write(titleOf(track, "Newer"));
        bench.write(titleOf(bench.idOf("Other"), "Another")); // stands in nobody's way
        const EditOutcome refused = bench.undo(first.id);
        QCOMPARE(refused.changed, 0);
        QCOMPARE(refused.problems.size(), 1u);
        QVERIFY(refused.problems[0].contains(u"edit %1 (Title)"_s.arg(second.id)));
        QCOMPARE(bench.titleIn("a.flac"), std::string("Newer"));
        QCOMPARE(bench.undo(second.id).changed, 1);
        QCOMPARE(bench.undo(first.id).changed, 1);
        QCOMPARE(bench.titleIn("a.flac"), std::string("Old"));
    }

    void ratingsThatWaitAreNoEditsToTakeBack()
    {
        Bench bench;
        bench.add("a.flac", "Old");
        bench.scan();
        const TrackId track = bench.idOf("Old");
        const EditOutcome title = bench.write(titleOf(track, "New"));
        const QByteArray path = QByteArray::fromStdString(bench.collection.music / "a.flac");
        bench.edits->setPlaying(path);
        const EditOutcome rating = bench.write(ratingOf(track, "8"));
        QCOMPARE(rating.waiting, 1);
        const auto reader = bench.collection.store().reader();
        QCOMPARE(newestEdit(*reader), title.id);
        QCOMPARE(loadEdits(*reader, 10).size(), 1u);
        QCOMPARE(bench.undo(rating.id).changed, 0);
        bench.start();
        QCOMPARE(bench.undo().id, title.id);
        QCOMPARE(bench.titleIn("a.flac"), std::string("Old"));
    }

    void partsOfACueSheetAreRefused()
    {
        Bench bench;
        makeWav(bench.collection.music / "a.wav", {}, 4000);
        writeFile(bench.collection.music / "a.cue",
            "FILE \"a.wav\" WAVE\n TRACK 01 AUDIO\n TITLE \"One\"\n INDEX 01 00:00:00\n TRACK 02 "
            "AUDIO\n TITLE \"Two\"\n INDEX 01 00:02:00\n");
        bench.scan();
        QVERIFY(bench.idOf("Two"));
        const std::string before = readFile(bench.collection.music / "a.wav");
        const EditOutcome outcome = bench.write(titleOf(bench.idOf("Two"), "New"));
        QCOMPARE(outcome.changed, 0);
        QVERIFY2(outcome.problems.at(0).contains(u"cue sheet"_s), qPrintable(outcome.problems[0]));
        QVERIFY(readFile(bench.collection.music / "a.wav") == before);
    }

    void filesAreMovedWithWhatBelongsToThemAndBack()
    {
        Bench bench;
        bench.add("in/1.flac", "One", "First");
        bench.add("in/2.flac", "Two", "First");
        writeFile(bench.collection.music / "in/1.lrc", "words");
        writeFile(bench.collection.music / "in/cover.jpg", "picture");
        bench.scan();
        const TrackId one = bench.idOf("One"), two = bench.idOf("Two");
        const EditOutcome outcome = bench.organise(u"%artist%/%album%/%title%"_s);
        QVERIFY2(outcome.problems.empty(),
            outcome.problems.empty() ? "" : qPrintable(outcome.problems[0]));
        QCOMPARE(outcome.changed, 4);
        QCOMPARE(namesIn(bench.collection.music / "A/First"),
            (Texts{"One.flac", "One.lrc", "Two.flac", "cover.jpg"}));
        QVERIFY(!fs::exists(bench.collection.music / "in"));
        QCOMPARE(bench.idOf("One"), one);
        QCOMPARE(bench.idOf("Two"), two);
        const auto scan = bench.collection.scan();
        QCOMPARE(scan.added + scan.moved + scan.updated, 0);
        bench.start();
        const auto table = bench.library->tracks();
        QVERIFY((*table)[*table->rowOf(one)].available);
        QCOMPARE(bench.undo().changed, 4);
        QCOMPARE(namesIn(bench.collection.music / "in"),
            (Texts{"1.flac", "1.lrc", "2.flac", "cover.jpg"}));
        QVERIFY(!fs::exists(bench.collection.music / "A"));
        QCOMPARE(bench.collection.scan().moved, 0);
        QCOMPARE(bench.idOf("One"), one);
    }

    void swappedNamesGoRoundAndTheTracksWithThem()
    {
        Bench bench;
        bench.add("Two.flac", "One");
        bench.add("Three.flac", "Two");
        bench.add("One.flac", "Three");
        bench.scan();
        std::map<std::string, TrackId> ids;
        for (const char* title : {"One", "Two", "Three"})
            ids[title] = bench.idOf(title);
        QCOMPARE(bench.organise(u"%title%"_s).changed, 3);
        for (const auto& [title, id] : ids) {
            QCOMPARE(bench.titleIn(title + ".flac"), title);
            const TrackRecord track = bench.collection.track(title);
            QCOMPARE(track.id, id);
            QVERIFY(track.available);
        }
        QCOMPARE(namesIn(bench.collection.music.path()),
            (Texts{".keep", "One.flac", "Three.flac", "Two.flac"}));
        const auto scan = bench.collection.scan();
        QCOMPARE(scan.added + scan.moved + scan.updated, 0);
    }

    void aCrashWhileNamesAreSwappedStrandsNoFile_data()
    {
        QTest::addColumn<bool>("byUndo");
        QTest::newRow("the next start") << false;
        QTest::newRow("undo") << true;
    }

    void aCrashWhileNamesAreSwappedStrandsNoFile()
    {
        QFETCH(const bool, byUndo);
        Bench bench;
        bench.add("a.flac", "One");
        bench.add("b.flac", "Two");
        bench.scan();
        const std::int64_t edit = bench.beginSwap("a.flac", "b.flac");
        QVERIFY(!fs::exists(bench.collection.music / "a.flac"));
        bench.start();
        if (!byUndo)
            bench.edits->resume();
        const EditOutcome outcome = bench.undo(edit); // runs behind it
        QVERIFY(outcome.problems.empty());
        QCOMPARE(namesIn(bench.collection.music.path()), (Texts{".keep", "a.flac", "b.flac"}));
        QCOMPARE(bench.titleIn("a.flac"), std::string("One"));
        QCOMPARE(bench.titleIn("b.flac"), std::string("Two"));
        const auto scan = bench.collection.scan();
        QCOMPARE(scan.added + scan.moved + scan.updated, 0);
        QVERIFY(bench.collection.track("One").available);
    }

    void aMovedFileThatIsGoneIsToldAndNotMarkedAsBack()
    {
        Bench bench;
        bench.add("a.flac", "One");
        bench.add("b.flac", "Two");
        bench.scan();
        const std::int64_t edit = bench.beginSwap("a.flac", "b.flac");
        for (const auto& entry : fs::directory_iterator(bench.collection.music.path()))
            fs::remove(entry.path());
        const EditOutcome outcome = bench.undo(edit);
        QCOMPARE(outcome.problems.size(), 2u);
        QCOMPARE(bench.collection.number("SELECT count(*) FROM edit_file WHERE state = 3"), 0);
    }

    void nothingIsEverReplaced()
    {
        Bench bench;
        bench.add("a/1.flac", "Same");
        bench.add("b/1.flac", "Same");
        bench.add("c/1.flac", "Third");
        bench.scan();
        writeFile(bench.collection.music / "Third.flac", "somebody's");
        const EditOutcome outcome = bench.organise(u"%title%"_s);
        QCOMPARE(outcome.changed, 0);
        QCOMPARE(readFile(bench.collection.music / "Third.flac"), std::string("somebody's"));
        QVERIFY(fs::exists(bench.collection.music / "a/1.flac"));
        // Also when it comes between the plan and the move.
        OrganisePlan plan;
        plan.moves = {{bench.idOf("Third"), bench.collection.music / "c/1.flac",
            bench.collection.music / "Third.flac", {}}};
        const EditOutcome late
            = bench.wait([&](Edits::Then then) { bench.edits->organise(plan, std::move(then)); });
        QCOMPARE(late.changed, 0);
        QCOMPARE(late.problems.size(), 1u);
        QCOMPARE(readFile(bench.collection.music / "Third.flac"), std::string("somebody's"));
        QVERIFY(fs::exists(bench.collection.music / "c/1.flac"));
    }

    void filesGoOverToAnotherFileSystem()
    {
        Bench bench;
        const TempFolder other;
        if (::mount("tmpfs", other.path().c_str(), "tmpfs", 0, "size=8m") != 0)
            QSKIP("no right to mount another file system");
        const auto unmount = qScopeGuard([&] { ::umount(other.path().c_str()); });
        bench.add("1.flac", "One");
        setMtime(bench.collection.music / "1.flac", 1'500'000'000);
        bench.scan();
        bench.collection.addRoot(other.path());
        bench.start();
        const TrackId track = bench.idOf("One");
        const std::string bytes = readFile(bench.collection.music / "1.flac");
        const EditOutcome outcome = bench.organise(u"%artist%/%title%"_s, other.path());
        QCOMPARE(outcome.changed, 1);
        QVERIFY(readFile(other / "A/One.flac") == bytes);
        QCOMPARE(
            lookAtFile(other / "A/One.flac")->mtimeNs, std::int64_t{1'500'000'000'000'000'000});
        QVERIFY(!fs::exists(bench.collection.music / "1.flac"));
        QCOMPARE(bench.idOf("One"), track);
        QCOMPARE(bench.undo().changed, 1);
        QVERIFY(readFile(bench.collection.music / "1.flac") == bytes);
        QCOMPARE(namesIn(other.path()), Texts{});
    }

    void aFullDiskKeepsTheFileWhereItWas()
    {
        Bench bench;
        const TempFolder other;
        if (::mount("tmpfs", other.path().c_str(), "tmpfs", 0, "size=16k") != 0)
            QSKIP("no right to mount a small file system");
        const auto unmount = qScopeGuard([&] { ::umount(other.path().c_str()); });
        makeWav(bench.collection.music / "1.wav", tagsOf("One"), 8000);
        bench.scan();
        const std::string bytes = readFile(bench.collection.music / "1.wav");
        const EditOutcome outcome = bench.organise(u"%title%"_s, other.path());
        QCOMPARE(outcome.changed, 0);
        QVERIFY2(
            outcome.problems.at(0).contains(u"disk is full"_s), qPrintable(outcome.problems[0]));
        QVERIFY(readFile(bench.collection.music / "1.wav") == bytes);
        QCOMPARE(namesIn(other.path()), Texts{});
    }
};

SEGUE_TEST(TestEditService)
#include "tst_edit_service.moc"
