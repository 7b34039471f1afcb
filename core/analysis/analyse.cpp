#include "core/analysis/analyse.h"

#include "core/analysis/pipeline.h"
#include "core/analysis/stage_timer.h"
#include "core/audio/decoder.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace segue::analysis {

namespace {

constexpr std::size_t blockFrames = 8192; // a pair of channels fits the second-level cache

} // namespace

Result<TrackFeatures> analyseFile(const std::string& path, const AnalyseOptions& options)
{
    StageSeconds times;
    StageTimer timer;
    auto decoder = audio::Decoder::open(path, true);
    if (!decoder)
        return decoder.error();
    audio::Decoder& file = **decoder;
    const audio::StreamInfo info = file.info();
    const double expected = static_cast<double>(info.durationMs) * 1e-3 * info.sampleRate;
    Pipeline pipeline(info.sampleRate, info.channels, info.channelMask, &times);
    std::vector<float> block(blockFrames * static_cast<std::size_t>(info.channels));
    times.decode += timer.lap();
    double done = 0;
    while (true) {
        if (options.stop.stop_requested())
            return Error{stoppedMessage};
        timer.restart();
        const std::size_t got = file.read(block.data(), blockFrames);
        times.decode += timer.lap();
        if (got == 0)
            break;
        pipeline.add(block.data(), got);
        done += static_cast<double>(got);
        if (options.progress && expected > 0)
            options.progress(std::min(done / expected, 1.0));
    }
    TrackFeatures features = pipeline.finish();
    timer.restart();
    features.source.corruptPackets = file.corruptPackets();
    if (const auto key = file.audioKey()) {
        features.source.audioKey = *key;
        features.source.hasAudioKey = true;
    }
    features.source.complete = file.ioError().empty();
    times.decode += timer.lap();
    if (options.times)
        *options.times = times;
    return features;
}

Result<TrackFeatures> analyseSamples(const float* samples, std::size_t frames, int channels,
    int sampleRate, const AnalyseOptions& options)
{
    if (channels <= 0 || sampleRate <= 0)
        return Error{"There is no sound with " + std::to_string(channels) + " channels at "
            + std::to_string(sampleRate) + " Hz."};
    StageSeconds times;
    Pipeline pipeline(sampleRate, channels, 0, &times);
    for (std::size_t done = 0; done < frames;) {
        if (options.stop.stop_requested())
            return Error{stoppedMessage};
        const std::size_t n = std::min(blockFrames, frames - done);
        pipeline.add(samples + done * static_cast<std::size_t>(channels), n);
        done += n;
        if (options.progress)
            options.progress(static_cast<double>(done) / static_cast<double>(frames));
    }
    TrackFeatures features = pipeline.finish();
    if (options.times)
        *options.times = times;
    return features;
}

} // namespace segue::analysis
