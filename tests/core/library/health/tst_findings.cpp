#include "core/library/health/findings.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QTest>

using namespace segue;

namespace {

struct Made {
    std::string title, artist, album, genres = "Rock";
    std::uint32_t seconds = 200;
    std::uint16_t year = 1990, bitrate = 320;
    bool lossless = false;
    TrackKind kind = TrackKind::music;
};

TrackTablePtr tableOf(const std::vector<Made>& tracks)
{
    TrackTableBuilder builder;
    std::int64_t id = 0;
    for (const Made& made : tracks) {
        TrackInput in;
        in.id = TrackId{++id};
        const std::string path = "/m/" + std::to_string(id) + ".mp3";
        in.path = path;
        in.title = made.title;
        in.artist = made.artist;
        in.album = made.album;
        in.genres = made.genres;
        in.durationMs = made.seconds * 1000;
        in.year = made.year;
        in.bitrateKbps = made.bitrate;
        in.lossless = made.lossless;
        in.kind = made.kind;
        builder.add(in);
    }
    return builder.build();
}

HealthReport look(const std::vector<Made>& tracks, HealthInput input = {})
{
    input.thisYear = 2026;
    return examine(*tableOf(tracks), input);
}

/// "best < other, other | …" of a kind.
QByteArray shown(const HealthReport& report, HealthKind kind)
{
    QByteArray out;
    for (const Finding& finding : report.of(kind)) {
        out += out.isEmpty() ? "" : " | ";
        if (!finding.what.empty())
            out += QByteArray::fromStdString(finding.what) + ": ";
        for (std::size_t i = 0; i < finding.items.size(); ++i) {
            const HealthItem& item = finding.items[i];
            out += (i == 0 ? "" : i == 1 ? " < " : ", ") + QByteArray::fromStdString(item.text);
            if (item.detail.empty())
                out += ' ' + QByteArray::number(item.tracks);
            else
                out += '#' + QByteArray::number(static_cast<int>(item.track.value));
        }
    }
    return out;
}

} // namespace

