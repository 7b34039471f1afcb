// What an analysis costs and how near its loudness is to ffmpeg's:
//   bench_analysis [FILE…] [--runs N]        seconds of one core a stage, for 4 minutes of music
//   bench_analysis --loudness 1 FILE…        against `ffmpeg -af ebur128=peak=true` (the program)
//   bench_analysis --tempo 1 FILE BPM …      known tempos: within 4 %, 1 %, octave-tolerant
// Without files a made WAV file of four minutes. Times are processor time of the thread.
#include "core/analysis/analyse.h"
#include "core/analysis/stage_timer.h"
#include "core/audio/decoder.h"
#include "core/audio/wav_output.h"
#include "tests/bench/bench_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

using namespace segue;
using namespace segue::analysis;

namespace {

constexpr double budget = .70; // seconds of one core for 4 minutes of mp3
constexpr double fourMinutes = 240;

std::string madeFile()
{
    const auto path = std::filesystem::temp_directory_path()
        / ("segue-bench-analysis-" + std::to_string(::getpid()) + ".wav");
    auto writer = audio::WavWriter::create(path.string(), audio::WavFormat::int16, 44100);
    std::vector<float> second(2 * 44100);
    for (int s = 0; s < 240 && writer; ++s) {
        for (std::size_t i = 0; i < second.size(); ++i) {
            const std::size_t frame = i / 2;
            const auto t = static_cast<float>(frame);
            second[i] = .3f * std::sin(t * .03f * (1 + static_cast<float>(s % 5) / 12))
                + .2f * std::sin(t * .11f) * std::exp(-std::fmod(t, 22050.f) * .0005f);
        }
        static_cast<void>(writer->write(second));
    }
    return path.string();
}

double decodeOnly(const std::string& path)
{
    StageTimer timer;
    auto decoder = audio::Decoder::open(path);
    if (!decoder)
        return 0;
    std::vector<float> block(8192 * static_cast<std::size_t>((*decoder)->info().channels));
    while ((*decoder)->read(block.data(), 8192) > 0) { }
    return timer.lap();
}

void add(StageSeconds& to, const StageSeconds& from)
{
    to.decode += from.decode;
    to.loudness += from.loudness;
    to.resample += from.resample;
    to.spectrum += from.spectrum;
    to.chroma += from.chroma;
    to.tempo += from.tempo;
    to.rest += from.rest;
}

void speed(bench::Report& report, const std::vector<std::string>& files, int runs)
{
    double music = 0;
    double bare = 0;
    StageSeconds stages;
    for (const std::string& file : files) {
        for (int run = 0; run < runs; ++run) {
            StageSeconds times;
            AnalyseOptions options;
            options.times = &times;
            const auto features = analyseFile(file, options);
            if (!features) {
                std::fprintf(stderr, "%s\n", features.error().message.c_str());
                break;
            }
            music += static_cast<double>(features->source.seconds);
            add(stages, times);
            bare += decodeOnly(file);
        }
    }
    if (music <= 0)
        return;
    const double scale = fourMinutes / music;
    report.add("all in, 4 minutes", stages.total() * scale, "s", budget, "budget");
    report.add("all in against decoding only", stages.total() * scale, "s", bare * scale,
        "decoding only", 3);
    report.add("decode and audio key", stages.decode * scale, "s");
    report.add("loudness and true peak", stages.loudness * scale, "s");
    report.add("to mono at 22.05 kHz", stages.resample * scale, "s");
    report.add("spectrum, MFCC, shape", stages.spectrum * scale, "s");
    report.add("chroma and key", stages.chroma * scale, "s");
    report.add("tempo, beats, rhythm", stages.tempo * scale, "s");
    report.add("levels, waveform, rest", stages.rest * scale, "s");
    report.add("x real time", music / stages.total(), "x");
}

struct Reference {
    double integrated = 0;
    double peak = 0; // dBTP
    bool found = false;
};

/// What the ffmpeg program says. Not for paths with a quote in them.
Reference byFfmpeg(const std::string& path)
{
    const std::string command = "ffmpeg -nostdin -hide_banner -i '" + path
        + "' -vn -af ebur128=peak=true:framelog=verbose -f null - 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    Reference out;
    bool summary = false;
    char line[1024];
    while (pipe && std::fgets(line, sizeof line, pipe.get())) {
        const std::string text = line;
        summary = summary || text.find("Summary:") != std::string::npos;
        const auto number = [&](const char* name, double& value) {
            const std::size_t at = text.find(name);
            if (summary && at != std::string::npos) {
                value = std::strtod(text.c_str() + at + std::string(name).size(), nullptr);
                out.found = true;
            }
        };
        number(" I:", out.integrated);
        number(" Peak:", out.peak);
    }
    return out;
}

void loudness(bench::Report& report, const std::vector<std::string>& files)
{
    std::vector<double> integrated;
    std::vector<double> peaks;
    for (const std::string& file : files) {
        const Reference reference = byFfmpeg(file);
        const auto features = analyseFile(file);
        if (!reference.found || !features || !features->loudness.valid)
            continue;
        integrated.push_back(
            std::abs(static_cast<double>(features->loudness.integrated) - reference.integrated));
        peaks.push_back(std::abs(
            20 * std::log10(static_cast<double>(features->loudness.truePeak)) - reference.peak));
        std::fprintf(stderr, "%.2f LU %.2f dB %s\n", integrated.back(), peaks.back(), file.c_str());
    }
    report.add("tracks held against ffmpeg", static_cast<double>(integrated.size()), "");
    report.add("loudness, largest difference", bench::quantile(integrated, 1), "LU", .1, "allowed");
    report.add("true peak, largest difference", bench::quantile(peaks, 1), "dB", .2, "allowed");
}

void tempo(bench::Report& report, const std::vector<std::string>& arguments)
{
    double n = 0;
    double within4 = 0;
    double within1 = 0;
    double tolerant = 0;
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
        const auto features = analyseFile(arguments[i]);
        const double bpm = std::strtod(arguments[i + 1].c_str(), nullptr);
        if (!features || bpm <= 0)
            continue;
        const auto got = static_cast<double>(features->tempo.bpm);
        const auto near = [&](double factor, double share) {
            return std::abs(got / (bpm * factor) - 1) <= share;
        };
        ++n;
        within4 += near(1, .04) ? 1 : 0;
        within1 += near(1, .01) ? 1 : 0;
        const std::vector<double> octaves{1, 2, .5, 3, 1.0 / 3};
        tolerant
            += std::any_of(octaves.begin(), octaves.end(), [&](double f) { return near(f, .04); })
            ? 1
            : 0;
        if (!near(1, .04))
            std::fprintf(stderr, "%.1f for %.1f (other %.1f): %s\n", got, bpm,
                static_cast<double>(features->tempo.otherBpm), arguments[i].c_str());
    }
    if (n == 0)
        return;
    report.add("tracks of known tempo", n, "");
    report.add("wrong by more than 4 %", 1 - within4 / n, "", .25, "allowed");
    report.add("wrong, octaves allowed", 1 - tolerant / n, "", .07, "allowed");
    report.add("wrong by more than 1 %", 1 - within1 / n, "");
}

} // namespace

int main(int argc, char** argv)
{
    bench::Report report("analysis", argc, argv);
    const int runs = static_cast<int>(report.option("runs", 1));
    std::vector<std::string> files = report.arguments();
    if (report.option("loudness", 0) != 0) {
        loudness(report, files);
    } else if (report.option("tempo", 0) != 0) {
        tempo(report, files);
    } else {
        const std::string made = files.empty() ? madeFile() : std::string();
        if (!made.empty())
            files.push_back(made);
        speed(report, files, runs);
        if (!made.empty())
            std::filesystem::remove(made);
    }
    return report.finish();
}
