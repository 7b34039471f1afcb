#include "core/analysis/pipeline.h"

#include "core/analysis/chroma.h"
#include "core/analysis/downsample.h"
#include "core/analysis/dynamics.h"
#include "core/analysis/loudness.h"
#include "core/analysis/spectrum.h"
#include "core/analysis/stage_timer.h"
#include "core/analysis/tempo.h"
#include "core/analysis/waveform.h"

#include <cmath>
#include <utility>
#include <vector>

namespace segue::analysis {

struct Pipeline::State {
    State(int sampleRate, std::size_t channelCount, std::uint64_t mask, StageSeconds* seconds)
        : rate(sampleRate)
        , channels(channelCount)
        , times(seconds)
        , loudness(sampleRate, static_cast<int>(channelCount), mask)
        , levels(sampleRate)
        , downsampler(sampleRate)
        , planes(channelCount)
        , planePointers(channelCount)
    {
    }

    int rate;
    std::size_t channels;
    StageSeconds* times;
    LoudnessMeter loudness;
    LevelMeter levels;
    MonoDownsampler downsampler;
    std::vector<std::vector<float>> planes;
    std::vector<const float*> planePointers;
    std::vector<float> mono; // what the downsampler gave and the stages have not had
    double frames = 0;
    SpectrumStage spectrum;
    ChromaStage chroma;
    StageTimer timer;

    void count(double StageSeconds::*stage)
    {
        const double seconds = timer.lap();
        if (times)
            times->*stage += seconds;
    }
    void split(const float* samples, std::size_t n);
    void monoStages();
};

/// One plane a channel, cleaned.
void Pipeline::State::split(const float* samples, std::size_t n)
{
    constexpr float absurd = 4; // 12 dB over full scale: damaged packets decode to such
    if (channels == 2) {
        for (std::vector<float>& plane : planes)
            plane.resize(n);
        float* left = planes[0].data();
        float* right = planes[1].data();
        for (std::size_t i = 0; i < n; ++i) {
            const float l = samples[2 * i];
            const float r = samples[2 * i + 1];
            left[i] = std::abs(l) < absurd ? l : 0.0f;
            right[i] = std::abs(r) < absurd ? r : 0.0f;
        }
        planePointers = {left, right};
        return;
    }
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
    : s_(
        std::make_unique<State>(sampleRate, static_cast<std::size_t>(channels), channelMask, times))
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
    s.downsampler.add(s.planePointers, frames, s.mono);
    s.count(&StageSeconds::resample);
    s.monoStages();
}

void Pipeline::State::monoStages()
{
    spectrum.add(mono);
    count(&StageSeconds::spectrum);
    chroma.add(mono);
    count(&StageSeconds::chroma);
    mono.clear();
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
    s.downsampler.finish(s.mono);
    s.count(&StageSeconds::resample);
    s.monoStages();
    out.timbre = s.spectrum.finish();
    s.count(&StageSeconds::spectrum);
    s.chroma.finish();
    out.chroma = s.chroma.chroma();
    out.key = s.chroma.key();
    s.count(&StageSeconds::chroma);
    out.tempo = tempoOf(s.spectrum.track().onset);
    out.rhythm = rhythmOf(s.spectrum.track());
    s.count(&StageSeconds::tempo);
    addBandShares(s.spectrum.track(), out.dynamics);
    out.waveform = waveformOf(s.levels, s.spectrum.track(), s.rate);
    s.count(&StageSeconds::rest);
    return out;
}

} // namespace segue::analysis
