#include "core/library/album_index.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

QByteArray albumsOf(const std::vector<MadeTrack>& tracks)
{
    return QByteArray::fromStdString(titlesByAlbum(*makeTable(tracks)));
}

std::string_view artistOf(const TrackTable& table, std::uint32_t album)
{
    return table.text(table.albums()[album].artist);
}

} // namespace

class TestAlbums : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tracksOfOneFolderAndTitleAreOneAlbumInPlayingOrder()
    {
        QCOMPARE(albumsOf({{"b", "A", "X", "", "/m/X/2.mp3", "", 0, 2},
                     {"a", "A", "X", "", "/m/X/1.mp3", "", 0, 1},
                     {"c", "A", "X", "", "/m/X/3.mp3", "", 0, 10}}),
            QByteArray("a,b,c"));
    }

    void theSamePlaceTwiceWithoutAnyYearIsOneAlbum()
    {
        const auto table = makeTable({{"a", "A", "X", "", "/m/X/1.mp3", "", 0, 1},
            {"b", "A", "X", "", "/m/X/1 copy.mp3", "", 0, 1}});
        QCOMPARE(table->albums().size(), std::size_t(1));
        QCOMPARE(table->rowsOfAlbum(0).size(), std::size_t(2));
    }

    void aMissingAlbumArtistDoesNotSplit()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/1.mp3", "", 0, 1},
                     {"b", "A", "X", "", "/m/X/2.mp3", "", 0, 2},
                     {"c", "A feat. B", "X", "", "/m/X/3.mp3", "", 0, 3}}),
            QByteArray("a,b,c"));
    }

    void severalArtistsWithoutAlbumArtistAreACompilation()
    {
        const auto table = makeTable({{"a", "A", "Hits", "", "/m/Hits/1.mp3", "", 0, 1},
            {"b", "B", "Hits", "", "/m/Hits/2.mp3", "", 0, 2}});
        QCOMPARE(table->albums().size(), std::size_t(1));
        QCOMPARE(artistOf(*table, 0), std::string_view("Various Artists"));
        QCOMPARE(table->text((*table)[0].albumArtist), std::string_view("Various Artists"));
        QCOMPARE(table->text((*table)[0].artist), std::string_view("A"));
    }

    void guestsDoNotMakeACompilation()
    {
        const auto table = makeTable({{"a", "A", "X", "", "/m/X/1.mp3", "", 0, 1},
            {"b", "A feat. B", "X", "", "/m/X/2.mp3", "", 0, 2},
            {"c", "A ft. C", "X", "", "/m/X/3.mp3", "", 0, 3}});
        QCOMPARE(artistOf(*table, 0), std::string_view("A"));
        QCOMPARE(table->text((*table)[2].albumArtist), std::string_view("A"));
    }

    void aCompilationWithWrongAlbumArtistsStaysOne()
    {
        QCOMPARE(albumsOf({{"a", "A", "Hits", "A", "/m/H/1.mp3", "", 0, 1, 0, true},
                     {"b", "B", "Hits", "B", "/m/H/2.mp3", "", 0, 2, 0, true}}),
            QByteArray("a,b"));
    }

    void sameTitleByDifferentAlbumArtistsInOneFolderIsTwoAlbums()
    {
        QCOMPARE(albumsOf({{"a", "A", "Greatest Hits", "A", "/m/1.mp3", "", 0, 1},
                     {"b", "B", "Greatest Hits", "B", "/m/2.mp3", "", 0, 1},
                     {"c", "B", "Greatest Hits", "", "/m/3.mp3", "", 0, 2}}),
            QByteArray("a | b,c"));
    }

    void discFoldersAreOneAlbum()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/CD1/1.mp3", "", 1, 1},
                     {"b", "A", "X", "A", "/m/X/CD 2/1.mp3", "", 2, 1},
                     {"c", "A", "X", "A", "/m/X/Disc 3 - Extras/1.mp3", "", 3, 1}}),
            QByteArray("a,b,c"));
    }

    void discsNamedInTheTitleAreOneAlbum()
    {
        const auto table
            = makeTable({{"a", "A", "X [Disc 1]", "A", "/m/X (Disc 1)/1.mp3", "", 1, 1},
                {"b", "A", "X [Disc 2]", "A", "/m/X (Disc 2)/1.mp3", "", 2, 1}});
        QCOMPARE(titlesByAlbum(*table), std::string("a,b"));
        QCOMPARE(table->text(table->albums()[0].title), std::string_view("X"));
    }

    void discsInSiblingFoldersAreOneAlbum()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/A/X first/1.mp3", "", 1, 1},
                     {"b", "A", "X", "A", "/m/A/X second/1.mp3", "", 2, 1}}),
            QByteArray("a,b"));
    }

    void copiesAndEditionsInOtherFoldersStayApart()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/mp3/X/1.mp3", "", 1, 1, 0, false, "r1"},
                     {"b", "A", "X", "A", "/m/flac/X/1.flac", "", 1, 1, 0, false, "r1"}}),
            QByteArray("a | b"));
        QCOMPARE(
            albumsOf({{"a", "A", "X", "A", "/m/X/1.mp3", "", 0, 1},
                {"b", "A", "X (Deluxe Edition)", "A", "/m/X (Deluxe Edition)/1.mp3", "", 0, 1}}),
            QByteArray("a | b"));
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X 1990/1.mp3", "", 0, 1, 1990},
                     {"b", "A", "X", "A", "/m/X 2010/1.mp3", "", 0, 1, 2010}}),
            QByteArray("a | b"));
    }

    void partsWithOneReleaseIdAreOneAlbum()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/p/1.mp3", "", 0, 1, 0, false, "r1"},
                     {"b", "A", "X", "A", "/n/q/2.mp3", "", 0, 2, 0, false, "r1"},
                     {"c", "A", "X", "", "/n/q/3.mp3", "", 0, 3}}),
            QByteArray("a,b,c"));
    }

    void twoReleaseIdsInOneFolderAreTwoAlbums()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/1.mp3", "", 0, 1, 0, false, "r1"},
                     {"b", "A", "X", "A", "/m/X/1b.mp3", "", 0, 1, 0, false, "r2"}}),
            QByteArray("a | b"));
    }

    void twoRecordsOfOneNameInOneFolderAreToldApartByYear()
    {
        QCOMPARE(albumsOf({{"a", "Weezer", "Weezer", "Weezer", "/m/1.mp3", "", 0, 1, 1994},
                     {"b", "Weezer", "Weezer", "Weezer", "/m/2.mp3", "", 0, 2, 1994},
                     {"c", "Weezer", "Weezer", "Weezer", "/m/1g.mp3", "", 0, 1, 2001}}),
            QByteArray("a,b | c"));
        // Years alone split nothing: compilations have many.
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/1.mp3", "", 0, 1, 1994},
                     {"b", "A", "X", "A", "/m/X/2.mp3", "", 0, 2, 2001}}),
            QByteArray("a,b"));
    }

    void tracksWithoutAlbumAreGatheredByArtistElseByFolder()
    {
        QCOMPARE(albumsOf({{"a", "A", "", "", "/m/x/a.mp3"}, {"b", "A", "", "", "/m/y/b.mp3"},
                     {"c", "", "", "", "/m/x/c.mp3"}, {"d", "", "", "", "/m/y/d.mp3"}}),
            QByteArray("a,b | c | d"));
    }

    void aBoxSetOfAlbumsStaysAlbumsAndABoxOfDiscsIsOne()
    {
        // Albums of their own in a box's folder.
        QCOMPARE(albumsOf({{"a", "A", "One", "A", "/m/Box/1 - One/1.mp3", "", 0, 1, 1970},
                     {"b", "A", "Two", "A", "/m/Box/2 - Two/1.mp3", "", 0, 1, 1971}}),
            QByteArray("a | b"));
        // One title over many discs, and the same numbers on each.
        std::vector<MadeTrack> box;
        for (int disc = 1; disc <= 12; ++disc)
            box.push_back({std::string(1, static_cast<char>('a' + disc - 1)), "A", "The Box", "A",
                "/m/Box/Disc " + std::to_string(disc) + "/1.mp3", "", disc, 1, 1990 + disc});
        QCOMPARE(albumsOf(box), QByteArray("a,b,c,d,e,f,g,h,i,j,k,l"));
        // Its bonus discs are named otherwise and are albums of their own.
        box.push_back({"x", "A", "The Box: Demos", "A", "/m/Box/Demos/1.mp3", "", 1, 1});
        QCOMPARE(albumsOf(box), QByteArray("a,b,c,d,e,f,g,h,i,j,k,l | x"));
    }

    void aDeluxeEditionIsApartAlsoInTheSameFolder()
    {
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/01.mp3", "", 0, 1},
                     {"b", "A", "X (Deluxe)", "A", "/m/X/d01.mp3", "", 0, 1}}),
            QByteArray("a | b"));
        // And by its release id where the titles are the same.
        QCOMPARE(albumsOf({{"a", "A", "X", "A", "/m/X/01.mp3", "", 0, 1, 1990, false, "r1"},
                     {"b", "A", "X", "A", "/m/X 2/01.mp3", "", 0, 1, 2010, false, "r2"},
                     {"c", "A", "X", "A", "/m/X 2/02.mp3", "", 0, 2, 2010, false, "r2"}}),
            QByteArray("a | b,c"));
    }

    void aReissueShowsTheOriginalYearAndKeepsItsOwn()
    {
        TrackTableBuilder builder;
        TrackInput in;
        in.id = TrackId{1};
        in.title = "a";
        in.artist = "A";
        in.album = "X";
        in.path = "/m/X/1.mp3";
        in.year = 2015;
        in.originalYear = 1973;
        builder.add(in);
        const TrackTablePtr table = builder.build();
        QCOMPARE(int{(*table)[0].year}, 1973);
        QCOMPARE(int{(*table)[0].releaseYear}, 2015);
        QCOMPARE(int{table->albums()[0].year}, 1973);
    }

    void severalArtistsOfATrackDoNotSplitItsAlbum()
    {
        const auto table = makeTable({{"a", "A", "X", "A", "/m/X/1.mp3", "", 0, 1},
            {"b", "A; B", "X", "A", "/m/X/2.mp3", "", 0, 2},
            {"c", "A; C", "X", "", "/m/X/3.mp3", "", 0, 3}});
        QCOMPARE(titlesByAlbum(*table), std::string("a,b,c"));
        QCOMPARE(artistOf(*table, 0), std::string_view("A"));
    }

    void caseAndAccentsDoNotSplit()
    {
        QCOMPARE(albumsOf({{"a", "Björk", "Début", "Björk", "/m/X/1.mp3", "", 0, 1},
                     {"b", "bjork", "debut", "BJORK", "/m/X/2.mp3", "", 0, 2}}),
            QByteArray("a,b"));
    }

    void discSuffixes_data()
    {
        QTest::addColumn<QByteArray>("title");
        QTest::addColumn<QByteArray>("without");
        QTest::addColumn<int>("disc");
        const auto row = [](const char* title, const char* without, int disc) {
            QTest::newRow(title) << QByteArray(title) << QByteArray(without) << disc;
        };
        row("X [Disc 2]", "X", 2);
        row("X (CD1)", "X", 1);
        row("X - CD 02", "X", 2);
        row("X, Disc 3", "X", 3);
        row("X disk 1", "X", 1);
        row("ABCD 1", "ABCD 1", 0);
        row("CD 1", "CD 1", 0);
        row("X vol. 2", "X vol. 2", 0);
        row("1989", "1989", 0);
        row("X (Disc 2", "X (Disc 2", 0);
        row("", "", 0);
    }
    void discSuffixes()
    {
        QFETCH(QByteArray, title);
        QFETCH(QByteArray, without);
        QFETCH(int, disc);
        const std::string text = title.toStdString();
        const auto [rest, number] = withoutDiscSuffix(text);
        QCOMPARE(QByteArray::fromStdString(std::string(rest)), without);
        QCOMPARE(number, disc);
    }
};

SEGUE_TEST(TestAlbums)
#include "tst_albums.moc"
