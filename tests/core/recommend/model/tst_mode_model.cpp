#include "core/recommend/model/mode_model.h"
#include "core/recommend/model/session_likelihood.h"
#include "tests/core/recommend/model/small_library.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue::reco;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

/// 40 tracks of 10 artists, two genres: artists 0..4 are genre 0, the others genre 1.
std::shared_ptr<const Catalogue> fortyTracks()
{
    auto c = std::make_shared<Catalogue>(40);
    c->genreStart = {0};
    for (Item i = 0; i < 40; ++i) {
        c->artist[static_cast<std::size_t>(i)] = i / 4;
        c->genre.push_back(i / 4 < 5 ? 0 : 1);
        c->genreStart.push_back(static_cast<std::uint32_t>(i + 1));
    }
    c->complete();
    return c;
}

Play inSession(std::int64_t session, Item item, std::int64_t at)
{
    Play p = test::play(item, at);
    p.session = session;
    return p;
}

/// `sessions` sessions of six plays of artists 0..4, a day apart.
std::vector<Play> usualSessions(int sessions)
{
    std::vector<Play> plays;
    for (int s = 0; s < sessions; ++s) {
        for (int k = 0; k < 6; ++k)
            plays.push_back(inSession(s, (7 * s + 3 * k) % 20, s * 86400 + k * 200));
    }
    return plays;
}

} // namespace

class TestModeModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLeanFollowsEnergyAndTempo()
    {
        const auto c = test::sixTracks();
        const std::vector<float> energy{.1F, .3F, .9F, unknown, unknown, .3F};
        const std::vector<float> tempo{unknown, unknown, unknown, 70, unknown, 150};
        ModeModel model(*c, {.3, .2, 70, 20}, energy, tempo);
        QVERIFY(std::abs(model.score(1) - 1) < 1e-6); // at the centre of the only known column
        // energy .1 is one width away: 2 exp(-1/2) - 1
        QVERIFY(std::abs(model.score(0) - (2 * std::exp(-.5) - 1)) < 1e-6);
        QVERIFY(model.score(2) < -.9);
        QVERIFY(std::abs(model.score(3) - 1) < 1e-6);
        QCOMPARE(model.score(4), 0.); // nothing known
        QVERIFY(std::abs(model.score(5)) < .01); // one fits, one does not: 1 and -1
    }

    void itLearnsFromWhatIsFollowedAndSkipped()
    {
        const auto c = test::sixTracks();
        ModeModel model(*c, {}, {}, {});
        for (int i = 0; i < 6; ++i) {
            model.observe(0, true);
            model.observe(3, false);
        }
        // track 0: ln 7 * 6/9; artist .7 of the same; genre 0 .5 of the same
        const double odds = std::log(7.) * 6 / 9;
        QVERIFY(std::abs(model.score(0) - std::tanh((odds + .7 * odds + .5 * odds) / 2)) < 1e-9);
        QVERIFY(std::abs(model.score(1) - std::tanh((.7 * odds + .5 * odds) / 2)) < 1e-9);
        QVERIFY(std::abs(model.score(5) - std::tanh(.5 * odds / 2)) < 1e-9);
        QVERIFY(model.score(3) < -.8 && model.score(4) < -.5);
        QCOMPARE(model.plays(), 12.);
    }

    void theLeanFadesAsPlaysComeIn()
    {
        const auto c = test::sixTracks();
        const std::vector<float> energy(6, .3F);
        ModeModel model(*c, {.3, .2, 0, 0}, energy, {});
        QVERIFY(std::abs(model.leanPart(5) - 1) < 1e-9);
        for (int i = 0; i < 20; ++i)
            model.observe(3, true);
        QVERIFY(std::abs(model.leanPart(5) - .5) < 1e-9);
        for (Item i = 0; i < 6; ++i)
            QVERIFY(std::abs(model.score(i)) <= 1);
    }

    void oddInputIsIgnored()
    {
        const auto c = test::sixTracks();
        ModeModel model(*c, {.5, .2, 0, 0}, std::vector<float>(3, 1.F), {}); // wrong size
        model.observe(-1, true);
        model.observe(6, true);
        model.observe(0, true, std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(model.plays(), 0.);
        QCOMPARE(model.score(0), 0.);
    }

    void aSessionsLikelihoodIsTheMeanOfItsPlays()
    {
        const auto c = test::sixTracks();
        std::vector<Play> plays{inSession(1, 0, 0), inSession(1, 3, 200), inSession(2, 1, 90000)};
        const auto sessions = sessionLikelihoods(*c, plays);
        QCOMPARE(sessions.size(), std::size_t{2});
        QCOMPARE(sessions[0].plays, 2);
        QVERIFY(std::abs(sessions[0].meanLog2 - std::log2(.1 / 6)) < 1e-9); // nothing known
        // artist 0 has half of the follows over 3 tracks, genre 0 half over 4 tracks
        const double p = .6 * .5 / 3 + .3 * .5 / 4 + .1 / 6;
        QVERIFY(std::abs(sessions[1].meanLog2 - std::log2(p)) < 1e-9);
    }

    void aSessionOfAnotherTasteIsUnusualAndOneOfNewAlbumsIsNot()
    {
        const auto c = fortyTracks();
        auto plays = usualSessions(60);
        QVERIFY(!isLastUnusual(sessionLikelihoods(*c, plays)));
        auto other = plays;
        for (int k = 0; k < 6; ++k)
            other.push_back(inSession(60, 20 + 3 * k, 60 * 86400 + k * 200));
        QVERIFY(isLastUnusual(sessionLikelihoods(*c, other)));
        // Too few plays, or too little to compare with.
        QVERIFY(!isLastUnusual(sessionLikelihoods(*c, std::span(other).first(plays.size() + 3))));
        auto young = usualSessions(30);
        for (int k = 0; k < 6; ++k)
            young.push_back(inSession(60, 20 + 3 * k, 60 * 86400 + k * 200));
        QVERIFY(!isLastUnusual(sessionLikelihoods(*c, young)));
    }
};

SEGUE_TEST(TestModeModel)
#include "tst_mode_model.moc"
