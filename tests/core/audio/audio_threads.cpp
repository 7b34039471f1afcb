// The engine under random commands from one thread while another pulls: for the thread and address
// sanitizers, hence without Qt. Fixed seeds; the order of events varies with the machine, what must
// hold does not.
#include "core/audio/engine.h"
#include "core/audio/null_output.h"
#include "core/audio/wav_output.h"
#include "core/base/random.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

using namespace segue;
using namespace segue::audio;

namespace {

int failures = 0;

void check(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "FAIL: %s\n", what);
    ++failures;
}

std::string writeTone(const std::filesystem::path& path, int rate, int frames)
{
    auto writer = WavWriter::create(path.string(), WavFormat::int16, rate);
    std::vector<float> samples;
    for (int i = 0; i < frames; ++i) {
        const float value = .3f * std::sin(static_cast<float>(i) * .05f);
        samples.insert(samples.end(), {value, -value});
    }
    if (!writer || !writer->write(samples) || !writer->close()) {
        std::fprintf(stderr, "cannot write %s\n", path.c_str());
        std::exit(2);
    }
    return path.string();
}

/// Many commands at random; afterwards one track must still play to its end.
void randomCommands(const std::vector<std::string>& files, std::uint64_t seed, Pace pace)
{
    Random random(seed);
    std::atomic<int> notices{0};
    Engine engine({.rate = 48000}, [&] { ++notices; });
    NullOutput output(48000, pace);
    check(output.start(engine).ok(), "the null output starts");
    std::uint64_t id = 0;
    std::map<std::uint64_t, int> open;
    bool balanced = true;
    const auto look = [&] {
        bool drained = false;
        for (const EngineEvent& event : engine.poll()) {
            if (event.type == EngineEvent::Type::started)
                balanced = balanced && ++open[event.id] == 1;
            if (event.type == EngineEvent::Type::ended)
                balanced = balanced && --open[event.id] == 0;
            drained = drained || (event.type == EngineEvent::Type::drained && event.id == id);
        }
        return drained;
    };
    const auto file = [&] { return files[random.below(files.size())]; };
    for (int i = 0; i < 400; ++i) {
        switch (random.below(10)) {
        case 0:
            engine.play({++id, file()});
            break;
        case 1:
        case 2:
            engine.setNext(Source{++id, file(), 0, .5f});
            break;
        case 3:
            engine.setNext(std::nullopt);
            break;
        case 4:
            engine.seek(static_cast<std::int64_t>(random.below(2000)));
            break;
        case 5:
            engine.pause();
            break;
        case 6:
            engine.resume();
            break;
        case 7:
            engine.skipToNext();
            break;
        case 8:
            engine.setVolume(random.uniform());
            engine.setGain(id, .7f);
            break;
        default:
            if (random.below(8) == 0)
                engine.stop();
            static_cast<void>(engine.status());
            break;
        }
        look();
        if (random.below(4) == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(random.below(3)));
    }
    engine.play({++id, files.front()});
    engine.setNext(std::nullopt);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    bool drained = false;
    while (!(drained = look()) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    check(drained, "the last track plays to its end");
    check(balanced, "every play starts once and ends once");
    check(engine.status().id == 0, "nothing sounds afterwards");
    output.stop();
    check(notices > 0, "the control side is woken");
}

/// A chain of joins as fast as possible: not a frame more or less than the files hold.
void longChain(const std::vector<std::string>& files, const std::string& out, std::uint64_t frames)
{
    Engine engine({.rate = 44100});
    {
        WavOutput output(out, 44100, WavFormat::int16);
        check(output.start(engine).ok(), "the WAV output starts");
        std::uint64_t at = 0;
        engine.play({++at, files[0]});
        engine.setNext(Source{++at, files[1 % files.size()]});
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        bool drained = false;
        while (!drained && std::chrono::steady_clock::now() < until) {
            for (const EngineEvent& event : engine.poll()) {
                drained = drained || event.type == EngineEvent::Type::drained;
                if (event.type != EngineEvent::Type::started || event.id == 1)
                    continue;
                if (at < 60)
                    engine.setNext(Source{++at, files[(at - 1) % files.size()]});
                else
                    engine.setNext(std::nullopt);
            }
            std::this_thread::yield();
        }
        check(drained, "the chain comes to its end");
    }
    const auto decoder = Decoder::open(out);
    check(decoder.ok() && (*decoder)->info().totalFrames == static_cast<std::int64_t>(frames),
        "no frame is lost or added in 60 joins");
}

} // namespace

int main()
{
    const auto folder = std::filesystem::temp_directory_path()
        / ("segue-audio-threads-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string a = writeTone(folder / "a.wav", 44100, 30'001);
    const std::string b = writeTone(folder / "b.wav", 44100, 7'003);
    const std::string c = writeTone(folder / "c.wav", 48000, 40'000);
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
        randomCommands({a, b, c, (folder / "missing.wav").string()}, seed,
            seed % 2 ? Pace::asFastAsPossible : Pace::realTime);
    longChain({a, b}, (folder / "out.wav").string(), 30 * (30'001 + 7'003));
    std::filesystem::remove_all(folder);
    std::printf("%s\n", failures == 0 ? "passed" : "FAILED");
    return failures == 0 ? 0 : 1;
}
