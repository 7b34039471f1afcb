#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include "core/base/random.h"
#include "core/recommend/model/recommender.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

using namespace segue::reco;
using segue::reco::test::play;
using segue::reco::test::sixTracks;

namespace {

constexpr std::int64_t t0 = 1600000000;

History thirtyPlays()
{
    History history;
    for (int i = 0; i < 30; ++i)
        history.plays.push_back(play(i % 5, t0 + i * 200));
    return history;
}

Context inSession(std::vector<Item> plays, std::int64_t now = t0 + 30 * 200)
{
    Context context;
    context.now = now;
    context.session = std::move(plays);
    return context;
}

Scores scoresOf(const Recommender& model, const Context& context, std::span<const Item> items = {})
{
    Workspace workspace;
    Scores scores;
    model.score(context, items, workspace, scores);
    return scores;
}

double scoreOf(const Recommender& model, const Context& context, Item item)
{
    const std::vector<Item> one{item};
    const auto scores = scoresOf(model, context, one);
    return scores.size() == 1 ? scores.score[0] : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

class TestRecommender : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoreIsTheSumOfItsContributions()
    {
        auto history = thirtyPlays();
        history.ratings.push_back({.item = 3, .kind = RatingKind::love, .at = t0});
        history.plays.push_back(play(4, t0 + 5900, Outcome::skip));
        const Recommender model(sixTracks(), history);
        for (const auto& context : {inSession({0, 1}), inSession({}), Context{}}) {
            const auto scores = scoresOf(model, context);
            QCOMPARE(scores.size(), std::size_t{6});
            for (std::size_t i = 0; i < scores.size(); ++i) {
                double sum = 0;
                for (const auto value : scores.row(i))
                    sum += static_cast<double>(value);
                QVERIFY(std::isfinite(scores.score[i]));
                QVERIFY(std::abs(sum - scores.score[i]) < 1e-6);
            }
        }
    }

    void scoresDoNotDependOnWhoElseIsAsked()
    {
        const Recommender model(sixTracks(), thirtyPlays());
        const auto context = inSession({0, 1});
        const auto all = scoresOf(model, context);
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(scoreOf(model, context, all.items[i]), all.score[i]);
    }

    void observingOneByOneEqualsRebuilding()
    {
        auto history = thirtyPlays();
        const Recommender rebuilt(sixTracks(), history);
        Recommender online(sixTracks());
        for (const auto& one : history.plays)
            online.observe(one);
        QCOMPARE(
            scoresOf(online, inSession({0, 1})).score, scoresOf(rebuilt, inSession({0, 1})).score);
    }

    void neverAndOneStarLeaveEveryList()
    {
        Recommender model(sixTracks());
        model.rate({.item = 1, .kind = RatingKind::never});
        model.rate({.item = 2, .halfStars = 2});
        model.rate({.artist = 1, .kind = RatingKind::never});
        QCOMPARE(scoresOf(model, {}).items, (std::vector<Item>{0, 5}));
        model.rate({.item = 1, .kind = RatingKind::clear});
        QCOMPARE(scoresOf(model, {}).items, (std::vector<Item>{0, 1, 5}));
    }

    void notNowRestsForADay()
    {
        Recommender model(sixTracks());
        model.rate({.item = 0, .kind = RatingKind::notNow, .at = t0});
        QVERIFY(!model.isSuggestible(0, t0 + 86399));
        QVERIFY(model.isSuggestible(0, t0 + 86400));
        QVERIFY(model.isSuggestible(0, t0 - 1));
    }

    void aLoveLiftsTheTrackAndLessItsLikes()
    {
        Recommender model(sixTracks(), thirtyPlays());
        const auto context = inSession({0});
        const double own = scoreOf(model, context, 3), artist = scoreOf(model, context, 4),
                     other = scoreOf(model, context, 5);
        model.rate({.item = 3, .kind = RatingKind::love, .at = t0});
        const double gain = scoreOf(model, context, 3) - own;
        QVERIFY(gain > 1.5);
        QVERIFY(scoreOf(model, context, 4) > artist);
        QVERIFY(scoreOf(model, context, 4) - artist < gain);
        QVERIFY(scoreOf(model, context, 5) - other < scoreOf(model, context, 4) - artist);
        QCOMPARE(model.evidence(context, 4, Term::ratings).items, (std::vector<Item>{3}));
    }

    void stayingWithAnArtistNamesTheLastTrackOfIt()
    {
        const Recommender model(sixTracks(), thirtyPlays());
        const auto& artist = model.catalogue().artist;
        const auto context = inSession({0, 3});
        const auto evidence = model.evidence(context, 4, Term::sameArtist);
        QCOMPARE(artist[3], artist[4]);
        QCOMPARE(evidence.items, (std::vector<Item>{3}));
        QCOMPARE(evidence.artist, artist[4]);
        QCOMPARE(model.evidence(context, 4, Term::momentum).items, (std::vector<Item>{3}));
        QVERIFY(artist[5] != artist[0] && artist[5] != artist[3]);
        QVERIFY(model.evidence(context, 5, Term::sameArtist).items.empty());
    }

    void oneSkipSinksTheTrackButNoArtistBeforeTheThird()
    {
        Recommender model(sixTracks(), thirtyPlays());
        const auto context = inSession({0}, t0 + 7000);
        const double track = scoreOf(model, context, 3), sibling = scoreOf(model, context, 4);
        model.observe(play(3, t0 + 6500, Outcome::skip));
        QVERIFY(scoreOf(model, context, 3) < track);
        QCOMPARE(scoreOf(model, context, 4), sibling);
        model.observe(play(3, t0 + 6600, Outcome::skip));
        model.observe(play(3, t0 + 6700, Outcome::skip));
        QVERIFY(scoreOf(model, context, 4) < sibling);
    }

    void importedPlaysFeedRecencyAndNoSequence()
    {
        auto imported = play(0, t0 - 86400);
        imported.source = Source::imported;
        Recommender model(sixTracks());
        model.observe(imported);
        imported.item = 1;
        model.observe(imported);
        Workspace workspace;
        Scores scores;
        model.score(inSession({0}), {}, workspace, scores);
        QVERIFY(workspace.raw(Term::recency)[1] > 0);
        QCOMPARE(workspace.raw(Term::markov)[1], 0.F);
        QCOMPARE(workspace.raw(Term::itemKnn)[1], 0.F);
        QCOMPARE(model.followTotal(), 0.);
        QCOMPARE(model.follows(1), 1.);
    }

    void coldStartLeansOnWhatWasPicked()
    {
        History history;
        history.pickedArtists = {1};
        const Recommender model(sixTracks(), history);
        Workspace workspace;
        Scores scores;
        model.score({}, {}, workspace, scores);
        QVERIFY(workspace.raw(Term::content)[4] > workspace.raw(Term::content)[0]);
        QVERIFY(scoreOf(model, {}, 4) > scoreOf(model, {}, 0));
    }

    void learningMovesTowardsWhatIsChosen()
    {
        Recommender model(sixTracks(), thirtyPlays());
        const auto context = inSession({0});
        Workspace workspace;
        const double before = scoreOf(model, context, 4) - scoreOf(model, context, 3);
        for (int i = 0; i < 50; ++i)
            model.learn(context, 4, 1, workspace);
        const double after = scoreOf(model, context, 4) - scoreOf(model, context, 3);
        QVERIFY(after > before);
        QCOMPARE(model.weights().learned, 50.);
        for (int i = 0; i < 50; ++i)
            model.learnSkipped(context, 4, 1, workspace);
        QVERIFY(scoreOf(model, context, 4) - scoreOf(model, context, 3) < after);
        model.resetWeights();
        QCOMPARE(model.weights(), BlendWeights::start());
    }

    void learningFromCandidatesEqualsLearningFromTheLibrary()
    {
        // Sessions of eight over 1,500 tracks of 100 artists, mostly of one artist each; some
        // artists are heard far more.
        auto catalogue = std::make_shared<Catalogue>(1500);
        for (std::size_t i = 0; i < 1500; ++i)
            catalogue->artist[i] = static_cast<std::int32_t>(i / 15);
        catalogue->album = catalogue->artist;
        catalogue->complete();
        segue::Random random(5);
        History history;
        Item artist = 0;
        const auto next = [&](int i) {
            const double u = random.uniform();
            if (i % 8 == 0 || random.uniform() < .3)
                artist = static_cast<Item>(u * u * 100);
            auto one = play(artist * 15 + static_cast<Item>(random.below(15)),
                t0 + (i / 8) * 20000 + (i % 8) * 200);
            one.session = i / 8;
            return one;
        };
        for (int i = 0; i < 4000; ++i)
            history.plays.push_back(next(i));
        Recommender whole(catalogue, history), some(catalogue, history);
        Workspace kept(0);
        Context context;
        for (int i = 4000; i < 4160; ++i) {
            const auto one = next(i);
            if (i % 8 == 0)
                context.session.clear();
            context.now = one.at;
            Workspace fresh; // knows of no scoring before
            whole.learn(context, one.item, 1, fresh);
            some.learn(context, one.item, 1, kept);
            if (i % 8 > 0) { // what was heard long ago is as of the session's start
                const auto x = kept.raw(Term::recency), y = fresh.raw(Term::recency);
                QVERIFY(!std::equal(x.begin(), x.end(), y.begin()));
            }
            whole.observe(one);
            some.observe(one);
            context.session.push_back(one.item);
        }
        QVERIFY(whole.weights().learned > 100);
        double moved = 0, apart = 0;
        const auto start = BlendWeights::start();
        for (const auto set : {&BlendWeights::stay, &BlendWeights::leave, &BlendWeights::begin}) {
            for (std::size_t term = 0; term < termCount; ++term) {
                const double learned = (whole.weights().*set)[term];
                moved = std::max(moved, std::abs(learned - (start.*set)[term]));
                apart = std::max(apart, std::abs(learned - (some.weights().*set)[term]));
            }
        }
        QVERIFY(moved > .2);
        QVERIFY2(apart < moved / 20, qPrintable(QString::number(apart)));
    }

    void aSessionsStartIsLearnedFromAllOfIt()
    {
        Recommender model(sixTracks(), thirtyPlays());
        Workspace workspace;
        auto context = inSession({});
        context.now += 100000; // nothing was heard in the last two hours
        const auto gap = [&] { return scoreOf(model, context, 4) - scoreOf(model, context, 0); };
        const double before = gap();
        auto later = context;
        for (int i = 0; i < 20; ++i) {
            later.session.clear();
            for (const Item item : {1, 4}) { // the session goes on to 4, which did not begin it
                model.learn(later, item, 1, workspace);
                later.session.push_back(item);
            }
        }
        QVERIFY(gap() > before);
        QVERIFY(model.weights().begin != BlendWeights::start().begin);
    }

    void aListHasPlacesForBothSides()
    {
        // Thirty tracks of the artist that plays outscore all others.
        std::vector<double> scores;
        std::vector<Side> sides;
        for (int i = 0; i < 60; ++i) {
            scores.push_back((i < 30 ? 1. : 0.) - .01 * i);
            sides.push_back(i < 30 ? Side::stays : Side::leaves);
        }
        const auto order = mixedOrder(scores, sides, {}, 20);
        QCOMPARE(order.size(), std::size_t{20});
        QCOMPARE(order[0], std::size_t{0}); // the first three by score
        QCOMPARE(order[2], std::size_t{2});
        const auto leaving
            = std::count_if(order.begin(), order.end(), [](std::size_t row) { return row >= 30; });
        QVERIFY(leaving >= 4 && leaving <= 12);
        // Each side keeps its order, and everything comes once.
        const auto all = mixedOrder(scores, sides, {}, 1000);
        QCOMPARE(all.size(), scores.size());
        for (const Side side : {Side::leaves, Side::stays}) {
            std::vector<std::size_t> rows;
            std::copy_if(all.begin(), all.end(), std::back_inserter(rows),
                [&](std::size_t row) { return sides[row] == side; });
            QVERIFY(std::is_sorted(rows.begin(), rows.end()));
        }
        // Where leaving is never followed it gets fewer places.
        PlaceCurves curves;
        for (int i = 0; i < 2000; ++i) {
            curves.leave.add(300);
            curves.stay.add(static_cast<std::size_t>(1 + i % 20));
        }
        const auto loyal = mixedOrder(scores, sides, curves, 20);
        QVERIFY(std::count_if(loyal.begin(), loyal.end(), [](std::size_t row) { return row >= 30; })
            < leaving);
        QVERIFY(mixedOrder({}, {}, {}, 20).empty());

        // A track of the artist that was never heard stands before heard ones that are hardly
        // likelier, not before those that are far likelier.
        sides[12] = Side::staysUnheard; // with the twelve before it within a third
        const auto fresh = mixedOrder(scores, sides, {}, 20);
        QCOMPARE(fresh[0], std::size_t{12});
        QVERIFY(std::is_sorted(fresh.begin() + 1, fresh.begin() + 3));
        scores[0] = 3;
        QCOMPARE(mixedOrder(scores, sides, {}, 20)[0], std::size_t{0});
    }

    void placeCurvesFallAndSumToOne()
    {
        PlaceCurve curve = PlaceCurve::start();
        for (int i = 0; i < 100; ++i)
            curve.add(12); // a bump that must not lift a later place above an earlier one
        double sum = 0, last = 1;
        for (std::size_t place = 1; place < 400; ++place) {
            QVERIFY(curve.density(place) <= last);
            last = curve.density(place);
            sum += last;
        }
        QVERIFY(sum <= 1 + 1e-9);
        QVERIFY(curve.density(0) > 0 && curve.density(1000000) > 0);
    }

    void weightsStayBoundedAndSurviveText()
    {
        Recommender model(sixTracks(), thirtyPlays());
        Workspace workspace;
        for (int i = 0; i < 3000; ++i)
            model.learn(inSession({0}), 4, 1, workspace);
        const auto start = BlendWeights::start();
        for (std::size_t i = 0; i < termCount; ++i)
            QVERIFY(std::abs(model.weights().leave[i] - start.leave[i]) <= 3);
        const auto text = model.weights().serialise();
        QCOMPARE(BlendWeights::parse(text), std::optional(model.weights()));
        QVERIFY(!BlendWeights::parse("segue-blend 1" + text.substr(13)));
        QVERIFY(!BlendWeights::parse(text.substr(0, text.size() / 2)));
        QVERIFY(!BlendWeights::parse(""));
    }

    void adventurousRaisesTheUnheard()
    {
        const Recommender model(sixTracks(), thirtyPlays());
        auto context = inSession({0});
        const auto gap = [&] { return scoreOf(model, context, 5) - scoreOf(model, context, 1); };
        context.adventurous = 0;
        const double familiar = gap();
        context.adventurous = 1;
        QVERIFY(gap() > familiar + 3);
    }

    void evidenceNamesTheTrackItFollows()
    {
        const Recommender model(sixTracks(), thirtyPlays());
        const auto context = inSession({2, 3});
        const auto markov = model.evidence(context, 4, Term::markov);
        QCOMPARE(markov.items, (std::vector<Item>{3}));
        QCOMPARE(markov.count, 6.);
        QCOMPARE(model.evidence(context, 4, Term::sequential).items.front(), 3);
        QCOMPARE(model.evidence(context, 4, Term::album).items, (std::vector<Item>{3}));
        QCOMPARE(model.evidence(context, 4, Term::artist).artist, 1);
        QVERIFY(model.evidence(context, 5, Term::markov).items.empty());
        const auto hour = model.evidence(context, 4, Term::context);
        QVERIFY(hour.weekend);
        QCOMPARE(hour.hourBucket, 3);
    }

    void similarTracksComeFromTagsAndSessions()
    {
        const Recommender model(sixTracks(), thirtyPlays());
        const auto list = model.similarTo(3, 2);
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list[0].item, 4);
        QVERIFY(list[0].similarity >= list[1].similarity);
        QVERIFY(model.similarTo(-1, 5).empty());
        QVERIFY(model.affinity(3) > model.affinity(5));
        QVERIFY(model.artistAffinity(0) > model.artistAffinity(2));
    }

