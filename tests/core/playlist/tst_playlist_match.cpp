#include "core/playlist/playlist_match.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

const TrackTable& library()
{
    static const TrackTablePtr table = makeTable({
        {"Cloudbusting", "Kate Bush", "Hounds of Love", "", "/music/Kate Bush/Hounds/05.flac"},
        {"Cloudbusting", "Kate Bush", "The Whole Story", "", "/music/Kate Bush/Whole/01.flac"},
        {"One", "Metallica", "Justice", "", "/music/Metallica/Justice/01.flac"},
        {"Café", "Ann", "X", "", "/music/Ann/caf\xc3\xa9.mp3"},
        {"Odd", "Ann", "X", "", "/music/Ann/odd\xe9.mp3"},
    });
    return *table;
}

/// "by title/album".
QByteArray found(const PlaylistFileEntry& entry)
{
    static const char* by[] = {"nothing", "path", "tail", "tags"};
    const PlaylistMatch match = PlaylistMatcher(library()).find(entry);
    QByteArray out = by[static_cast<int>(match.by)];
    if (match.by != PlaylistMatchBy::nothing) {
        const TrackRecord& track = library()[match.row];
        out += ' ' + QByteArray::fromStdString(std::string(library().text(track.title))) + '/'
            + QByteArray::fromStdString(std::string(library().text(track.album)));
    }
    return out;
}

} // namespace

class TestPlaylistMatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void byPath()
    {
        QCOMPARE(found({"/music/Metallica/Justice/01.flac", "", "", "", 0}),
            QByteArray("path One/Justice"));
        // An old playlist in Windows-1252 names a file in UTF-8; another one the bytes as they are.
        QCOMPARE(found({"/music/Ann/caf\xe9.mp3", "", "", "", 0}), QByteArray("path Café/X"));
        QCOMPARE(found({"/music/Ann/odd\xe9.mp3", "", "", "", 0}), QByteArray("path Odd/X"));
    }

    void byTheEndOfThePath()
    {
        QCOMPARE(found({"D:/Musik/metallica/JUSTICE/01.FLAC", "", "", "", 0}),
            QByteArray("tail One/Justice"));
        QCOMPARE(found({"Whole/01.flac", "", "", "", 0}),
            QByteArray("tail Cloudbusting/The Whole Story"));
        // A file's name alone is not enough, unless title or length agree.
        QCOMPARE(found({"/other/05.flac", "", "", "", 0}), QByteArray("nothing"));
        QCOMPARE(found({"/other/05.flac", "cloudbusting", "", "", 0}),
            QByteArray("tail Cloudbusting/Hounds of Love"));
        QCOMPARE(found({"/other/05.flac", "", "", "", 2000}),
            QByteArray("tail Cloudbusting/Hounds of Love"));
        QCOMPARE(found({"/other/01.flac", "", "", "", 1000}), QByteArray("nothing")); // of two
    }

    void byArtistAndTitle()
    {
        QCOMPARE(found({"/gone.mp3", "ONE", "metallica", "", 0}), QByteArray("tags One/Justice"));
        QCOMPARE(found({"", "Cloudbusting", "Kate Bush", "The whole story", 0}),
            QByteArray("tags Cloudbusting/The Whole Story"));
        QCOMPARE(found({"", "Cloudbusting", "Kate Bush", "", 0}),
            QByteArray("tags Cloudbusting/Hounds of Love"));
        QCOMPARE(found({"", "Cloudbusting", "", "", 0}), QByteArray("nothing"));
    }

    void whatIsMissingKeepsItsTextAndPlace()
    {
        const PlaylistImport import = matchPlaylist(
            {"",
                {{"/music/Metallica/Justice/01.flac", "", "", "", 0},
                    {"/gone/caf\xe9.mp3", "", "", "", 0}, {"/gone/b.mp3", "B", "Who", "Al", 5}}},
            library());
        QCOMPARE(import.entries.size(), std::size_t(3));
        QCOMPARE(import.count(PlaylistMatchBy::path), std::size_t(1));
        QCOMPARE(import.count(PlaylistMatchBy::nothing), std::size_t(2));
        QVERIFY(import.entries[0].track);
        QCOMPARE(import.entries[0].title, std::string("One"));
        QVERIFY(!import.entries[1].track);
        QCOMPARE(import.entries[1].title, std::string("café.mp3"));
        QCOMPARE(import.entries[1].path, std::string("/gone/caf\xe9.mp3"));
        QCOMPARE(import.entries[2].album, std::string("Al"));

        const PlaylistFile file = exportedPlaylist("n", import.entries, library());
        QCOMPARE(file.entries[0].path, std::string("/music/Metallica/Justice/01.flac"));
        QCOMPARE(file.entries[2].path, std::string("/gone/b.mp3"));
        QCOMPARE(file.entries[2].artist, std::string("Who"));
    }
};

SEGUE_TEST(TestPlaylistMatch)
#include "tst_playlist_match.moc"
