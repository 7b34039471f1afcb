#include "tests/support/test_main.h"

#include "core/recommend/model/cold_start.h"
#include "core/recommend/model/content_network.h"
#include "tests/core/recommend/model/made_listeners.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue::reco;
using namespace segue::reco::test;

namespace {

/// Two factors an item, as given.
Ials modelOf(const std::vector<std::pair<float, float>>& factors)
{
    IalsOptions options;
    options.factors = 2;
    options.sweeps = 1;
    auto model
        = Ials::fit(madeListeners(20, static_cast<std::int32_t>(factors.size()), 5, 1), options);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        const std::vector<float> v{factors[i].first, factors[i].second};
        model.setItemFactors(static_cast<std::int32_t>(i), v);
    }
    return model;
}

bool near(float a, double b)
{
    return std::abs(static_cast<double>(a) - b) < 1e-5;
}

} // namespace

class TestColdStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAlbumOfTwoWarmTracksSpeaksFirst()
    {
        const auto model = modelOf({{1, 0}, {3, 2}, {9, 9}, {5, 5}});
        ColdItems items;
        items.support = {5, 3, 0, 8};
        items.album = {0, 0, 0, 1};
        items.artist = {0, 0, 0, 0};
        const auto cold = coldFactors(model, items);
        QVERIFY(near(cold[4], 2) && near(cold[5], 1)); // item 2: the mean of 0 and 1
    }

    void anArtistOfFewTracksIsPulledTowardsContent()
    {
        const auto model = modelOf({{1, 0}, {3, 2}, {9, 9}});
        ColdItems items;
        items.support = {5, 3, 0};
        items.artist = {0, 0, 0};
        // Two warm tracks: a = 2 / 4; without content the rest is 0.
        auto cold = coldFactors(model, items);
        QVERIFY(near(cold[4], 1) && near(cold[5], .5));
        // A warm track is not in its own mean: item 0 has one other, a = 1 / 3.
        QVERIFY(near(cold[0], 1) && near(cold[1], 2. / 3));
    }

    void nobodyKnowsAnythingOfAStranger()
    {
        const auto model = modelOf({{1, 0}, {3, 2}});
        ColdItems items;
        items.support = {5, 0};
        for (const float v : coldFactors(model, items))
            QCOMPARE(v, 0.F);
    }

    void ridgeByHand()
    {
        // One feature -1, 1 against factors (1, 0), (3, 4): center 0, mean (2, 2), x'x = 2, x'v =
        // (2, 4); lambda 2: weights (.5, 1).
        const auto model = modelOf({{1, 0}, {3, 4}, {0, 0}});
        ContentFeatures content;
        content.columns = 1;
        content.values = {-1, 1, 3};
        const auto map = RidgeMap::fit(content, model, std::vector<std::int32_t>{0, 1}, 2);
        const auto v = map(content.of(2));
        QVERIFY(near(v[0], 3.5) && near(v[1], 5));
        ColdItems items;
        items.support = {4, 4, 0};
        items.content = &content;
        ColdOptions options;
        options.lambda = 2;
        const auto cold = coldFactors(model, items, options);
        QVERIFY(near(cold[4], 3.5) && near(cold[5], 5));
        content.known = {1, 1, 0};
        QCOMPARE(coldFactors(model, items, options)[4], 0.F);
    }

    void theNetworkLearnsWhatNoLineCan()
    {
        // The first factor is 1 where exactly one of two features is on: no linear map has it.
        std::vector<std::pair<float, float>> factors;
        ContentFeatures content;
        content.columns = 2;
        std::vector<std::int32_t> rows;
        for (int i = 0; i < 200; ++i) {
            const bool a = i % 2 != 0, b = i / 2 % 2 != 0;
            factors.emplace_back(a != b ? 1.F : 0.F, 2.F);
            content.values.insert(content.values.end(), {a ? 1.F : 0.F, b ? 1.F : 0.F});
            rows.push_back(i);
        }
        const auto model = modelOf(factors);
        ContentNetworkOptions options;
        options.hidden = 16;
        options.epochs = 400;
        options.rate = .01;
        const auto network = ContentNetwork::fit(content, model, rows, options);
        const auto again = ContentNetwork::fit(content, model, rows, options);
        const auto ridge = RidgeMap::fit(content, model, rows, 1);
        for (std::size_t i = 0; i < 4; ++i) {
            const auto v = network(content.of(i));
            QVERIFY(std::abs(v[0] - factors[i].first) < .2F);
            QVERIFY(std::abs(v[1] - 2) < .1F);
            QVERIFY(std::abs(ridge(content.of(i))[0] - .5F) < .1F);
            QCOMPARE(again(content.of(i)), v);
        }
        QCOMPARE(network(std::vector<float>{1}), ridge(std::vector<float>{1})); // a wrong size
        const auto nothing = ContentNetwork::fit({}, model, rows);
        QCOMPARE(nothing(std::vector<float>{}), (std::vector<float>{0, 0}));
    }

    void warmingUpIsGByTheNumberOfListeners()
    {
        auto model = modelOf({{1, 0}, {3, 2}, {8, 8}});
        ColdItems items;
        items.support = {6, 6, 1};
        items.album = {0, 0, 0};
        warmUp(model, items);
        const auto v = model.itemFactors(2); // g = 1 / 4, cold (2, 1)
        QVERIFY(near(v[0], .25 * 8 + .75 * 2) && near(v[1], .25 * 8 + .75 * 1));
    }

    void oddContentIsHarmless()
    {
        auto model = modelOf({{1, 0}, {3, 2}, {8, 8}});
        ContentFeatures content;
        content.columns = 2;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        content.values = {nan, 1, std::numeric_limits<float>::infinity(), 1, 0, 1}; // one constant
        ColdItems items;
        items.support = {6, std::nan(""), -3};
        items.artist = {0}; // short
        items.album = {-1, -1, -1};
        items.content = &content;
        warmUp(model, items);
        for (std::int32_t i = 0; i < 3; ++i) {
            for (const float v : model.itemFactors(i))
                QVERIFY(std::isfinite(v));
        }
        ContentFeatures none;
        items.content = &none;
        warmUp(model, items);
        const auto map = RidgeMap::fit(none, model, std::vector<std::int32_t>{0, 99, -1}, 100);
        for (const float v : map(std::vector<float>{1, 2, 3}))
            QCOMPARE(v, 0.F);
    }
};

SEGUE_TEST(TestColdStart)
#include "tst_cold_start.moc"
