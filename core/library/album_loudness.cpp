#include "core/library/album_loudness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

namespace segue {

namespace {

/// Mean power of the parts at or above `floor` LUFS, in LUFS.
std::optional<double> meanLoudness(std::span<const LoudnessPart> tracks, double floor)
{
    double power = 0, ms = 0;
    for (const LoudnessPart& part : tracks) {
        if (part.lufs < floor)
            continue;
        const double weight = std::max(part.ms, 1.0);
        power += weight * std::pow(10, part.lufs / 10);
        ms += weight;
    }
    if (!(ms > 0) || !(power > 0))
        return std::nullopt;
    return 10 * std::log10(power / ms);
}

} // namespace

std::optional<double> albumLoudness(std::span<const LoudnessPart> tracks)
{
    constexpr double gate = 10; // LU
    const auto all = meanLoudness(tracks, -std::numeric_limits<double>::infinity());
    return all ? meanLoudness(tracks, *all - gate) : all;
}

void levelAlbums(std::span<TrackRecord> tracks, std::span<const AlbumRecord> albumRecords)
{
    struct Heard {
        std::vector<LoudnessPart> parts;
        float peak = 0;
        bool whole = true;
    };
    std::unordered_map<std::uint32_t, Heard> albums;
    for (const TrackRecord& r : tracks) {
        if (r.sound.hasLoudness())
            albums.try_emplace(r.albumIndex);
    }
    if (albums.empty())
        return;
    for (const TrackRecord& r : tracks) {
        const auto found = albums.find(r.albumIndex);
        if (found == albums.end())
            continue;
        Heard& heard = found->second;
        if (!r.sound.hasLoudness() || !std::isnan(r.gain.album)) {
            heard.whole = false;
            continue;
        }
        heard.parts.push_back({r.sound.lufs(), double(r.durationMs)});
        heard.peak
            = std::isnan(r.gain.trackPeak) ? heard.peak : std::max(heard.peak, r.gain.trackPeak);
    }
    for (TrackRecord& r : tracks) {
        const auto found = albums.find(r.albumIndex);
        if (found == albums.end() || !found->second.whole
            || albumRecords[r.albumIndex].title.size == 0)
            continue;
        const Heard& heard = found->second;
        if (const auto lufs = albumLoudness(heard.parts)) {
            r.gain.album = static_cast<float>(replayGainLufs - *lufs);
            if (heard.peak > 0)
                r.gain.albumPeak = heard.peak;
        }
    }
}

} // namespace segue
