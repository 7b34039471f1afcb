#include "core/history/import/source_match.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

struct Made {
    std::string path, title, artist, album;
    std::uint32_t seconds = 200;
};

TrackTablePtr tableOf(const std::vector<Made>& tracks)
{
    TrackTableBuilder builder;
    std::int64_t id = 0;
    for (const Made& made : tracks) {
        TrackInput in;
        in.id = TrackId{++id};
        in.path = made.path;
        in.title = made.title;
        in.artist = made.artist;
        in.album = made.album;
        in.durationMs = made.seconds * 1000;
        builder.add(in);
    }
    return builder.build();
}

const TrackTable& library()
{
    static const TrackTablePtr table = tableOf({
        {"/music/Kate Bush/Hounds/05.flac", "Cloudbusting", "Kate Bush", "Hounds of Love", 310},
        {"/music/Kate Bush/Whole/01.flac", "Cloudbusting", "Kate Bush", "The Whole Story", 309},
        {"/music/Ann/café.mp3", "Café", "Ann", "X", 180},
        {"/music/Box/CD1/01.flac", "Opening", "Orchestra", "Box", 500},
        {"/music/Box/CD2/01.flac", "Second opening", "Orchestra", "Box", 400},
        {"/music/A/live.mp3", "Live", "Band", "Tour", 240},
        {"/music/B/live.mp3", "Live", "Band", "Tour", 240},
        {"/music/C/song of songs.mp3", "Song of Songs", "Cantor", "Psalms", 100},
    });
    return *table;
}

QByteArray find(const SourceTrack& track)
{
    static const char* by[] = {"path", "tail", "tags", "ambiguous", "nothing"};
    const SourceMatch match = SourceMatcher(library()).find(track);
    QByteArray out = by[static_cast<int>(match.by)];
    if (match.by < SourceMatchBy::ambiguous)
        out += ' '
            + QByteArray::fromStdString(std::string(library().text(library()[match.row].path)));
    if (match.by == SourceMatchBy::ambiguous)
        out += ' ' + QByteArray::number(static_cast<int>(match.candidates.size()));
    return out;
}

SourceTrack track(const std::string& path, const std::string& title = {},
    const std::string& artist = {}, const std::string& album = {}, int seconds = 0)
{
    SourceTrack t;
    t.path = path;
    t.title = title;
    t.artist = artist;
    t.album = album;
    t.durationMs = seconds * 1000;
    return t;
}

} // namespace

class TestSourceMatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void byThePathWhateverTheTagsSay()
    {
        QCOMPARE(find(track("/music/Kate Bush/Hounds/05.flac", "Other", "Other", "", 12)),
            QByteArray("path /music/Kate Bush/Hounds/05.flac"));
    }

    void byTheEndOfThePathWhenTheRootMoved()
    {
        QCOMPARE(
            find(track("D:/Musik/kate bush/HOUNDS/05.FLAC", "Cloudbusting", "Kate Bush", "", 310)),
            QByteArray("tail /music/Kate Bush/Hounds/05.flac"));
        QCOMPARE(find(track("/mnt/nas/Kate Bush/Hounds/05.flac")),
            QByteArray("tail /music/Kate Bush/Hounds/05.flac"));
        // A telling name and its folder are enough without tags, "CD1/01.flac" is not.
        QCOMPARE(
            find(track("C:/x/C/song of songs.mp3")), QByteArray("tail /music/C/song of songs.mp3"));
        QCOMPARE(find(track("C:/x/CD1/01.flac")), QByteArray("nothing"));
        QCOMPARE(find(track("C:/x/Box/CD1/01.flac")), QByteArray("tail /music/Box/CD1/01.flac"));
    }

    void notWhereTitleOrLengthContradict()
    {
        // Another box in the same folders, which is not in the library.
        QCOMPARE(find(track("/old/Box/CD1/01.flac", "Something else", "Other", "", 100)),
            QByteArray("nothing"));
        QCOMPARE(
            find(track("/old/Box/CD1/01.flac", "Something else", "Other")), QByteArray("nothing"));
        // A number and a length are no name.
        QCOMPARE(find(track("/gone/05.flac", "Other", "Other", "", 310)), QByteArray("nothing"));
        QCOMPARE(find(track("/gone/05.flac", "", "", "", 310)), QByteArray("nothing"));
        // Retagged since, but as long: the same.
        QCOMPARE(find(track("/old/Box/CD1/01.flac", "Opening (1999)", "Orch.", "", 501)),
            QByteArray("tail /music/Box/CD1/01.flac"));
    }

    void byTagsWithAlbumAndLength()
    {
        QCOMPARE(find(track("/gone/x.mp3", "CLOUDBUSTING", "kate bush",
                     "hounds of love (Remastered)", 311)),
            QByteArray("tags /music/Kate Bush/Hounds/05.flac"));
        QCOMPARE(find(track("", "Cafe", "ANN", "", 0)), QByteArray("tags /music/Ann/café.mp3"));
        QCOMPARE(find(track("", "Cloudbusting", "Kate Bush", "Live in London", 310)),
            QByteArray("nothing"));
        QCOMPARE(find(track("", "Cloudbusting", "Kate Bush", "Hounds of Love", 420)),
            QByteArray("nothing"));
        QCOMPARE(find(track("", "Cloudbusting", "Somebody", "Hounds of Love", 310)),
            QByteArray("nothing"));
    }

    void whatFitsSeveralIsNotGuessed()
    {
        QCOMPARE(find(track("", "Cloudbusting", "Kate Bush", "", 310)), QByteArray("ambiguous 2"));
        QCOMPARE(find(track("", "Live", "Band", "Tour", 240)), QByteArray("ambiguous 2"));
        QCOMPARE(find(track("/elsewhere/live.mp3", "Live", "Band", "Tour", 240)),
            QByteArray("ambiguous 2"));
        QCOMPARE(find(track("/elsewhere/A/live.mp3", "Live", "Band", "Tour", 240)),
            QByteArray("tail /music/A/live.mp3"));
    }

    void pathsOfOtherCopiesCount()
    {
        SourceTrack t = track("/gone/1.mp3");
        t.otherPaths = {"/gone/2.mp3", "/music/A/live.mp3"};
        QCOMPARE(find(t), QByteArray("path /music/A/live.mp3"));
    }
};

SEGUE_TEST(TestSourceMatch)
#include "tst_source_match.moc"
