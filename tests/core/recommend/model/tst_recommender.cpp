#include "tests/support/test_main.h"

#include "core/recommend/model/explain.h"
#include "core/recommend/model/recommender.h"
#include "core/recommend/model/rerank.h"

#include <QTest>

#include <cmath>
#include <memory>

using namespace segue::reco;

namespace {

/// Six tracks: artist 0 has 0, 1, 2 on album 0; artist 1 has 3, 4; artist 2 has 5.
std::shared_ptr<const Catalogue> sixTracks()
{
    auto c = std::make_shared<Catalogue>(6);
    c->artist = {0, 0, 0, 1, 1, 2};
    c->album = {0, 0, 0, 1, 1, 2};
    c->discTrack = {1001, 1002, 1003, 1001, 1002, 1001};
    c->genreStart = {0, 1, 2, 3, 4, 5, 6};
    c->genre = {0, 0, 0, 1, 1, 0};
    c->complete();
    return c;
}

Play play(Item item, std::int64_t at)
{
    Play p;
    p.item = item;
    p.at = at;
    return p;
}

} // namespace

class TestRecommender : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoreIsTheSumOfItsContributions()
    {
        History history;
        for (int i = 0; i < 30; ++i)
            history.plays.push_back(play(i % 5, 1000000 + i * 200));
        history.ratings.push_back({.item = 3, .kind = RatingKind::love, .at = 1000000});
        const Recommender model(sixTracks(), history);
        Context context;
        context.now = 1000000 + 30 * 200;
        context.session = {0, 1};
        Workspace workspace;
        Scores scores;
        model.score(context, {}, workspace, scores);
        QCOMPARE(scores.size(), std::size_t{6});
        for (std::size_t i = 0; i < scores.size(); ++i) {
            double sum = 0;
            for (const auto value : scores.row(i))
                sum += static_cast<double>(value);
            QVERIFY(std::isfinite(scores.score[i]));
            QVERIFY(std::abs(sum - scores.score[i]) < 1e-6);
        }
    }

    void neverAndOneStarLeaveEveryList()
    {
        Recommender model(sixTracks());
        model.rate({.item = 1, .kind = RatingKind::never});
        model.rate({.item = 2, .halfStars = 2});
        model.rate({.artist = 1, .kind = RatingKind::never});
        Workspace workspace;
        Scores scores;
        model.score({}, {}, workspace, scores);
        QCOMPARE(scores.items, (std::vector<Item>{0, 5}));
    }
};

SEGUE_TEST(TestRecommender)
#include "tst_recommender.moc"
