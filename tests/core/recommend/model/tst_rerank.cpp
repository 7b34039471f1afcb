#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include "core/base/random.h"
#include "core/recommend/model/explain.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

using namespace segue::reco;

namespace {

/// 60 tracks, ten of each of six artists, best first by index.
std::shared_ptr<Catalogue> sixArtists()
{
    auto c = std::make_shared<Catalogue>(60);
    for (std::size_t i = 0; i < 60; ++i)
        c->artist[i] = static_cast<std::int32_t>(i / 10);
    return c;
}

std::vector<Candidate> byIndex(std::size_t n)
{
    std::vector<Candidate> list;
    for (std::size_t i = 0; i < n; ++i)
        list.push_back({static_cast<Item>(i), 100 - static_cast<double>(i)});
    return list;
}

} // namespace

class TestRerank : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anArtistComesOnceInFourAndThreeTimesInTwenty()
    {
        auto c = sixArtists();
        c->complete();
        const auto candidates = byIndex(60);
        const auto rows = rerank(*c, candidates, {});
        std::vector<int> count(6, 0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto artist = static_cast<std::size_t>(c->artist[rows[i]]);
            ++count[artist];
            for (std::size_t back = 1; back < 4 && back <= i; ++back)
                QVERIFY(c->artist[rows[i - back]] != c->artist[rows[i]]);
        }
        // Four artists three times each, then the last two once: no third is left to stand between.
        QCOMPARE(rows.size(), std::size_t{14});
        QCOMPARE(count, (std::vector<int>{3, 3, 3, 3, 1, 1}));
    }

    void withoutTheArtistCapTheBestComeFirst()
    {
        auto c = sixArtists();
        c->complete();
        RerankOptions options;
        options.artistWindow = options.artistMost = 0;
        options.similarityWeight = 0;
        options.length = 5;
        const auto candidates = byIndex(60);
        QCOMPARE(rerank(*c, candidates, options), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    }

    void oneRecordingOfASongOneMovementOfAWork()
    {
        auto c = std::make_shared<Catalogue>(5);
        c->song = {7, 7, -1, -1, -1};
        c->work = {-1, -1, 2, 2, -1};
        c->complete();
        const auto candidates = byIndex(5);
        const auto rows = rerank(*c, candidates, {});
        QCOMPARE(std::set<std::size_t>(rows.begin(), rows.end()), (std::set<std::size_t>{0, 2, 4}));
    }

    void interludesSeasonalAndBlockedStayOut()
    {
        auto c = std::make_shared<Catalogue>(4);
        c->interlude = {1, 0, 0, 0};
        c->seasonal = {0, 1, 0, 0};
        c->complete();
        RerankOptions options;
        options.isBlocked = [](Item item) { return item == 2; };
        const auto candidates = byIndex(4);
        QCOMPARE(rerank(*c, candidates, options), (std::vector<std::size_t>{3}));
        options.inSeason = true;
        QCOMPARE(rerank(*c, candidates, options).size(), std::size_t{2});
    }

    void composersTakeTheArtistsPlaceInClassicalMusic()
    {
        auto c = std::make_shared<Catalogue>(2);
        c->artist = {0, 1};
        c->composer = {4, 4};
        c->classical = {1, 1};
        c->complete();
        const auto candidates = byIndex(2);
        QCOMPARE(rerank(*c, candidates, {}).size(), std::size_t{1});
    }

    void unknownArtistsAreNotOneArtist()
    {
        Catalogue c(5);
        c.complete();
        const auto candidates = byIndex(5);
        QCOMPARE(rerank(c, candidates, {}).size(), std::size_t{5});
    }

    void calibrationBringsTheMissingGenreIn()
    {
        auto c = std::make_shared<Catalogue>(8);
        c->genreStart = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        c->genre = {0, 0, 0, 0, 0, 0, 1, 1};
        c->complete();
        std::vector<Candidate> candidates;
        for (Item i = 0; i < 8; ++i)
            candidates.push_back({i, 1 - .01 * i});
        const std::vector<double> mix{.5, .5};
        RerankOptions options;
        options.length = 2;
        options.genreMix = mix;
        options.calibrationWeight = 2;
        const auto rows = rerank(*c, candidates, options);
        QCOMPARE(c->genre[rows[0]] + c->genre[rows[1]], 1); // one of each
    }

    void scoresThatAreNoNumbersAreLeftOut()
    {
        Catalogue c(3);
        c.complete();
        const std::vector<Candidate> candidates{{0, std::numeric_limits<double>::quiet_NaN()},
            {1, 1}, {2, std::numeric_limits<double>::infinity()}};
        QCOMPARE(rerank(c, candidates, {}), (std::vector<std::size_t>{1}));
        QVERIFY(rerank(c, {}, {}).empty());
    }

    void serendipityIsUnheardRelevantAndFar()
    {
        const auto candidates = byIndex(20); // the best 30 %: 0 .. 5
        const auto unheard = [](Item item) { return item != 0; };
        const auto similarity = [](Item item, Item) { return item == 1 ? .9 : .1 * item; };
        const std::vector<Item> recent{19};
        QCOMPARE(serendipitous(candidates, unheard, similarity, recent),
            (std::vector<std::size_t>{2, 3, 4, 5, 1}));
    }

    void spanningTakesOneTrackAnArtist()
    {
        auto c = sixArtists();
        c->complete();
        const auto same = [&c](Item a, Item b) {
            return c->artist[static_cast<std::size_t>(a)] == c->artist[static_cast<std::size_t>(b)]
                ? 1.
                : 0.;
        };
        const auto items = spanning(*c, 10, 5, same);
        std::set<std::int32_t> artists;
        for (const auto item : items)
            artists.insert(c->artist[static_cast<std::size_t>(item)]);
        QCOMPARE(items.size(), std::size_t{6});
        QCOMPARE(artists.size(), std::size_t{6});
        QCOMPARE(items, spanning(*c, 10, 5, same));
    }

    // Whatever stands where the sample looks, and with ties across its border.
    void theBestOfManyAreThoseOfAFullSort()
    {
        constexpr std::size_t n = 20'000, count = 500;
        segue::Random random(4);
        const std::vector<std::function<double(std::size_t)>> kinds{
            [](std::size_t i) { return static_cast<double>(i); },
            [](std::size_t i) { return -static_cast<double>(i); },
            [&random](std::size_t) { return random.uniform(); },
            [](std::size_t) { return 1.; },
            [](std::size_t i) { return i % 320 == 0 ? 2. : 1.; },
            [](std::size_t i) { return i % 32 == 0 ? 1. : static_cast<double>(i % 7); },
        };
        for (const auto& kind : kinds) {
            Scores scores;
            for (std::size_t i = 0; i < n; ++i) {
                scores.items.push_back(static_cast<Item>(n - i));
                scores.score.push_back(kind(i));
            }
            std::vector<std::size_t> sorted(n);
            std::iota(sorted.begin(), sorted.end(), std::size_t{0});
            std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
                return scores.score[a] != scores.score[b] ? scores.score[a] > scores.score[b]
                                                          : scores.items[a] < scores.items[b];
            });
            sorted.resize(count);
            QCOMPARE(bestRows(scores, count), sorted);
        }
    }

    void meansAreOverTheRows()
    {
        PerTerm<float> row{};
        row[index(Term::count)] = -.1F;
        const std::vector<PerTerm<float>> rows(3, row);
        QVERIFY(std::abs(meanContributions(rows)[index(Term::count)] + .1) < 1e-6);
        QCOMPARE(meanContributions({})[0], 0.);
    }
};

SEGUE_TEST(TestRerank)
#include "tst_rerank.moc"
