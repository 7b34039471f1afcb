#include "tests/support/test_main.h"

#include "core/recommend/model/collaborative.h"
#include "core/recommend/model/triplets.h"

#include <QTest>

#include <cmath>
#include <memory>
#include <stop_token>

using namespace segue::reco;

namespace {

/// Users 0: {0, 1}, 1: {0, 1, 2}, 2: {2, 3}.
Interactions threeUsers()
{
    Interactions rows;
    rows.columns = 4;
    rows.item = {0, 1, 0, 1, 2, 2, 3};
    rows.start = {0, 2, 5, 7};
    return rows;
}

float weightOf(const ItemGraph& graph, std::int32_t from, std::int32_t to)
{
    std::vector<float> out(static_cast<std::size_t>(graph.items), 0);
    const std::vector<std::int32_t> owned{from};
    graph.score(owned, out);
    return out[static_cast<std::size_t>(to)];
}

bool near(float a, double b)
{
    return std::abs(static_cast<double>(a) - b) < 1e-5;
}

} // namespace

class TestCollaborative : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void transposingTwiceGivesTheSame()
    {
        const auto rows = threeUsers(), again = rows.transposed().transposed();
        QCOMPARE(again.start, rows.start);
        QCOMPARE(again.item, rows.item);
    }

    void itemKnnIsTheCosineOfColumns()
    {
        const auto graph = fitItemKnn(threeUsers());
        QVERIFY(near(weightOf(graph, 0, 1), 1));
        QVERIFY(near(weightOf(graph, 0, 2), .5));
        QCOMPARE(weightOf(graph, 0, 3), 0.F);
        QCOMPARE(weightOf(fitItemKnn(threeUsers(), 1), 0, 2), 0.F); // only the nearest is kept
    }

    void rp3betaWalksThreeSteps()
    {
        const auto graph = fitRp3beta(threeUsers(), 1, .3);
        // 0 -> user 0 (1/2) -> 1 (1/2), 0 -> user 1 (1/2) -> 1 (1/3); over 2 users ^ .3.
        QVERIFY(near(weightOf(graph, 0, 1), (.25 + 1. / 6) / std::pow(2, .3)));
    }

    void easeHasNoDiagonalAndPrefersWhatGoesTogether()
    {
        const auto model = Ease::fit(threeUsers(), 1);
        std::vector<float> out(4, 0);
        const std::vector<std::int32_t> owned{0};
        model.score(owned, out);
        QCOMPARE(out[0], 0.F);
        QVERIFY(out[1] > out[2]);
        QVERIFY(out[2] > out[3]);
    }

    void ialsIsTheSameWithTwoThreads()
    {
        IalsOptions options;
        options.factors = 4;
        const auto rows = threeUsers();
        const std::vector<std::int32_t> owned{0, 1};
        const auto one = Ials::fit(rows, options).foldIn(owned);
        options.threads = 2;
        const auto model = Ials::fit(rows, options);
        QCOMPARE(model.foldIn(owned), one);
        std::vector<float> out(4);
        model.score(one, out);
        QVERIFY(out[0] > out[3] && out[1] > out[3]);
        options.seed = 2;
        QVERIFY(Ials::fit(rows, options).foldIn(owned) != one);
    }

    void ialsStopsWhenAsked()
    {
        const auto source = std::make_unique<std::stop_source>();
        source->request_stop();
        IalsOptions options;
        options.stop = source->get_token();
        const auto model = Ials::fit(threeUsers(), options);
        for (const auto value : model.foldIn({}))
            QCOMPARE(value, 0.F);
    }

    void theSplitHidesAFifthOfUsersWithFiveItems()
    {
        std::string text = "user\titem\n";
        for (int user = 0; user < 3; ++user) {
            for (int item = 0; item < (user == 2 ? 4 : 10); ++item)
                text += std::to_string(user) + '\t' + std::to_string(item) + "\t7\n";
        }
        const auto split = readTriplets(text, true, 1);
        QCOMPARE(split.test.of(0).size(), std::size_t{2});
        QCOMPARE(split.train.of(0).size(), std::size_t{8});
        QVERIFY(split.test.of(2).empty());
        QCOMPARE(readTriplets(text, true, 3).train.columns, 4); // items 0..3 have three users
    }

    void figuresAreRecallAndBinaryNdcg()
    {
        Split split;
        split.train.columns = split.test.columns = 60;
        split.train.item = {0};
        split.train.start = {0, 1};
        split.test.item = {2, 59};
        split.test.start = {0, 2};
        // Ties go to the lower index, the training item is out: 2 is second, 59 last of 59.
        const auto f = evaluateRows(split, [](std::int32_t, std::span<float>) {});
        QCOMPARE(f.users, std::size_t{1});
        QCOMPARE(f.r20, .5);
        QCOMPARE(f.r50, .5);
        QVERIFY(std::abs(f.n20 - (1 / std::log2(3.)) / (1 + 1 / std::log2(3.))) < 1e-12);
        QCOMPARE(f.coverage20, 20. / 60);
    }
};

SEGUE_TEST(TestCollaborative)
#include "tst_collaborative.moc"
