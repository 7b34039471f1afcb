#pragma once

#include <optional>

namespace segue {

/// Loudness tags of a track: gains in dB relative to ReplayGain 2's -18 LUFS, peaks as amplitude
/// (1 is full scale). Any of them may be missing.
struct TrackGains {
    std::optional<double> trackGainDb;
    std::optional<double> trackPeak;
    std::optional<double> albumGainDb;
    std::optional<double> albumPeak;
};

enum class ReplayGainMode { off, track, album };

struct ReplayGainSettings {
    ReplayGainMode mode = ReplayGainMode::track;
    double preampDb = 0; ///< added to tagged gains
    double fallbackDb = 0; ///< for tracks without any gain tag
    bool preventClipping = true; ///< never raise a known peak above full scale
};

/// The factor for a track's samples. In album mode a missing album gain is replaced by the track's,
/// and the other way round. A gain tag without its peak tag is still a gain tag.
double replayGainFactor(const TrackGains& gains, const ReplayGainSettings& settings);

/// Opus R128_TRACK_GAIN and R128_ALBUM_GAIN (RFC 7845: Q7.8 dB relative to -23 LUFS) as dB relative
/// to -18 LUFS.
constexpr double r128GainDb(int q7p8)
{
    return q7p8 / 256.0 + 5;
}

} // namespace segue
