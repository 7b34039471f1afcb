#include "core/base/random.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/fake_player.h"
#include "tests/ui/support/fake_taste.h"
#include "tests/ui/support/made_library.h"
#include "ui/covers/cover_cache.h"
#include "ui/models/album_model.h"
#include "ui/models/queue_model.h"
#include "ui/models/search_results.h"
#include "ui/models/strip_plan.h"
#include "ui/models/track_columns.h"
#include "ui/models/track_model.h"
#include "ui/text/format.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

std::vector<Row> allRows(const TrackTable& table)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    return rows;
}

std::vector<TrackId> ids(std::initializer_list<std::int64_t> values)
{
    std::vector<TrackId> list;
    for (std::int64_t value : values)
        list.push_back(TrackId{value});
    return list;
}

QByteArray png(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trackModelKeepsTheRulesOfModels()
    {
        TrackModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const TrackTablePtr table = test::makeTable(50);
        model.set(table, allRows(*table));
        QCOMPARE(model.rowCount(), 50);
        test::FakeTaste taste;
        taste.rate(model.trackAt(3), 7);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setStats(taste.stats(), {model.trackAt(3)});
        QCOMPARE(changed.size(), 1); // only the row that changed
        QCOMPARE(changed.first().first().toModelIndex().row(), 3);
        QCOMPARE(model.index(3, 0).data(TrackModel::StarsRole).toInt(), 7);
        model.setPlaying(model.trackAt(10));
        QVERIFY(model.index(10, 0).data(TrackModel::PlayingRole).toBool());
        model.set(std::make_shared<const TrackTable>(), {});
        QCOMPARE(model.rowCount(), 0);
        model.setStats(taste.stats(), {}); // nothing there: no signal with an invalid index
    }

    void draggedTracksSurviveTheirMimeData()
    {
        TrackModel model;
        const TrackTablePtr table = test::makeTable(20);
        model.set(table, allRows(*table));
        const std::unique_ptr<QMimeData> mime(
            model.mimeData({model.index(2, 0), model.index(2, 1), model.index(5, 0)}));
        const auto tracks = decodeTracks(mime->data(QString::fromLatin1(trackMimeType)));
        QCOMPARE(tracks, (std::vector<TrackId>{model.trackAt(2), model.trackAt(5)}));
        QVERIFY(decodeTracks("garbage").size() <= 1);
    }

    void sortingUsesSeveralKeysAndKeepsTiesInTableOrder()
    {
        const TrackTablePtr table = test::makeTable(300);
        test::FakeTaste taste;
        taste.fill(300);
        const TrackStatsMap& stats = *taste.stats();
        std::vector<SortKey> keys = sortedBy(sortedBy({}, Column::length), Column::plays);
        QCOMPARE(keys.size(), 2u);
        QCOMPARE(keys[0].column, Column::plays);
        QVERIFY(keys[0].descending); // the most played first
        std::vector<Row> mixed = allRows(*table);
        Random random(1);
        std::shuffle(mixed.begin(), mixed.end(), random);
        const std::vector<Row> sorted = sortRows(*table, stats, mixed, keys, {});
        QCOMPARE(sorted.size(), 300u);
        for (std::size_t i = 1; i < sorted.size(); ++i) {
            const auto playsOf = [&](Row row) { return stats.at((*table)[row].id).plays; };
            const auto a = sorted[i - 1], b = sorted[i];
            QVERIFY(playsOf(a) >= playsOf(b));
            if (playsOf(a) == playsOf(b))
                QVERIFY((*table)[a].durationMs <= (*table)[b].durationMs);
        }
        keys = sortedBy(keys, Column::plays); // again: turned round
        QVERIFY(!keys[0].descending);
        QCOMPARE(sortRows(*table, stats, mixed, {}, {}), allRows(*table));
    }

    void textsWithoutRanksAreSortedByTheirWords()
    {
        const TrackTablePtr table = test::makeTable(200);
        const auto sorted = sortRows(*table, {}, allRows(*table), {{Column::genre, false}}, {});
        QString last;
        for (Row row : sorted) {
            const QString genre = textOf(*table, (*table)[row].genres);
            QVERIFY2(last.isEmpty() || last.compare(genre, Qt::CaseInsensitive) <= 0,
                qPrintable(last + u" before "_s + genre));
            last = genre;
        }
    }

    void albumModelListsEveryAlbumOnceInEachOrder()
    {
        AlbumModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const TrackTablePtr table = test::makeTable(400);
        for (auto order :
            {AlbumOrder::artist, AlbumOrder::title, AlbumOrder::newest, AlbumOrder::year}) {
            model.set(table, order);
            QCOMPARE(model.rowCount(), static_cast<int>(table->albums().size()));
            int tracks = 0;
            for (int row = 0; row < model.rowCount(); ++row)
                tracks += static_cast<int>(model.tracksAt(row).size());
            QCOMPARE(tracks, 400);
        }
        QCOMPARE(model.positionOf(model.handleAt(4)), 4);
        for (int row = 1; row < model.rowCount(); ++row)
            QVERIFY(table->albums()[model.albumAt(row - 1)].year
                >= table->albums()[model.albumAt(row)].year);
    }

    void queueModelFollowsThePlayer()
    {
        const TrackTablePtr table = test::makeTable(20);
        test::FakeLibrary library(table);
        test::FakePlayer player;
        QueueModel model(player, library);
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<QueueEntry> entries(3);
        for (std::size_t i = 0; i < 3; ++i) {
            entries[i].track = (*table)[static_cast<Row>(i)].id;
            entries[i].title = QString::number(i);
        }
        player.playNow(entries, 1, StartedBy::user);
        model.reload();
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.index(1).data(QueueModel::CurrentRole).toBool());
        QVERIFY(model.index(0).data(QueueModel::PastRole).toBool());
        QCOMPARE(model.remainingMs(), qint64{(*table)[1].durationMs} + (*table)[2].durationMs);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        player.next();
        model.reload();
        QCOMPARE(reset.size(), 0); // another track plays: the list itself stays
        QVERIFY(model.index(2).data(QueueModel::CurrentRole).toBool());
        QSignalSpy moved(&model, &QueueModel::moved);
        const std::unique_ptr<QMimeData> mime(model.mimeData({model.index(2)}));
        QVERIFY(!model.dropMimeData(mime.get(), Qt::MoveAction, 0, 0, {}));
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved.first().at(1).toInt(), 0);
    }

    void theCardUnderThePointerKeepsItsPlace()
    {
        const auto before = ids({1, 2, 3, 4, 5});
        QCOMPARE(planStrip(before, ids({5, 4, 3, 2, 1}), {}), ids({5, 4, 3, 2, 1}));
        QCOMPARE(planStrip(before, ids({5, 4, 3, 2, 1}), TrackId{2}), ids({5, 2, 4, 3, 1}));
        QCOMPARE(planStrip(before, ids({6, 7, 8, 9}), TrackId{3}),
            ids({6, 7, 3, 8, 9})); // it is gone: stays
        QCOMPARE(planStrip(before, ids({6}), TrackId{5}), ids({6, 5}));
        QCOMPARE(planStrip(before, ids({6, 7}), TrackId{99}), ids({6, 7}));
    }

    void searchFindsArtistsAlbumsAndTracksAndRanksTitlesFirst()
    {
        const TrackTablePtr table = test::makeTable(220);
        const SystemClock clock;
        FilterRun run(std::make_shared<const SearchIndex>(table),
            std::make_shared<const TrackStatsMap>(), clock);
        const auto search = [&run](const QString& text) {
            return searchEverything(run, FilterQuery::parse(text.toStdString()));
        };
        const SearchResults glass = search(u"GLASS"_s);
        QCOMPARE(glass.artists.size(), 1u);
        QCOMPARE(glass.artists.front().name, u"Glass Atlas"_s);
        QCOMPARE(glass.albums.size(), 2u);
        QCOMPARE(glass.tracks.size(), std::size_t{glass.artists.front().tracks});
        const SearchResults arabic = search(u"المدينة"_s);
        QVERIFY(!arabic.tracks.empty());
        const SearchResults paper = search(u"slow"_s);
        QVERIFY(textOf(*table, (*table)[paper.tracks.front()].title).startsWith(u"Slow"));
        QVERIFY(search(u"  "_s).tracks.empty());
        QVERIFY(search(u"zzzzqqq"_s).tracks.empty());
    }

    void coversOfEveryShapeAreDecodedAndBadOnesRefused()
    {
        QImageReader::setAllocationLimit(256);
        const QImage wide = decodeCover(png(900, 300), 224);
        QCOMPARE(wide.size(), QSize(224, 224));
        QCOMPARE(
            decodeCover(png(40, 40), 224).size(), QSize(40, 40)); // small ones are not blown up
        QVERIFY(decodeCover("not a picture", 96).isNull());
        QVERIFY(decodeCover({}, 96).isNull());
        QVERIFY(decodeCover(png(100, 100).left(60), 96).isNull());
        QVERIFY(decodeCover("<svg xmlns='http://www.w3.org/2000/svg'/>", 96)
                    .isNull()); // not among the formats
        // A header that promises 60,000 x 60,000 pixels must not be believed.
        QByteArray bomb;
        QBuffer file(&bomb);
        file.open(QIODevice::WriteOnly);
        QImage(8, 8, QImage::Format_RGB32).save(&file, "bmp");
        QVERIFY(!decodeCover(bomb, 96).isNull());
        bomb.replace(18, 8, QByteArray::fromHex("60ea000060ea0000")); // little-endian width, height
        QVERIFY(decodeCover(bomb, 96).isNull());
    }

    void coverCacheLoadsOnceAndRemembersOnDisk()
    {
        QTemporaryDir folder;
        std::atomic<int> reads = 0;
        const CoverReader reader = [&](const QByteArray& path) -> std::optional<QByteArray> {
            ++reads;
            return path == "/none" ? std::nullopt : std::optional(png(300, 300));
        };
        {
            CoverCache cache(reader, folder.path());
            QVERIFY(cache.find("/a", 200).isNull()); // on its way
            QVERIFY(cache.find("/a", 200).isNull());
            QVERIFY(cache.find("/none", 200).isNull());
            cache.waitForAll();
            QTRY_VERIFY(!cache.find("/a", 200).isNull());
            QTRY_VERIFY(cache.isMissing("/none"));
            QCOMPARE(reads.load(), 2);
        }
        CoverCache again(reader, folder.path());
        QVERIFY(again.find("/a", 200).isNull());
        again.waitForAll();
        QTRY_VERIFY(!again.find("/a", 200).isNull());
        QCOMPARE(reads.load(), 2); // from the disk
    }

    void durationsAndCountsRead()
    {
        QCOMPARE(formatDuration(187'000), u"3:07"_s);
        QCOMPARE(formatDuration(3'765'000), u"1:02:45"_s);
        QCOMPARE(formatDuration(0), QString());
        QCOMPARE(formatLongDuration(4'320'000), u"1 h 12 min"_s);
        QCOMPARE(formatStars(7), u"3.5 stars"_s);
        QCOMPARE(formatStars({}), u"not rated"_s);
        QCOMPARE(countOf(1, u"track"_s, u"tracks"_s), u"1 track"_s);
    }
};

SEGUE_TEST(TestModels)
#include "tst_models.moc"
