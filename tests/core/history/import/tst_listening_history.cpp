// The readers of listening histories, whole and damaged, and what they make of times and texts.
#include "core/history/import/history_reader.h"
#include "core/history/import/listenbrainz_history.h"
#include "core/history/import/spotify_history.h"
#include "core/history/import/table_history.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace std::string_literals;

namespace {

constexpr UtcMs noon = 1'675'166'400'000; // 2023-01-31T12:00:00Z

const std::string extended = R"([
{"ts":"2023-01-31T12:03:20Z","ms_played":200000,"master_metadata_track_name":"Morning","master_metadata_album_artist_name":"Ada Lund","master_metadata_album_album_name":"Glass","reason_start":"clickrow","reason_end":"trackdone","shuffle":false,"skipped":false,"offline":false,"incognito_mode":false},
{"ts":"2023-01-31T12:03:30Z","ms_played":10000,"master_metadata_track_name":"Evening","master_metadata_album_artist_name":"Ada Lund","master_metadata_album_album_name":"Glass","reason_end":"fwdbtn","shuffle":true,"skipped":true,"incognito_mode":true},
{"ts":"2023-01-31T13:00:00Z","ms_played":900000,"master_metadata_track_name":null,"episode_name":"Talk","episode_show_name":"Show"},
{"ts":"2023-01-31T13:10:00Z","ms_played":0,"master_metadata_track_name":"Morning","master_metadata_album_artist_name":"Ada Lund","reason_end":"unknown"},
{"ts":"nonsense","ms_played":5,"master_metadata_track_name":"Morning","master_metadata_album_artist_name":"Ada Lund"}
])";

const std::string listens
    = R"({"listened_at":1675166400,"track_metadata":{"artist_name":"Ada Lund","track_name":"Morning","release_name":"Glass","additional_info":{"recording_mbid":"11111111-2222-3333-4444-555555555555","duration_ms":200000}}}
{"listened_at":1675170000,"track_metadata":{"artist_name":"Ada Lund","track_name":"Evening","mbid_mapping":{"recording_mbid":"abc"},"additional_info":{"duration":180}}}
{"listened_at":16751
)";

constexpr std::string_view header
    = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n";

ListeningHistory read(
    Result<void> (*reader)(std::string_view, ListeningHistory&), std::string_view text)
{
    ListeningHistory history;
    const auto done = reader(text, history);
    if (!done)
        qFatal("%s", done.error().message.c_str());
    return history;
}

std::string errorOf(
    Result<void> (*reader)(std::string_view, ListeningHistory&), std::string_view text)
{
    ListeningHistory history;
    const auto done = reader(text, history);
    return done ? std::string() : done.error().message;
}

} // namespace

class TestListeningHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spotifySaysHowPlaysEnded()
    {
        const ListeningHistory h = read(spotify::readHistory, extended);
        QCOMPARE(h.plays.size(), std::size_t{2});
        QCOMPARE(h.plays[0].startedAt, noon); // the file has the end
        QCOMPARE(h.plays[0].msHeard, std::int64_t{200'000});
        QVERIFY(h.plays[0].endedBy == EndedBy::finished && !h.plays[0].isPrivate);
        QVERIFY(h.plays[1].endedBy == EndedBy::next && h.plays[1].isPrivate && h.plays[1].shuffle);
        QCOMPARE(h.tracks[h.plays[1].track].title, "Evening"s);
        QCOMPARE(h.tracks[h.plays[1].track].album, "Glass"s);
        QCOMPARE(h.notMusic, std::size_t{1});
        QCOMPARE(h.unheard, std::size_t{1});
        QCOMPARE(h.unreadable, std::size_t{1});
    }

    void whatEndsByItselfIsNoSkip()
    {
        QVERIFY(spotify::endOf("logout", true) == EndedBy::quit);
        QVERIFY(spotify::endOf("unexpected-exit-while-paused", true) == EndedBy::crash);
        QVERIFY(spotify::endOf("trackerror", false) == EndedBy::error);
        QVERIFY(spotify::endOf("backbtn", false) == EndedBy::previous);
        QVERIFY(spotify::endOf("clickrow", false) == EndedBy::replaced);
        QVERIFY(spotify::endOf("endplay", false) == EndedBy::stopped);
        QVERIFY(!spotify::endOf("remote", false));
        QVERIFY(!spotify::endOf("", false));
    }

    void spotifysShortHistoryKnowsMinutes()
    {
        const ListeningHistory h = read(spotify::readHistory,
            R"([{"endTime":"2023-01-31 12:03","artistName":"Ada Lund","trackName":"Morning","msPlayed":180000},
               {"endTime":"2023-01-31 13:03","podcastName":"Show","episodeName":"Talk","msPlayed":9},
               {"endTime":"2023-01-31 14:03","authorName":"Ada","audiobookName":"Book","msPlayed":9}])");
        QCOMPARE(h.plays.size(), std::size_t{1});
        QCOMPARE(h.plays[0].startedAt, noon);
        QVERIFY(!h.plays[0].endedBy);
        QCOMPARE(h.notMusic, std::size_t{2});
    }

    void listenBrainzAsLinesAndAsOneList()
    {
        const ListeningHistory lines = read(listenbrainz::readHistory, listens);
        QCOMPARE(lines.plays.size(), std::size_t{2});
        QCOMPARE(lines.unreadable, std::size_t{1});
        QCOMPARE(lines.plays[0].startedAt, noon);
        QCOMPARE(lines.plays[0].msHeard, std::int64_t{-1});
        QCOMPARE(lines.tracks[0].durationMs, std::int64_t{200'000});
        QCOMPARE(lines.tracks[0].recordingMbid, "11111111-2222-3333-4444-555555555555"s);
        QCOMPARE(lines.tracks[1].durationMs, std::int64_t{180'000});
        QCOMPARE(lines.tracks[1].recordingMbid, "abc"s);
        const std::string first = listens.substr(0, listens.find('\n'));
        QCOMPARE(read(listenbrainz::readHistory, "[" + first + "," + first + "]").plays.size(),
            std::size_t{2});
    }

    void lastFmWithAndWithoutAHeader()
    {
        const ListeningHistory h = read(readLastFm,
            std::string(header)
                + "1675166400,\"31 Jan 2023, 12:00\",\"Lund, Ada\",,\"The "
                  "\"\"Glass\"\"\",,Morning,m1\r\n"
                  "0,,Ada,,X,,Y,\n");
        QCOMPARE(h.plays.size(), std::size_t{1});
        QCOMPARE(h.unreadable, std::size_t{1});
        QCOMPARE(h.plays[0].startedAt, noon);
        QCOMPARE(h.tracks[0].artist, "Lund, Ada"s);
        QCOMPARE(h.tracks[0].album, "The \"Glass\""s);
        QCOMPARE(h.tracks[0].recordingMbid, "m1"s);
        const ListeningHistory plain
            = read(readLastFm, "Ada Lund,Glass,Morning,31 Jan 2023 12:00\nAda,,Now,\n");
        QCOMPARE(plain.plays.size(), std::size_t{1});
        QCOMPARE(plain.plays[0].startedAt, noon);
        QCOMPARE(plain.tracks[0].title, "Morning"s);
        // A quote that never ends spoils its own row only.
        QCOMPARE(read(readLastFm,
                     "\"Ada,Glass,Morning,31 Jan 2023 12:00\n" + std::string(20'000, 'x')
                         + "\nAda Lund,Glass,Morning,31 Jan 2023 12:00\n")
                     .plays.size(),
            std::size_t{2});
    }

    void aTableTellsWhetherItsTimesAreEnds()
    {
        const std::string head = "ts_utc\tartist\talbum\ttrack\tms_played\treason_end\n";
        const auto row = [](const char* time, int ms) {
            return std::string(time) + "\tAda\tGlass\tMorning\t" + std::to_string(ms)
                + "\ttrackdone\n";
        };
        const ListeningHistory ends = read(readPlayTable,
            head + row("2023-01-31T12:03:20Z", 200'000) + row("2023-01-31T12:05:00Z", 100'000)
                + row("2023-01-31T12:08:20Z", 200'000));
        QCOMPARE(ends.plays[0].startedAt, noon);
        QVERIFY(ends.plays[0].endedBy == EndedBy::finished);
        const ListeningHistory starts = read(readPlayTable,
            head + row("2023-01-31T12:00:00Z", 200'000) + row("2023-01-31T12:03:20Z", 100'000)
                + row("2023-01-31T12:05:00Z", 50'000));
        QCOMPARE(starts.plays[0].startedAt, noon);
        QVERIFY(errorOf(readPlayTable, "a\tb\tc\n").find("ts_utc") != std::string::npos);
    }

    void damagedJsonIsNamedByItsByte_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QByteArray whole = QByteArray::fromStdString(extended);
        QTest::newRow("cut in a play") << whole.left(whole.size() / 2);
        QTest::newRow("cut behind a play") << whole.left(whole.lastIndexOf('}') + 1);
        QTest::newRow("only the bracket") << QByteArray("[");
        QTest::newRow("words") << QByteArray("[{\"a\":1} garbage]");
        QTest::newRow("an open text") << QByteArray("[\"a]");
        QTest::newRow("a NUL within") << QByteArray("[{\"ts\"\0:1}]", 11);
        QTest::newRow("nothing but opening") << QByteArray(100'000, '[');
        QTest::newRow("deep") << "[" + QByteArray("{\"a\":").repeated(5000) + "1"
                + QByteArray("}").repeated(5000) + "]";
    }
    void damagedJsonIsNamedByItsByte()
    {
        QFETCH(const QByteArray, json);
        const std::string error = errorOf(spotify::readHistory, json.toStdString());
        QVERIFY2(error.find("damaged or incomplete at byte") != std::string::npos, error.c_str());
    }

    void whatIsNoPlayAmongPlaysIsCounted()
    {
        const std::string listed = "[null, 1, \"a]\", [{\"x\":[1]}], true, -2.5e3, "
            + listens.substr(0, listens.find('\n')) + "]";
        const ListeningHistory h = read(listenbrainz::readHistory, listed);
        QCOMPARE(h.plays.size(), std::size_t{1});
        QCOMPARE(h.unreadable, std::size_t{6});
        QCOMPARE(
            read(spotify::readHistory, "[null," + extended.substr(1)).plays.size(), std::size_t{2});
    }

    void readersStopWhenThereIsTooMuch()
    {
        const std::string damaged = listens.substr(listens.rfind("{\"listened"));
        const std::string two = listens.substr(0, listens.rfind("{\"listened"));
        const std::string table = "ts_utc\tartist\ttrack\n2023-01-31T12:00:00Z\tAda\tM\n"
                                  "2023-01-31T13:00:00Z\tAda\tM\nnonsense\n";
        const std::string csv = "Ada,Glass,M,31 Jan 2023 12:00\nAda,Glass,M,31 Jan 2023 13:00\n"
                                "Ada,Glass,M,nonsense\n";
        ListeningHistory json, lines, tabs, commas;
        for (ListeningHistory* h : {&json, &lines, &tabs, &commas})
            h->mostPlays = 1;
        QVERIFY(spotify::readHistory(extended, json));
        QVERIFY(listenbrainz::readHistory(two + damaged, lines));
        QVERIFY(readPlayTable(table, tabs));
        QVERIFY(readLastFm(csv, commas));
        for (const ListeningHistory* h : {&json, &lines, &tabs, &commas}) {
            QVERIFY(h->isFull());
            QCOMPARE(h->plays.size(), std::size_t{2});
            QCOMPARE(h->unreadable + h->notMusic, std::size_t{0}); // what follows is not read
        }
    }

    void hugeNumbersAndWrongTypesDoNoHarm()
    {
        const ListeningHistory h = read(spotify::readHistory,
            R"([{"ts":"2023-01-31T12:00:00Z","ms_played":1e300,"master_metadata_track_name":"A","master_metadata_album_artist_name":"B"},
               {"ts":"2023-01-31T12:00:00Z","ms_played":9007199254740991,"master_metadata_track_name":"A","master_metadata_album_artist_name":"B"},
               {"ts":"2023-01-31T12:00:00Z","ms_played":-5,"master_metadata_track_name":"A","master_metadata_album_artist_name":"B"},
               {"ts":[1],"ms_played":"x","master_metadata_track_name":{"a":1}},
               {"ts":"2023-01-31T12:00:00Z","ms_played":7,"master_metadata_track_name":"A","master_metadata_album_artist_name":7}])");
        QCOMPARE(h.plays.size(), std::size_t{2});
        QCOMPARE(h.plays[0].msHeard, longestPlayMs);
        QCOMPARE(h.unheard, std::size_t{2});
        QCOMPARE(h.notMusic, std::size_t{1});
        const ListeningHistory l = read(listenbrainz::readHistory,
            R"([{"listened_at":1e99,"track_metadata":3},{"listened_at":-1},{},
               {"listened_at":1675166400,"track_metadata":{"artist_name":"A","track_name":"B","additional_info":{"duration_ms":1e18}}}])");
        QCOMPARE(l.plays.size(), std::size_t{1});
        QCOMPARE(l.tracks[0].durationMs, longestPlayMs);
        QCOMPARE(l.unreadable, std::size_t{3});
        ListeningHistory texts;
        texts.add({std::string(8191, 'x') + "ä" + std::string(100, 'y'), "t", "", "", 0}, {});
        QCOMPARE(texts.tracks[0].artist.size(), std::size_t{8191}); // not within the letter
    }

    void timesOfAllKinds()
    {
        for (const char* text : {"2023-01-31T12:00:00Z", "2023-01-31 12:00", "31 Jan 2023 12:00",
                 "31 Jan 2023, 12:00", "1675166400", "1675166400000", "2023-01-31T12:00:00.123Z"}) {
            const auto time = historyTime(text);
            QVERIFY2(time && *time == noon, text);
        }
        QCOMPARE(*historyTime("1 Feb 2023 12:00"), noon + msPerDay);
        for (const char* text : {"2023-01-31T14:00:00+02:00", "2023-01-31T14:00+0200",
                 "2023-01-31 13:00:00.5+01", "2023-01-31T08:30:00-03:30"}) {
            const auto time = historyTime(text);
            QVERIFY2(time && *time == noon, text);
        }
        for (const char* text : {"", "yesterday", "2023-13-31T12:00:00Z", "31 Foo 2023 12:00", "-5",
                 "99999999999999999999", "31 Jan", "2023-01-31"})
            QVERIFY2(!historyTime(text), text);
    }

    void encodings()
    {
        bool guessed = true;
        QCOMPARE(historyText("\xEF\xBB\xBF"
                             "Café",
                     guessed),
            "Café"s);
        QVERIFY(!guessed);
        QCOMPARE(historyText("Caf\xE9", guessed), "Café"s);
        QVERIFY(guessed);
        QCOMPARE(historyText("\xFF\xFE"
                             "C\0a\0f\0\xE9\0"s,
                     guessed),
            "Café"s);
    }

    void filesAreToldByTheirContent()
    {
        QCOMPARE(detectHistory(extended), std::optional(ImportSource::spotify));
        QCOMPARE(detectHistory(R"([{"endTime" : "x", "msPlayed" : 1}])"),
            std::optional(ImportSource::spotify));
        QCOMPARE(detectHistory(listens), std::optional(ImportSource::listenBrainz));
        QCOMPARE(detectHistory(header), std::optional(ImportSource::lastFm));
        QCOMPARE(detectHistory("A,B,C,31 Jan 2023 12:00\n"), std::optional(ImportSource::lastFm));
        QCOMPARE(detectHistory("ts_utc\tartist\ttrack\n"), std::optional(ImportSource::playTable));
        for (const char* none : {"", "[]", "{\"a\":1}", "a,b,c\n", "<xml", "a\tb\tc\td"})
            QVERIFY2(!detectHistory(none), none);
    }

    void aFolderStandsForTheHistoriesInIt()
    {
        QTemporaryDir dir;
        const auto write = [&dir](const char* name, const std::string& text) {
            const QString path = dir.filePath(QString::fromLatin1(name));
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString(text));
        };
        write("listens/2023/1.jsonl", listens);
        write("listens/2023/2.JSONL", listens);
        write("user.json", "{\"user\":1}");
        write("short.json", "[{\"endTime\":");
        const std::string folder = dir.path().toStdString();
        QVERIFY(areHistories({folder}));
        const auto all = readHistories({folder}, {});
        QVERIFY(all);
        QCOMPARE(all->plays.size(), std::size_t{4});
        QCOMPARE(all->tracks.size(), std::size_t{2});
        write("spotify.json", extended);
        const auto mixed = readHistories({folder}, {});
        QVERIFY(!mixed && mixed.error().message.find("one after the other") != std::string::npos);
        QVERIFY(readHistories({folder}, ImportSource::spotify));
        for (const std::string& file : {folder + "/user.json", folder + "/nothing.json"}) {
            const auto wrong = readHistories({file}, {});
            QVERIFY(!wrong && wrong.error().message.find(file) != std::string::npos);
        }
        write("rhythmdb.xml", "<?xml version=\"1.0\"?><rhythmdb version=\"2.0\"></rhythmdb>");
        QVERIFY(!areHistories({folder})); // a player's library: its lists are no plays
        write("empty.json", "");
        const auto empty = readHistories({folder + "/empty.json"}, ImportSource::spotify);
        QVERIFY(!empty && empty.error().message.find("is empty") != std::string::npos);
    }
};

SEGUE_TEST(TestListeningHistory)
#include "tst_listening_history.moc"
