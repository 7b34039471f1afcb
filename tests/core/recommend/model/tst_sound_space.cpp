#include "core/base/random.h"
#include "core/recommend/model/content.h"
#include "core/recommend/model/evaluate_similarity.h"
#include "core/recommend/model/sound_space.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace segue;
using namespace segue::reco;

namespace {

double gaussian(Random& random)
{
    double sum = 0;
    for (int i = 0; i < 12; ++i)
        sum += random.uniform();
    return sum - 6;
}

struct Made {
    std::vector<float> mean = std::vector<float>(soundMfccs);
    std::vector<float> covariance = std::vector<float>(soundMfccs * (soundMfccs + 1) / 2);
    std::vector<float> others = std::vector<float>(8);
};

/// A track of one of several made styles: the style sets where its numbers lie, chance the rest.
Made made(int style, Random& random, double noise = 1)
{
    Random ofStyle(static_cast<std::uint64_t>(style) * 77 + 5);
    Made track;
    for (float& value : track.mean)
        value = static_cast<float>(20 * gaussian(ofStyle) + noise * 8 * gaussian(random));
    std::size_t pair = 0;
    for (std::size_t i = 0; i < soundMfccs; ++i) {
        for (std::size_t j = i; j < soundMfccs; ++j, ++pair) {
            track.covariance[pair] = i == j
                ? static_cast<float>(
                    30 * std::exp(.5 * gaussian(ofStyle) + noise * .2 * gaussian(random)))
                : 0;
        }
    }
    for (float& value : track.others)
        value = static_cast<float>(3 * gaussian(ofStyle) + noise * gaussian(random));
    return track;
}

std::vector<float> point(const Made& track)
{
    return soundVector(track.mean, track.covariance, track.others);
}

const std::vector<float> weights(8, 1.F);
constexpr std::size_t width = soundGaussian + 8;

struct Library {
    Library(int styles, int each, double noise = 1)
    {
        Random random(3);
        std::vector<float> points;
        for (int i = 0; i < styles * each; ++i) {
            const auto one = point(made(i % styles, random, noise));
            points.insert(points.end(), one.begin(), one.end());
            labels.push_back(i % styles);
        }
        space = SoundSpace::fit(points, width, weights, 32);
        std::vector<float> vectors(labels.size() * space.dimension());
        for (std::size_t i = 0; i < labels.size(); ++i)
            space.map(std::span(points).subspan(i * width, width),
                std::span(vectors).subspan(i * space.dimension(), space.dimension()));
        index = SoundIndex(std::move(vectors), space.dimension());
    }
    SoundSpace space;
    SoundIndex index;
    std::vector<std::int32_t> labels;
};

} // namespace

