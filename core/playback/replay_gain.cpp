#include "core/playback/replay_gain.h"

#include <algorithm>
#include <cmath>

namespace segue {

double replayGainFactor(const TrackGains& gains, const ReplayGainSettings& settings)
{
    if (settings.mode == ReplayGainMode::off)
        return 1;
    const bool album = settings.mode == ReplayGainMode::album;
    const auto& first = album ? gains.albumGainDb : gains.trackGainDb;
    const auto& second = album ? gains.trackGainDb : gains.albumGainDb;
    const std::optional<double> tagged = first ? first : second;
    const double dB
        = tagged && std::isfinite(*tagged) ? *tagged + settings.preampDb : settings.fallbackDb;
    double factor = std::pow(10.0, std::clamp(dB, -60.0, 30.0) / 20);
    if (!settings.preventClipping)
        return factor;
    // The peak of what is levelled; either one bounds this track when that is missing.
    const auto& peakFirst = first && album ? gains.albumPeak : gains.trackPeak;
    const auto& peakSecond = first && album ? gains.trackPeak : gains.albumPeak;
    const std::optional<double> peak = peakFirst ? peakFirst : peakSecond;
    if (peak && std::isfinite(*peak) && *peak > 0 && factor * *peak > 1)
        factor = std::min(factor, 1 / *peak);
    return factor;
}

} // namespace segue
