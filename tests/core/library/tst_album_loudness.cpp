#include "core/library/album_loudness.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace segue;

namespace {

struct Heard {
    double lufs = NAN;
    float peak = NAN;
    float albumGain = NAN; ///< as tagged
    const char* album = "X";
};

TrackTablePtr tableOf(const std::vector<Heard>& tracks)
{
    TrackTableBuilder builder;
    for (const Heard& heard : tracks) {
        TrackInput in;
        in.id = TrackId{static_cast<std::int64_t>(builder.size()) + 1};
        const std::string title = "t" + std::to_string(builder.size());
        const std::string path = "/m/A/" + title + ".flac";
        in.title = title;
        in.path = path;
        in.artist = "A";
        in.album = heard.album;
        in.durationMs = 100'000;
        in.gain.album = heard.albumGain;
        in.gain.trackPeak = heard.peak;
        if (std::isfinite(heard.lufs))
            in.sound.loudness = static_cast<std::int16_t>(std::lround(heard.lufs * 100));
        builder.add(in);
    }
    return builder.build();
}

} // namespace

class TestAlbumLoudness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalTracksHaveTheLoudnessOfEach()
    {
        const std::array parts{LoudnessPart{-14, 1000}, LoudnessPart{-14, 5000}};
        QVERIFY(std::abs(*albumLoudness(parts) + 14) < 1e-9);
    }

    void powerIsAveragedByLength()
    {
        // 10^-1 for a quarter of the time, 10^-1.3 for the rest.
        const std::array parts{LoudnessPart{-10, 1000}, LoudnessPart{-13, 3000}};
        const double expected = 10 * std::log10((.1 + 3 * std::pow(10, -1.3)) / 4);
        QVERIFY(std::abs(*albumLoudness(parts) - expected) < 1e-9);
    }

    void aVeryQuietTrackIsLeftOutAsTheGateWould()
    {
        const std::array parts{LoudnessPart{-12, 1000}, LoudnessPart{-40, 1000}};
        QVERIFY(std::abs(*albumLoudness(parts) + 12) < 1e-9);
        QVERIFY(!albumLoudness({}));
    }

    void anAnalysedAlbumGetsItsGainAndPeak()
    {
        const auto table = tableOf({{-10, .5F}, {-10, .9F}});
        for (const TrackRecord& r : table->tracks()) {
            QVERIFY(std::abs(r.gain.album + 8) < .01);
            QCOMPARE(r.gain.albumPeak, .9F);
        }
    }

    void partlyAnalysedAndTaggedAlbumsAreLeftAlone()
    {
        const auto table = tableOf({{-10, .5F}, {}});
        for (const TrackRecord& r : table->tracks())
            QVERIFY(std::isnan(r.gain.album));
        const auto tagged = tableOf({{-10, .5F, -3}, {-10, .5F}});
        QCOMPARE((*tagged)[0].gain.album, -3.F);
        QVERIFY(std::isnan((*tagged)[1].gain.album));
    }

    void tracksWithoutAnAlbumHaveNoAlbumGain()
    {
        const auto table = tableOf({{-10, .5F, NAN, ""}, {-12, .5F, NAN, ""}});
        for (const TrackRecord& r : table->tracks())
            QVERIFY(std::isnan(r.gain.album));
    }
};

SEGUE_TEST(TestAlbumLoudness)
#include "tst_album_loudness.moc"
