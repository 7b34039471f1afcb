#include "core/audio/null_output.h"
#include "core/audio/wav_output.h"

#include "tests/core/audio/audio_fixtures.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <filesystem>

using namespace segue;
using namespace segue::audio;
using namespace segue::test;
using namespace Qt::StringLiterals;

using Type = EngineEvent::Type;

class TestOutputs : public QObject {
    Q_OBJECT

private:
    const Sound whole_ = sweep(44100, 8);
    const std::int64_t cut_ = 176'257;
    std::string a_, b_;

private Q_SLOTS:
    void initTestCase()
    {
        a_ = tempPath(u"outputs-a.wav"_s);
        b_ = tempPath(u"outputs-b.wav"_s);
        writeWav(a_, whole_.part(0, cut_));
        writeWav(b_, whole_.part(cut_, whole_.frames()));
    }

    void theNullOutputPlaysAsFastAsItCanDecode()
    {
        std::atomic<int> calls{0};
        Engine engine({.rate = 44100}, [&] { ++calls; });
        NullOutput output(44100, Pace::asFastAsPossible);
        engine.play({1, a_});
        engine.setNext(std::nullopt);
        QVERIFY(output.start(engine).ok());
        bool drained = false;
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            for (const EngineEvent& event : engine.poll())
                drained = drained || event.type == Type::drained;
            return drained;
        }()),
            10'000);
        output.stop();
        QVERIFY(calls > 0);
    }

    void theWavOutputHoldsExactlyTheMusic_data()
    {
        QTest::addColumn<bool>("isFloat");
        QTest::newRow("float") << true;
        QTest::newRow("16 bit") << false;
    }
    void theWavOutputHoldsExactlyTheMusic()
    {
        QFETCH(bool, isFloat);
        const std::string path = tempPath(u"out.wav"_s);
        Engine engine({.rate = 44100});
        WavOutput output(path, 44100, isFloat ? WavFormat::float32 : WavFormat::int16);
        engine.play({1, a_});
        engine.setNext(Source{2, b_});
        QVERIFY(output.start(engine).ok());
        bool drained = false;
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            for (const EngineEvent& event : engine.poll()) {
                if (event.type == Type::started && event.id == 2)
                    engine.setNext(std::nullopt);
                drained = drained || event.type == Type::drained;
            }
            return drained;
        }()),
            10'000);
        output.stop();
        QVERIFY(decodeAll(path).samples == whole_.samples);
    }

    void aWavFileOfADeadProgramPlays()
    {
        const std::string path = tempPath(u"dead.wav"_s);
        auto writer = WavWriter::create(path, WavFormat::int16, 44100);
        QVERIFY(writer.ok());
        QVERIFY(writer->write(whole_.part(0, 100'000).samples).ok());
        QVERIFY(writer->write(whole_.part(100'000, 120'000).samples).ok());
        // Not closed: what was written up to the last second's mark is announced.
        const std::string copy = tempPath(u"dead-copy.wav"_s);
        writeBytes(copy, readBytes(path));
        const Sound got = decodeAll(copy);
        QVERIFY(got.frames() >= 100'000);
        QVERIFY(got.samples == whole_.part(0, got.frames()).samples);
    }

    void aWavFileBeyond4GiBAnnouncesItsLength()
    {
        const std::string path = tempPath(u"large.wav"_s);
        constexpr std::uint64_t frames = 700'000'000; // 5.2 GiB, none of it on the disk
        writeBytes(path, wavHeader(WavFormat::float32, 48000, frames));
        std::filesystem::resize_file(path, 92 + frames * 8);
        const auto decoder = Decoder::open(path);
        QVERIFY(decoder.ok());
        QCOMPARE((*decoder)->info().totalFrames, std::optional<std::int64_t>(frames));
    }

    void aWavFileThatCannotBeWrittenIsAnError()
    {
        Engine engine;
        WavOutput output("/no/such/folder/x.wav");
        const auto started = output.start(engine);
        QVERIFY(!started.ok());
        QVERIFY(started.error().message.find("/no/such/folder/x.wav") != std::string::npos);
        if (!std::filesystem::exists("/dev/full"))
            return;
        auto full = WavWriter::create("/dev/full", WavFormat::float32, 48000);
        QVERIFY(!full.ok());
        QVERIFY(full.error().message.find("Make room") != std::string::npos);
    }
};

SEGUE_TEST(TestOutputs)
#include "tst_outputs.moc"
