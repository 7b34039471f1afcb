#include "tests/support/test_main.h"

#include "core/recommend/model/ials.h"
#include "core/recommend/model/ials_kernel.h"
#include "tests/core/recommend/model/made_listeners.h"

#include <QTest>

#include <cmath>
#include <memory>

using namespace segue::reco;
using namespace segue::reco::test;

namespace {

/// One listener's loss as ials.h writes it.
double lossOf(const Ials& model, const std::vector<std::int32_t>& owned,
    const std::vector<float>& x, const IalsOptions& options)
{
    double loss = 0, norm = 0;
    for (std::int32_t i = 0; i < model.items(); ++i) {
        double s = 0;
        const auto v = model.itemFactors(i);
        for (std::size_t k = 0; k < v.size(); ++k)
            s += static_cast<double>(v[k]) * static_cast<double>(x[k]);
        loss += options.unobserved * s * s;
        if (std::find(owned.begin(), owned.end(), i) != owned.end())
            loss += (1 - s) * (1 - s);
    }
    for (const float v : x)
        norm += static_cast<double>(v) * static_cast<double>(v);
    return loss
        + options.lambda
        * std::pow(
            static_cast<double>(owned.size()) + options.unobserved * model.items(), options.nu)
        * norm;
}

std::vector<float> made(std::size_t n, std::uint64_t seed)
{
    segue::Random random(seed);
    std::vector<float> values(n);
    for (auto& v : values)
        v = static_cast<float>(random.uniform() - .5);
    return values;
}

} // namespace

