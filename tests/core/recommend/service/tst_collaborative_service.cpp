#include "core/recommend/service/collaborative_service.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::test;

namespace {

constexpr ListenerId me{1}, friendOfMine{2};

/// One listener with the made history; with `others` also one who plays artists 20..27 in the same
/// sessions as artist 0.
struct Fixture {
    QTemporaryDir dir;
    ManualClock clock{monday + 20 * msPerHour};
    TrackTablePtr table = madeLibrary();
    std::unique_ptr<db::Store> store;

    explicit Fixture(bool others)
    {
        auto opened
            = db::Store::open(std::filesystem::path(dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        const auto filled = store->writeAndWait(db::Durability::normal, [&](db::Connection& c) {
            auto& track = c.statement("INSERT INTO track (id, title, added_at) VALUES (?, 't', 0)");
            for (int id = 1; id <= artists * albumsEach * tracksEach; ++id) {
                track.reset();
                track.bind(1, id);
                track.exec();
            }
            int id = 0;
            for (const StoredPlay& play : madeHistory().plays) {
                history::insertPlay(c, me, play);
                id = std::max(id, static_cast<int>(play.id.value));
            }
            if (!others)
                return;
            c.database().exec("INSERT INTO listener (id, name, created_at) VALUES (2, 'Ada', 0)");
            for (int session = 0; session < 40; ++session) {
                for (int i = 0; i < 8; ++i) {
                    const int artist = i % 2 == 0 ? 0 : 20 + session % 8;
                    ++id;
                    history::insertPlay(c, friendOfMine,
                        madePlay(id, 10'000 + session, trackId(artist, 0, i / 2),
                            monday - (40 - session) * msPerDay + i * 200'000));
                }
            }
        });
        if (!filled)
            qFatal("%s", filled.error().message.c_str());
    }
    CollaborativeService::Trained train(CollaborativeService& service) const
    {
        QSignalSpy ready(&service, &CollaborativeService::ready);
        service.prepare(table);
        return ready.wait(30'000) ? service.trainedFor(table) : nullptr;
    }
    QString file() const
    {
        return QFile::decodeName(CollaborativeService::fileOf(*store, me).c_str());
    }
    QByteArray bytes() const
    {
        QFile f(file());
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
};

} // namespace

class TestCollaborativeService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withNobodyElseNothingIsTrained()
    {
        const Fixture f(false);
        CollaborativeService service(*f.store, me);
        service.prepare(f.table);
        QTRY_VERIFY(!service.isBusy());
        QVERIFY(!service.trainedFor(f.table));
        QVERIFY(!QFile::exists(f.file()));
    }

    void whatAnotherListenerPlaysTogetherIsFound()
    {
        const Fixture f(true);
        CollaborativeService service(*f.store, me);
        const auto trained = f.train(service);
        QVERIFY(trained && trained->finished);
        QCOMPARE(trained->listeners, std::size_t{1});
        const std::vector<Item> held{static_cast<Item>(*f.table->rowOf(trackId(0, 0, 0)))};
        const auto scores = trained->walkScores(held);
        QVERIFY(scores);
        const auto at = [&](int artist) {
            return (*scores)[static_cast<std::size_t>(*f.table->rowOf(trackId(artist, 0, 1)))];
        };
        QVERIFY(at(21) > 0); // only the friend has heard it
        QCOMPARE(at(35), 0.F); // nobody has
    }

    void theSameHistoriesGiveTheSameFileAndARestartReadsIt()
    {
        const Fixture f(true);
        CollaborativeService first(*f.store, me);
        QVERIFY(f.train(first));
        const QByteArray once = f.bytes();
        QVERIFY(QFile::remove(f.file()));
        CollaborativeService second(*f.store, me);
        QVERIFY(f.train(second));
        QVERIFY(!once.isEmpty() && f.bytes() == once);
        CollaborativeService third(*f.store, me);
        QSignalSpy trainedAnew(&third, &CollaborativeService::progressed);
        QVERIFY(f.train(third));
        QCOMPARE(trainedAnew.count(), 0);
    }

    void aBadFileIsMadeAnew()
    {
        const Fixture f(true);
        {
            CollaborativeService service(*f.store, me);
            QVERIFY(f.train(service));
        }
        const QByteArray good = f.bytes();
        QByteArray flipped = good;
        flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 1);
        for (const QByteArray& bad : {QByteArray(), QByteArray("segue-others"), flipped,
                 good.first(good.size() / 3), QByteArray(100'000, 'x')}) {
            QFile file(f.file());
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bad);
            file.close();
            CollaborativeService service(*f.store, me);
            QVERIFY(f.train(service));
            QCOMPARE(f.bytes(), good);
        }
    }

    void bytesOfAnotherLibraryAreNoModel()
    {
        const Fixture f(true);
        CollaborativeService service(*f.store, me);
        QVERIFY(f.train(service));
        QVERIFY(collaborativeFromBytes(f.bytes(), f.table->size()));
        QVERIFY(!collaborativeFromBytes(f.bytes(), f.table->size() + 1));
    }

    /// Nobody to learn from any more is another thing than nothing new.
    void whenTheOthersAreGoneTheirModelGoes()
    {
        const Fixture f(true);
        CollaborativeService service(*f.store, me);
        QVERIFY(f.train(service));
        service.prepare(f.table);
        service.cancel(); // broken off: what was there stays
        QTRY_VERIFY(!service.isBusy());
        QVERIFY(service.trainedFor(f.table) && QFile::exists(f.file()));
        (void)f.store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("DELETE FROM play WHERE listener_id = 2");
            c.exec("DELETE FROM session WHERE listener_id = 2");
            c.exec("DELETE FROM listener WHERE id = 2");
        });
        QSignalSpy ready(&service, &CollaborativeService::ready);
        service.prepare(f.table);
        QVERIFY(ready.wait(30'000));
        QVERIFY(!service.trainedFor(f.table));
        QVERIFY(!QFile::exists(f.file()));
    }

    /// Another model follows what was decided to be one recording.
    void doublesCountAsOne()
    {
        const Fixture f(true);
        CollaborativeService service(*f.store, me);
        QVERIFY(f.train(service));
        const auto rowOf = [&](int artist, int track) {
            return static_cast<std::size_t>(*f.table->rowOf(trackId(artist, 0, track)));
        };
        const std::vector<Item> held{static_cast<Item>(rowOf(0, 0))};
        QVERIFY((*service.trainedFor(f.table)->walkScores(held))[rowOf(21, 1)] > 0);
        (void)f.store->writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("INSERT INTO remedy (id, kind, what, at) VALUES (1, 'recordings', '', 0)");
            c.exec("INSERT INTO recording_alias (track_id, same_as, remedy_id) VALUES ("
                + std::to_string(trackId(21, 0, 1).value) + ", "
                + std::to_string(trackId(35, 0, 1).value) + ", 1)");
        });
        QSignalSpy ready(&service, &CollaborativeService::ready);
        service.prepare(f.table);
        QVERIFY(ready.wait(30'000));
        const auto scores = service.trainedFor(f.table)->walkScores(held);
        QVERIFY((*scores)[rowOf(35, 1)] > 0);
        QCOMPARE((*scores)[rowOf(21, 1)], 0.F);
    }

    void whatIsUnderWayCanBeBrokenOff()
    {
        const Fixture f(true);
        CollaborativeService service(*f.store, me);
        service.prepare(f.table);
        service.cancel();
        QTRY_VERIFY(!service.isBusy());
        service.prepare(f.table);
        QTRY_VERIFY(service.trainedFor(f.table) != nullptr);
    }

    void aModelHoldsUntilTheHistoriesHaveMovedOn()
    {
        const CollaborativeFacts facts{7, 10'000, 5'000, 1};
        QVERIFY(stillFits(facts, facts));
        QVERIFY(stillFits(facts, {7, 10'100, 5'020, 1}));
        QVERIFY(!stillFits(facts, {7, 10'300, 5'000, 1}));
        QVERIFY(stillFits(facts, {7, 9'990, 5'000, 1}));
        QVERIFY(!stillFits(facts, {7, 10'000, 4'999, 1})); // taken back
        QVERIFY(!stillFits(facts, {8, 10'000, 5'000, 1}));
        QVERIFY(!stillFits(facts, {7, 10'000, 5'000, 2}));
    }
};

SEGUE_TEST(TestCollaborativeService)
#include "tst_collaborative_service.moc"
