#include "core/library/track_table_builder.h"
#include "core/recommend/packs/pack_match.h"
#include "core/recommend/service/catalogue_builder.h"
#include "tests/core/recommend/packs/made_pack.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <deque>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;
using reco::Item;

namespace {

struct MadeTracks {
    TrackTableBuilder builder;
    std::deque<std::string> paths;
    int id = 0;

    void add(const char* artist, const char* title, const char* mbid = "",
        TrackKind kind = TrackKind::music, const char* albumArtist = nullptr)
    {
        paths.push_back("/m/" + std::to_string(++id) + ".flac");
        TrackInput in;
        in.id = {id};
        in.title = title;
        in.artist = artist;
        in.albumArtist = albumArtist ? albumArtist : artist;
        in.album = "Album";
        in.path = paths.back();
        in.recordingMbid = mbid;
        in.kind = kind;
        in.trackNumber = static_cast<std::uint16_t>(id);
        builder.add(in);
    }
};

/// A library and what finds packs in it.
struct Found {
    TrackTablePtr table;
    CleanView clean;
    std::shared_ptr<const reco::Catalogue> catalogue = buildCatalogue(*table, nullptr, &clean);
    std::vector<float> heard{};
    PackMatcher matcher{*table, *catalogue, clean, heard};

    /// Ids of the tracks that a key is found as.
    std::vector<std::int64_t> ids(const PackKey& key, bool ofArtists = false) const
    {
        std::vector<std::int64_t> out;
        for (const Item item : matcher.tracksOf(key, ofArtists))
            out.push_back((*table)[static_cast<Row>(item)].id.value);
        std::ranges::sort(out);
        return out;
    }
};

constexpr const char* mbid = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae";
using Ids = std::vector<std::int64_t>;

} // namespace

class TestPackMatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tracksAreFoundByIdElseByName()
    {
        MadeTracks shelf;
        shelf.add("Sigur Rós", "Hoppípolla");
        shelf.add("Sigur Rós feat. Amiina", "Hoppípolla (Live)");
        shelf.add("Somebody", "Another Name", mbid);
        shelf.add("Sigur Rós", "Intro");
        shelf.add("Sigur Rós", "A Story", "", TrackKind::spoken);
        const Found f{shelf.builder.build(), {}};
        QCOMPARE(f.ids({0, trackKey("sigur ros", "HOPPIPOLLA - 2015 Remaster")}), Ids{1});
        QCOMPARE(f.ids({0, trackKey("Sigur Rós", "Hoppípolla [live]")}), Ids{2});
        QCOMPARE(f.ids({recordingKey(mbid), trackKey("Sigur Rós", "Hoppípolla")}), Ids{3});
        QCOMPARE(f.ids({recordingKey("5b11f4ce-a62d-471e-81fc-a69a8278c7da"),
                     trackKey("Sigur Rós", "Hoppípolla")}),
            Ids{1}); // another id, but the same name
        QVERIFY(f.ids({0, trackKey("Sigur Rós", "Intro")}).empty());
        QVERIFY(f.ids({0, trackKey("Sigur Rós", "A Story")}).empty()); // spoken
        QVERIFY(f.ids({0, trackKey("Nobody", "Nothing")}).empty());
        QVERIFY(f.ids({}).empty());
    }

    void variousArtistsAreNobody()
    {
        MadeTracks shelf;
        shelf.add("Jeff Buckley", "Hallelujah", "", TrackKind::music, "Various Artists");
        shelf.add("", "Hallelujah", "", TrackKind::music, "VA");
        const Found f{shelf.builder.build(), {}};
        for (const char* nobody : {"Various Artists", "various artists feat. Bono", "VA"})
            QVERIFY2(f.ids({0, trackKey(nobody, "Hallelujah")}).empty(), nobody);
        QCOMPARE(f.ids({0, trackKey("Jeff Buckley", "Hallelujah")}), Ids{1});
    }

    void anArtistIsTheTracksNotTheAlbums()
    {
        MadeTracks mix;
        mix.add("Kirsty Hawkshaw", "Just Be", "", TrackKind::music, "Tiësto");
        mix.add("Tiësto", "Traffic");
        mix.add("", "Flight 643", "", TrackKind::music, "Tiësto");
        const Found f{mix.builder.build(), {}};
        QCOMPARE(f.ids({0, artistNameKey("Tiesto")}, true), (Ids{2, 3}));
        QCOMPARE(f.ids({0, artistNameKey("Kirsty Hawkshaw")}, true), Ids{1});
        QCOMPARE(f.ids({0, trackKey("Tiesto", "Just Be")}), Ids{1}); // a track goes by either
    }

    void whatTheListenerSaidIsOneIsFoundAsOne()
    {
        MadeTracks shelf;
        shelf.add("Beatles", "Help!");
        shelf.add("The Beatels", "Help!");
        shelf.add("The Beatels", "Yesterday");
        CleanView clean;
        const Found asTagged{shelf.builder.build(), {}};
        QCOMPARE(asTagged.ids({0, trackKey("The Beatles", "Yesterday")}), Ids{});
        clean.artists = {{"the beatels", "beatles"}};
        clean.recordings = {{TrackId{2}, TrackId{1}}};
        MadeTracks again;
        again.add("Beatles", "Help!");
        again.add("The Beatels", "Help!");
        again.add("The Beatels", "Yesterday");
        const Found f{again.builder.build(), clean};
        QCOMPARE(f.ids({0, trackKey("The Beatles", "Yesterday")}), Ids{3});
        QCOMPARE(f.ids({0, trackKey("The Beatels", "Help!")}), Ids{1}); // the copy counts for it
    }

    void anArtistStandsForTheTracksThatArePlayedMost()
    {
        const TrackTablePtr table = madeLibrary();
        std::vector<float> heard(table->size(), 0);
        Ids loved;
        for (const int track : {1, 3, 5}) {
            loved.push_back(trackId(4, 1, track).value);
            heard[*table->rowOf(trackId(4, 1, track))] = 2;
        }
        const Found f{table, {}, buildCatalogue(*table), heard};
        const Ids found = f.ids({0, artistNameKey("artist 4")}, true);
        QCOMPARE(found.size(), PackMatcher::tracksOfArtist);
        QVERIFY(std::ranges::includes(found, loved));
        QVERIFY(f.ids({0, artistNameKey("artist 99")}, true).empty());
    }

    void listenersOfLessThanTwoTracksHereTellNothing()
    {
        const Found f{madeLibrary(), {}};
        Pack pack;
        for (int t = 0; t < 4; ++t)
            pack.items.push_back({0, trackKey("Artist 1", "Title 1.0." + std::to_string(t))});
        pack.items.push_back({0, 12345});
        pack.rows.columns = 5;
        pack.rows.add(std::vector<std::int32_t>{0, 4});
        pack.rows.add(std::vector<std::int32_t>{0, 1, 4});
        pack.rows.add(std::vector<std::int32_t>{2, 3});
        const auto matched = matchPack(pack, f.matcher, f.table->size(), SIZE_MAX);
        QCOMPARE(matched.itemsFound, 4);
        QCOMPARE(matched.listeners, 2);
        QCOMPARE(matched.triplets, 4);
        QCOMPARE(matched.rows.rows(), 2);
        QCOMPARE(matched.rows.columns, static_cast<std::int32_t>(f.table->size()));
        const auto row = static_cast<Item>(*f.table->rowOf(trackId(1, 0, 0)));
        QVERIFY(std::ranges::find(matched.rows.of(0), row) != matched.rows.of(0).end());
    }

    void ofMoreThanFitsAShareOfListenersIsTaken()
    {
        const Found f{madeLibrary(), {}};
        Pack pack;
        for (int a = 0; a < 40; ++a)
            pack.items.push_back({0, artistNameKey("Artist " + std::to_string(a))});
        pack.info.ofArtists = true;
        pack.rows.columns = 40;
        for (std::int32_t i = 0; i < 4000; ++i)
            pack.rows.add(std::vector<std::int32_t>{i % 40, (i * 7 + 1) % 40});
        const auto all = matchPack(pack, f.matcher, f.table->size(), SIZE_MAX);
        const auto some = matchPack(pack, f.matcher, f.table->size(), 10'000);
        QCOMPARE(all.listeners, some.listeners);
        QVERIFY(some.rows.item.size() > 8'000 && some.rows.item.size() < 12'000);
        QVERIFY(all.rows.item.size() > 30'000);
        QCOMPARE(matchPack(pack, f.matcher, f.table->size(), 10'000).rows.item, some.rows.item);
    }
};

SEGUE_TEST(TestPackMatch)
#include "tst_pack_match.moc"
