#include "core/audio/gain.h"
#include "core/audio/gapless_info.h"
#include "core/audio/resampler.h"
#include "core/audio/spsc_ring.h"
#include "core/audio/stereo_mix.h"

#include "tests/core/audio/audio_fixtures.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <thread>

using namespace segue;
using namespace segue::audio;
using namespace segue::test;

namespace {

std::vector<float> resample(Resampler& resampler, const Sound& sound)
{
    std::vector<float> out;
    for (std::int64_t at = 0; at < sound.frames(); at += 4096) {
        const std::int64_t count = std::min<std::int64_t>(4096, sound.frames() - at);
        resampler.process(sound.samples.data() + at * 2, static_cast<std::size_t>(count), out);
    }
    return out;
}

} // namespace

class TestSignalPath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRingGivesBackWhatWasWrittenAcrossThreads()
    {
        SpscRing<std::uint32_t> ring(1000);
        constexpr std::uint32_t count = 200'000;
        std::thread writer([&] {
            std::uint32_t value = 0;
            std::vector<std::uint32_t> block;
            while (value < count) {
                block.clear();
                for (std::uint32_t i = 0; i < 1 + value % 97 && value + i < count; ++i)
                    block.push_back(value + i);
                value += static_cast<std::uint32_t>(ring.write(block));
            }
        });
        std::uint32_t expected = 0;
        bool right = true;
        std::vector<std::uint32_t> block(131);
        while (expected < count) {
            const std::size_t got = ring.read(block);
            for (std::size_t i = 0; i < got; ++i)
                right = right && block[i] == expected++;
        }
        writer.join();
        QVERIFY(right);
        QCOMPARE(ring.readable(), std::size_t{0});
    }

    void monoGoesToBothSidesAndStereoStays()
    {
        const float mono[] = {.25f, -.5f};
        float out[4];
        StereoMix(1, 0x4).process(mono, 2, out);
        QCOMPARE(out[0], .25f);
        QCOMPARE(out[1], .25f);
        QCOMPARE(out[3], -.5f);
        const float stereo[] = {.1f, .2f, .3f, .4f};
        StereoMix(2, 0x3).process(stereo, 2, out);
        QVERIFY(std::equal(out, out + 4, stereo));
    }

    void surroundIsMixedAsBs775Says()
    {
        // FL FR FC LFE SL SR, one channel at a time.
        const float expected[6][2]
            = {{1, 0}, {0, 1}, {.70710678f, .70710678f}, {0, 0}, {.70710678f, 0}, {0, .70710678f}};
        for (const std::uint64_t mask : {0x60Full, 0x3Full, 0ull}) {
            const StereoMix mix(6, mask);
            for (std::size_t c = 0; c < 6; ++c) {
                float in[6] = {};
                in[c] = 1;
                float out[2];
                mix.process(in, 1, out);
                QCOMPARE(out[0], expected[c][0]);
                QCOMPARE(out[1], expected[c][1]);
            }
        }
    }

    void resamplingKeepsTheLengthAndTheTime_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        for (const auto& [from, to] : {std::pair{44100, 48000}, {48000, 44100}, {96000, 48000},
                 {8000, 48000}, {22050, 44100}, {192000, 44100}, {44100, 44100}})
            QTest::addRow("%d to %d", from, to) << from << to;
    }
    void resamplingKeepsTheLengthAndTheTime()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        const Sound source = sweep(from, 2.3456789);
        const auto resampler = Resampler::create(from, to);
        QVERIFY(resampler.ok());
        Sound out{to, 2, resample(**resampler, source)};
        (*resampler)->flush(out.samples);
        QCOMPARE(out.frames(), (source.frames() * to + from - 1) / from);
        const Sound reference = sweep(to, 2.3456789); // the same sweep, sampled at the new rate
        double worst = 0;
        for (std::size_t i = 2000;
             i + 2000 < std::min(out.samples.size(), reference.samples.size()); ++i)
            worst
                = std::max(worst, std::abs(double{out.samples[i]} - double{reference.samples[i]}));
        QVERIFY2(worst < 2e-3, qPrintable(QString::number(worst)));
    }

    void aResamplerThatGoesOnOverAJoinEqualsTheUncutFile()
    {
        const Sound whole = sweep(44100, 3);
        const auto one = Resampler::create(44100, 48000);
        std::vector<float> uncut = resample(**one, whole);
        (*one)->flush(uncut);
        const auto two = Resampler::create(44100, 48000);
        std::vector<float> joined = resample(**two, whole.part(0, 50'001));
        const std::vector<float> rest = resample(**two, whole.part(50'001, whole.frames()));
        joined.insert(joined.end(), rest.begin(), rest.end());
        (*two)->flush(joined);
        QCOMPARE(joined.size(), uncut.size());
        QVERIFY(joined == uncut);
    }

    void ratesThatMakeNoSenseAreErrors()
    {
        QVERIFY(!Resampler::create(0, 48000).ok());
        QVERIFY(!Resampler::create(44100, -1).ok());
        QVERIFY(!Resampler::create(2'000'000'000, 48000).ok());
    }

    void theVolumeIsPerceptualAndExactAtFull()
    {
        QCOMPARE(volumeToAmplitude(1), 1.0f);
        QCOMPARE(volumeToAmplitude(0), 0.0f);
        QCOMPARE(volumeToAmplitude(.5), .125f);
        QCOMPARE(volumeToAmplitude(7), 1.0f);
    }

    void aRampArrivesAtItsTargetAndIsTransparentAtOne()
    {
        Ramp ramp(1);
        std::vector<float> samples(200, .3f);
        ramp.apply(samples.data(), 100);
        QVERIFY(samples == std::vector<float>(200, .3f));
        ramp.moveTo(0, 50);
        ramp.apply(samples.data(), 100);
        QVERIFY(samples[0] < .3f && samples[0] > .28f);
        for (std::size_t i = 2; i < 200; ++i)
            QVERIFY(samples[i] <= samples[i - 2]);
        QCOMPARE(samples[199], 0.0f);
        QCOMPARE(ramp.value(), 0.0f);
    }

    void theLimiterLeavesWhatFitsAndHoldsTheRest()
    {
        Limiter limiter(48000);
        std::vector<float> samples;
        for (int i = 0; i < 20'000; ++i)
            samples.push_back(std::sin(static_cast<float>(i) * .01f));
        const std::vector<float> before = samples;
        limiter.process(samples.data(), samples.size() / 2);
        QVERIFY(samples == before);

        for (float& sample : samples)
            sample *= 3;
        samples[1000] = std::numeric_limits<float>::quiet_NaN();
        samples[1003] = std::numeric_limits<float>::infinity();
        limiter.process(samples.data(), samples.size() / 2);
        for (const float sample : samples)
            QVERIFY(std::abs(sample) <= 1);

        std::vector<float> quiet(2 * 48000, .25f); // a second later it is transparent again
        limiter.process(quiet.data(), 48000);
        QCOMPARE(quiet.back(), .25f);
    }

    void theInfoTagIsReadAndGarbageIsNot()
    {
        QVERIFY(!parseMp3InfoTag(""));
        QVERIFY(!parseMp3InfoTag("not an mp3"));
        std::string packet(400, '\0');
        packet.replace(0, 4, "\xFF\xFB\x90\x64");
        QVERIFY(!parseMp3InfoTag(packet));
        packet.replace(36, 4, "Xing");
        packet[43] = 1;
        packet[46] = 2; // 512 packets
        packet.replace(48, 4, "LAME");
        packet.replace(69, 3, "\x24\x06\x91");
        const auto tag = parseMp3InfoTag(packet);
        QVERIFY(tag);
        QCOMPARE(tag->frames, qint64{512 * 1152});
        QCOMPARE(tag->delay, 576);
        QCOMPARE(tag->padding, 1681);
        QCOMPARE(tag->musicFrames(), std::optional<std::int64_t>(512 * 1152 - 576 - 1681));
        for (std::size_t size = 0; size < packet.size(); ++size)
            static_cast<void>(parseMp3InfoTag(std::string_view(packet).substr(0, size)));
    }

    void anEditListRoundedToMillisecondsDoesNotCut()
    {
        Mp4AudioTimes times{44100, 177'567, 1000, 1024, 4003, true};
        QCOMPARE(times.musicTicks(), qint64{176'543});
        times.editDuration = 2000; // really shorter
        QCOMPARE(times.musicTicks(), qint64{88'200});
        times.editDuration = 0;
        QCOMPARE(times.musicTicks(), qint64{176'543});
    }

    void applesGaplessTextIsRead()
    {
        const auto smpb
            = parseITunSmpb(" 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000");
        QVERIFY(smpb);
        QCOMPARE(smpb->priming, qint64{0x840});
        QCOMPARE(smpb->samples, qint64{0x3F31F6});
        QVERIFY(!parseITunSmpb(""));
        QVERIFY(!parseITunSmpb(" 00000000 xyz 0 1"));
    }
};

SEGUE_TEST(TestSignalPath)
#include "tst_signal_path.moc"
