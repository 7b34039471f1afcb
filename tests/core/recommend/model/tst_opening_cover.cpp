#include "core/recommend/model/opening_cover.h"
#include "core/recommend/model/recommender.h"
#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <numeric>

using namespace segue::reco;
using namespace segue::reco::test;

namespace {

constexpr std::int64_t t0 = 1'700'000'000, hour = 3600;
constexpr double never = -std::numeric_limits<double>::infinity();

/// `tracks` tracks, each of an artist of its own.
std::shared_ptr<const Catalogue> soloists(std::size_t tracks)
{
    auto c = std::make_shared<Catalogue>(tracks);
    for (std::size_t i = 0; i < tracks; ++i)
        c->artist[i] = static_cast<std::int32_t>(i);
    c->complete();
    return c;
}

void hear(PlayLog& log, std::int64_t at, const std::vector<Item>& session)
{
    for (const Item item : session)
        log.add(item, at += 200, 0, -1, 1);
}

std::vector<Item> allOf(const Catalogue& catalogue)
{
    std::vector<Item> items(catalogue.size());
    std::iota(items.begin(), items.end(), 0);
    return items;
}

} // namespace

class TestOpeningCover : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSecondTrackIsOneThatTheFirstWouldMiss()
    {
        const auto catalogue = soloists(4);
        PlayLog log(*catalogue);
        // 0 and 1 always together, three times; 2 alone, twice.
        for (int i = 0; i < 3; ++i)
            hear(log, t0 + 10 * i * hour, {0, 1});
        for (int i = 0; i < 2; ++i)
            hear(log, t0 + (10 * i + 5) * hour, {2});
        const auto items = allOf(*catalogue);
        const std::vector<double> scores(4, 0);
        const auto order
            = coveringOrder(log, *catalogue, t0 + 48 * hour, items, scores, {}, items.size());
        QCOMPARE(order.size(), std::size_t{4});
        QCOMPARE(order[0], std::size_t{0});
        QCOMPARE(order[1], std::size_t{2});
        QCOMPARE(order[3], std::size_t{3}); // in no session
    }

    void withoutSessionsTheScoreDecides()
    {
        const auto catalogue = soloists(4);
        const PlayLog log(*catalogue);
        const auto order = coveringOrder(
            log, *catalogue, t0, allOf(*catalogue), std::vector<double>{0, 3, never, 1}, {}, 4);
        QCOMPARE(order, (std::vector<std::size_t>{1, 3, 0}));
    }

    void aLikelierTrackOfAnotherArtistComesBeforeTheSecondOfOne()
    {
        const auto catalogue = sixTracks();
        const PlayLog log(*catalogue);
        // Track 1 alone is likelier than 5, but after 0 it counts less than half.
        const auto order = coveringOrder(log, *catalogue, t0, allOf(*catalogue),
            std::vector<double>{2, 1.2, never, never, never, 1}, {}, 3);
        QCOMPARE(order[0], std::size_t{0});
        QCOMPARE(order[1], std::size_t{5});
    }

    void whatThePastCannotKnowTiltsIt()
    {
        const auto catalogue = soloists(3);
        PlayLog log(*catalogue);
        hear(log, t0, {0});
        hear(log, t0 + 10 * hour, {1});
        const std::vector<double> scores(3, 0);
        const auto items = allOf(*catalogue);
        const auto first = [&](std::vector<float> tilts) {
            return coveringOrder(log, *catalogue, t0 + 48 * hour, items, scores, tilts, 1)[0];
        };
        QCOMPARE(first({0, 0, 0}), std::size_t{1}); // the later session
        QCOMPARE(first({2, 0, 0}), std::size_t{0}); // rated well
        QCOMPARE(first({0, -2, 0}), std::size_t{0}); // the other was skipped
    }

    void anArtistComesOnceInFour()
    {
        const auto catalogue = sixTracks();
        const PlayLog log(*catalogue);
        const auto order = coveringOrder(
            log, *catalogue, t0, allOf(*catalogue), std::vector<double>(6, 0), {}, 6);
        QCOMPARE(order.size(), std::size_t{3});
        QCOMPARE(coveringOrder(log, *catalogue, t0, {}, {}, {}, 6).size(), std::size_t{0});
    }

    void aSessionsStartRanksEveryTrackOnceAndLeavesWhatWasJustHeardInItsPlace()
    {
        Recommender model(sixTracks());
        for (int day = 0; day < 5; ++day) {
            for (int i = 0; i < 6; ++i)
                model.observe(play(i, t0 + day * 24 * hour + i * 200));
        }
        model.observe(play(3, t0 + 110 * hour));
        Context context;
        context.now = t0 + 111 * hour; // 3 was heard within two hours
        context.before = {5, 3};
        Workspace workspace;
        Scores scores;
        model.score(context, {}, workspace, scores);
        const auto order = model.ranked(context, scores, scores.size());
        auto sorted = order;
        std::sort(sorted.begin(), sorted.end());
        QCOMPARE(sorted, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
        const auto byScore = bestRows(scores, scores.size());
        const auto placeOf3 = [](const std::vector<std::size_t>& rows) {
            return std::find(rows.begin(), rows.end(), std::size_t{3}) - rows.begin();
        };
        QCOMPARE(placeOf3(order), placeOf3(byScore));
        // Among some rows: the same order without the others.
        const std::vector<std::size_t> some{1, 3, 5};
        auto few = model.ranked(context, scores, some, 3);
        std::sort(few.begin(), few.end());
        QCOMPARE(few, some);
    }

    void theAlbumThatPlayedGoesOnWhereLittleTimeHasPassed()
    {
        Recommender model(sixTracks());
        model.observe(play(0, t0));
        Context context;
        context.before = {0};
        Workspace workspace;
        const auto isAhead = [&](double hours) {
            context.now = t0 + static_cast<std::int64_t>(hours * hour);
            Scores scores;
            model.score(context, {}, workspace, scores);
            scores.score = {0, 0, 0, .5, 0, 0}; // 1 goes on with the album, 3 is of another
            const auto order = model.ranked(context, scores, scores.size());
            return std::find(order.begin(), order.end(), std::size_t{1})
                < std::find(order.begin(), order.end(), std::size_t{3});
        };
        QVERIFY(isAhead(.6));
        QVERIFY(!isAhead(24));
        QVERIFY(isAhead(-1)); // a clock that was set back
    }
};

SEGUE_TEST(TestOpeningCover)
#include "tst_opening_cover.moc"
