#include "core/recommend/service/online_measures.h"
#include "core/recommend/service/taste_report.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace segue;
using namespace segue::test;

namespace {

constexpr UtcMs now = monday;

LoggedSuggestion card(int id, TrackId track, const char* shelf, UtcMs at, bool shown = true)
{
    LoggedSuggestion one;
    one.id = {id};
    one.batch = {1 + id / 10};
    one.track = track;
    one.shelf = shelf;
    one.channel = "markov";
    one.composedAt = at;
    one.shownAt = shown ? at : 0;
    return one;
}

StoredPlay from(StoredPlay play, int suggestion)
{
    play.listen.suggestion = SuggestionId{suggestion};
    return play;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 5e-4;
}

} // namespace

class TestOnlineMeasures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wilsonIsTheTextbooks()
    {
        // 10 of 100, z 1.96: (.1 + z2/200 -+ z sqrt(.0009 + z2/40000)) / (1 + z2/100)
        const Share share = wilson(10, 100);
        QVERIFY(near(share.rate, .1) && near(share.low, .0552) && near(share.high, .1744));
        const Share none = wilson(0, 20);
        QVERIFY(none.low == 0 && near(none.high, .1611));
        const Share unknown = wilson(0, 0);
        QVERIFY(unknown.low == 0 && unknown.high == 1);
    }

    void theNeededNumberIsTheFormulas()
    {
        QCOMPARE(neededPerArm(.2, .05), std::int64_t{1004}); // 2 * 7.84 * .16 / .0025 = 1003.52
        QCOMPARE(neededPerArm(.5, .1), std::int64_t{392});
        QVERIFY(neededPerArm(std::nan(""), 0) > 0);
    }

    void followThroughCountsCardsOnScreenAndLearnablePlays()
    {
        const std::vector<LoggedSuggestion> log{card(1, {1}, "right_now", now - msPerDay),
            card(2, {2}, "right_now", now - msPerDay), card(3, {3}, "rediscover", now - msPerDay),
            card(4, {4}, "rediscover", now - msPerDay),
            card(5, {5}, "rediscover", now - msPerDay, false)};
        std::vector<StoredPlay> plays{from(madePlay(1, 1, {1}, now - msPerHour), 1),
            from(madePlay(2, 1, {3}, now - msPerHour, 20'000), 3), // skipped
            from(madePlay(3, 1, {4}, now - msPerHour), 4),
            from(madePlay(4, 1, {5}, now - msPerHour), 5)}; // was never on screen
        const auto shelves = followThrough(log, plays, GroupBy::shelf);
        QCOMPARE(shelves.size(), std::size_t{3});
        QCOMPARE(shelves[0].name, std::string("rediscover"));
        QCOMPARE(shelves[0].followed.hits, 1);
        QCOMPARE(shelves[0].skipped.hits, 1);
        QCOMPARE(shelves[0].followed.n, 2);
        QCOMPARE(shelves[1].followed.hits, 1);
        QCOMPARE(shelves[2].followed.hits, 2); // all
        QCOMPARE(shelves[2].followed.n, 4);
        plays[0].marks.doNotLearn = true; // kept out of the taste: kept out of the figures
        plays[2].marks.isPrivate = true;
        QCOMPARE(followThrough(log, plays, GroupBy::shelf).back().followed.hits, 0);
        QCOMPARE(followThrough(log, plays, GroupBy::channel)[0].name, std::string("markov"));
    }

    void weeksEndNow()
    {
        const std::vector<LoggedSuggestion> log{card(1, {1}, "a", now - 8 * msPerDay),
            card(2, {2}, "a", now - msPerDay), card(3, {3}, "a", now - 30 * msPerDay)};
        const std::vector<StoredPlay> plays{from(madePlay(1, 1, {2}, now - msPerHour), 2)};
        const auto weeks = weeklyFollowThrough(log, plays, now, 2);
        QCOMPARE(weeks.size(), std::size_t{2});
        QCOMPARE(weeks[0].followed.n, 1);
        QCOMPARE(weeks[0].followed.hits, 0);
        QCOMPARE(weeks[1].followed.hits, 1);
    }

    void liftIsShownMinusWithheld()
    {
        // 40 tracks shown, 10 of them played within 7 days; 20 withheld, 1 played.
        std::vector<LoggedSuggestion> log;
        std::vector<StoredPlay> plays;
        const UtcMs at = now - 20 * msPerDay;
        for (int i = 0; i < 60; ++i) {
            LoggedSuggestion one = card(100 + i, {i + 1}, "right_now", at, i % 10 == 0);
            one.batch = {1};
            one.arm = i < 40 ? "shown" : "withheld";
            log.push_back(one);
            if (i < 10 || i == 40)
                plays.push_back(madePlay(i + 1, 1, {i + 1}, at + msPerDay));
        }
        plays.push_back(madePlay(900, 9, {50}, at + 8 * msPerDay)); // too late
        log.push_back(log[3]); // again within the week: counts once
        LoggedSuggestion unseen = log[5];
        unseen.batch = {2}; // of a page that nobody saw
        unseen.track = {200};
        log.push_back(unseen);
        LoggedSuggestion running = log[5];
        running.track = {201};
        running.composedAt = now - msPerDay; // its week is not over
        log.push_back(running);
        const Lift result = lift(log, plays, now);
        QCOMPARE(result.shown.n, 40);
        QCOMPARE(result.shown.hits, 10);
        QCOMPARE(result.withheld.n, 20);
        QCOMPARE(result.withheld.hits, 1);
        QVERIFY(near(result.difference, .25 - .05));
        // Wilson: .25 (.1419, .4019), .05 (.0089, .2361); Newcombe's sum of squares
        QVERIFY(near(result.low, .2 - std::hypot(.25 - .1419, .2361 - .05)));
        QVERIFY(near(result.high, .2 + std::hypot(.4019 - .25, .05 - .0089)));
        QCOMPARE(result.needed, neededPerArm(11. / 60, .05));
        QVERIFY(!result.isEnough());
    }

    void adoptionIsPlayingAgainUnprompted()
    {
        const UtcMs at = now - 60 * msPerDay;
        std::vector<LoggedSuggestion> log;
        std::vector<StoredPlay> plays;
        for (int i = 1; i <= 4; ++i) {
            log.push_back(card(i, {i}, "never_played", at));
            plays.push_back(from(madePlay(i, 1, {i}, at + i * msPerHour), i));
        }
        plays.push_back(madePlay(11, 2, {1}, at + 10 * msPerDay)); // adopted
        plays.push_back(from(madePlay(12, 2, {2}, at + 10 * msPerDay), 99)); // from a card again
        plays.push_back(madePlay(13, 2, {3}, at + 40 * msPerDay)); // too late
        plays.push_back(madePlay(14, 2, {4}, at - 10 * msPerDay)); // was heard before
        const Share adopted = adoption(log, plays, now);
        QCOMPARE(adopted.n, 3);
        QCOMPARE(adopted.hits, 1);
    }

    void teamDraftIsFairAndTheWinnerIsCounted()
    {
        const std::vector<std::int32_t> a{1, 2, 3, 4, 5, 6}, b{3, 1, 7, 8, 9, 10};
        int first = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            const auto list = teamDraft(a, b, 8, seed);
            QCOMPARE(list.size(), std::size_t{8});
            std::set<std::int32_t> seen;
            int ofA = 0;
            for (const Drafted& one : list) {
                QVERIFY(seen.insert(one.item).second);
                ofA += one.team == 0;
            }
            QCOMPARE(ofA, 4); // as many turns each
            first += list.front().team == 0;
        }
        QVERIFY(first > 150 && first < 250);
        QCOMPARE(teamDraft(a, {}, 8, 1).size(), std::size_t{6});
        QVERIFY(teamDraft({}, {}, 8, 1).empty());

        std::vector<LoggedSuggestion> log;
        std::vector<StoredPlay> plays;
        for (int i = 0; i < 4; ++i) { // batch 1: two for a, one for b; batch 2: a tie
            LoggedSuggestion one = card(i + 1, {i + 1}, "radio", now);
            one.batch = {1 + (i == 3)};
            one.ranker = i == 2 ? "neighbours" : "blend";
            log.push_back(one);
            if (i < 3)
                plays.push_back(from(madePlay(i + 1, 1, {i + 1}, now), i + 1));
        }
        const Interleaving result = interleaving(log, plays, "blend", "neighbours");
        QCOMPARE(result.firstWins.n, 1);
        QCOMPARE(result.firstWins.hits, 1);
        QVERIFY(!result.isEnough());
    }

    void theReportCountsWhatMayBeCounted()
    {
        const TrackTablePtr table = madeLibrary();
        std::vector<StoredPlay> plays;
        const UtcMs at = monday - 5 * msPerDay + 20 * msPerHour; // a Wednesday, 20 h
        for (int i = 0; i < 6; ++i)
            plays.push_back(madePlay(i + 1, 1, trackId(i < 4 ? 0 : 1, 0, i), at + i * 1000));
        plays.push_back(madePlay(7, 1, trackId(2, 0, 0), at, 20'000)); // skipped: time, no play
        plays.push_back(madePlay(8, 2, trackId(3, 0, 0), at - 400 * msPerDay));
        for (int i = 0; i < 4; ++i) {
            plays.push_back(madePlay(10 + i, 3, trackId(9, 0, i), at));
            plays.back().marks.isPrivate = i == 0;
            plays.back().marks.guest = i == 1;
            plays.back().marks.doNotLearn = i == 2;
            plays.back().marks.removed = i == 3;
        }
        RatingLog ratings;
        RatingEvent event;
        event.id = {1};
        event.track = trackId(0, 0, 0);
        event.value = 9;
        ratings.append(event);
        LoggedSuggestion shown = card(1, trackId(1, 0, 0), "right_now", at);
        const TasteReport month = makeTasteReport(
            *table, plays, ratings, std::span(&shown, 1), ReportPeriod::month, now);
        QCOMPARE(month.plays, 6);
        QCOMPARE(month.clock[2][20], 6);
        QCOMPARE(month.artists.size(), std::size_t{2});
        QCOMPARE(month.artists[0].name, QStringLiteral("Artist 0"));
        QCOMPARE(month.artists[0].plays, 4);
        QCOMPARE(month.overTime.size(), std::size_t{1});
        QCOMPARE(month.ratings[9], 1);
        QCOMPARE(month.heard, 7); // ever
        QCOMPARE(month.collection, 480);
        QVERIFY(near(month.hours, (6 * 200 + 20) / 3600.));
        const auto jazz
            = std::ranges::find(month.genres, QStringLiteral("Jazz"), &TasteReport::Genre::name);
        QVERIFY(jazz != month.genres.end() && near(jazz->heard, 4. / 6) && jazz->suggested == 0);
        const auto metal
            = std::ranges::find(month.genres, QStringLiteral("Metal"), &TasteReport::Genre::name);
        QVERIFY(metal != month.genres.end() && near(metal->suggested, 1));
        const TasteReport all = makeTasteReport(*table, plays, ratings, {}, ReportPeriod::all, now);
        QCOMPARE(all.plays, 7);
        QCOMPARE(all.overTime.size(), std::size_t{14}); // months, the empty ones too
    }
};

SEGUE_TEST(TestOnlineMeasures)
#include "tst_online_measures.moc"
