#include "tests/support/test_main.h"

#include "core/recommend/model/collaborative.h"
#include "tests/core/recommend/model/made_listeners.h"

#include <QTest>

#include <cmath>
#include <memory>

using namespace segue::reco;
using namespace segue::reco::test;

namespace {

float weightOf(const ItemGraph& graph, std::int32_t from, std::int32_t to)
{
    std::vector<float> out(static_cast<std::size_t>(graph.items), 0);
    const std::vector<std::int32_t> owned{from};
    graph.score(owned, out);
    return out[static_cast<std::size_t>(to)];
}

bool near(float a, double b, double by = 1e-5)
{
    return std::abs(static_cast<double>(a) - b) < by;
}

std::vector<float> scoresOf(const CollaborativeModel& model, const std::vector<std::int32_t>& owned)
{
    std::vector<float> out(static_cast<std::size_t>(model.items()), -1);
    model.score(owned, out);
    return out;
}

} // namespace

class TestCollaborative : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void transposingTwiceGivesTheSame()
    {
        const auto rows = threeListeners(), again = rows.transposed().transposed();
        QCOMPARE(again.start, rows.start);
        QCOMPARE(again.item, rows.item);
    }

    void addedRowsAreSortedOnceEachAndKnown()
    {
        Interactions rows;
        rows.columns = 4;
        rows.add(std::vector<std::int32_t>{3, 1, 3, -1, 4});
        rows.add(std::vector<std::int32_t>{7}); // nothing known: no row
        rows.add(std::vector<std::int32_t>{0}, 2);
        rows.add(std::vector<std::int32_t>{2}, std::nanf(""));
        QCOMPARE(rows.rows(), 3);
        QCOMPARE(rows.item, (std::vector<std::int32_t>{1, 3, 0, 2}));
        QCOMPARE(rows.rowWeight, (std::vector<float>{1, 2, 1}));
        QCOMPARE(rows.support(), (std::vector<double>{2, 1, 1, 1}));
    }

    void itemKnnIsTheCosineOfColumns()
    {
        const auto graph = fitItemKnn(threeListeners());
        QVERIFY(near(weightOf(graph, 0, 1), 1));
        QVERIFY(near(weightOf(graph, 0, 2), .5));
        QCOMPARE(weightOf(graph, 0, 3), 0.F);
        QCOMPARE(weightOf(fitItemKnn(threeListeners(), 1), 0, 2), 0.F); // only the nearest
    }

    void tfidfCountsListenersOfFewItemsMore()
    {
        const auto graph = fitItemKnn(threeListeners(), 10, KnnWeighting::tfidf);
        const double two = std::pow(std::log1p(4. / 2), 2), three = std::pow(std::log1p(4. / 3), 2);
        QVERIFY(near(weightOf(graph, 0, 1), 1));
        QVERIFY(near(weightOf(graph, 0, 2), three / std::sqrt((two + three) * (three + two))));
    }

    void bm25IsTheProductOfTheItemsLengthFactors()
    {
        const auto graph = fitItemKnn(threeListeners(), 10, KnnWeighting::bm25);
        const double three = std::pow(std::log1p(4. / 3), 2), average = 7. / 4;
        const auto factor
            = [average](double n) { return 2.2 / (1.2 * (.25 + .75 * n / average) + 1); };
        QVERIFY(near(weightOf(graph, 0, 2), factor(2) * factor(2) * three));
    }

    void rp3betaWalksThreeSteps()
    {
        const auto graph = fitRp3beta(threeListeners(), 1, .3);
        // 0 -> listener 0 (1/2) -> 1 (1/2), 0 -> listener 1 (1/2) -> 1 (1/3); over 2 ^ .3.
        QVERIFY(near(weightOf(graph, 0, 1), (.25 + 1. / 6) / std::pow(2, .3)));
    }

    void aRowOfWeightTwoCountsAsTwoRows()
    {
        auto weighted = threeListeners(), twice = threeListeners();
        weighted.rowWeight = {1, 2, 1};
        twice.add(std::vector<std::int32_t>{0, 1, 2});
        for (const auto kind : collaborativeKinds) {
            if (kind == CollaborativeKind::ials || kind == CollaborativeKind::itemKnnBm25)
                continue; // ials: in tst_ials; bm25: its average length counts rows, too
            const auto a = scoresOf(CollaborativeModel::fit(kind, weighted), {0}),
                       b = scoresOf(CollaborativeModel::fit(kind, twice), {0});
            for (std::size_t i = 0; i < a.size(); ++i)
                QVERIFY2(near(a[i], static_cast<double>(b[i])), collaborativeName(kind).data());
        }
    }

    void easeIsTheClosedForm()
    {
        // Two items, one listener of both, one of the first: X'X + I = (3 1; 1 2), P = (2 -1; -1
        // 3) / 5, B01 = -P01 / P11 = 1/3, B10 = -P10 / P00 = 1/2.
        Interactions rows;
        rows.columns = 2;
        rows.add(std::vector<std::int32_t>{0, 1});
        rows.add(std::vector<std::int32_t>{0});
        const auto model = Ease::fit(rows, 1);
        std::vector<float> out(2, 0);
        model.score(std::vector<std::int32_t>{0}, out);
        QCOMPARE(out[0], 0.F);
        QVERIFY(near(out[1], 1. / 3));
        out = {0, 0};
        model.score(std::vector<std::int32_t>{1, 99, -1}, out);
        QVERIFY(near(out[0], .5));
        QCOMPARE(out[1], 0.F);
    }

    void easeInTilesIsAnInverse()
    {
        // Over several tiles of 192: B = I - P diag(1/P) means (G + lambda I)(I - B) is diagonal.
        constexpr std::int32_t n = 500;
        const auto rows = madeListeners(900, n, 12, 5);
        const auto model = Ease::fit(rows, 50);
        std::vector<std::vector<double>> gram(n, std::vector<double>(n, 0));
        for (std::int32_t row = 0; row < rows.rows(); ++row) {
            for (const auto i : rows.of(row)) {
                for (const auto j : rows.of(row))
                    gram[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] += 1;
            }
        }
        std::vector<std::vector<float>> b;
        for (std::int32_t i = 0; i < n; ++i) {
            b.emplace_back(n, 0.F);
            gram[static_cast<std::size_t>(i)][static_cast<std::size_t>(i)] += 50;
            model.score(std::vector<std::int32_t>{i}, b.back());
        }
        for (const std::size_t i : {0, 191, 192, 350, 499}) {
            for (const std::size_t j : {3, 190, 193, 400, 498}) {
                double product = gram[i][j];
                for (std::size_t k = 0; k < n; ++k)
                    product -= gram[i][k] * static_cast<double>(b[k][j]);
                QVERIFY2(i == j || std::abs(product) < 2e-3, qPrintable(QString::number(product)));
            }
        }
    }

    void easeRefusesWhatDoesNotFit()
    {
        Interactions rows;
        rows.columns = Ease::mostItems + 1;
        rows.add(std::vector<std::int32_t>{0, 1});
        QVERIFY(Ease::fit(rows).empty());
        QVERIFY(whyNot(CollaborativeKind::ease, rows).find("10001") != std::string::npos);
        QVERIFY(CollaborativeModel::fit(CollaborativeKind::ease, rows).empty());
    }

    void threadsChangeNothing()
    {
        const auto rows = madeListeners(300, 250, 15, 3);
        for (const auto kind : collaborativeKinds) {
            const auto one = scoresOf(CollaborativeModel::fit(kind, rows, {1, {}, {}}), {1, 2, 3});
            const auto three
                = scoresOf(CollaborativeModel::fit(kind, rows, {3, {}, {}}), {1, 2, 3});
            QVERIFY2(one == three, collaborativeName(kind).data());
        }
    }

    void progressRisesToOne()
    {
        const auto rows = madeListeners(300, 250, 15, 3);
        for (const auto kind : collaborativeKinds) {
            if (kind == CollaborativeKind::popularity)
                continue;
            double last = 0;
            bool falls = false;
            const FitControl control{1, {}, [&](double share) {
                                         falls = falls || share < last;
                                         last = share;
                                     }};
            QVERIFY(!CollaborativeModel::fit(kind, rows, control).empty());
            QVERIFY2(!falls && std::abs(last - 1) < 1e-9, collaborativeName(kind).data());
        }
    }

    void aStoppedModelIsEmptyAndSafe()
    {
        const auto rows = madeListeners(300, 250, 15, 3);
        for (const auto kind : collaborativeKinds) {
            const auto source = std::make_unique<std::stop_source>();
            int calls = 0;
            const FitControl control{2, source->get_token(), [&](double) {
                                         ++calls;
                                         source->request_stop();
                                     }};
            const auto model = CollaborativeModel::fit(kind, rows, control);
            QVERIFY2(model.empty() == (kind != CollaborativeKind::popularity),
                collaborativeName(kind).data());
            std::vector<float> out(250, 7.F);
            model.score(std::vector<std::int32_t>{1}, out);
            QVERIFY(kind == CollaborativeKind::popularity || out[0] == 7.F);
        }
    }

    void oddInputIsHarmless()
    {
        Interactions none, noRows;
        noRows.columns = 3;
        Interactions lonely; // one listener, one item; and an item that nobody has
        lonely.columns = 2;
        lonely.add(std::vector<std::int32_t>{1});
        for (const auto kind : collaborativeKinds) {
            for (const auto* rows : {&none, &noRows, &lonely}) {
                const auto model = CollaborativeModel::fit(kind, *rows);
                for (const float s : scoresOf(model, {-5, 0, 1, 2, 1000}))
                    QVERIFY2(std::isfinite(s), collaborativeName(kind).data());
            }
        }
    }

    void namesGoBothWays()
    {
        for (const auto kind : collaborativeKinds)
            QVERIFY(collaborativeFromName(collaborativeName(kind)) == kind);
        QVERIFY(!collaborativeFromName("magic"));
    }

    void theChoiceIsMeasuredOrExplained()
    {
        const auto few = chooseCollaborative(threeListeners());
        QVERIFY(few.kind == CollaborativeKind::rp3beta);
        QVERIFY(few.trials.empty() && few.reason.find("too few") != std::string::npos);

        const auto rows = madeListeners(400, 200, 20, 8);
        const auto choice = chooseCollaborative(rows);
        QCOMPARE(choice.trials.size(), collaborativeKinds.size());
        double most = 0, chosen = 0;
        for (const auto& trial : choice.trials) {
            most = std::max(most, trial.figures.n20);
            if (trial.kind == choice.kind)
                chosen = trial.figures.n20;
        }
        // These listeners have tastes: whatever is chosen beats what is popular by far.
        QVERIFY(chosen > 1.5 * choice.trials.front().figures.n20);
        QVERIFY(chosen > most - .02);

        ChooseOptions options;
        options.forced = CollaborativeKind::ease;
        QVERIFY(chooseCollaborative(rows, options).kind == CollaborativeKind::ease);
    }

    void theChoiceCanBeStopped()
    {
        const auto source = std::make_unique<std::stop_source>();
        const FitControl control{1, source->get_token(), [&](double) { source->request_stop(); }};
        const auto choice = chooseCollaborative(madeListeners(400, 200, 20, 8), {}, control);
        QVERIFY(choice.trials.empty());
        QVERIFY(choice.reason.find("stopped") != std::string::npos);
    }
};

SEGUE_TEST(TestCollaborative)
#include "tst_collaborative.moc"
