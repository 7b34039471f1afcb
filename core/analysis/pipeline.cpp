#include "core/analysis/pipeline.h"

#include "core/analysis/dynamics.h"
#include "core/analysis/loudness.h"
#include "core/analysis/stage_timer.h"

#include <cmath>
#include <utility>
#include <vector>

namespace segue::analysis {

struct Pipeline::State {
    int rate;
    std::size_t channels;
    StageSeconds* times;
    LoudnessMeter loudness;
    LevelMeter levels;
    double frames = 0;
    std::vector<std::vector<float>> planes;
    std::vector<const float*> planePointers;
    StageTimer timer;

    void count(double StageSeconds::*stage)
    {
        const double seconds = timer.lap();
        if (times)
            times->*stage += seconds;
    }
    void split(const float* samples, std::size_t n);
};

/// One plane a channel, cleaned.
void Pipeline::State::split(const float* samples, std::size_t n)
{
    constexpr float absurd = 1e6f;
    for (std::size_t c = 0; c < channels; ++c) {
        planes[c].resize(n);
        float* plane = planes[c].data();
        for (std::size_t i = 0; i < n; ++i) {
            const float x = samples[i * channels + c];
            plane[i] = std::abs(x) < absurd ? x : 0.0f; // false for NaN as well
        }
        planePointers[c] = plane;
    }
}

Pipeline::Pipeline(int sampleRate, int channels, std::uint64_t channelMask, StageSeconds* times)
    : s_(new State{sampleRate, static_cast<std::size_t>(channels), times,
        LoudnessMeter(sampleRate, channels, channelMask), LevelMeter(sampleRate), 0,
        std::vector<std::vector<float>>(static_cast<std::size_t>(channels)),
        std::vector<const float*>(static_cast<std::size_t>(channels)), {}})
{
}

Pipeline::~Pipeline() = default;

void Pipeline::add(const float* samples, std::size_t frames)
{
    State& s = *s_;
    s.timer.restart();
    s.split(samples, frames);
    s.levels.add(s.planePointers, frames);
    s.count(&StageSeconds::rest);
    s.loudness.add(s.planePointers, frames);
    s.count(&StageSeconds::loudness);
    s.frames += static_cast<double>(frames);
}

TrackFeatures Pipeline::finish()
{
    State& s = *s_;
    s.timer.restart();
    TrackFeatures out;
    out.source.sampleRate = s.rate;
    out.source.channels = static_cast<std::int32_t>(s.channels);
    out.source.seconds = static_cast<float>(s.frames / s.rate);
    out.loudness = s.loudness.finish();
    s.count(&StageSeconds::loudness);
    s.levels.finish();
    out.dynamics = dynamicsOf(s.levels, s.loudness.pieces(), out.loudness, s.rate);
    s.count(&StageSeconds::rest);
    return out;
}

} // namespace segue::analysis
