#include "tests/support/test_main.h"

#include "core/recommend/model/neural_session.h"
#include "tests/core/recommend/model/small_library.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

using namespace segue::reco;

namespace {

using Heard = NeuralSession::Play;

/// `sessions` times 0, 3, 5 in order, a day apart.
std::vector<Heard> circle(int sessions)
{
    std::vector<Heard> plays;
    for (int s = 0; s < sessions; ++s) {
        for (const Item item : {0, 3, 5})
            plays.push_back({item, 1600000000 + s * 86400 + item * 240, s});
    }
    return plays;
}

std::vector<float> scoresAfter(
    const NeuralSession& model, std::vector<Item> session, std::int64_t now = 1610000000)
{
    Context context;
    context.now = now;
    context.session = std::move(session);
    std::vector<float> out(6, 0);
    model.score(context, out);
    return out;
}

std::size_t best(const std::vector<float>& scores)
{
    return static_cast<std::size_t>(
        std::max_element(scores.begin(), scores.end()) - scores.begin());
}

} // namespace

class TestNeuralSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsWhatFollowsWhat()
    {
        NeuralSession model(test::sixTracks(), {});
        model.fit(circle(60));
        QCOMPARE(best(scoresAfter(model, {0})), std::size_t{3});
        QCOMPARE(best(scoresAfter(model, {0, 3})), std::size_t{5});
        QCOMPARE(best(scoresAfter(model, {})), std::size_t{0}); // sessions begin with it
        QVERIFY(scoresAfter(model, {0})[3] > .5F);
    }

    void scoresAreProbabilities()
    {
        NeuralSession model(test::sixTracks(), {});
        const auto fresh = scoresAfter(model, {2});
        QVERIFY(std::abs(std::accumulate(fresh.begin(), fresh.end(), 0.F) - 1) < 1e-4F);
        model.fit(circle(20));
        const auto learned = scoresAfter(model, {0});
        QVERIFY(std::abs(std::accumulate(learned.begin(), learned.end(), 0.F) - 1) < 1e-4F);
        for (const float p : learned)
            QVERIFY(p >= 0 && p <= 1);
    }

    void learnsOnline()
    {
        NeuralSession model(test::sixTracks(), {});
        model.fit(circle(20));
        const float before = scoresAfter(model, {0}, 1700000000)[1];
        for (int s = 0; s < 40; ++s) {
            model.observe({0, 1700000000 + s * 86400, 1000 + s});
            model.observe({1, 1700000240 + s * 86400, 1000 + s});
        }
        const auto after = scoresAfter(model, {0}, 1704000000);
        QVERIFY(after[1] > before);
        QCOMPARE(best(after), std::size_t{1});
    }

    void theSameSeedGivesTheSame()
    {
        NeuralSession a(test::sixTracks(), {}), b(test::sixTracks(), {});
        a.fit(circle(10));
        b.fit(circle(10));
        QCOMPARE(scoresAfter(a, {0}), scoresAfter(b, {0}));
        NeuralSession::Options options;
        options.seed = 9;
        NeuralSession c(test::sixTracks(), options);
        c.fit(circle(10));
        QVERIFY(scoresAfter(c, {0}) != scoresAfter(a, {0}));
    }

    void samplesInALargeLibrary()
    {
        auto library = std::make_shared<Catalogue>(2000);
        library->complete();
        NeuralSession::Options options;
        options.negatives = 20;
        NeuralSession model(library, options);
        model.fit(circle(60));
        Context context;
        context.now = 1610000000;
        context.session = {0};
        std::vector<float> out(2000, 0);
        model.score(context, out);
        QCOMPARE(best(out), std::size_t{3});
    }

    void oddInputIsHarmless()
    {
        NeuralSession model(test::sixTracks(), {});
        const auto far = std::numeric_limits<std::int64_t>::max();
        model.fit(std::vector<Heard>{
            {-1, 0, 0}, {99, 5, 0}, {0, -far, 1}, {1, far, 1}, {1, far, 1}, {2, 0, 1}});
        model.observe({77, 0, 3});
        auto out = scoresAfter(model, {5, -4, 1000}, -far);
        for (const float p : out)
            QVERIFY(std::isfinite(p));
        out.assign(3, 7.F); // a wrong size is left alone
        Context context;
        model.score(context, out);
        QCOMPARE(out, (std::vector<float>{7, 7, 7}));
        auto none = std::make_shared<Catalogue>(0);
        none->complete();
        NeuralSession empty(none, {});
        empty.fit(circle(2));
        empty.score(context, {});
    }

    void stopsWhenAsked()
    {
        const auto source = std::make_unique<std::stop_source>();
        NeuralSession model(test::sixTracks(), {}), fresh(test::sixTracks(), {});
        double last = 0;
        model.fit(circle(400), {1, source->get_token(), [&](double share) {
                                    last = share;
                                    source->request_stop();
                                }});
        QVERIFY(last < .5);
        QVERIFY(std::isfinite(scoresAfter(model, {0})[0]));
    }
};

SEGUE_TEST(TestNeuralSession)
#include "tst_neural_session.moc"
