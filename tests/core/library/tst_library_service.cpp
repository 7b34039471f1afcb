#include "core/library/library_service.h"
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::test;
namespace fs = std::filesystem;

namespace {

/// A service on a store of its own, without roots.
struct Fixture {
    Fixture()
    {
        auto opened = db::Store::open(data / "segue.db", clock);
        if (!opened)
            throw std::runtime_error(opened.error().message);
        store = std::move(opened->store);
        service = std::make_unique<LibraryService>(*store, clock);
    }
    ScanSummary scanned(QSignalSpy& spy)
    {
        if (spy.isEmpty() && !spy.wait(20000))
            throw std::runtime_error("the scan did not end");
        return spy.takeFirst().at(0).value<ScanSummary>();
    }
    QByteArray root() const { return QByteArray::fromStdString(music.path()); }

    TempFolder music, data;
    ManualClock clock{1'700'000'000'000};
    std::unique_ptr<db::Store> store;
    std::unique_ptr<LibraryService> service;
};

} // namespace

class TestLibraryService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewLibraryIsEmptyNotNull()
    {
        Fixture f;
        QVERIFY(f.service->tracks());
        QCOMPARE(f.service->tracks()->size(), std::size_t(0));
        QVERIFY(f.service->roots().empty());
        QVERIFY(f.service->load());
        QVERIFY(f.service->isLoaded());
    }

    void anAddedFolderIsScannedAndShown()
    {
        Fixture f;
        makeWav(f.music / "a.wav", tagsOf("a"));
        writeFile(f.music / "bad\n.mp3", "");
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QSignalSpy changed(f.service.get(), &Library::tracksChanged);
        QSignalSpy progressed(f.service.get(), &Library::scanProgressed);
        QVERIFY(f.service->addRoot(f.root() + "/"));
        const ScanSummary summary = f.scanned(finished);
        QCOMPARE(summary.added, 1);
        QCOMPARE(summary.tracks, 1);
        QCOMPARE(summary.quarantined, 1);
        QCOMPARE(summary.problems.size(), std::size_t(1));
        QVERIFY(!summary.problems[0].contains(QLatin1Char('\n')));
        QVERIFY(!summary.failed && !summary.cancelled);
        // The table that shows the result is there before the end is told.
        QVERIFY(!changed.isEmpty());
        QCOMPARE(f.service->tracks()->size(), std::size_t(1));
        QCOMPARE(f.service->roots().size(), std::size_t(1));
        QCOMPARE(f.service->roots()[0].path, f.root());
        QVERIFY(!progressed.isEmpty());
        QVERIFY(!f.service->progress().running);
    }

    void foldersAddedTogetherMakeOneScan()
    {
        Fixture f;
        const TempFolder other;
        makeWav(f.music / "a.wav", tagsOf("a"));
        makeWav(other / "b.wav", tagsOf("b"));
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QVERIFY(f.service->addRoot(f.root()));
        QVERIFY(f.service->addRoot(QByteArray::fromStdString(other.path())));
        QCOMPARE(f.scanned(finished).added, 2);
        QVERIFY(!f.service->progress().running);
        QVERIFY(finished.isEmpty());
    }

    void whatIsNoFolderIsRefusedWithItsName()
    {
        Fixture f;
        writeFile(f.music / "file.wav", "x");
        for (const QByteArray& path : {QByteArray("relative/path"), f.root() + "/none",
                 f.root() + "/file.wav", QByteArray()}) {
            const auto result = f.service->addRoot(path);
            QVERIFY(!result);
            QVERIFY(result.error().message.find(path.toStdString()) != std::string::npos);
        }
    }

    void aRemovedFolderLeavesTheTable()
    {
        Fixture f;
        makeWav(f.music / "a.wav", tagsOf("a"));
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QVERIFY(f.service->addRoot(f.root()));
        f.scanned(finished);
        f.service->removeRoot(f.service->roots()[0].id);
        QTRY_VERIFY(f.service->roots().empty());
        QCOMPARE(f.service->tracks()->size(), std::size_t(0));
    }

    void aMissingFolderIsShownAsUnavailable()
    {
        Fixture f;
        makeWav(f.music / "a.wav", tagsOf("a"));
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QVERIFY(f.service->addRoot(f.root()));
        f.scanned(finished);
        fs::rename(f.music.path(), f.data / "away");
        f.service->scan();
        const ScanSummary summary = f.scanned(finished);
        fs::rename(f.data / "away", f.music.path());
        QCOMPARE(summary.unavailable, 1);
        QVERIFY(!f.service->roots()[0].available);
        QVERIFY(!(*f.service->tracks())[0].available);
    }

    void anotherStartShowsWhatWasScanned()
    {
        Fixture f;
        makeWav(f.music / "a.wav", tagsOf("a"));
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QVERIFY(f.service->addRoot(f.root()));
        f.scanned(finished);
        LibraryService second(*f.store, f.clock);
        QSignalSpy changed(&second, &Library::tracksChanged);
        second.loadInBackground();
        QVERIFY(changed.wait(20000));
        QCOMPARE(second.tracks()->size(), std::size_t(1));
    }

    void aSnapshotThatIsHeldDoesNotChange()
    {
        Fixture f;
        makeWav(f.music / "a.wav", tagsOf("a"));
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QVERIFY(f.service->addRoot(f.root()));
        f.scanned(finished);
        const TrackTablePtr held = f.service->tracks();
        makeWav(f.music / "b.wav", tagsOf("b"));
        f.service->scan();
        f.scanned(finished);
        QCOMPARE(held->size(), std::size_t(1));
        QCOMPARE(f.service->tracks()->size(), std::size_t(2));
    }

    void closingDuringAScanEndsIt()
    {
        Fixture f;
        for (int i = 0; i < 400; ++i)
            makeWav(f.music / (std::to_string(i) + ".wav"));
        QSignalSpy progressed(f.service.get(), &Library::scanProgressed);
        QVERIFY(f.service->addRoot(f.root()));
        QVERIFY(progressed.wait(20000));
        f.service.reset();
        f.service = std::make_unique<LibraryService>(*f.store, f.clock);
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        f.service->scan();
        QCOMPARE(f.scanned(finished).tracks, 400);
    }

    void cancellingIsTold()
    {
        Fixture f;
        for (int i = 0; i < 400; ++i)
            makeWav(f.music / (std::to_string(i) + ".wav"));
        scan::Options options;
        options.threads = 1;
        f.service->setScanOptions(options);
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        connect(
            f.service.get(), &Library::scanProgressed, f.service.get(), [&](const ScanProgress& p) {
                if (p.running)
                    f.service->cancelScan();
            });
        QVERIFY(f.service->addRoot(f.root()));
        QVERIFY(f.scanned(finished).cancelled);
    }

    void aDatabaseThatRefusesIsTold()
    {
        Fixture f;
        for (int i = 0; i < 100; ++i)
            makeWav(f.music / (std::to_string(i) + ".wav"), tagsOf(std::string(3000, 'x')), 10);
        QSignalSpy finished(f.service.get(), &Library::scanFinished);
        QSignalSpy problem(f.service.get(), &Library::problem);
        const auto pages = f.store->reader()->database().execAndGet("PRAGMA page_count").getInt();
        QVERIFY(f.store->writeAndWait(db::Durability::full, [&](db::Connection& c) {
            c.exec("PRAGMA max_page_count = " + std::to_string(pages + 20));
        }));
        QVERIFY(f.service->addRoot(f.root()));
        QVERIFY(f.scanned(finished).failed);
        QCOMPARE(problem.size(), 1);
    }
};

SEGUE_TEST(TestLibraryService)
#include "tst_library_service.moc"
