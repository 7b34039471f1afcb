#include "tests/core/audio/engine_listener.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::audio;
using namespace segue::test;
using namespace Qt::StringLiterals;

namespace {

using Type = EngineEvent::Type;

std::vector<float> slice(const Sound& sound, std::int64_t from, std::int64_t frames)
{
    return sound.part(from, from + frames).samples;
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private:
    const Sound whole_ = sweep(44100, 8);
    const std::int64_t cut_ = 176'257;
    std::string a_, b_, all_;

private Q_SLOTS:
    void initTestCase()
    {
        a_ = tempPath(u"engine-a.wav"_s);
        b_ = tempPath(u"engine-b.wav"_s);
        all_ = tempPath(u"engine-all.wav"_s);
        writeWav(a_, whole_.part(0, cut_));
        writeWav(b_, whole_.part(cut_, whole_.frames()));
        writeWav(all_, whole_);
    }

    void twoTracksComeOutAsOneBitForBit()
    {
        Listener listener;
        listener.engine.play({1, a_});
        listener.engine.setNext(Source{2, b_});
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QVERIFY(listener.heard.samples == whole_.samples);
        QCOMPARE(listener.find(Type::started, 1)->frame, qint64{0});
        QCOMPARE(listener.find(Type::ended, 1)->frame, qint64{cut_});
        QCOMPARE(listener.find(Type::started, 2)->frame, qint64{cut_});
        QCOMPARE(listener.find(Type::ended, 2)->frame, qint64{whole_.frames()});
        QVERIFY(listener.find(Type::ended, 1)->complete);
        QCOMPARE(listener.find(Type::ended, 1)->heardMs, qint64{cut_ * 1000 / 44100});
    }

    void partsOfOneFileComeOutAsTheFile_data()
    {
        QTest::addColumn<int>("rate");
        QTest::newRow("its own rate") << 44100;
        QTest::newRow("resampled") << 48000;
    }
    void partsOfOneFileComeOutAsTheFile()
    {
        QFETCH(int, rate);
        Listener one({.rate = rate});
        one.engine.play({1, all_});
        one.engine.setNext(std::nullopt);
        QVERIFY(one.pullUntil(Type::drained, 1));
        // 1,493 ms are 65,841.3 samples: both neighbours meet at the same one.
        Listener parts({.rate = rate});
        parts.engine.play({1, all_, 0, 1, 0, 1493});
        parts.engine.setNext(Source{2, all_, 0, 1, 1493, 2507});
        QVERIFY(parts.pullUntil(Type::started, 2));
        parts.engine.setNext(Source{3, all_, 0, 1, 2507, 0});
        QVERIFY(parts.pullUntil(Type::started, 3));
        parts.engine.setNext(std::nullopt);
        QVERIFY(parts.pullUntil(Type::drained, 3));
        QVERIFY(parts.heard.samples == one.heard.samples);
        const std::int64_t meet = 1493 * 44100 / 1000;
        QCOMPARE(parts.find(Type::started, 2)->frame, qint64{(meet * rate + 44099) / 44100});
        QVERIFY(parts.find(Type::ended, 1)->complete);
    }

    void aPartKnowsNoMoreThanItself()
    {
        Listener listener;
        listener.engine.play({1, all_, 500, 1, 1000, 2000});
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::started, 1));
        QVERIFY(listener.engine.status().positionMs >= 500);
        QVERIFY(listener.engine.status().positionMs <= 1000);
        QVERIFY(listener.pullUntil(Type::drained, 1));
        const std::int64_t from = 1500 * 44100 / 1000, to = 2000 * 44100 / 1000;
        QCOMPARE(listener.heard.frames(), to - from);
        // Within a track it fades in, shortly.
        const auto fade = static_cast<std::ptrdiff_t>(44100 / 50 * 2);
        QVERIFY(std::equal(listener.heard.samples.begin() + fade, listener.heard.samples.end(),
            whole_.part(from, to).samples.begin() + fade));
    }

    void aResampledJoinIsTheUncutFile()
    {
        Listener one({.rate = 48000});
        one.engine.play({1, all_});
        one.engine.setNext(std::nullopt);
        QVERIFY(one.pullUntil(Type::drained, 1));
        Listener two({.rate = 48000});
        two.engine.play({1, a_});
        two.engine.setNext(Source{2, b_});
        QVERIFY(two.pullUntil(Type::started, 2));
        two.engine.setNext(std::nullopt);
        QVERIFY(two.pullUntil(Type::drained, 2));
        QCOMPARE(two.heard.frames(), one.heard.frames());
        QVERIFY(two.heard.samples == one.heard.samples);
        QCOMPARE(two.find(Type::started, 2)->frame, qint64{(cut_ * 48000 + 44099) / 44100});
    }

    void gainChangesAtTheBoundarySample()
    {
        Listener listener;
        listener.engine.play({1, a_, 0, .5f});
        listener.engine.setNext(Source{2, b_, 0, .25f});
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QCOMPARE(listener.heard.frames(), whole_.frames());
        for (std::int64_t i = 0; i < whole_.frames() * 2; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const float gain = i / 2 < cut_ ? .5f : .25f;
            if (listener.heard.samples[at] != whole_.samples[at] * gain)
                QFAIL(qPrintable(u"frame %1"_s.arg(i / 2)));
        }
    }

    void tracksOfDifferentRatesFollowWithoutLoss()
    {
        const std::string other = tempPath(u"engine-48.wav"_s);
        writeWav(other, sweep(48000, 1));
        Listener listener;
        listener.engine.play({1, b_});
        listener.engine.setNext(Source{2, other});
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QCOMPARE(listener.heard.frames(), whole_.frames() - cut_ + 44100);
    }

    void seekingFadesShortlyAndIsThenExact()
    {
        Listener listener;
        listener.engine.play({1, all_});
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pull(20'000));
        listener.engine.seek(5000);
        QVERIFY(listener.pullUntil(Type::drained, 1));
        QVERIFY(listener.from(0, 20'000) == slice(whole_, 0, 20'000));
        // From the end: everything but the fade is what the file holds.
        const std::int64_t rest = whole_.frames() - 5 * 44100 - 221;
        const auto start = static_cast<std::size_t>(listener.heard.frames() - rest);
        QVERIFY(listener.from(start, static_cast<std::size_t>(rest))
            == slice(whole_, whole_.frames() - rest, rest));
        QVERIFY2(listener.steepest() < .25f, qPrintable(QString::number(listener.steepest())));
        QVERIFY(!listener.has(Type::underrun, 1));
        // One play: heard is what sounded, not where it ended.
        const qint64 heard = listener.find(Type::ended, 1)->heardMs;
        QVERIFY2(heard < 4000 && heard > 3300, qPrintable(QString::number(heard)));
        QCOMPARE(std::count_if(listener.events.begin(), listener.events.end(),
                     [](const EngineEvent& e) { return e.type == Type::started; }),
            1);
    }

    void aSeekKeepsTheGaplessJoin()
    {
        Listener listener({.rate = 48000});
        listener.engine.play({1, a_});
        listener.engine.setNext(Source{2, b_});
        QVERIFY(listener.pull(20'000));
        listener.engine.seek(3000);
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        Listener one({.rate = 48000});
        one.engine.play({1, all_});
        one.engine.setNext(std::nullopt);
        QVERIFY(one.pullUntil(Type::drained, 1));
        // From a moment after the seek to the end, across the join, it is the uncut file (the
        // filter starts at another sample: equal to rounding, not to the bit).
        double worst = 0;
        for (std::size_t back = 1; back < 2 * 48000 * 4; ++back)
            worst = std::max(worst,
                std::abs(double{listener.heard.samples[listener.heard.samples.size() - back]}
                    - double{one.heard.samples[one.heard.samples.size() - back]}));
        QVERIFY2(worst < 2e-3, qPrintable(QString::number(worst)));
    }

    void aNewTrackReplacesTheOldWithAFade()
    {
        Listener listener;
        listener.engine.play({1, all_, 0, .5f}); // both at once must stay below the limiter
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pull(30'000));
        listener.engine.play({2, b_, 0, .5f});
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QVERIFY(!listener.find(Type::ended, 1)->complete);
        const std::int64_t started = listener.find(Type::started, 2)->frame;
        QCOMPARE(listener.find(Type::ended, 1)->frame, qint64{started});
        // 5 ms of fade lie over the new track's start; after them it is exact.
        for (std::int64_t i = 2 * 221; i < 2 * (whole_.frames() - cut_); ++i)
            QCOMPARE(listener.heard.samples[static_cast<std::size_t>(2 * started + i)],
                whole_.samples[static_cast<std::size_t>(2 * cut_ + i)] * .5f);
        QCOMPARE(listener.heard.frames(), started + whole_.frames() - cut_);
    }

    void skippingPlaysWhatWasPrepared()
    {
        Listener listener(
            {.rate = 48000}); // the prepared voice waits for the first one's resampler
        listener.engine.play({1, all_});
        listener.engine.setNext(Source{2, b_});
        QVERIFY(listener.pull(10'000));
        listener.engine.skipToNext();
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QVERIFY(!listener.find(Type::ended, 1)->complete);
        QCOMPARE(listener.heard.frames() - listener.find(Type::started, 2)->frame,
            qint64{((whole_.frames() - cut_) * 48000 + 44099) / 44100});
    }

    void pauseFadesAndNothingIsLost()
    {
        Listener listener;
        listener.engine.play({1, all_});
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pull(30'000));
        listener.engine.pause();
        std::vector<float> block(2 * 4000, 1.0f);
        const std::size_t faded = listener.engine.pull(block.data(), 4000);
        QCOMPARE(faded, std::size_t{220});
        QCOMPARE(block[2 * 3999], 0.0f);
        QVERIFY(std::abs(block[2 * 219]) < .01f);
        QCOMPARE(listener.engine.pull(block.data(), 4000), std::size_t{0});
        listener.collect();
        QVERIFY(listener.has(Type::paused, 1));
        const Engine::Status status = listener.engine.status();
        QCOMPARE(status.positionMs, qint64{30'220 * 1000 / 44100});
        QCOMPARE(status.heardMs, status.positionMs);
        listener.engine.resume();
        QVERIFY(listener.pullUntil(Type::drained, 1));
        QCOMPARE(listener.heard.frames() + 220, whole_.frames());
        QVERIFY(listener.from(30'220, 50'000) == slice(whole_, 30'440, 50'000));
    }

    void seekingWhilePausedStaysSilent()
    {
        Listener listener;
        listener.engine.play({1, all_});
        QVERIFY(listener.pull(1000));
        listener.engine.pause();
        std::vector<float> block(2 * 1000);
        listener.engine.pull(block.data(), 1000);
        listener.engine.seek(4000);
        QCOMPARE(listener.engine.status().positionMs, qint64{4000});
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 200)
            QCOMPARE(listener.engine.pull(block.data(), 1000), std::size_t{0});
        listener.engine.resume();
        QVERIFY(listener.pull(2000));
        QVERIFY(listener.from(1000 + 300, 1000) == slice(whole_, 4 * 44100 + 300, 1000));
    }

    void stopEndsThePlayAndRests()
    {
        Listener listener;
        listener.engine.play({1, all_});
        QVERIFY(listener.pull(5000));
        listener.engine.stop();
        QVERIFY(listener.pullUntil(Type::paused, 0));
        QVERIFY(listener.has(Type::ended, 1));
        QCOMPARE(listener.engine.status().id, std::uint64_t{0});
        listener.engine.play({2, b_});
        QVERIFY(listener.pullUntil(Type::started, 2));
    }

    void aBrokenFileIsReportedAndTheNextOnePlays()
    {
        const std::string broken = tempPath(u"engine-broken.mp3"_s);
        writeBytes(broken, "no music");
        Listener listener;
        listener.engine.play({1, broken});
        QVERIFY(listener.pullUntil(Type::failed, 1));
        QVERIFY(
            listener.find(Type::failed, 1)->message.find("engine-broken.mp3") != std::string::npos);
        QVERIFY(!listener.has(Type::started, 1));
        listener.engine.play({2, a_});
        listener.engine.setNext(Source{3, broken});
        QVERIFY(listener.pullUntil(Type::failed, 3));
        listener.engine.setNext(Source{4, b_});
        QVERIFY(listener.pullUntil(Type::started, 4));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 4));
        QVERIFY(listener.heard.samples == whole_.samples);
    }

    void whatFollowsCanChangeUntilTheEnd()
    {
        Listener listener;
        listener.engine.play({1, a_});
        listener.engine.setNext(Source{2, all_});
        QVERIFY(listener.pull(20'000));
        listener.engine.setNext(Source{3, b_});
        QVERIFY(listener.pullUntil(Type::started, 3));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 3));
        QVERIFY(!listener.has(Type::started, 2));
        QVERIFY(listener.heard.samples == whole_.samples);
    }

    void theEndWaitsForWordOfWhatFollows()
    {
        Listener listener;
        listener.engine.play({1, a_});
        QVERIFY(listener.pull(static_cast<std::size_t>(cut_)));
        std::vector<float> block(2000);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(listener.engine.pull(block.data(), 1000, true), std::size_t{0});
        listener.collect();
        QVERIFY(!listener.has(Type::drained, 1));
        listener.engine.setNext(Source{2, b_});
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QVERIFY(listener.heard.samples == whole_.samples);
    }

    void volumeMovesSmoothlyToItsTarget()
    {
        Listener listener;
        listener.engine.setVolume(.5);
        listener.engine.play({1, all_});
        QVERIFY(listener.pull(10'000));
        for (std::size_t i = 0; i < 20'000; ++i)
            QCOMPARE(listener.heard.samples[i], whole_.samples[i] * .125f);
        listener.engine.setVolume(1);
        QVERIFY(listener.pull(10'000));
        QVERIFY(listener.from(10'441, 9000) == slice(whole_, 10'441, 9000));
        QVERIFY(listener.steepest() < .25f);
    }

    void aCrossFadeOverlapsTheTracks()
    {
        Listener listener({.rate = 44100, .crossFadeMs = 1000});
        listener.engine.play({1, a_});
        listener.engine.setNext(Source{2, b_});
        QVERIFY(listener.pullUntil(Type::started, 2));
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 2));
        QCOMPARE(listener.find(Type::started, 2)->frame, qint64{cut_ - 44100});
        QCOMPARE(listener.heard.frames(), whole_.frames() - 44100);
    }

    void manyCommandsAtOnceEndInTheLastOne()
    {
        Listener listener;
        for (std::uint64_t id = 1; id <= 300; ++id) // more than the command ring holds
            listener.engine.play({id, id % 2 ? a_ : b_});
        listener.engine.setNext(std::nullopt);
        QVERIFY(listener.pullUntil(Type::drained, 300));
        QCOMPARE(listener.engine.status().id, std::uint64_t{0});
    }
};

SEGUE_TEST(TestEngine)
#include "tst_engine.moc"
