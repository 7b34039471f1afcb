// Decoding speed and the engine's answer to commands: bench_audio [FILE…] [--rounds N]. Without
// files a made WAV file of four minutes.
#include "core/audio/engine.h"
#include "core/audio/wav_output.h"
#include "core/base/random.h"
#include "tests/bench/bench_report.h"

#include <cmath>
#include <filesystem>
#include <string>
#include <thread>

#include <unistd.h>

using namespace segue;
using namespace segue::audio;

namespace {

constexpr double commandBudgetMs = 50; // of 100 ms from key to sound; the sink holds the rest

std::string madeFile()
{
    const auto path = std::filesystem::temp_directory_path()
        / ("segue-bench-audio-" + std::to_string(::getpid()) + ".wav");
    auto writer = WavWriter::create(path.string(), WavFormat::int16, 44100);
    std::vector<float> second(2 * 44100);
    for (std::size_t i = 0; i < second.size(); ++i)
        second[i] = .5f * std::sin(static_cast<float>(i) * .03f);
    for (int i = 0; i < 240 && writer; ++i)
        static_cast<void>(writer->write(second));
    return path.string();
}

/// Opening, decoding through (also with the resampler to 48 kHz), and seeking.
void decoding(bench::Report& report, const std::string& path)
{
    const std::string name = std::filesystem::path(path).filename().string();
    bench::Stopwatch open;
    auto decoder = Decoder::open(path);
    if (!decoder) {
        std::fprintf(stderr, "%s\n", decoder.error().message.c_str());
        return;
    }
    report.add(name + ": open", open.milliseconds(), "ms");
    const StreamInfo info = (*decoder)->info();
    std::vector<float> block(4096 * static_cast<std::size_t>(info.channels));
    std::int64_t frames = 0;
    bench::Stopwatch decode;
    while (const std::size_t got = (*decoder)->read(block.data(), 4096))
        frames += static_cast<std::int64_t>(got);
    const double music = static_cast<double>(frames) / info.sampleRate;
    const double seconds = decode.seconds();
    report.add(name + ": decode a minute (" + std::to_string(std::lround(music / seconds))
            + " x real time)",
        seconds / music * 60e3, "ms");

    if (auto resampler = Resampler::create(info.sampleRate, 48000);
        resampler && info.channels == 2) {
        std::vector<float> out;
        bench::Stopwatch resample;
        for (int i = 0; i < 1000; ++i) {
            out.clear();
            (*resampler)->process(block.data(), 4096, out);
        }
        report.add(name + ": resample a minute to 48 kHz",
            resample.seconds() / (4096e3 / info.sampleRate) * 60e3, "ms");
    }

    Random random(1);
    std::vector<double> seeks;
    for (int i = 0; i < 50; ++i) {
        bench::Stopwatch seek;
        (*decoder)->seek(
            static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(frames))));
        static_cast<void>((*decoder)->read(block.data(), 1));
        seeks.push_back(seek.milliseconds());
    }
    report.add(name + ": seek, median", bench::quantile(seeks, .5), "ms");
    report.add(name + ": seek, 95 %", bench::quantile(seeks, .95), "ms");
}

/// Pulls in real time, 2 ms a block, as a sound card does.
class Card {
public:
    explicit Card(Engine& engine)
        : engine_(engine)
        , due_(std::chrono::steady_clock::now())
    {
    }
    void block()
    {
        engine_.pull(samples_.data(), samples_.size() / 2);
        due_ += std::chrono::milliseconds(2);
        std::this_thread::sleep_until(due_);
    }
    void run(int ms)
    {
        for (int i = 0; i < ms / 2; ++i)
            block();
    }

private:
    Engine& engine_;
    std::vector<float> samples_ = std::vector<float>(2 * 96);
    std::chrono::steady_clock::time_point due_;
};

enum class Action { play, skip, seek };

/// From the command to the block that holds the first new sample.
double answerMs(Engine& engine, Card& card, Action action, const std::string& path,
    std::uint64_t& id, std::int64_t seekMs)
{
    if (action == Action::skip) {
        engine.setNext(Source{++id, path});
        card.run(60);
    }
    const Engine::Status before = engine.status();
    bench::Stopwatch watch;
    if (action == Action::play)
        engine.play({++id, path});
    else if (action == Action::skip)
        engine.skipToNext();
    else
        engine.seek(seekMs);
    const auto arrived = [&] {
        bool seen = false;
        for (const EngineEvent& event : engine.poll())
            seen = seen || (event.type == EngineEvent::Type::started && event.id == id);
        // A seek changes what sounds without an event: the position moves on from its target.
        return action == Action::seek ? std::abs(engine.status().positionMs - seekMs) < 500
                && engine.status().positionMs > seekMs
                && std::abs(before.positionMs - seekMs) > 1000
                                      : seen;
    };
    while (!arrived() && watch.seconds() < 5)
        card.block();
    return watch.milliseconds();
}

void commands(bench::Report& report, const std::string& path, int rounds)
{
    const std::string name = std::filesystem::path(path).filename().string();
    Engine engine({.rate = 48000});
    Card card(engine);
    std::uint64_t id = 1;
    engine.play({id, path});
    card.run(200);
    Random random(2);
    for (const auto& [action, text] : {std::pair{Action::play, "play another"},
             {Action::skip, "skip to what was prepared"}, {Action::seek, "seek"}}) {
        std::vector<double> times;
        for (int i = 0; i < rounds; ++i) {
            times.push_back(answerMs(engine, card, action, path, id,
                5000 + 10'000 * (i % 2) + static_cast<std::int64_t>(random.below(3000))));
            card.run(40);
        }
        report.add(name + ": " + text + " to new sound, median", bench::quantile(times, .5), "ms",
            commandBudgetMs, "budget without the sink");
        report.add(name + ": " + text + " to new sound, 95 %", bench::quantile(times, .95), "ms",
            commandBudgetMs, "budget without the sink");
    }
}

} // namespace

int main(int argc, char** argv)
{
    bench::Report report("audio", argc, argv);
    const int rounds = static_cast<int>(report.option("rounds", 30));
    std::vector<std::string> files = report.arguments();
    const std::string made = files.empty() ? madeFile() : std::string();
    if (!made.empty())
        files.push_back(made);
    for (const std::string& file : files) {
        decoding(report, file);
        commands(report, file, rounds);
    }
    if (!made.empty())
        std::filesystem::remove(made);
    return report.finish();
}
