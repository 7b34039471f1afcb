#include "core/history/import/history_plan.h"
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

constexpr UtcMs start = 1'675'166'400'000, now = start + 30 * msPerDay;

struct Made {
    const char *path, *title, *artist, *album;
    std::uint32_t seconds;
};

const TrackTable& library()
{
    static const TrackTablePtr table = [] {
        TrackTableBuilder builder;
        std::int64_t id = 0;
        for (const Made& made :
            std::initializer_list<Made>{{"1", "Morning", "Ada Lund", "Glass", 200},
                {"2", "Morning (Live)", "Ada Lund", "Tour", 260},
                {"3", "Evening (2011 Remaster)", "Ada Lund feat. Bo", "Glass", 180},
                {"4", "Intro", "Ada Lund", "Glass", 60}, {"5", "Intro", "Ada Lund", "Tour", 90},
                {"6", "Twice", "Bo", "First", 100}, {"7", "Twice", "Bo", "Best of", 100},
                {"8", "Ship", "Various Artists", "Sea", 90}}) {
            TrackInput in;
            in.id = TrackId{++id};
            in.path = made.path;
            in.title = made.title;
            in.artist = made.artist;
            in.album = made.album;
            in.durationMs = made.seconds * 1000;
            if (id == 2)
                in.recordingMbid = "live-mbid";
            builder.add(in);
        }
        return builder.build();
    }();
    return *table;
}

std::int64_t found(const HistoryTrack& track)
{
    const auto row = HistoryMatcher(library()).find(track);
    return row ? library()[*row].id.value : 0;
}

HistoryPlay play(UtcMs at, std::int64_t ms = -1, std::optional<EndedBy> end = {})
{
    HistoryPlay p;
    p.startedAt = at;
    p.msHeard = ms;
    p.endedBy = end;
    return p;
}

HistoryPlan plan(const ListeningHistory& history, const KnownStarts& known = {})
{
    return planHistory(history, library(), known, ManualClock(now, 60));
}

const HistoryTrack morning{"ada lund", "MORNING", "", "", 0},
    evening{"Ada Lund", "Evening", "", "", 0}, twice{"Bo", "Twice", "", "", 0},
    stranger{"Nobody", "Nothing", "", "", 0};

} // namespace

class TestHistoryPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordingsAreFoundUnderOtherNamesOfEditions()
    {
        QCOMPARE(found(morning), 1);
        QCOMPARE(found(evening), 3);
        QCOMPARE(found({"Ada Lund", "Morning - 2020 Remastered", "", "", 0}), 1);
        QCOMPARE(found({"Ada Lund", "Morning (Live)", "", "", 0}), 2);
        QCOMPARE(found({"x", "y", "", "live-mbid", 0}), 2);
        QCOMPARE(found({"x", "y", "", "LIVE-mbid", 0}), 2);
        QCOMPARE(found({"Ada Lund", "Morning (Acoustic)", "", "", 0}), 0);
        QCOMPARE(found({"Ada Lund", "Morning", "", "", 300'000}), 0); // another length
        QCOMPARE(found({"Ada Lund", "Morning", "", "", 203'000}), 1);
        QCOMPARE(found({"Ada Lund", "Intro", "", "", 0}), 0); // which one?
        QCOMPARE(found({"Ada Lund", "Intro", "Tour (Deluxe)", "", 0}), 5);
        QCOMPARE(found({"Ada Lund", "Intro", "", "", 60'000}), 4);
        QCOMPARE(found({"Bo", "Twice", "Best Of", "", 0}), 7);
        QCOMPARE(found(twice), 6);
    }

    void variousArtistsAreNoArtist()
    {
        QCOMPARE(found({"Various Artists", "Ship", "", "", 0}), 0);
        QCOMPARE(found({"Various Artists", "Ship", "Hits", "", 90'000}), 0);
        QCOMPARE(found({"Various Artists", "Ship", "Sea", "", 0}), 8);
    }

    void allCopiesOfARecordingFit()
    {
        const HistoryMatcher matcher(library());
        const auto ids = [&](const HistoryTrack& track) {
            std::vector<std::int64_t> all;
            for (const Row row : matcher.fitting(track))
                all.push_back(library()[row].id.value);
            return all;
        };
        QCOMPARE(ids({"Bo", "Twice", "Best Of", "", 0}), (std::vector<std::int64_t>{6, 7}));
        QCOMPARE(ids(evening), std::vector<std::int64_t>{3});
        QCOMPARE(ids(stranger), std::vector<std::int64_t>{});
    }

    void outcomesFollowFromWhatWasHeardAndHowItEnded()
    {
        ListeningHistory h;
        UtcMs at = start;
        const auto add = [&](const HistoryPlay& p) {
            h.add(at / msPerHour % 2 ? evening : morning, p);
            at += msPerHour;
        };
        add(play(at)); // a scrobble: follow
        add(play(at, 100'000, EndedBy::next)); // half of it: follow
        add(play(at, 20'000, EndedBy::next)); // skip
        add(play(at, 4'000, EndedBy::next)); // browsing
        add(play(at, 20'000, EndedBy::crash)); // nothing
        add(play(at, 20'000, EndedBy::quit)); // nothing
        add(play(at, 20'000)); // stopped, as nothing follows at once
        const HistoryPlan p = plan(h);
        QCOMPARE(p.listens.size(), std::size_t{7});
        QCOMPARE(p.follows, std::size_t{2});
        QCOMPARE(p.skips, std::size_t{1});
        QCOMPARE(p.listens[0].listen.msHeard, p.listens[0].listen.durationMs);
        QVERIFY(p.listens[0].listen.startedBy == StartedBy::import);
        QCOMPARE(p.listens[0].listen.utcOffsetMin, 60);
        QVERIFY(p.listens[6].listen.endedBy == EndedBy::stopped);
    }

    void whoWentOnAtOnceMovedOn()
    {
        ListeningHistory h;
        h.add(morning, play(start, 20'000));
        h.add(evening, play(start + 25'000, 170'000));
        const HistoryPlan p = plan(h);
        QVERIFY(p.listens[0].listen.endedBy == EndedBy::next);
        QCOMPARE(p.skips, std::size_t{1});
        QCOMPARE(p.follows, std::size_t{1});
    }

    void onePlayInTwoAccountsIsOne()
    {
        ListeningHistory h;
        h.add(morning, play(start + 30'000)); // a scrobble, half a minute late
        h.add(morning, play(start, 20'000, EndedBy::next));
        h.add(morning, play(start + 119'000, 200'000, EndedBy::finished));
        h.add(morning, play(start + 121'000, 200'000, EndedBy::finished));
        HistoryPlan p = plan(h);
        QCOMPARE(p.doubles, std::size_t{2});
        QCOMPARE(p.listens.size(), std::size_t{2});
        QCOMPARE(p.listens[0].listen.msHeard, std::int64_t{20'000});
        QCOMPARE(p.listens[1].listen.startedAt, start + 119'000); // the track again
        QCOMPARE(p.listens[1].listen.msHeard, std::int64_t{200'000});
        ListeningHistory late;
        late.add(morning, play(start));
        HistoryPlay better = play(start + 5'000, 20'000, EndedBy::next);
        better.isPrivate = true;
        late.add(morning, better);
        p = plan(late);
        QCOMPARE(p.listens.size(), std::size_t{1});
        QCOMPARE(p.listens[0].listen.msHeard, std::int64_t{20'000}); // the one that knows more
        QVERIFY(p.listens[0].isPrivate);
        QCOMPARE(p.privatePlays, std::size_t{1});
    }

    void whatWasRestartedOrRepeatedIsHeardAgain()
    {
        ListeningHistory h;
        h.add(morning, play(start, 20'000, EndedBy::previous));
        h.add(morning, play(start + 20'000, 200'000, EndedBy::finished));
        for (int i = 10; i < 14; ++i) // one of 100 s, crossfaded
            h.add(twice, play(start + i * 98'000, 100'000, EndedBy::finished));
        const HistoryPlan p = plan(h);
        QCOMPARE(p.doubles, std::size_t{0});
        QCOMPARE(p.listens.size(), std::size_t{6});
        QCOMPARE(p.follows, std::size_t{5});
        ListeningHistory overlapping; // two accounts at once
        overlapping.add(morning, play(start, 60'000));
        overlapping.add(morning, play(start + 50'000, 100'000));
        overlapping.add(morning, play(start + 55'000, 90'000, EndedBy::next));
        const HistoryPlan one = plan(overlapping);
        QCOMPARE(one.doubles, std::size_t{2});
        QCOMPARE(one.listens[0].listen.msHeard, std::int64_t{100'000});
        QVERIFY(one.listens[0].listen.endedBy == EndedBy::next);
    }

    void minutesAndSecondsOfOnePlayAreOne()
    {
        // Ends at 20 s and 220 s, and as a history has them that cuts the seconds off.
        const UtcMs shortEnd = start, longEnd = start + 180'000;
        ListeningHistory h;
        h.add(morning, play(start, 20'000, EndedBy::previous));
        h.add(morning, play(start + 20'000, 200'000, EndedBy::finished));
        h.add(morning, play(shortEnd - 20'000, 20'000));
        h.add(morning, play(longEnd - 200'000, 200'000));
        const HistoryPlan p = plan(h);
        QCOMPARE(p.doubles, std::size_t{2});
        QCOMPARE(p.listens.size(), std::size_t{2});
        QCOMPARE(p.listens[0].listen.startedAt, start);
        QVERIFY(p.listens[0].listen.endedBy == EndedBy::previous); // what the short one has not
        QCOMPARE(p.listens[1].listen.startedAt, start + 20'000);
        QVERIFY(p.listens[1].listen.endedBy == EndedBy::finished);
    }

    void aPlaysDoubleIsNotTheNextOne()
    {
        ListeningHistory h;
        for (int i = 0; i < 2; ++i)
            h.add(morning, play(start + i, 20'000)); // of two exports; stopped
        h.add(evening, play(start + msPerHour, 170'000));
        const HistoryPlan p = plan(h);
        QCOMPARE(p.doubles, std::size_t{1});
        QVERIFY(p.listens[0].listen.endedBy == EndedBy::stopped);
        QCOMPARE(p.skips, std::size_t{0});
    }

    void copiesOfARecordingHaveOnePlay()
    {
        ListeningHistory h;
        h.add({"Bo", "Twice", "Best of", "", 0}, play(start));
        h.add({"Bo", "Twice", "First", "", 0}, play(start + 3'000, 90'000, EndedBy::finished));
        QCOMPARE(plan(h).listens.size(), std::size_t{1});
        QCOMPARE(plan(h).doubles, std::size_t{1});
        const HistoryPlan again = plan(h, {{TrackId{7}, {start}}});
        QCOMPARE(again.listens.size(), std::size_t{0});
        QCOMPARE(again.known, std::size_t{1});
    }

    void whatIsThereIsNotTakenAgain()
    {
        ListeningHistory h;
        h.add(morning, play(start));
        h.add(morning, play(start + msPerHour));
        h.add(evening, play(start));
        const HistoryPlan p = plan(h, {{TrackId{1}, {start - 100'000, start + 2 * msPerHour}}});
        QCOMPARE(p.known, std::size_t{1});
        QCOMPARE(p.listens.size(), std::size_t{2});
        QVERIFY(isKnownPlay({{TrackId{1}, {start}}}, TrackId{1}, start + samePlayMs - 1));
        QVERIFY(!isKnownPlay({{TrackId{1}, {start}}}, TrackId{1}, start + samePlayMs));
        QVERIFY(!isKnownPlay({{TrackId{1}, {start}}}, TrackId{1}, start - samePlayMs));
    }

    void everyPlayIsAccountedFor()
    {
        ListeningHistory h;
        h.add(morning, play(start));
        h.add(morning, play(start + 1000));
        h.add(evening, play(1'000)); // 1970
        h.add(evening, play(now + msPerDay));
        h.add(evening, play(now + 1));
        h.add(stranger, play(start));
        h.add(stranger, play(start + msPerHour));
        h.add({"Nobody", "More", "", "", 0}, play(start));
        h.add({"Somebody", "Else", "", "", 0}, play(start));
        h.add({"", "No artist", "", "", 0}, play(start));
        const HistoryPlan p = plan(h);
        QCOMPARE(p.plays, p.listens.size() + p.unmatched + p.doubles + p.known + p.badTimes);
        QCOMPARE(p.badTimes, std::size_t{3});
        QCOMPARE(p.unreadable, std::size_t{1});
        QCOMPARE(p.first, start);
        QCOMPARE(p.last, start + msPerHour);
        QCOMPARE(p.missingArtists.size(), std::size_t{2});
        QCOMPARE(p.missingArtists[0].name, std::string("Nobody"));
        QCOMPARE(p.missingArtists[0].plays, std::size_t{3});
        QCOMPARE(p.missingArtists[0].tracks, std::size_t{2});
        QCOMPARE(p.missingTracks[0].title, std::string("Nothing"));
        QCOMPARE(plan({}).plays, std::size_t{0});
    }
};

SEGUE_TEST(TestHistoryPlan)
#include "tst_history_plan.moc"
