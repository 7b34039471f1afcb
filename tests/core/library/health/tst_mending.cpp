#include "core/library/health/mending.h"

#include "core/library/tags/tag_data.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <map>

using namespace segue;

namespace {

struct Made {
    std::string path, artist, album, genres;
    std::uint16_t year = 0;
    std::string albumArtist = {};
    std::uint8_t fromNames = 0;
    std::uint32_t startMs = 0;
};

TrackTablePtr tableOf(const std::vector<Made>& tracks)
{
    TrackTableBuilder builder;
    std::int64_t id = 0;
    for (const Made& made : tracks) {
        TrackInput in;
        in.id = TrackId{++id};
        in.path = made.path;
        in.title = made.path;
        in.artist = made.artist;
        in.album = made.album;
        in.albumArtist = made.albumArtist;
        in.genres = made.genres;
        in.year = made.year;
        in.fromNames = made.fromNames;
        in.startMs = made.startMs;
        in.format = tags::AudioFormat::mp3;
        builder.add(in);
    }
    return builder.build();
}

Finding finding(
    HealthKind kind, const std::string& what, const std::vector<std::string>& names = {})
{
    Finding made;
    made.kind = kind;
    made.what = what;
    for (const std::string& name : names)
        made.items.push_back({name, {}, 1, {}});
    return made;
}

using Held = std::map<std::string, std::vector<std::string>>;

/// "FIELD=a;b | FIELD=" of what would be written; "FIELD?a" of guesses.
QByteArray proposed(const Mending& mending, int track, const Held& held)
{
    tags::FileFields file;
    for (const auto& [name, values] : held)
        file.fields.push_back({name, values});
    QByteArray out;
    for (const auto& [field, isGuess] : mending.fieldsFor(TrackId{track}, file)) {
        out += (out.isEmpty() ? "" : " | ") + QByteArray::fromStdString(field.name)
            + (isGuess ? "?" : "=");
        for (std::size_t i = 0; i < field.values.size(); ++i)
            out += (i > 0 ? ";" : "") + QByteArray::fromStdString(field.values[i]);
    }
    return out;
}

QByteArray tracksOf(const Mending& mending)
{
    std::vector<std::int64_t> ids;
    for (const TrackId track : mending.tracks())
        ids.push_back(track.value);
    std::ranges::sort(ids);
    QByteArray out;
    for (const std::int64_t id : ids)
        out += QByteArray::number(qint64(id));
    return out;
}

constexpr int thisYear = 2026;

} // namespace

