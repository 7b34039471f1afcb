#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include "core/recommend/model/channels.h"
#include "core/recommend/model/content.h"
#include "core/recommend/model/rating_state.h"
#include "core/recommend/model/skip_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace segue::reco;
using segue::reco::test::sixTracks;

namespace {

constexpr std::int64_t t0 = 1600000000; // a Sunday, 12:26 UTC

/// Two sessions: 0 1 2 3, and a day later 0 1 4.
PlayLog twoSessions(const Catalogue& catalogue)
{
    PlayLog log(catalogue);
    for (const Item item : {0, 1, 2, 3})
        log.add(item, t0 + 240 * item, 0, -1, 1);
    int minutes = 0;
    for (const Item item : {0, 1, 4})
        log.add(item, t0 + 86400 + 240 * minutes++, 0, -1, 1);
    return log;
}

std::vector<float> valuesOf(const ScoreColumn& column)
{
    return {column.values().begin(), column.values().end()};
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-5;
}

} // namespace

class TestChannels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aColumnListsWhatItSpeaksOf()
    {
        ScoreColumn column(100);
        column.add(7, .5F);
        column.add(7, .5F);
        column.set(3, 2);
        column.set(9, 0); // says nothing
        column.set(3, -1); // nor does that
        QCOMPARE(column[7], 1.F);
        QCOMPARE(std::vector<Item>(column.items().begin(), column.items().end()),
            (std::vector<Item>{7, 3}));
        QCOMPARE(column.highest(noItem), 2.F);
        QCOMPARE(column.highest(3), 1.F);
        column.clear(100);
        QCOMPARE(valuesOf(column), std::vector<float>(100, 0.F));
        QVERIFY(column.items().empty());
        for (Item item = 0; item < 50; ++item)
            column.set(item, static_cast<float>(item + 1));
        QVERIFY(column.isDense());
        QCOMPARE(column.highest(49), 49.F);
        column.clear(100);
        QCOMPARE(column.highest(noItem), 0.F);
        column.takeWhole();
        column.set(5, 3);
        QVERIFY(column.isDense() && column.items().empty());
        QCOMPARE(column.highest(noItem), 3.F);
        column.clear(100);
        QVERIFY(!column.isDense());
        QCOMPARE(valuesOf(column), std::vector<float>(100, 0.F));
    }

    void askedOfSomeTracksHabitsSayTheSame()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        const std::vector<Item> some{1, 4, 5};
        const Asked asked(some);
        const auto now = t0 + 2 * 86400;
        ScoreColumn all(6), heard(6), few(6), again(6);
        Recency recency(log, now, heard), recencyOfFew(log, now, again);
        const auto agree = [&] {
            const bool same = std::all_of(some.begin(), some.end(), [&](Item item) {
                return near(static_cast<double>(all[item]), static_cast<double>(few[item]));
            });
            const bool spoke = few[1] > 0 && all[1] > 0;
            all.clear(6);
            few.clear(6);
            return same && spoke;
        };
        scoreCount(log, all);
        scoreCount(log, few, asked);
        QVERIFY(agree());
        scoreHeat(log, 1, now, all);
        scoreHeat(log, 1, now, few, asked);
        QVERIFY(agree());
        scoreOpener(log, now, all);
        scoreOpener(log, now, few, asked);
        QVERIFY(agree());
        scoreDaytime(log, now, all);
        scoreDaytime(log, now, few, asked);
        QVERIFY(agree());
        scoreContext(log, 3, recency, all);
        scoreContext(log, 3, recencyOfFew, few, asked);
        QVERIFY(agree());
        scoreAlbumRecency(log, *catalogue, recency, all);
        scoreAlbumRecency(log, *catalogue, recencyOfFew, few, asked);
        QVERIFY(agree());
    }

    void recencySumsTheInverseRootsOfTheHoursSince()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        log.add(0, t0 - 3600, 0, -1, 1); // 1 h: 1
        log.add(0, t0 - 4 * 3600, 0, -1, 1); // 4 h: .5
        log.add(1, t0 + 500, 0, -1, 1); // the future counts as one minute ago: sqrt(60)
        ScoreColumn out(6);
        scoreRecency(log, t0, out);
        QVERIFY(near(static_cast<double>(out[0]), std::log(2.5)));
        QVERIFY(near(static_cast<double>(out[1]), std::log1p(std::sqrt(60.))));
        QCOMPARE(out[2], 0.F);
    }

    void onlyTheLastThirtyPlaysFeedRecency()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (int i = 0; i < 40; ++i)
            log.add(0, t0 - 3600, 0, -1, 1);
        ScoreColumn out(6);
        scoreRecency(log, t0, out);
        QVERIFY(near(static_cast<double>(out[0]), std::log(31.)));
        scoreCount(log, out);
        QVERIFY(near(static_cast<double>(out[0]), std::log(41.)));
    }

    void hourBucketsAreLocalAndSplitByWeekend()
    {
        QCOMPARE(PlayLog::bucket(0, 0), 0); // Thursday 00:00
        QCOMPARE(PlayLog::bucket(0, 5 * 60), 1);
        QCOMPARE(PlayLog::bucket(-1, 0), 5); // Wednesday 23:59:59
        QCOMPARE(PlayLog::bucket(2 * 86400 + 9 * 3600, 0), 8); // Saturday 09:00
        const int far = PlayLog::bucket(std::numeric_limits<std::int64_t>::max(), 0);
        QVERIFY(far >= 0 && far < PlayLog::bucketCount);
    }

    void contextLiftsTheHourATrackBelongsTo()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (int day = 0; day < 5; ++day) { // Monday to Friday: 0 in the morning, 1 in the evening
            log.add(0, t0 + (day + 1) * 86400 - 4 * 3600, 0, -1, 1);
            log.add(1, t0 + (day + 1) * 86400 + 8 * 3600, 0, -1, 1);
        }
        const int morning = PlayLog::bucket(t0 + 86400 - 4 * 3600, 0);
        QCOMPARE(morning, 2);
        // Overall (5 + 1) / (10 + 12); here (5 + 6 x that) / 11.
        const double overall = 6. / 22, here = (5 + 6 * overall) / 11;
        QVERIFY(
            near(hourLift(log, *log.of(0), morning), 1 + .3 * std::tanh(std::log(here / overall))));
        QVERIFY(hourLift(log, *log.of(1), morning) < 1);
    }

    void markovCountsWhatCameNextWithinASession()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        ScoreColumn out(6);
        scoreMarkov(log, 1, out);
        QCOMPARE(valuesOf(out), (std::vector<float>{0, 0, 1, 0, 1, 0}));
        out.clear(6);
        scoreMarkov(log, 3, out); // the next play was another session's
        QCOMPARE(valuesOf(out), (std::vector<float>(6, 0.F)));
    }

    void sequentialRulesWeighDistanceAndPlace()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        ScoreColumn out(6);
        const std::vector<Item> session{0, 1};
        scoreSequential(log, session, out);
        // From 1 (k = 1): 2 at 1, 3 at 1/2, 4 at 1. From 0 (k = 2): 1 twice at 1, 2 at 1/2, 3 at
        // 1/3, 4 at 1/2, halved.
        const std::vector<double> expected{0, 1, 1 + .25, .5 + 1. / 6, 1 + .25, 0};
        for (std::size_t i = 0; i < 6; ++i)
            QVERIFY(near(static_cast<double>(out[i]), expected[i]));
        QVERIFY(near(sequentialSupport(log, 0, 3), 1. / 3));
    }

    void itemKnnIsTheShrunkenCosineOfSessions()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        QVERIFY(near(sessionsTogether(log, 0, 1), 2));
        QVERIFY(near(sessionCosine(log, 0, 1), 2. / 12));
        QVERIFY(near(sessionCosine(log, 0, 4), 1 / (std::sqrt(2.) + 10)));
        ScoreColumn scratch;
        const auto neighbours = sessionNeighbours(log, 0, 2, scratch);
        QCOMPARE(neighbours.size(), std::size_t{2});
        QCOMPARE(neighbours[0].item, 1);
        QCOMPARE(neighbours[1].item, 2); // 2, 3 and 4 tie: the lower comes first
    }

    void playlistsJoinNeighbourhoodsButNotSequences()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        const std::vector<Item> list{0, 5};
        log.addPlaylist(list);
        QVERIFY(near(sessionCosine(log, 0, 5), 2. / 12));
        ScoreColumn out(6);
        scoreMarkov(log, 0, out);
        QCOMPARE(valuesOf(out), (std::vector<float>(6, 0.F)));
    }

    void sessionKnnTakesTheTracksOfTheNearestSession()
    {
        const auto catalogue = sixTracks();
        PlayLog log(*catalogue);
        for (const Item item : {0, 1, 2})
            log.add(item, t0, 0, 1, 1);
        for (const Item item : {3, 4})
            log.add(item, t0, 0, 2, 1);
        log.add(0, t0, 0, 3, 1); // the running session
        ScoreColumn out(6);
        const std::vector<Item> session{0};
        scoreSessionKnn(log, session, out);
        // idf(0) = ln(1 + 3/2), similarity idf / sqrt 3, times idf(1) = ln 4.
        QVERIFY(near(static_cast<double>(out[1]), std::log(2.5) / std::sqrt(3.) * std::log(4.)));
        QCOMPARE(out[3], 0.F);
    }

    void artistTransitionsGiveAnArtistsTracksItsShare()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        // After artist 0: itself 2 + 1 times, artist 1 once and once.
        QVERIFY(near(artistTransitions(log, *catalogue, 0, 0), 3));
        QVERIFY(near(artistTransitions(log, *catalogue, 0, 1), 2));
        ScoreColumn out(6);
        const PlayLog silent(*catalogue);
        ScoreColumn none(6);
        Recency recency(silent, t0, none);
        const std::vector<Item> session{0};
        scoreArtist(log, *catalogue, session, recency, out);
        QVERIFY(near(static_cast<double>(out[2]), .6));
        QVERIFY(near(static_cast<double>(out[4]), .4));
        QCOMPARE(out[5], 0.F);
    }

    void albumContinuesWithTheNextNumber()
    {
        const auto catalogue = sixTracks();
        ScoreColumn out(6);
        const std::vector<Item> session{0};
        scoreAlbum(*catalogue, session, out);
        QCOMPARE(valuesOf(out), (std::vector<float>{0, 1, .5F, 0, 0, 0}));
        out.clear(6);
        const std::vector<Item> backwards{2, 1};
        scoreAlbum(*catalogue, backwards, out);
        QCOMPARE(valuesOf(out), (std::vector<float>{.1F, 0, 0, 0, 0, 0}));
    }

    void halfStarsLieBetweenTheirNeighbours()
    {
        QCOMPARE(ratingValue(10).target, 1.);
        QCOMPARE(ratingValue(10).confidence, 8.);
        QCOMPARE(ratingValue(7).target, .625);
        QCOMPARE(ratingValue(1).target, -1.);
        QCOMPARE(ratingValue(0).confidence, 0.);
    }

    void ratingsReachTheTrackItsArtistAndItsNeighbours()
    {
        const auto catalogue = sixTracks();
        const auto log = twoSessions(*catalogue);
        const ContentIndex content(catalogue);
        RatingState ratings(*catalogue);
        ratings.rate({.item = 3, .kind = RatingKind::love, .at = t0}, *catalogue, content, true);
        std::vector<float> out(6);
        ratings.score(log, *catalogue, out);
        QVERIFY(near(static_cast<double>(out[3]), 1.5 + .3 / 3)); // own, artist
        QVERIFY(near(static_cast<double>(out[4]), .3 / 3 + .3 * content.similarity(3, 4)));
        QVERIFY(near(static_cast<double>(out[2]),
            .6 * sessionCosine(log, 3, 2) + .3 * content.similarity(3, 2)));
        ratings.rate({.item = 3, .kind = RatingKind::clear, .at = t0}, *catalogue, content, true);
        std::fill(out.begin(), out.end(), 0.F);
        ratings.score(log, *catalogue, out);
        QCOMPARE(out, (std::vector<float>(6, 0.F)));
        QCOMPARE(ratings.size(), std::size_t{0});
    }

    void skipsInRunsAreExpectedOnceLearned()
    {
        SkipModel model;
        QCOMPARE(model.probability(true, false), 0.);
        for (int session = 0; session < 200; ++session) { // every other session is skipped through
            for (int i = 0; i < 6; ++i)
                model.observe(i == 0, false, session % 2 == 0);
        }
        model.observe(true, false, true);
        model.observe(false, false, true);
        const double inARun = model.probability(false, false);
        model.observe(true, false, false);
        model.observe(false, false, false);
        QVERIFY(inARun > .7);
        QVERIFY(model.probability(false, false) < .3);
    }
};

SEGUE_TEST(TestChannels)
#include "tst_channels.moc"
