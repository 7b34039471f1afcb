#include "core/library/filter/filter_run.h"
#include "core/library/tags/tag_data.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

constexpr UtcMs day = msPerDay;
/// 2024-06-15 12:00 UTC; the listener's clock is two hours ahead.
constexpr UtcMs now = 1'718'452'800'000;

struct Made {
    std::string title, artist, album, genres, path;
    int year = 0;
    std::uint32_t durationMs = 0;
    UtcMs added = now - 400 * day;
};

const std::vector<Made>& made()
{
    static const std::vector<Made> tracks{
        {"Heroes", "David Bowie", "\"Heroes\"", "Art Rock\x1fPost Punk", "/m/Bowie/1977/01.flac",
            1977, 367'000},
        {"Heroes (Live)", "David Bowie", "Stage", "Art Rock", "/m/Bowie/live/02.mp3", 1978,
            380'400},
        {"Love Will Tear Us Apart", "Joy Division", "Substance", "Post Punk", "/m/JD/love.mp3",
            1980, 206'000, now - 10 * day},
        {"La Bohème", "Puccini", "Opera", "Opera", "/m/Op\xc3\xa9ra/1.ogg", 0, 0},
        {"AC/DC Bag", "Phish feat. Trey", "Junta", "Rock", "/m/Phish/1.mp3", 1989, 210'000},
        {"Chapter 1", "Reader", "Book", "", "/m/book/1.mp3", 2020, 3'600'000, now - 2 * 3'600'000},
        {"Year zero: begin (part two)", "Nine", "Nein", "Rock", "/m/nin/1.mp3", 2007, 240'000},
    };
    return tracks;
}

/// Everything a filter can look at.
struct Library {
    Library()
        : clock(now, 120)
    {
        TrackTableBuilder builder;
        std::int64_t id = 0;
        for (const Made& m : made()) {
            TrackInput in;
            in.id = TrackId{++id};
            in.title = m.title;
            in.artist = m.artist;
            in.album = m.album;
            in.genres = m.genres;
            in.path = m.path;
            in.year = static_cast<std::uint16_t>(m.year);
            in.durationMs = m.durationMs;
            in.addedAt = m.added;
            in.bpm = static_cast<std::uint16_t>(id * 20);
            in.bitrateKbps = id == 1 ? 900 : 192;
            in.lossless = id == 1;
            in.disc = 1;
            in.trackNumber = static_cast<std::uint16_t>(id);
            in.kind = id == 6 ? TrackKind::spoken : TrackKind::music;
            in.available = id != 7;
            in.format = id == 1 ? tags::AudioFormat::flac
                : id == 4       ? tags::AudioFormat::vorbis
                : id == 6       ? tags::AudioFormat::mp4
                : id == 7       ? tags::AudioFormat::unknown
                                : tags::AudioFormat::mp3;
            in.fromNames = id == 5 ? tags::titleNamed | tags::trackNamed : 0;
            if (id <= 2)
                in.sound.key = musicalKey(9, id == 1); // A minor, A
            if (id <= 3)
                in.sound.energy = TrackSound::byteOf(static_cast<double>(id) * .3);
            builder.add(in);
        }
        auto map = std::make_shared<TrackStatsMap>();
        (*map)[TrackId{1}] = {10, false, true, false, 25, 1, now - 5 * day, 0};
        (*map)[TrackId{2}] = {7, false, false, false, 3, 9, now - 60 * day, 0};
        (*map)[TrackId{3}] = {std::nullopt, false, false, true, 1, 0, now - 3'600'000, 0};
        run = std::make_unique<FilterRun>(
            std::make_shared<const SearchIndex>(builder.build()), map, clock);
    }
    /// Ids of the tracks that fit, in order.
    QByteArray ids(const std::string& query)
    {
        std::vector<std::int64_t> found;
        for (const Row row : run->rows(FilterQuery::parse(query)))
            found.push_back(run->table()[row].id.value);
        std::ranges::sort(found);
        QByteArray out;
        for (const std::int64_t id : found)
            out += QByteArray::number(qint64(id));
        return out;
    }

    ManualClock clock;
    std::unique_ptr<FilterRun> run;
};

} // namespace

class TestFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QByteArray>("ids");
        const auto row
            = [](const char* query, const char* ids) { QTest::newRow(query) << QByteArray(ids); };
        // Plain words, as they always were.
        row("", "1234567");
        row("   ", "1234567");
        row("heroes", "12");
        row("HEROES bowie", "12");
        row("boheme", "4");
        row("ac/dc", "5");
        row("bowie - heroes", "12"); // pasted: a dash alone asks for nothing
        row("zero: begin", "7");
        row("(live)", "2");
        row("begin (part two)", "7");
        row("(part", "7"); // no brackets of a filter: a text
        row("two)", "7");
        row("year", "7"); // a field's name alone is a word
        row("i<3 OR e=mc2 OR re:", ""); // no fields
        row("post-punk", ""); // as written
        row("love or hate", ""); // or is a word, OR is not
        // Phrases.
        row("\"tear us\"", "3");
        row("\"us tear\"", "");
        row("\"tear us", "3"); // being typed
        // Without.
        row("heroes -live", "1");
        row("-bowie -genre:rock", "346");
        row("-(artist:bowie OR genre:rock) -kind:spoken", "34");
        row("--", "");
        // Either.
        row("puccini OR phish", "45");
        row("puccini | phish", "45");
        row("bowie live OR puccini", "24"); // and binds closer
        row("bowie (live OR year:1977)", "12");
        row("(puccini OR phish) genre:rock", "5");
        row("bowie AND live", "2");
        // Texts.
        row("artist:bowie", "12");
        row("ARTIST:Bowie", "12");
        row("by:bowie", "12");
        row("artist=bowie", "");
        row("artist=\"david bowie\"", "12");
        row("artist=\"gary numan\" OR artist=phish", "5");
        row("title=heroes", "1");
        row("title:heroes", "12");
        row("title!=heroes", "234567");
        row("genre:\"post punk\"", "13"); // one of several
        row("genre=rock", "57"); // Art Rock is another
        row("-genre:rock", "346");
        row("genre:none", "6");
        row("genre!=none", "123457");
        row("genre:\"none\"", "");
        row("album:\"heroes\"", "1");
        row("path:/bowie/", "12");
        row("path:opera/1", "4");
        row("path:live/02", "2");
        row("path:/m", "1234567");
        row("file=/m/jd/love.mp3", "3");
        row("file=/m/jd/love", "");
        row("path:e/0", "2"); // where folder and name meet
        row("path:/m/bowie/live/02.mp3", "2");
        row("path:xx/m/bowie/live/02.mp3", "");
        row("-path:bowie path:.mp3", "3567");
        row("codec:flac", "1");
        row("format=FLAC", "1");
        row("codec:ogg", "4"); // by what it comes in
        row("codec=vorbis", "4");
        row("codec:aac", "6"); // in an mp4
        row("codec:m4a", "6");
        row("codec=mp", "");
        row("codec!=mp3", "1467");
        row("codec:none", "7");
        row("has:codec -codec:mp3", "146");
        row("is:untagged", "5");
        row("title:(live)", "2");
        row("(title:(live))", "2");
        // Numbers.
        row("year:1977", "1");
        row("year=1977", "1");
        row("year:1977..1980", "123");
        row("year:..1978", "12");
        row("year:2007..", "67");
        row("year>1980", "567");
        row("year>=1980", "3567");
        row("year<1980", "12"); // an unknown year is not before
        row("year:<=1980", "123");
        row("year!=1977", "234567");
        row("year:none", "4");
        row("bpm:40..60", "23");
        row("bitrate<192", "");
        row("bitrate<=192", "234567");
        row("track:3", "3");
        row("disc:1", "1234567");
        row("plays>2", "12");
        row("plays:0", "4567");
        row("skips>3", "2");
        row("key:Am", "1");
        row("key:8a", "1");
        row("key=\"a major\"", "2");
        row("has:key -key:A", "1");
        row("energy>50", "23");
        row("energy:29..31", "1");
        row("energy:none", "4567");
        // Stars.
        row("rating:5", "1");
        row("rating>=3.5", "12");
        row("rating:3,5", "2");
        row("rating<5", "2");
        row("rating:3..4", "2");
        row("rating:none", "34567");
        row("stars>4", "1");
        // Lengths.
        row("length:6:07", "1");
        row("length:6", "12"); // six minutes and some seconds
        row("length>6", "126");
        row("length>6:07", "26");
        row("length>=6:07", "126");
        row("length:3:26..3:30", "35");
        row("length<3:30", "3");
        row("length<=3:30", "35");
        row("length:1h", "6");
        row("length>1h", "");
        row("length:210s", "5");
        row("length:3m30s", "5");
        row("length:none", "4");
        // Times.
        row("played<30d", "13");
        row("played:30d", "13");
        row("played>30d", "2");
        row("played:2h", "3");
        row("played:4d..90d", "12");
        row("played:never", "4567");
        row("played!=never", "123");
        row("played:today", "3");
        row("played:yesterday", "");
        row("added:today", "6");
        row("added<2w", "36");
        row("added:2024", "36");
        row("added:2024-06", "36");
        row("added:2024-06-05", "3");
        row("added<2024", "12457");
        row("added<=2024-06-05", "123457");
        row("added>2024-06-05", "6");
        row("added>2024-01", "36");
        row("added:2024-06-01..2024-06-10", "3");
        row("added:2024-06-01..", "36");
        row("added:2024-06-01..1d", "3");
        // Flags and kinds.
        row("loved:yes", "1");
        row("loved:no", "234567");
        row("loved!=yes", "234567");
        row("is:loved", "1");
        row("-is:loved genre:rock", "257");
        row("never:yes", "3");
        row("is:lossless", "1");
        row("is:missing", "7");
        row("kind:spoken", "6");
        row("is:spoken", "6");
        row("kind!=music", "6");
        row("has:rating", "12");
        row("has:year -has:genre", "6");
        row("has:plays", "123");
        row("has:played", "123");
        // All together.
        row("artist:bowie rating>=3.5 played<90d genre:\"art rock\" bpm:10..30 -live", "1");
    }
    void finds()
    {
        QFETCH(QByteArray, ids);
        const std::string query = QTest::currentDataTag();
        const FilterQuery parsed = FilterQuery::parse(query);
        QVERIFY2(!parsed.error(), parsed.error() ? parsed.error()->message.c_str() : "");
        Library library;
        QCOMPARE(library.ids(query), ids);
    }

    void isWrong_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<bool>("unfinished");
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QByteArray>("ids"); // of what was understood
        const auto row = [](const char* query, int begin, int end, bool unfinished,
                             const char* says, const char* ids) {
            QTest::newRow(query) << begin << end << unfinished << QByteArray(says)
                                 << QByteArray(ids);
        };
        row("bowie raitng:5", 6, 12, false, "Did you mean rating?", "12");
        row("bowie raitng>=5", 6, 12, false, "Did you mean rating?", "12");
        row("xyzzy:5 bowie", 0, 5, false, "no field “xyzzy”. To look for the text itself", "12");
        row("rating>=six", 8, 11, false, "stars from 0 to 5", "1234567");
        row("rating:5.5", 7, 10, false, "“5.5” is no rating", "1234567");
        row("rating:3.3", 7, 10, false, "halves", "1234567");
        row("bowie year:late", 11, 15, false, "“late” is no number", "12");
        row("year:", 0, 5, true, "right behind “year:”", "1234567");
        row("bowie rating>=", 6, 14, true, "rating>=4", "12");
        row("year: 1977", 0, 5, false, "right behind “year:”", "1"); // 1977 is a word then
        row("(bowie OR year:1977", 0, 1, true, "not closed", "12");
        row("artist:\"david bo", 7, 8, true, "quote is not closed", "12");
        row("artist:bowie)", 12, 13, false, "closes nothing", "12");
        row("bowie OR", 6, 8, true, "nothing after this OR", "12");
        row("OR bowie", 0, 2, false, "nothing before this OR", "12");
        row("(bowie OR) live", 7, 9, false, "nothing after this OR", "2");
        row("title>m", 6, 7, false, "title is text and has no order", "1234567");
        row("is:nice", 3, 7, false, "loved", "1234567");
        row("has:loved", 4, 9, false, "has:genre", "1234567");
        row("key:H", 4, 5, false, "is no key", "1234567");
        row("key>Am", 4, 6, false, "goes with a colon", "1234567");
        row("kind:radio", 5, 10, false, "kind:spoken", "1234567");
        row("loved:maybe", 6, 11, false, "neither yes nor no", "1234567");
        row("loved>yes", 6, 9, false, "goes with a colon", "1234567");
        row("added>soon", 6, 10, false, "is no date", "1234567");
        row("added:2024-13", 6, 13, false, "is no date", "1234567");
        row("added:2023-02-29", 6, 16, false, "is no date", "1234567");
        row("length<3:99", 7, 11, false, "is no length", "1234567");
        row("bpm:130..120", 4, 12, false, "wrong way round", "1234567");
        row("bpm>120..130", 4, 12, false, "bpm:120..130", "1234567");
        row("bpm:..", 4, 6, false, "is no number", "1234567");
        row("played>never", 7, 12, false, "played:never", "1234567");
        row("öp year:x", 9, 10, false, "is no number", "4");
    }
    void isWrong()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(bool, unfinished);
        QFETCH(QByteArray, says);
        QFETCH(QByteArray, ids);
        const std::string query = QTest::currentDataTag();
        const FilterQuery parsed = FilterQuery::parse(query);
        QVERIFY(parsed.error());
        QVERIFY2(parsed.error()->message.find(says.toStdString()) != std::string::npos,
            parsed.error()->message.c_str());
        QCOMPARE(static_cast<int>(parsed.error()->begin), begin);
        QCOMPARE(static_cast<int>(parsed.error()->end), end);
        QCOMPARE(parsed.error()->unfinished, unfinished);
        Library library;
        QCOMPARE(library.ids(query), ids);
    }

    void theColumnCountsCharacters()
    {
        const std::string query = "é ж year:x";
        const FilterQuery parsed = FilterQuery::parse(query);
        QVERIFY(describe(*parsed.error(), query).starts_with("Column 10: "));
    }

    void plainWordsAreKnownAsSuch()
    {
        QVERIFY(FilterQuery::parse("kate bush").isPlain());
        QVERIFY(FilterQuery::parse("(kate) bush").isPlain());
        QVERIFY(!FilterQuery::parse("kate -bush").isPlain());
        QVERIFY(!FilterQuery::parse("kate year:1985").isPlain());
        QVERIFY(!FilterQuery::parse("kate OR bush").isPlain());
        QCOMPARE(FilterQuery::parse("Kate year:1985 \"running up\" -live").words(),
            std::string("kate running up"));
        QVERIFY(FilterQuery::parse("").isEmpty());
        QVERIFY(FilterQuery::parse("-").isEmpty());
        QVERIFY(FilterQuery::parse("-(is:missing)").uses(FilterField::missing));
        QVERIFY(!FilterQuery::parse("bowie").uses(FilterField::missing));
    }

    void deepAndLongTextsAreCutShort()
    {
        const FilterQuery deep = FilterQuery::parse(std::string(3000, '(') + "year:1977");
        QVERIFY(deep.error());
        Library library;
        QCOMPARE(library.ids(std::string(100'000, 'x')), QByteArray(""));
        QCOMPARE(library.ids("bowie" + std::string(5'000, ' ') + "phish"), QByteArray("12"));
    }

    void daysBeginByTheListenersClock()
    {
        // 23:30 UTC the evening before is half past one of the next day where it is two hours
        // later.
        Library library;
        library.clock.set(now - now % day - 30 * msPerMinute); // 2024-06-14 23:30 UTC
        QCOMPARE(library.ids("added:2024-06-15"), QByteArray("6"));
        QCOMPARE(resolve({FilterMoment::Kind::day, 0}, library.clock, 0),
            now - now % day - 120 * msPerMinute);
        QCOMPARE(resolve({FilterMoment::Kind::local, 0}, library.clock, 0), -120 * msPerMinute);
    }

    void namesThatCountAsOneAreOneArtist()
    {
        Library library;
        auto names = std::make_shared<CleanView>();
        names->artists = {{"phish feat. trey", "phish"}, {"nine", "joy division"}};
        names->spellings = {{"phish", "Phish"}, {"joy division", "Joy Division"}};
        library.run = std::make_unique<FilterRun>(
            library.run->sharedIndex(), library.run->stats(), library.clock, names);
        QCOMPARE(library.ids("artist:division"), QByteArray("37"));
        QCOMPARE(library.ids("artist=\"joy division\""), QByteArray("37"));
        QCOMPARE(library.ids("artist:nine"), QByteArray("37")); // another spelling in full
        QCOMPARE(library.ids("artist:nin"), QByteArray("7")); // not the others for a part of one
        QCOMPARE(library.ids("artist!=nine"), QByteArray("12456"));
        QCOMPARE(library.ids("-artist:division"), QByteArray("12456"));
        QCOMPARE(library.ids("artist:trey"), QByteArray("5")); // a guest does not become the host
        QCOMPARE(library.ids("artist=phish"), QByteArray("5"));
        QCOMPARE(library.ids("album:division"), QByteArray("")); // of artists alone
    }

    void anEmptyLibraryFindsNothing()
    {
        const ManualClock clock(now);
        FilterRun run(std::make_shared<const SearchIndex>(TrackTableBuilder().build()),
            std::make_shared<const TrackStatsMap>(), clock);
        for (const char* query : {"", "x", "-x", "year:1 OR path:x", "rating:none"})
            QVERIFY(run.rows(FilterQuery::parse(query)).empty());
    }
};

SEGUE_TEST(TestFilter)
#include "tst_filter.moc"