    void oddInputGivesFiniteScores()
    {
        constexpr auto low = std::numeric_limits<std::int64_t>::min(),
                       high = std::numeric_limits<std::int64_t>::max();
        History history;
        for (const auto at : {t0, std::int64_t{0}, low, high, low + 1, t0})
            history.plays.push_back(play(0, at));
        history.plays.push_back(play(99, t0));
        history.plays.push_back(play(-1, t0));
        auto odd = play(1, t0);
        odd.weight = std::numeric_limits<float>::quiet_NaN();
        history.plays.push_back(odd);
        history.ratings.push_back({.item = 400, .halfStars = 10});
        history.ratings.push_back({.artist = 400, .kind = RatingKind::never});
        history.playlists = {{77, -5}, {0, 1}};
        history.pickedArtists = {-3, 900};
        const Recommender model(sixTracks(), history);
        for (const auto now : {low, std::int64_t{0}, t0, high}) {
            auto context = inSession({0, 99, -7}, now);
            context.before = {55};
            context.adventurous = std::numeric_limits<double>::quiet_NaN();
            const auto scores = scoresOf(model, context);
            QCOMPARE(scores.size(), std::size_t{6});
            for (const auto score : scores.score)
                QVERIFY(std::isfinite(score));
            for (const auto share : model.genreMix(now))
                QVERIFY(std::isfinite(share));
        }
    }