class TestFindings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCleanCollectionHasNone()
    {
        const HealthReport report = look({{"One", "A", "X"}, {"Two", "B", "Y"}, {"One", "B", "Z"}});
        QCOMPARE(report.count(), std::size_t{0});
        QCOMPARE(report.tracks, std::size_t{3});
    }

    void artistsInSeveralSpellings()
    {
        const HealthReport report = look({{"1", "The Beatles", "X"}, {"2", "The Beatles", "X"},
            {"3", "Beatles, The", "X"}, {"4", "beatles", "X"}, {"5", "Björk", "X"},
            {"6", "Bjork", "X"}, {"7", "Kraftwerk", "X"}});
        QCOMPARE(shown(report, HealthKind::artists),
            QByteArray("The Beatles 2 < Beatles, The 1, beatles 1 | Björk 1 < Bjork 1"));
        QCOMPARE(report.of(HealthKind::artists)[0].tracks, 4u);
    }

    void guestsInArtistsNames()
    {
        const HealthReport report = look({{"1", "Santana", "X"}, {"2", "Santana feat. Rob", "X"},
            {"3", "Santana ft. Eve", "X"}});
        QCOMPARE(shown(report, HealthKind::featured),
            QByteArray("Santana 3 < Santana feat. Rob 1, Santana ft. Eve 1"));
        QCOMPARE(shown(report, HealthKind::artists), QByteArray());
    }

    void copiesAndRecordingsAreToldApart()
    {
        const HealthReport report = look({{"Song", "A", "X", "Rock", 200, 1990, 320},
            {"Song", "A", "X", "Rock", 201, 1990, 900, true},
            {"Song (Remaster)", "A", "Best of", "Rock", 201},
            {"Song (Live)", "A", "Y", "Rock", 200}, {"Song", "A", "Z", "Rock", 260},
            {"Song", "B", "X", "Rock", 200}});
        QCOMPARE(shown(report, HealthKind::copies), QByteArray("Song#2 < Song#1"));
        QCOMPARE(shown(report, HealthKind::recordings), QByteArray("Song#2 < Song (Remaster)#3"));
    }

    void theSameSoundIsTheSameWhateverItIsCalled()
    {
        HealthInput input;
        input.audioKeys = {{"k1", TrackId{1}}, {"k1", TrackId{2}}, {"k2", TrackId{3}}};
        const HealthReport report
            = look({{"Song", "A", "X"}, {"Wrongly tagged", "Q", "X"}, {"Other", "A", "X"}}, input);
        QCOMPARE(shown(report, HealthKind::copies), QByteArray("Song#1 < Wrongly tagged#2"));
    }

    void genresInSeveralSpellings()
    {
        const HealthReport report = look({{"1", "A", "X", "Hip-Hop\x1fRock"},
            {"2", "A", "X", "Hip-Hop"}, {"3", "A", "X", "hip hop"}, {"4", "A", "X", "Jazz"}});
        QCOMPARE(shown(report, HealthKind::genres), QByteArray("Hip-Hop 2 < hip hop 1"));
    }

    void yearsAndMissingTags()
    {
        const HealthReport report
            = look({{"1", "A", "X", "Rock", 200, 19}, {"2", "A", "X", "Rock", 200, 2999},
                {"3", "A", "", "", 200, 0}, {"4", "A", "X", "Rock", 200, 2027},
                {"5", "A", "X", "Rock", 200, 1903}, {"6", "", "X"}, {"Seven (feat. B)", "A", "X"}});
        QCOMPARE(shown(report, HealthKind::years), QByteArray("19: 1#1 | 2999: 2#2"));
        QCOMPARE(shown(report, HealthKind::missing),
            QByteArray("album: 3#3 | artist: 6#6 | genre: 3#3 | year: 3#3"));
        QCOMPARE(shown(report, HealthKind::titles), QByteArray("Seven (feat. B)#7"));
    }

    void spokenWordIsNotLookedAt()
    {
        const HealthReport report
            = look({{"1", "The Reader", "X", "", 200, 0, 0, false, TrackKind::spoken},
                {"2", "Reader, The", "X", "", 200, 0, 0, false, TrackKind::spoken}});
        QCOMPARE(report.count(), std::size_t{0});
    }

    void whatWasDecidedIsNotFoundAgain()
    {
        const std::vector<Made> tracks{{"1", "The Beatles", "X"}, {"2", "Beatles, The", "X"},
            {"Song", "C", "X"}, {"Song", "C", "Y"}, {"4", "D", "X"}, {"5", "D feat. E", "X"}};
        HealthInput input;
        QCOMPARE(look(tracks).count(), std::size_t{3});
        input.clean.artists = {{"beatles, the", "the beatles"}, {"d feat. e", "d"}};
        input.clean.recordings = {{TrackId{4}, TrackId{3}}};
        QCOMPARE(look(tracks, input).count(), std::size_t{0});
        HealthInput dismissed;
        for (const auto& list : look(tracks).findings) {
            for (const Finding& finding : list)
                dismissed.dismissed.emplace(std::string(keyOf(finding.kind)), finding.key);
        }
        QCOMPARE(look(tracks, dismissed).count(), std::size_t{0});
    }

    void recordingsOfArtistsThatAreOneAreFound()
    {
        const std::vector<Made> tracks{{"Song", "The Beatles", "X"}, {"Song", "Fab Four", "Y"}};
        QCOMPARE(look(tracks).of(HealthKind::recordings).size(), std::size_t{0});
        HealthInput input;
        input.clean.artists = {{"fab four", "the beatles"}};
        QCOMPARE(look(tracks, input).of(HealthKind::recordings).size(), std::size_t{1});
    }
};

SEGUE_TEST(TestFindings)
#include "tst_findings.moc"
