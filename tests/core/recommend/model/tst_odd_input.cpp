// What no listener should have, but some do: the models stay finite, sane and fast.
#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/recommender.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace segue::reco;
using segue::reco::test::play;
using segue::reco::test::sixTracks;

namespace {

constexpr std::int64_t t0 = 1600000000, in1970 = 0, in2100 = 4102444800;
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Scores of all tracks are finite and the sum of their contributions; how many there are.
std::size_t saneScores(const Recommender& model, const Context& context)
{
    Workspace workspace;
    Scores scores;
    model.score(context, {}, workspace, scores);
    for (std::size_t row = 0; row < scores.size(); ++row) {
        double sum = 0;
        for (const auto part : scores.row(row))
            sum += static_cast<double>(part);
        if (!std::isfinite(scores.score[row]) || std::abs(sum - scores.score[row]) > 1e-6)
            return 0;
    }
    const auto ranked = model.ranked(context, scores, scores.size());
    return ranked.size() == scores.size() ? scores.size() : 0;
}

Context at(std::int64_t now, std::vector<Item> session = {})
{
    Context context;
    context.now = now;
    context.session = std::move(session);
    return context;
}

} // namespace

class TestOddInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noPlaysAndOnePlayGiveScores()
    {
        Recommender model(sixTracks());
        QCOMPARE(saneScores(model, at(t0)), std::size_t{6});
        model.observe(play(3, t0));
        QCOMPARE(saneScores(model, at(t0 + 300, {3})), std::size_t{6});
        QCOMPARE(saneScores(model, at(t0 + 300000)), std::size_t{6});
    }

    void anEmptyLibraryGivesNothing()
    {
        auto empty = std::make_shared<Catalogue>(0);
        empty->complete();
        const Recommender model(empty);
        Workspace workspace;
        Scores scores;
        model.score(at(t0, {5}), {}, workspace, scores);
        QCOMPARE(scores.size(), std::size_t{0});
        QVERIFY(model.ranked(at(t0), scores, 20).empty());
    }

    void clocksThatJumpLeaveFiniteScores()
    {
        Recommender model(sixTracks());
        Workspace workspace;
        const std::vector<std::int64_t> times{t0, in1970, in2100, t0 + 5, t0 - 86400 * 365,
            std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min() + 1,
            t0 + 10};
        std::vector<Item> session;
        for (std::size_t i = 0; i < times.size(); ++i) {
            const auto item = static_cast<Item>(i % 6);
            model.learn(at(times[i], session), item, 1, workspace);
            model.observe(play(item, times[i]));
            session.push_back(item);
        }
        for (const auto now : times) {
            QCOMPARE(saneScores(model, at(now, {1, 2})), std::size_t{6});
            QCOMPARE(saneScores(model, at(now)), std::size_t{6});
        }
        for (const auto weight : model.weights().leave)
            QVERIFY(std::isfinite(weight));
    }

    void featuresThatAreConstantOrNoNumbersDoNotSpread()
    {
        auto library = std::make_shared<Catalogue>(*sixTracks());
        library->sound = UnitVectors(6, 3);
        for (std::size_t i = 0; i < 6; ++i) {
            const std::vector<float> odd{i == 2 ? std::numeric_limits<float>::quiet_NaN() : 1.F,
                i == 3 ? std::numeric_limits<float>::infinity() : .1F * static_cast<float>(i), 7.F};
            library->sound.set(i, odd);
        }
        library->key.assign(6, 99);
        library->bpm.assign(6, -3);
        library->durationS.assign(6, std::numeric_limits<float>::quiet_NaN());
        library->complete();
        Recommender model(library);
        for (int i = 0; i < 30; ++i)
            model.observe(play(i % 6, t0 + 250 * i));
        model.rate({.item = 2, .kind = RatingKind::love, .at = t0});
        QCOMPARE(saneScores(model, at(t0 + 10000, {2, 3})), std::size_t{6});
        QVERIFY(std::isfinite(model.contentSimilarity(2, 3)));
    }

    void contextsThatMakeNoSenseAreClamped()
    {
        Recommender model(sixTracks());
        for (int i = 0; i < 12; ++i)
            model.observe(play(i % 6, t0 + 250 * i));
        Context odd = at(t0 + 4000, {-7, 99, 2});
        odd.before = {-1, 1000};
        odd.adventurous = notANumber;
        odd.offsetMinutes = std::numeric_limits<int>::max();
        QCOMPARE(saneScores(model, odd), std::size_t{6});
        Play bad = play(77, t0);
        bad.weight = std::numeric_limits<float>::quiet_NaN();
        model.observe(bad);
        bad.item = 1;
        model.observe(bad);
        model.rate({.item = 4000, .kind = RatingKind::never, .at = t0});
        Workspace workspace;
        const auto before = model.weights();
        model.learn(odd, 500, 1, workspace);
        model.learn(odd, 1, notANumber, workspace);
        QCOMPARE(model.weights(), before);
        QCOMPARE(saneScores(model, at(t0 + 5000, {1})), std::size_t{6});
    }

    void aMillionPlaysOfOneTrackAreOneTrack()
    {
        History history;
        history.plays.reserve(1000000);
        for (int i = 0; i < 1000000; ++i)
            history.plays.push_back(play(0, t0 + 200 * static_cast<std::int64_t>(i)));
        const auto now = history.plays.back().at + 200;
        const Recommender model(sixTracks(), history);
        QCOMPARE(saneScores(model, at(now, {0})), std::size_t{6});
        // However often, the track just played does not drown what was never heard.
        Workspace workspace;
        Scores scores;
        model.score(at(now, {0}), {}, workspace, scores);
        QVERIFY(std::abs(scores.score[0]) < 100 && std::abs(scores.score[5]) < 100);
    }

    void aSessionOfTenThousandTracksIsScoredAsAShortOne()
    {
        auto library = std::make_shared<Catalogue>(10000);
        for (std::size_t i = 0; i < library->size(); ++i)
            library->artist[i] = static_cast<std::int32_t>(i / 20);
        library->complete();
        Recommender model(library);
        std::vector<Item> session;
        for (Item item = 0; item < 10000; ++item) {
            model.observe(play(item, t0 + 200 * static_cast<std::int64_t>(item)));
            session.push_back(item);
        }
        QCOMPARE(saneScores(model, at(t0 + 200 * 10000, std::move(session))), std::size_t{10000});
    }

    void aHistoryOfOnePlayOrOneTrackIsEvaluated()
    {
        const std::string head = "ts_utc\tartist\ttrack\n";
        const auto one = evaluate(readListenerTable(head + "1970-01-01T00:00:00Z\tA\tx\n"));
        QCOMPARE(one.methods.front().figures[0].n, std::size_t{0});
        std::string same = head;
        for (int day = 1; day < 28; ++day) {
            char line[40];
            std::snprintf(line, sizeof line, "21%02d-01-01T00:00:00Z\tA\tx\n", day);
            same += line;
        }
        const auto all = evaluate(readListenerTable(same));
        QCOMPARE(all.tracks, std::size_t{1});
        for (const auto& method : all.methods) {
            for (const auto& figures : method.figures)
                QVERIFY(figures.hr20 >= 0 && figures.hr20 <= 1);
        }
    }
};

SEGUE_TEST(TestOddInput)
#include "tst_odd_input.moc"
