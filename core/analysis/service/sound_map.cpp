#include "core/analysis/service/sound_map.h"

#include "core/analysis/service/feature_store.h"
#include "core/analysis/service/sound_input.h"

#include <algorithm>

namespace segue::analysis {

std::optional<std::size_t> SoundMap::rowOf(TrackId track) const
{
    const auto found = std::ranges::lower_bound(tracks, track);
    if (found == tracks.end() || *found != track)
        return std::nullopt;
    return static_cast<std::size_t>(found - tracks.begin());
}

SoundMapPtr loadSoundMap(db::Connection& connection)
{
    auto map = std::make_shared<SoundMap>();
    const std::size_t width = soundVectorSize();
    // Two passes: the points of a large library need several times the room of its vectors.
    constexpr std::size_t mostForFit = 20'000;
    const std::int64_t all = countSoundVectors(connection, soundVectorVersion());
    const std::size_t step = static_cast<std::size_t>(all) / mostForFit + 1;
    std::vector<float> sample;
    std::size_t at = 0;
    forEachSoundVector(
        connection, soundVectorVersion(), width, [&](TrackId, std::span<const float> point) {
            if (at++ % step == 0)
                sample.insert(sample.end(), point.begin(), point.end());
        });
    map->space = reco::SoundSpace::fit(sample, width, soundWeights(), soundDimension);
    sample = {};
    const std::size_t dimension = map->space.dimension();
    if (dimension == 0)
        return map;
    map->tracks.reserve(static_cast<std::size_t>(all));
    map->vectors.reserve(static_cast<std::size_t>(all) * dimension);
    std::vector<float> vector(dimension);
    forEachSoundVector(
        connection, soundVectorVersion(), width, [&](TrackId track, std::span<const float> point) {
            map->space.map(point, vector);
            map->tracks.push_back(track);
            map->vectors.insert(map->vectors.end(), vector.begin(), vector.end());
        });
    return map;
}

} // namespace segue::analysis
