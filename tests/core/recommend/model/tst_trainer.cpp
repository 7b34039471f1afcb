#include "tests/support/test_main.h"

#include "core/recommend/model/collaborative_trainer.h"
#include "core/recommend/model/content_features.h"
#include "tests/core/recommend/model/made_listeners.h"
#include "tests/core/recommend/model/small_library.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <memory>

using namespace segue::reco;
using namespace segue::reco::test;

namespace {

/// The listener goes from 0 to 1; fifteen friends have 0, 1 and 4.
CollaborativeInput smallInput()
{
    CollaborativeInput input;
    input.catalogue = sixTracks();
    for (int s = 0; s < 6; ++s) {
        input.own.plays.push_back(play(0, 1600000000 + s * 90000));
        input.own.plays.push_back(play(1, 1600000240 + s * 90000));
    }
    for (int f = 0; f < 15; ++f) {
        History other;
        for (const Item item : {0, 1, 4})
            other.plays.push_back(play(item, 1600000000 + item * 240));
        input.others.push_back(other);
    }
    return input;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void friendsBringWhatTheListenerHasNot()
    {
        const auto input = smallInput();
        const auto trained = trainCollaborative(input);
        QVERIFY(trained.finished);
        QCOMPARE(trained.listeners, std::size_t{15});
        QCOMPARE(trained.support, (std::vector<float>{15, 15, 0, 0, 15, 0}));
        const auto held = heldBy(input.own);
        QCOMPARE(held, (std::vector<Item>{0, 1}));
        for (const auto& scores :
            {trained.factorScores(held), trained.walkScores(held), trained.chosenScores(held)}) {
            QVERIFY(scores);
            QCOMPARE(scores->size(), std::size_t{6});
            QVERIFY((*scores)[4] > .1F); // 0 and 1 bring it
            for (const float s : *scores)
                QVERIFY(std::isfinite(s) && s >= 0);
        }
    }

    void packsAreRowsOfTheirOwn()
    {
        auto input = smallInput();
        ListenerPack pack{"Radio", false, {}};
        pack.rows.columns = 900; // more than the library: what is not in it is left out
        pack.rows.add(std::vector<Item>{2, 3, 800}, 3);
        input.packs.push_back(pack);
        const auto table = collaborativeTable(input);
        QCOMPARE(table.columns, 6);
        QCOMPARE(table.of(table.rows() - 1).size(), std::size_t{2});
        QCOMPARE(table.rowWeight.back(), 3.F);
        const auto trained = trainCollaborative(input);
        QVERIFY(trained.walkScores(std::vector<Item>{2}));
        QCOMPARE(trained.listeners, input.others.size() + 1);
        QCOMPARE(trained.packs.size(), std::size_t{1});
        QCOMPARE(trained.packs[0].name, std::string("Radio"));
        QCOMPARE(trained.packs[0].tracks, (std::vector<float>{0, 0, 1, 1, 0, 0}));
        QCOMPARE(trained.support, trainCollaborative(smallInput()).support); // people here alone
    }

    void theChoiceCanBeForced()
    {
        auto input = smallInput();
        input.forced = CollaborativeKind::ease;
        const auto trained = trainCollaborative(input);
        QVERIFY(trained.chosen.kind() == CollaborativeKind::ease && !trained.chosen.empty());
    }

    void aColdTrackHasItsAlbumsFactors()
    {
        const auto trained = trainCollaborative(smallInput());
        // Track 2 was heard by nobody; 0 and 1 of its album are warm: it goes where they go.
        const auto scores = trained.factorScores(std::vector<Item>{0, 4});
        QVERIFY(scores && (*scores)[2] > .3F);
        QVERIFY(std::abs((*scores)[2] - ((*scores)[0] + (*scores)[1]) / 2) < .1F);
    }

    void nothingToLearnFromSaysNothing()
    {
        CollaborativeInput input;
        input.catalogue = sixTracks();
        input.own.plays = {play(0, 1600000000), play(99, 1600000240), play(-7, 1600000300)};
        const auto trained = trainCollaborative(input);
        QVERIFY(!trained.finished);
        QVERIFY(!trained.factorScores(std::vector<Item>{0}));
        QVERIFY(!trained.walkScores(std::vector<Item>{0}));
        QVERIFY(!trained.chosenScores(std::vector<Item>{0}));
        QVERIFY(!trainCollaborative(smallInput()).factorScores({}));
    }

    void progressRisesAndStopEnds()
    {
        double last = 0;
        bool falls = false;
        const auto all = trainCollaborative(smallInput(), {2, {}, [&](double share) {
                                                               falls = falls || share < last - 1e-9;
                                                               last = share;
                                                           }});
        QVERIFY(all.finished && !falls && last == 1);
        const auto source = std::make_unique<std::stop_source>();
        const auto part = trainCollaborative(
            smallInput(), {1, source->get_token(), [&](double) { source->request_stop(); }});
        QVERIFY(!part.finished);
    }

    void ratingsFoldInAsTheSpecificationHasThem()
    {
        History history;
        history.ratings = {{.item = 0, .halfStars = 10}, {.item = 1, .halfStars = 4},
            {.item = 2, .kind = RatingKind::love}, {.item = 3, .halfStars = 8},
            {.item = 3, .kind = RatingKind::clear}, {.artist = 1, .kind = RatingKind::never}};
        const auto ratings = foldRatings(history);
        QCOMPARE(ratings.size(), std::size_t{3});
        QCOMPARE(ratings[0].confidence, 8.);
        QCOMPARE(ratings[1].target, -.5);
        QCOMPARE(ratings[2].target, 1.);
    }

    void contentIsGenresYearLengthTempoAndSound()
    {
        Catalogue c(3);
        c.genreStart = {0, 1, 3, 3};
        c.genre = {0, 0, 1};
        c.year = {1970, 1990, 0};
        c.durationS = {200, std::numeric_limits<float>::quiet_NaN(), 0};
        c.bpm = {0, 120, 90};
        c.sound = UnitVectors(3, 2);
        c.sound.set(0, std::vector<float>{1, 0});
        c.sound.set(1, std::vector<float>{-1, 0});
        c.complete();
        const auto content = contentFeatures(c);
        QCOMPARE(content.columns, std::size_t{7}); // two genres, year, length, tempo, two of sound
        QCOMPARE(content.of(0)[0], 1.F);
        const auto second = content.of(1);
        QVERIFY(std::abs(second[0] * second[0] + second[1] * second[1] - 1) < 1e-5F);
        QVERIFY(second[1] > second[0]); // the rarer genre weighs more
        QVERIFY(content.of(0)[2] < 0 && second[2] > 0);
        QVERIFY(second[4] > 0 && content.of(2)[4] < 0);
        QVERIFY(content.of(0)[5] > 0 && second[5] < 0);
        QCOMPARE(content.of(0)[6], 0.F); // constant
        QVERIFY(content.knows(0) && content.knows(1) && !content.knows(2));
        for (const float v : content.values)
            QVERIFY(std::isfinite(v));
    }

    void aRareGenreIsSeenThroughItsFamily()
    {
        Catalogue c(3);
        c.genreStart = {0, 1, 2, 3};
        c.genre = {1, 2, 3};
        c.genreParent = {-1, 0, 0, -1}; // 1 and 2 are of the family 0, which nobody is tagged with
        c.complete();
        const auto content = contentFeatures(c);
        const auto cosine = [&](std::size_t a, std::size_t b) {
            double sum = 0;
            for (std::size_t k = 0; k < 4; ++k)
                sum += static_cast<double>(content.of(a)[k] * content.of(b)[k]);
            return sum;
        };
        QVERIFY(cosine(0, 1) > .02);
        QCOMPARE(cosine(0, 2), 0.);
    }
};

SEGUE_TEST(TestTrainer)
#include "tst_trainer.moc"
