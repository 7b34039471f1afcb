#include "core/library/track_table_builder.h"
#include "core/recommend/service/catalogue_builder.h"
#include "core/recommend/service/listener_history.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

TrackInput made(int id, std::string_view artist, std::string_view title)
{
    TrackInput in;
    in.id = {id};
    in.artist = artist;
    in.title = title;
    in.album = "Album";
    in.path = "/m/x.flac";
    in.durationMs = 200'000;
    return in;
}

std::size_t rowOf(const TrackTable& table, int id)
{
    return *table.rowOf({id});
}

} // namespace

class TestCatalogueBuilder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void artistsAreFoldedAndVariousIsNone()
    {
        TrackTableBuilder builder;
        builder.add(made(1, "Beyoncé", "A"));
        builder.add(made(2, "beyonce", "B"));
        builder.add(made(3, "Various Artists", "C"));
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QCOMPARE(c->artist[rowOf(*table, 1)], c->artist[rowOf(*table, 2)]);
        QCOMPARE(c->artist[rowOf(*table, 3)], -1);
    }

    /// As the page Health says of them: an impossible year is taken for unknown.
    void impossibleYearsAreUnknown()
    {
        TrackTableBuilder builder;
        int id = 0;
        for (const std::uint16_t year : {1859, 1860, 1999, 2150, 2199}) {
            TrackInput in = made(++id, "A", "A");
            in.year = year;
            builder.add(in);
        }
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QCOMPARE(int(c->year[rowOf(*table, 1)]), 0);
        QCOMPARE(int(c->year[rowOf(*table, 2)]), 1860);
        QCOMPARE(int(c->year[rowOf(*table, 3)]), 1999);
        QCOMPARE(int(c->year[rowOf(*table, 4)]), 0);
        QCOMPARE(int(c->year[rowOf(*table, 5)]), 0);
    }

    void editionsOfOneRecordingShareTheSong()
    {
        QCOMPARE(songTitle("Heroes (2017 Remaster)"), std::string("heroes"));
        QCOMPARE(songTitle("Heroes - Live at Earls Court"), std::string("heroes"));
        QCOMPARE(songTitle("Numb feat. Somebody"), std::string("numb"));
        QCOMPARE(songTitle("(I Can Wait) Satisfaction"), std::string("(i can wait) satisfaction"));
    }

    void spokenAndMissingTracksAreNotEligible()
    {
        TrackTableBuilder builder;
        TrackInput spoken = made(1, "A", "Chapter 1");
        spoken.kind = TrackKind::spoken;
        TrackInput gone = made(2, "A", "B");
        gone.available = false;
        builder.add(spoken);
        builder.add(gone);
        builder.add(made(3, "A", "C"));
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QVERIFY(!c->eligible[rowOf(*table, 1)]);
        QVERIFY(!c->eligible[rowOf(*table, 2)]);
        QVERIFY(c->eligible[rowOf(*table, 3)]);
    }

    void seasonsAndInterludesAreSeen()
    {
        QVERIFY(hasSeasonalWord("last christmas"));
        QVERIFY(hasSeasonalWord("stille nacht, heilige nacht"));
        QVERIFY(!hasSeasonalWord("julia"));
        QVERIFY(!hasSeasonalWord("natalie"));
        TrackTableBuilder builder;
        TrackInput skit = made(1, "A", "Intro");
        skit.durationMs = 40'000;
        TrackInput song = made(2, "A", "Intro");
        builder.add(skit);
        builder.add(song);
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QVERIFY(c->interlude[rowOf(*table, 1)]);
        QVERIFY(!c->interlude[rowOf(*table, 2)]);
    }

    void severalGenresAreSeveral()
    {
        TrackTableBuilder builder;
        TrackInput a = made(1, "A", "x");
        a.genres = "Folk\x1f"
                   "Country";
        TrackInput b = made(2, "B", "y");
        b.genres = "country";
        builder.add(a);
        builder.add(b);
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QCOMPARE(c->genresOf(static_cast<reco::Item>(rowOf(*table, 1))).size(), std::size_t(2));
        QCOMPARE(c->genresOf(static_cast<reco::Item>(rowOf(*table, 1)))[1],
            c->genresOf(static_cast<reco::Item>(rowOf(*table, 2)))[0]);
    }

    void spellingsOfAGenreAreOneAndFamiliesAreKept()
    {
        TrackTableBuilder builder;
        int id = 0;
        for (const char* genres : {"Hip-Hop/Rap", "hiphop", "Death Metal", "Black Metal",
                 "Rock/Pop", "Norwegian Black Metal", "Rock Opera"}) {
            TrackInput in = made(++id, "A", "x");
            in.genres = genres;
            builder.add(in);
        }
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        const auto genresOf = [&](int track) {
            const auto of = c->genresOf(static_cast<reco::Item>(rowOf(*table, track)));
            return std::vector<std::int32_t>(of.begin(), of.end());
        };
        QCOMPARE(genresOf(1), genresOf(2));
        QCOMPARE(genresOf(1).size(), std::size_t(1));
        QCOMPARE(c->genreName[static_cast<std::size_t>(genresOf(1)[0])], std::string("Hip Hop"));
        QCOMPARE(c->parentOf(genresOf(3)[0]), c->parentOf(genresOf(4)[0]));
        QCOMPARE(c->genreName[static_cast<std::size_t>(c->parentOf(genresOf(3)[0]))],
            std::string("Metal"));
        QCOMPARE(genresOf(5).size(), std::size_t(2));
        QCOMPARE(c->parentOf(genresOf(6)[0]), genresOf(4)[0]);
        const auto metal = genreId(*c, "heavy metal");
        QVERIFY(c->isOfGenre(static_cast<reco::Item>(rowOf(*table, 6)), metal));
        QVERIFY(!c->isOfGenre(static_cast<reco::Item>(rowOf(*table, 1)), metal));
        QCOMPARE(genreId(*c, "Polka"), -1);
        QVERIFY(!c->classical[rowOf(*table, 7)]);
    }

    void tempoAndKeyAreColumns()
    {
        TrackTableBuilder builder;
        TrackInput in = made(1, "A", "x");
        in.bpm = 123;
        in.sound.key = parseMusicalKey("F#m"); // beside A: three sharps
        builder.add(in);
        builder.add(made(2, "B", "y"));
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QCOMPARE(int(c->bpm[rowOf(*table, 1)]), 123);
        QCOMPARE(int(c->key[rowOf(*table, 1)]), 2 * 3 + 1);
        QCOMPARE(int(c->bpm[rowOf(*table, 2)]), 0);
        QCOMPARE(int(c->key[rowOf(*table, 2)]), -1);
    }

    void movementsOfOneWorkShareIt()
    {
        TrackTableBuilder builder;
        int id = 0;
        for (const char* title :
            {"Symphony No. 5: I. Allegro", "Symphony No. 5: II. Andante", "Für Elise"}) {
            TrackInput in = made(++id, "Orchestra", title);
            in.genres = "Classical";
            in.composer = "Beethoven";
            builder.add(in);
        }
        const auto table = builder.build();
        const auto c = buildCatalogue(*table);
        QVERIFY(c->work[rowOf(*table, 1)] >= 0);
        QCOMPARE(c->work[rowOf(*table, 1)], c->work[rowOf(*table, 2)]);
        QCOMPARE(c->work[rowOf(*table, 3)], -1);
        QVERIFY(c->composer[rowOf(*table, 1)] >= 0);
    }
};

SEGUE_TEST(TestCatalogueBuilder)
#include "tst_catalogue_builder.moc"