class TestSoundSpace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameGaussianIsTheSamePoint()
    {
        Random random(1);
        const Made track = made(1, random);
        QCOMPARE(point(track), point(track));
        QCOMPARE(point(track).size(), width);
        Made broken = track;
        broken.mean[3] = NAN;
        QVERIFY(point(broken).empty());
    }

    void pointsOfDegenerateCovariancesAreFinite()
    {
        Made silent; // all 0
        for (const float value : point(silent))
            QVERIFY(std::isfinite(value));
        Made loud;
        std::ranges::fill(loud.covariance, 1e6F); // of rank one
        for (const float value : point(loud))
            QVERIFY(std::isfinite(value));
    }

    void distancesFollowThoseOfTheGaussians()
    {
        // A mean that moves further, and a spread that grows further, are further away.
        Random random(2);
        const Made from = made(1, random);
        const auto distance = [&](double move, double grow) {
            Made to = from;
            to.mean[4] += static_cast<float>(move);
            std::size_t pair = 0;
            for (std::size_t i = 0; i < soundMfccs; ++i) {
                to.covariance[pair] *= static_cast<float>(grow);
                pair += soundMfccs - i;
            }
            const auto a = point(from), b = point(to);
            double sum = 0;
            for (std::size_t i = 0; i < soundGaussian; ++i)
                sum += std::pow(double(a[i]) - double(b[i]), 2);
            return std::sqrt(sum);
        };
        QCOMPARE(distance(0, 1), 0.);
        QVERIFY(distance(2, 1) > 0 && distance(8, 1) > distance(2, 1));
        QVERIFY(distance(0, 1.5) > 0 && distance(0, 4) > distance(0, 1.5));
        QVERIFY(std::abs(distance(0, 2) - distance(0, .5)) < .3 * distance(0, 2));
    }

    void tracksOfOneStyleAreNearest()
    {
        const Library library(6, 12);
        const auto figures = evaluateSimilarity(library.index, library.labels);
        QVERIFY2(figures.p1.value > .9, qPrintable(QString::number(figures.p1.value)));
        QVERIFY(figures.p1.low <= figures.p1.value + 1e-9
            && figures.p1.value <= figures.p1.high + 1e-9);
        QVERIFY(std::abs(figures.chance - 11. / 71) < 1e-9);
        QCOMPARE(figures.n, std::size_t(72));
        QCOMPARE(figures.labels, std::size_t(6));
    }

    void vectorsHaveLengthOneAndFewerTracksGiveFewerAxes()
    {
        const Library library(3, 4);
        QCOMPARE(library.space.dimension(), std::size_t(11));
        for (std::size_t row = 0; row < library.index.size(); ++row) {
            double length = 0;
            for (const float x : library.index.vector(row))
                length += double(x) * double(x);
            QVERIFY(std::abs(length - 1) < 1e-4);
        }
        QCOMPARE(SoundSpace::fit({}, width, weights, 32).dimension(), std::size_t(0));
    }

    void nearestIsExact()
    {
        const Library library(20, 30, 2);
        const SoundIndex& index = library.index;
        for (const std::size_t query : {std::size_t(0), std::size_t(17), index.size() - 1}) {
            std::vector<std::size_t> all(index.size());
            std::iota(all.begin(), all.end(), std::size_t(0));
            std::erase(all, query);
            std::ranges::stable_sort(all, [&](std::size_t a, std::size_t b) {
                return index.score(query, a) > index.score(query, b);
            });
            const auto nearest = index.nearest(query, 50);
            QCOMPARE(nearest.size(), std::size_t(50));
            for (std::size_t i = 0; i < nearest.size(); ++i) {
                QVERIFY(std::abs(nearest[i].score - index.score(query, all[i])) < 1e-4F);
                QVERIFY(nearest[i].row != query);
                QVERIFY(i == 0 || nearest[i].score <= nearest[i - 1].score);
            }
        }
    }

    void fewTracksAreNeverFound()
    {
        const Library library(10, 40, 3);
        const auto figures = evaluateSimilarity(library.index, library.labels);
        QVERIFY2(figures.neverInTop5.value < .05,
            qPrintable(QString::number(figures.neverInTop5.value)));
    }

    void aTrackOutsideTheLibraryIsPlacedLikeOneInIt()
    {
        const Library library(6, 12);
        Random random(99);
        std::vector<float> vector(library.space.dimension());
        library.space.map(point(made(4, random)), vector);
        const auto nearest = library.index.nearest(
            vector, library.index.crowdingOf(vector), 5, library.index.size());
        QCOMPARE(nearest.size(), std::size_t(5));
        for (const auto& one : nearest)
            QCOMPARE(library.labels[one.row], 4);
    }

    void analysedTracksAreComparedBySoundInTheContent()
    {
        auto catalogue = std::make_shared<Catalogue>(3);
        catalogue->sound = UnitVectors(3, 2);
        catalogue->sound.set(0, std::vector<float>{1, 0});
        catalogue->sound.set(1, std::vector<float>{.6F, .8F});
        catalogue->complete();
        const ContentIndex content(catalogue);
        const double sound = static_cast<double>(catalogue->sound.cosine(0, 1));
        QVERIFY(std::abs(sound - .6) < .01);
        QVERIFY(std::abs(content.similarity(0, 1) - .6) < .03); // less what is usual here
        QCOMPARE(content.similarity(0, 2), 0.);
    }
};

SEGUE_TEST(TestSoundSpace)
#include "tst_sound_space.moc"
