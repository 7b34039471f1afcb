#include "core/base/random.h"
#include "core/recommend/model/content.h"
#include "core/recommend/model/content_weights.h"
#include "core/recommend/model/recommender.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace segue;
using namespace segue::reco;

namespace {

constexpr std::int64_t t0 = 1'700'000'000;

bool near(double a, double b, double by = 1e-5)
{
    return std::abs(a - b) < by;
}

std::shared_ptr<Catalogue> tracks(std::size_t n)
{
    return std::make_shared<Catalogue>(n);
}

ContentIndex indexOf(std::shared_ptr<Catalogue> c)
{
    c->complete();
    return ContentIndex(std::move(c));
}

float partOf(const ContentIndex& content, Item a, Item b, ContentPart part)
{
    return content.agreement(a, b).agreement[index(part)];
}

/// 60 tracks by as many artists: nothing to compare by until a test fills a column.
std::shared_ptr<Catalogue> many()
{
    auto c = tracks(60);
    std::iota(c->artist.begin(), c->artist.end(), 0);
    return c;
}

} // namespace

class TestContent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMissingPartNeitherPunishesNorHelps()
    {
        auto c = many();
        c->label.assign(60, -1);
        c->year.assign(60, 1970);
        for (int i = 0; i < 30; ++i)
            c->year[static_cast<std::size_t>(i)] = 2000;
        c->genreStart.resize(61);
        std::iota(c->genreStart.begin(), c->genreStart.end(), 0U);
        c->genre.resize(60);
        for (int i = 0; i < 60; ++i)
            c->genre[static_cast<std::size_t>(i)] = i % 2;
        c->label[0] = c->label[2] = 0; // 4 has no label
        c->label[6] = 1;
        const auto content = indexOf(c);
        // 0 and 2: same genre, year and label; 4: the same, its label unknown; 6: another label.
        QVERIFY(content.similarity(0, 2) > content.similarity(0, 4));
        QVERIFY(content.similarity(0, 4) > content.similarity(0, 6));
        const auto parts = content.agreement(0, 4);
        QVERIFY(!parts.known[index(ContentPart::label)]);
        QCOMPARE(parts.agreement[index(ContentPart::label)], 0.F);
        // What it lacks is left out of both sums: the rest alone, by its weights.
        const auto w = ContentWeights::start().of;
        double sum = 0, weight = 0;
        for (std::size_t part = 0; part < contentPartCount; ++part) {
            sum += parts.known[part] ? double(w[part] * parts.agreement[part]) : 0;
            weight += parts.known[part] ? double(w[part]) : 0;
        }
        QVERIFY(near(content.similarity(0, 4), sum / weight));
    }

    void nothingKnownIsNoLikeness()
    {
        auto c = tracks(3);
        c->artist = {0, 0, -1};
        const auto content = indexOf(c);
        QVERIFY(content.similarity(0, 1) > .5);
        QCOMPARE(content.similarity(0, 2), 0.);
        QCOMPARE(content.similarity(2, 2), 0.);
    }

    void thinEvidenceCountsForWhatItIs()
    {
        auto c = tracks(40);
        c->durationS.assign(40, 0);
        for (std::size_t i = 0; i < 40; ++i)
            c->durationS[i] = 100.F + 20.F * static_cast<float>(i);
        const auto content = indexOf(c);
        // Lengths alone: even the same one makes no twins.
        QVERIFY(content.similarity(0, 0) > 0 && content.similarity(0, 0) < .2);
    }

    void partsSumToTheSimilarityAndColumnsAgreeWithPairs()
    {
        auto c = many();
        Random random(4);
        c->genreStart.resize(61);
        std::iota(c->genreStart.begin(), c->genreStart.end(), 0U);
        c->sound = UnitVectors(60, 8);
        for (std::size_t i = 0; i < 60; ++i) {
            c->genre.push_back(static_cast<std::int32_t>(random.below(5)));
            c->year.push_back(static_cast<std::int16_t>(1960 + random.below(50)));
            c->bpm.push_back(static_cast<std::int16_t>(i % 3 == 0 ? 0 : 60 + random.below(120)));
            c->key.push_back(static_cast<std::int8_t>(static_cast<int>(random.below(25)) - 1));
            std::array<float, 8> v{};
            for (auto& x : v)
                x = static_cast<float>(random.uniform()) - .5F;
            if (i % 4 != 0)
                c->sound.set(i, v);
        }
        c->genreParent = {-1, 0, 0, -1, 3};
        const auto content = indexOf(c);
        std::vector<float> column(60);
        for (Item a = 0; a < 60; ++a) {
            content.similarities(a, column);
            for (Item b = 0; b < 60; ++b) {
                const auto parts = content.parts(a, b);
                const float sum = std::accumulate(parts.begin(), parts.end(), 0.F);
                QVERIFY(near(static_cast<double>(sum), content.similarity(a, b)));
                QVERIFY(near(static_cast<double>(column[static_cast<std::size_t>(b)]),
                    content.similarity(a, b)));
                QVERIFY(near(content.similarity(a, b), content.similarity(b, a)));
                QVERIFY(content.similarity(a, b) <= 1 + 1e-6);
            }
            QVERIFY(near(content.similarity(a, a), 1, 1e-3));
        }
    }

    void relatedGenresAreNoStrangers()
    {
        auto c = many();
        // 0 rock, 1 metal in rock, 2 death metal and 3 black metal in metal, 4 folk in rock, 5 jazz
        c->genreParent = {-1, 0, 1, 1, 0, -1};
        c->genreStart.resize(61);
        std::iota(c->genreStart.begin(), c->genreStart.end(), 0U);
        for (int i = 0; i < 60; ++i)
            c->genre.push_back(i < 6 ? i : (i % 3 == 0 ? 0 : 5));
        const auto content = indexOf(c);
        const auto genre
            = [&](Item a, Item b) { return partOf(content, a, b, ContentPart::genre); };
        QVERIFY(near(static_cast<double>(genre(2, 2)), 1));
        QVERIFY(genre(2, 3) > genre(2, 4));
        QVERIFY(genre(2, 1) > genre(2, 0));
        QVERIFY(genre(2, 4) > genre(2, 5));
        QCOMPARE(content.commonGenre(2, 3), 1);
        QCOMPARE(content.commonGenre(2, 4), 0);
        QCOMPARE(content.commonGenre(2, 5), -1);
    }

    void genresThatLeadInACircleEnd()
    {
        auto c = tracks(3);
        c->genreStart = {0, 1, 2, 3};
        c->genre = {0, 1, 2};
        c->genreParent = {1, 2, 0, 7};
        const auto content = indexOf(c);
        QVERIFY(std::isfinite(content.similarity(0, 1)));
        QVERIFY(c->isOfGenre(0, 0));
    }

    void tempoIsTolerantOfOctaves()
    {
        auto c = many();
        c->bpm.assign(60, 0);
        for (std::size_t i = 0; i < 60; ++i)
            c->bpm[i] = static_cast<std::int16_t>(60 + 3 * i);
        c->bpm[0] = 80;
        c->bpm[1] = 160;
        c->bpm[2] = 81;
        c->bpm[3] = 113;
        const auto content = indexOf(c);
        const auto bpm = [&](Item a, Item b) { return partOf(content, a, b, ContentPart::bpm); };
        QVERIFY(bpm(0, 2) > bpm(0, 1));
        QVERIFY(bpm(0, 1) > .6F);
        QVERIFY(bpm(0, 3) < 0);
    }

    void keysAreNearOnTheCircleOfFifths()
    {
        auto c = many();
        c->key.assign(60, -1);
        for (std::size_t i = 0; i < 60; ++i)
            c->key[i] = static_cast<std::int8_t>(i % 24);
        const auto content = indexOf(c);
        // By twice the place on the circle: 0 C, 1 A minor, 2 G, 4 D, 7 C minor (three flats: 9).
        const auto key = [&](Item a, Item b) { return partOf(content, a, b, ContentPart::key); };
        QVERIFY(near(static_cast<double>(key(0, 24)), 1));
        QVERIFY(key(0, 1) > key(0, 2)); // the relative before the neighbour
        QVERIFY(key(0, 2) > key(0, 4));
        QVERIFY(near(static_cast<double>(key(0, 2)), static_cast<double>(key(0, 22))));
        QVERIFY(key(0, 19) < 0); // C and C minor
    }

    void vectorsOfBytesKeepTheCosines()
    {
        Random random(7);
        constexpr std::size_t n = 40, d = 96;
        UnitVectors vectors(n + 1, d);
        std::vector<std::vector<float>> exact(n, std::vector<float>(d));
        for (std::size_t i = 0; i < n; ++i) {
            double squares = 0;
            for (auto& x : exact[i]) {
                x = static_cast<float>(random.uniform() + random.uniform() - 1);
                squares += double(x) * double(x);
            }
            for (auto& x : exact[i])
                x /= static_cast<float>(std::sqrt(squares));
            vectors.set(i, exact[i]);
        }
        std::vector<float> column(n + 1);
        vectors.cosines(3, column);
        for (std::size_t i = 0; i < n; ++i) {
            const float want
                = std::inner_product(exact[3].begin(), exact[3].end(), exact[i].begin(), 0.F);
            QVERIFY(std::abs(vectors.cosine(3, i) - want) < .005F);
            QCOMPARE(column[i], vectors.cosine(3, i));
        }
        QVERIFY(near(static_cast<double>(vectors.cosine(3, 3)), 1));
        QVERIFY(!vectors.has(n));
        QCOMPARE(column[n], 0.F);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::vector<float> odd(d, nan);
        vectors.set(0, odd);
        QVERIFY(!vectors.has(0));
        odd[5] = 3;
        vectors.set(0, odd);
        QVERIFY(near(static_cast<double>(vectors.cosine(0, 0)), 1));
    }

    /// A listener who goes by tempo and not at all by year.
    void weightsFollowTheListenersOwnSessions()
    {
        constexpr std::size_t n = 400;
        auto c = tracks(n);
        std::iota(c->artist.begin(), c->artist.end(), 0);
        Random random(11);
        for (std::size_t i = 0; i < n; ++i) {
            c->bpm.push_back(static_cast<std::int16_t>(i % 2 == 0 ? 70 : 100));
            c->year.push_back(static_cast<std::int16_t>(random.below(2) == 0 ? 1970 : 2000));
        }
        c->complete();
        const auto listen = [&](int plays) {
            History history;
            Random choose(5);
            for (int i = 0; i < plays; ++i) {
                Play play;
                play.at = t0 + i * 250 + (i / 20) * 86400;
                play.item = static_cast<Item>(2 * choose.below(n / 2) + (i / 20) % 2);
                play.outcome = Outcome::follow;
                history.plays.push_back(play);
            }
            return Recommender(c, history).contentWeights();
        };
        const auto start = ContentWeights::start();
        const auto few = listen(200);
        QCOMPARE(few.pairs, 0.);
        QCOMPARE(few.of, start.of);
        const auto learned = listen(2000);
        QVERIFY(learned.pairs >= static_cast<double>(leastContentPairs));
        const auto of
            = [&](const ContentWeights& w, ContentPart part) { return w.of[index(part)]; };
        QVERIFY(of(learned, ContentPart::bpm) > 2 * of(start, ContentPart::bpm));
        QVERIFY(of(learned, ContentPart::year) < of(start, ContentPart::year));
        // What nobody can tell from these sessions stays.
        QCOMPARE(of(learned, ContentPart::sound), of(start, ContentPart::sound));
        QCOMPARE(of(learned, ContentPart::composer), of(start, ContentPart::composer));
        QCOMPARE(listen(2000).of, learned.of);
    }

    void listenersWhoGoByNothingKeepTheStartWeights()
    {
        constexpr std::size_t n = 200;
        auto c = tracks(n);
        Random random(12);
        for (std::size_t i = 0; i < n; ++i) {
            c->artist[i] = static_cast<std::int32_t>(random.below(20));
            c->year.push_back(static_cast<std::int16_t>(1960 + random.below(60)));
        }
        c->complete();
        History history;
        for (int i = 0; i < 3000; ++i) {
            Play play;
            play.at = t0 + i * 250;
            play.item = static_cast<Item>(random.below(n));
            play.outcome = Outcome::follow;
            history.plays.push_back(play);
        }
        const auto weights = Recommender(c, history).contentWeights();
        double moved = 0;
        for (std::size_t part = 0; part < contentPartCount; ++part)
            moved += std::abs(double(weights.of[part] - ContentWeights::start().of[part]));
        QVERIFY(weights.pairs == 0 || moved < .2);
    }
};

SEGUE_TEST(TestContent)
#include "tst_content.moc"