class TestMending : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spellingsOfArtistsBecomeTheFirst()
    {
        const Mending mending(
            tableOf({{"/m/1/1.mp3", "The Beatles", "A", ""},
                {"/m/2/2.mp3", "Beatles, The", "B", ""},
                {"/m/3/3.mp3", "Guest", "C", "", 0, "beatles"}, {"/m/4/4.mp3", "Else", "D", ""}}),
            finding(HealthKind::artists, "", {"The Beatles", "Beatles, The", "beatles"}), {"/m"},
            thisYear);
        QCOMPARE(tracksOf(mending), QByteArray("23"));
        QCOMPARE(proposed(mending, 2, {{"ARTIST", {"Beatles, The"}}, {"TITLE", {"Beatles, The"}}}),
            QByteArray("ARTIST=The Beatles"));
        QCOMPARE(
            proposed(mending, 3, {{"ARTIST", {"Guest", "beatles"}}, {"ALBUMARTIST", {"beatles"}}}),
            QByteArray("ARTIST=Guest;The Beatles | ALBUMARTIST=The Beatles"));
        QCOMPARE(proposed(mending, 2, {{"ARTIST", {"The Beatles"}}}), QByteArray());
        QCOMPARE(proposed(mending, 2, {{"ARTIST", {"The Beatles", "Beatles, The"}}}),
            QByteArray("ARTIST=The Beatles")); // once
    }

    void genresAreRewrittenWithinTheirList()
    {
        const Mending mending(
            tableOf({{"/m/1.mp3", "A", "A", "Hip-Hop"}, {"/m/2.mp3", "A", "A", "Jazz\x1fhiphop"},
                {"/m/3.mp3", "A", "A", "Hiphopera"}}),
            finding(HealthKind::genres, "", {"Hip-Hop", "hiphop", "Hip Hop"}), {"/m"}, thisYear);
        QCOMPARE(tracksOf(mending), QByteArray("2"));
        QCOMPARE(
            proposed(mending, 2, {{"GENRE", {"Jazz; hiphop"}}}), QByteArray("GENRE=Jazz;Hip-Hop"));
        QCOMPARE(proposed(mending, 2, {{"GENRE", {"Hip Hop", "hiphop", "Soul"}}}),
            QByteArray("GENRE=Hip-Hop;Soul"));
    }

    void impossibleYearsBecomeTheRestsOrTheFoldersOrNone()
    {
        const Mending mending(
            tableOf({{"/m/A/X/01 a.mp3", "A", "X", "", 2097},
                {"/m/A/X/02 b.mp3", "A", "X", "", 1997}, {"/m/A/X/03 c.mp3", "A", "X", "", 1997},
                {"/m/A/1984 - Y/01 d.mp3", "A", "Y", "", 2097},
                {"/m/A/Z/01 e.mp3", "A", "Z", "", 2097}, {"/m/A/V/01 f.mp3", "A", "V", "", 2097},
                {"/m/A/V/02 g.mp3", "A", "V", "", 1990}, {"/m/A/V/03 h.mp3", "A", "V", "", 1991}}),
            finding(HealthKind::years, "2097"), {"/m"}, thisYear);
        QCOMPARE(tracksOf(mending), QByteArray("1456"));
        QCOMPARE(proposed(mending, 1, {{"DATE", {"2097-05-01"}}}), QByteArray("DATE=1997"));
        QCOMPARE(proposed(mending, 4, {{"DATE", {"2097"}}, {"ORIGINALDATE", {"1983"}}}),
            QByteArray("DATE=1984"));
        QCOMPARE(proposed(mending, 5, {{"ORIGINALDATE", {"2097"}}}), QByteArray("ORIGINALDATE="));
        QCOMPARE(proposed(mending, 6, {{"DATE", {"2097"}}}), QByteArray("DATE=")); // no agreement
        QCOMPARE(proposed(mending, 1, {{"DATE", {"1997"}}}), QByteArray()); // put right meanwhile
    }

    void missingGenresAndYearsComeFromTheFolderOrTheArtist()
    {
        const auto table = tableOf(
            {{"/m/A/X/1.mp3", "A", "X", "", 0}, {"/m/A/X/2.mp3", "A", "X", "Jazz\x1fSoul", 1970},
                {"/m/B/Y/1.mp3", "B", "Y", "", 0}, {"/m/B/Z/1.mp3", "B", "Z", "Folk", 1980},
                {"/m/C/1.mp3", "C", "", "", 0}, {"/m/D/(1999) W/1.mp3", "D", "W", "", 0}});
        const Mending genres(table, finding(HealthKind::missing, "genre"), {"/m"}, thisYear);
        QCOMPARE(tracksOf(genres), QByteArray("1356"));
        QCOMPARE(proposed(genres, 1, {}), QByteArray("GENRE=Jazz;Soul"));
        QCOMPARE(proposed(genres, 3, {}), QByteArray("GENRE=Folk"));
        QCOMPARE(proposed(genres, 5, {}), QByteArray());
        QCOMPARE(proposed(genres, 1, {{"GENRE", {"Own"}}}), QByteArray()); // written meanwhile
        const Mending years(table, finding(HealthKind::missing, "year"), {"/m"}, thisYear);
        QCOMPARE(proposed(years, 1, {}), QByteArray("DATE=1970"));
        QCOMPARE(proposed(years, 3, {}), QByteArray()); // another folder's year is a guess
        QCOMPARE(proposed(years, 6, {}), QByteArray("DATE=1999"));
    }

    void whatNamesTellIsProposedAndNoMore()
    {
        const auto table
            = tableOf({{"/m/A/1999 - X/03 Title.mp3", "A", "X", "", 0, "", tags::titleNamed},
                {"/m/tagged.mp3", "A", "X", ""}});
        const Mending mending(table, finding(HealthKind::missing, "names"), {"/m"}, thisYear);
        QCOMPARE(tracksOf(mending), QByteArray("1"));
        QCOMPARE(proposed(mending, 1, {}),
            QByteArray("TITLE=Title | ARTIST=A | ALBUM=X | TRACKNUMBER=3 | DATE=1999"));
        QCOMPARE(proposed(mending, 1,
                     {{"TITLE", {"Own"}}, {"ARTIST", {"Me"}}, {"TRACKNUMBER", {"3/9"}}}),
            QByteArray("ALBUM=X | DATE=1999"));
    }

    void missingArtistsAreGuessedFromFolders()
    {
        const auto table = tableOf({{"/m/Somebody/Something/song.mp3", "", "", ""},
            {"/m/one/song.mp3", "", "", ""}, {"/m/one/two.mp3", "Two", "Both", ""},
            {"/m/\xff\xfe/x/song.mp3", "", "", ""}, {"/m/song.mp3", "", "", ""}});
        const Mending mending(table, finding(HealthKind::missing, "artist"), {"/m"}, thisYear);
        QCOMPARE(proposed(mending, 1, {{"TITLE", {"Song"}}}),
            QByteArray("ARTIST?Somebody | ALBUM?Something"));
        QCOMPARE(
            proposed(mending, 2, {{"TITLE", {"Song"}}}), QByteArray("ARTIST=Two | ALBUM=Both"));
        QCOMPARE(proposed(mending, 4, {{"TITLE", {"Song"}}}), QByteArray("ALBUM?x")); // no text
        QCOMPARE(proposed(mending, 5, {{"TITLE", {"Song"}}}), QByteArray());
    }

    void partsOfFilesAndFilesWithProblemsAreLeft()
    {
        const Mending mending(
            tableOf({{"/m/1.flac", "a", "X", "", 0, "", 0, 1000}, {"/m/2.mp3", "a", "X", ""}}),
            finding(HealthKind::artists, "", {"A", "a"}), {"/m"}, thisYear);
        QCOMPARE(tracksOf(mending), QByteArray("2"));
        tags::FileFields file;
        file.fields = {{"ARTIST", {"a"}}};
        QCOMPARE(mending.fieldsFor(TrackId{2}, file).size(), std::size_t{1});
        file.problem = "is write-protected";
        QVERIFY(mending.fieldsFor(TrackId{2}, file).empty());
        QVERIFY(mending.fieldsFor(TrackId{77}, {}).empty());
    }
};

SEGUE_TEST(TestMending)
#include "tst_mending.moc"