    void emptyAndSingleLibrariesAreFine()
    {
        auto none = std::make_shared<Catalogue>();
        none->complete();
        QCOMPARE(scoresOf(Recommender(none), {}).size(), std::size_t{0});
        auto one = std::make_shared<Catalogue>(1);
        one->complete();
        Recommender model(one);
        for (int i = 0; i < 2000; ++i)
            model.observe(play(0, t0 + i));
        QVERIFY(std::isfinite(scoreOf(model, inSession({0}), 0)));
    }

    void noDayTakesMoreThanItsShareOfTheGenreMix()
    {
        History history; // a party of 300 plays of genre 1 on one day, genre 0 on 60 days
        for (int day = 0; day < 60; ++day)
            history.plays.push_back(play(0, t0 + day * 86400));
        for (int i = 0; i < 300; ++i)
            history.plays.push_back(play(3, t0 + 60 * 86400 + i * 10));
        const Recommender model(sixTracks(), history);
        const auto mix = model.genreMix(t0 + 61 * 86400);
        QVERIFY(std::abs(mix[0] + mix[1] - 1) < 1e-9);
        QVERIFY(std::abs(mix[1] - 36. / 96) < 1e-9); // a tenth of 360 against 60
    }
};

SEGUE_TEST(TestRecommender)
#include "tst_recommender.moc"