class TestIals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneFactorByHand()
    {
        // Other side 2 and 1, both seen, weights 1 and 3, a0 .5, reg 1: (4 + 3 + .5 * 7 + 1) x = 2
        // + 3, whatever x was.
        using namespace kernel;
        std::vector<float> other(2 * block, 0), gram(block * block, 0), x(block, 0), buffer;
        other[0] = 2;
        other[block] = 1;
        const std::vector<float> weight{1, 3};
        for (const auto simd : {Simd::portable, bestSimd()}) {
            std::fill(gram.begin(), gram.end(), 0.F);
            addGram(simd, other.data(), weight.data(), 2, block, gram.data());
            QCOMPARE(gram[0], 7.F);
            Side side{other.data(), weight.data(), gram.data(), block, .5F};
            x[0] = .3F;
            const std::vector<std::int32_t> seen{0, 1};
            solveRow(simd, side, seen, 1, x.data(), buffer);
            QVERIFY(std::abs(x[0] - 5.F / 11.5F) < 1e-6F);
            for (std::size_t k = 1; k < block; ++k)
                QCOMPARE(x[k], 0.F);
        }
    }

    void bothKindsOfInstructionsAgree()
    {
        using namespace kernel;
        if (bestSimd() == Simd::portable)
            QSKIP("this processor has no AVX2");
        constexpr std::size_t rows = 40, stride = 24;
        const auto other = made(rows * stride, 3);
        std::vector<float> a(stride * stride, 0), b = a, x = made(stride, 4), y = x, buffer;
        addGram(Simd::portable, other.data(), nullptr, rows, stride, a.data());
        addGram(Simd::avx2, other.data(), nullptr, rows, stride, b.data());
        const std::vector<std::int32_t> seen{1, 5, 8, 30, 39};
        solveRow(Simd::portable, {other.data(), nullptr, a.data(), stride, .1F}, seen, .2F,
            x.data(), buffer);
        solveRow(Simd::avx2, {other.data(), nullptr, b.data(), stride, .1F}, seen, .2F, y.data(),
            buffer);
        for (std::size_t k = 0; k < stride; ++k)
            QVERIFY(std::abs(x[k] - y[k]) < 1e-4F);
    }

    void theFoldInIsTheMinimumOfTheLoss()
    {
        const auto rows = madeListeners(200, 90, 12, 4);
        IalsOptions options;
        options.factors = 12; // no multiple of the kernel's eight
        const auto model = Ials::fit(rows, options);
        QCOMPARE(model.factors(), 12);
        const std::vector<std::int32_t> owned{1, 5, 9, 40};
        const auto best = model.foldIn(owned);
        const double least = lossOf(model, owned, best, options);
        for (std::size_t k = 0; k < best.size(); ++k) {
            for (const float by : {-.02F, .02F}) {
                auto other = best;
                other[k] += by;
                QVERIFY(lossOf(model, owned, other, options) > least);
            }
        }
    }

    void tastesAreLearned()
    {
        const auto model = Ials::fit(madeListeners(400, 200, 20, 4));
        // Owning items of taste 1: its other items come before those of taste 2.
        std::vector<float> out(200);
        model.score(model.foldIn(std::vector<std::int32_t>{1, 5, 9}), out);
        double own = 0, others = 0;
        for (std::size_t i = 12; i < 100; ++i)
            (i % 4 == 1 ? own : others) += static_cast<double>(out[i]) / (i % 4 == 1 ? 1 : 3);
        QVERIFY2(own > 2 * others,
            qPrintable(QString::number(own) + QLatin1Char(0x20) + QString::number(others)));
    }

    void aRowOfWeightTwoCountsAsTwoRows()
    {
        auto weighted = madeListeners(30, 20, 6, 3);
        auto twice = weighted;
        weighted.rowWeight.assign(30, 1.F);
        for (std::int32_t row = 0; row < 30; row += 3) {
            weighted.rowWeight[static_cast<std::size_t>(row)] = 2;
            const auto items = twice.of(row);
            twice.add(std::vector<std::int32_t>(items.begin(), items.end()));
        }
        IalsOptions options;
        options.factors = 8;
        options.sweeps = 6;
        const auto a = Ials::fit(weighted, options), b = Ials::fit(twice, options);
        for (std::int32_t i = 0; i < 20; ++i) {
            for (std::size_t k = 0; k < 8; ++k)
                QVERIFY(std::abs(a.itemFactors(i)[k] - b.itemFactors(i)[k]) < 2e-3F);
        }
    }

    void seedsDifferAndThreadsDoNot()
    {
        const auto rows = madeListeners(700, 300, 15, 4);
        IalsOptions options;
        options.factors = 16;
        options.sweeps = 3;
        const auto one = Ials::fit(rows, options, {1, {}, {}});
        const auto four = Ials::fit(rows, options, {4, {}, {}});
        options.seed = 2;
        const auto other = Ials::fit(rows, options);
        const std::vector<std::int32_t> owned{0, 7, 100};
        QCOMPARE(one.foldIn(owned), four.foldIn(owned));
        QVERIFY(one.foldIn(owned) != other.foldIn(owned));
    }

    void aRatingMovesItsItem()
    {
        const auto model = Ials::fit(madeListeners(200, 90, 12, 4));
        const std::vector<std::int32_t> owned{1, 5};
        const auto scoreOf = [&](std::int32_t item, std::vector<FoldRating> ratings) {
            std::vector<float> out(90);
            model.score(model.foldIn(owned, ratings), out);
            return out[static_cast<std::size_t>(item)];
        };
        const float before = scoreOf(9, {});
        QVERIFY(scoreOf(9, {{9, 1, 8}}) > before);
        QVERIFY(scoreOf(9, {{9, -1, 8}}) < before);
        QCOMPARE(scoreOf(9, {{9, std::nan(""), 8}, {500, 1, 1}, {-1, 1, 1}, {9, 1, 0}}), before);
    }

    void stoppedBeforeItBeganItIsEmpty()
    {
        const auto source = std::make_unique<std::stop_source>();
        source->request_stop();
        const auto model = Ials::fit(threeListeners(), {}, {1, source->get_token(), {}});
        QVERIFY(model.empty());
        QVERIFY(model.foldIn(std::vector<std::int32_t>{0}).empty());
    }

    void stoppedInTheMiddleItIsFinite()
    {
        const auto source = std::make_unique<std::stop_source>();
        const auto model = Ials::fit(
            madeListeners(200, 90, 12, 4), {}, {2, source->get_token(), [&](double share) {
                                                    if (share > .3)
                                                        source->request_stop();
                                                }});
        QCOMPARE(model.items(), 90);
        for (const float v : model.foldIn(std::vector<std::int32_t>{0, 3}))
            QVERIFY(std::isfinite(v));
    }

    void extremeOptionsStayFinite()
    {
        IalsOptions options;
        options.lambda = 0;
        options.unobserved = 0;
        options.factors = 0; // one
        options.sweeps = 0; // one
        const auto model = Ials::fit(threeListeners(), options);
        QCOMPARE(model.factors(), 1);
        for (const float v : model.foldIn(std::vector<std::int32_t>{0}))
            QVERIFY(std::isfinite(v));
    }
};

SEGUE_TEST(TestIals)
#include "tst_ials.moc"
