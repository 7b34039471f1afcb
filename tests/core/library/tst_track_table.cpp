#include "core/base/random.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::test;

class TestTrackTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyTableIsEmpty()
    {
        const auto table = makeTable({});
        QCOMPARE(table->size(), std::size_t(0));
        QVERIFY(table->albums().empty());
        QVERIFY(!table->rowOf(TrackId{1}));
    }

    void rowsAreOrderedByArtistAlbumDiscAndTrack()
    {
        const auto table = makeTable({{"z1", "Zappa", "Apostrophe", "", "", "", 0, 1},
            {"b2", "The Beatles", "Help!", "", "", "", 0, 2},
            {"b1", "The Beatles", "Help!", "", "", "", 0, 1},
            {"b3", "The Beatles", "Abbey Road", "", "", "", 0, 1},
            {"b10", "The Beatles", "Help!", "", "", "", 2, 1}, {"n", "", ""}});
        QCOMPARE(titlesByAlbum(*table), std::string("b3 | b1,b2,b10 | z1 | n"));
    }

    void idsLeadToRows()
    {
        const auto table = makeTable({{"z", "Z"}, {"a", "A"}, {"m", "M"}});
        for (std::int64_t id = 1; id <= 3; ++id) {
            const auto row = table->rowOf(TrackId{id});
            QVERIFY(row);
            QCOMPARE((*table)[*row].id.value, id);
        }
        QVERIFY(!table->rowOf(TrackId{4}));
        QVERIFY(!table->rowOf(TrackId{0}));
    }

    void equalArtistsShareTheirText()
    {
        const auto table = makeTable({{"a", "Can", "X"}, {"b", "Can", "Y"}});
        QVERIFY((*table)[0].artist == (*table)[1].artist);
        QVERIFY((*table)[0].artist == (*table)[0].albumArtist);
    }

    void ranksFollowTheSortOrderAndTiesShareOne()
    {
        const auto table = makeTable({{"Track 10", "The Beatles"}, {"Track 2", "Beatles"},
            {"track 2", "Abba"}, {"Ärger", "Ärzte"}});
        const auto rankOf = [&](std::int64_t id) { return (*table)[*table->rowOf(TrackId{id})]; };
        QVERIFY(rankOf(2).titleRank < rankOf(1).titleRank);
        QCOMPARE(rankOf(2).titleRank, rankOf(3).titleRank);
        QVERIFY(rankOf(4).titleRank < rankOf(2).titleRank);
        QCOMPARE(rankOf(1).artistRank, rankOf(2).artistRank);
        QVERIFY(rankOf(3).artistRank < rankOf(4).artistRank);
        QVERIFY(rankOf(4).artistRank < rankOf(1).artistRank);
    }

    void sortNamesDecideWhereTagged()
    {
        TrackTableBuilder builder;
        for (const auto& [artist, sort] :
            {std::pair{"David Bowie", "Bowie, David"}, std::pair{"Cher", ""}}) {
            TrackInput in;
            in.id = TrackId{static_cast<std::int64_t>(builder.size()) + 1};
            in.title = in.path = artist;
            in.artist = artist;
            in.artistSort = sort;
            builder.add(in);
        }
        const auto table = builder.build();
        QCOMPARE(table->text((*table)[0].artist), std::string_view("David Bowie"));
    }

    void albumsSumUpTheirTracks()
    {
        const auto table = makeTable({{"a", "A", "X", "", "", "", 0, 1, 1999},
            {"b", "A", "X", "", "", "", 0, 2, 1997}, {"c", "A", "X", "", "", "", 0, 3}});
        const AlbumRecord& album = table->albums()[0];
        QCOMPARE(album.trackCount, 3u);
        QCOMPARE(album.durationMs, 3000u);
        QCOMPARE(int(album.year), 1997);
    }

    void everyRowIsInExactlyOneAlbumWhateverTheTags()
    {
        Random random(42);
        std::vector<MadeTrack> tracks;
        const auto pick = [&](const char* prefix, std::uint64_t n) {
            const auto k = random.below(n + 1);
            return k == 0 ? std::string() : prefix + std::to_string(k);
        };
        for (int i = 0; i < 3000; ++i) {
            MadeTrack t{
                "t" + std::to_string(i), pick("artist", 9), pick("album", 20), pick("aa", 5)};
            t.path = "/m/f" + std::to_string(random.below(12)) + "/" + std::to_string(i) + ".mp3";
            t.disc = static_cast<int>(random.below(3));
            t.track = static_cast<int>(random.below(15));
            t.year = random.below(2) ? 1990 + static_cast<int>(random.below(3)) : 0;
            t.compilation = random.below(10) == 0;
            t.release = random.below(4) == 0 ? pick("r", 6) : "";
            tracks.push_back(t);
        }
        const auto table = makeTable(tracks);
        QCOMPARE(table->size(), std::size_t(3000));
        std::set<Row> seen;
        for (std::uint32_t a = 0; a < table->albums().size(); ++a) {
            QVERIFY(!table->rowsOfAlbum(a).empty());
            for (const Row row : table->rowsOfAlbum(a)) {
                QCOMPARE((*table)[row].albumIndex, a);
                QVERIFY(seen.insert(row).second);
            }
        }
        QCOMPARE(seen.size(), std::size_t(3000));
    }
};

SEGUE_TEST(TestTrackTable)
#include "tst_track_table.moc"
