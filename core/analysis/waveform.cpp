#include "core/analysis/waveform.h"

#include "core/analysis/downsample.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace segue::analysis {

namespace {

using Bands = std::array<double, waveformBands>;

Bands bandsOf(const std::array<float, segments>& power)
{
    return {static_cast<double>(power[0]), static_cast<double>(power[1] + power[2]),
        static_cast<double>(power[3] + power[4])};
}

/// Mono ends at 11 kHz; what lies above belongs to high and is in the level already.
/// Shares of the frames from one second to the other.
Bands sharesBetween(const FrameTrack& track, double from, double to)
{
    Bands sum{};
    if (track.power.empty())
        return sum;
    const auto frameAt = [&](double seconds) {
        const double frame = (seconds * monoRate - frameSize / 2.0) / frameHop;
        return static_cast<std::size_t>(
            std::clamp(std::round(frame), 0.0, static_cast<double>(track.power.size() - 1)));
    };
    for (std::size_t f = frameAt(from); f <= frameAt(to); ++f) {
        const Bands bands = bandsOf(track.power[f]);
        for (std::size_t b = 0; b < waveformBands; ++b)
            sum[b] += bands[b];
    }
    const double total = sum[0] + sum[1] + sum[2];
    for (double& share : sum)
        share = total > 0 ? share / total : 0;
    return sum;
}

} // namespace

Waveform waveformOf(const LevelMeter& levels, const FrameTrack& track, int sampleRate)
{
    Waveform out;
    const std::span<const float> squares = levels.squares();
    const double pieceSeconds = static_cast<double>(levels.pieceFrames()) / sampleRate;
    for (std::size_t i = 0; i < waveformBuckets && !squares.empty(); ++i) {
        const std::size_t from = i * squares.size() / waveformBuckets;
        const std::size_t to = std::max((i + 1) * squares.size() / waveformBuckets, from + 1);
        double sum = 0;
        for (std::size_t j = from; j < to; ++j)
            sum += static_cast<double>(squares[j]);
        const double square = sum / static_cast<double>(to - from);
        const Bands shares = sharesBetween(track, static_cast<double>(from) * pieceSeconds,
            static_cast<double>(to) * pieceSeconds);
        for (std::size_t b = 0; b < waveformBands; ++b) {
            const double amplitude = std::min(std::sqrt(2 * square * shares[b]), 1.0);
            out.bytes[i * waveformBands + b]
                = static_cast<std::uint8_t>(std::lround(255 * std::sqrt(amplitude)));
        }
    }
    return out;
}

void addBandShares(const FrameTrack& track, Dynamics& dynamics)
{
    Bands sum{};
    for (const auto& power : track.power) {
        const Bands bands = bandsOf(power);
        for (std::size_t b = 0; b < waveformBands; ++b)
            sum[b] += bands[b];
    }
    const double total = sum[0] + sum[1] + sum[2];
    if (total <= 0)
        return;
    dynamics.lowShare = static_cast<float>(sum[0] / total);
    dynamics.midShare = static_cast<float>(sum[1] / total);
    dynamics.highShare = static_cast<float>(sum[2] / total);
}

float amplitudeOf(std::uint8_t byte)
{
    const float root = static_cast<float>(byte) / 255;
    return root * root;
}

} // namespace segue::analysis
