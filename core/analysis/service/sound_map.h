#pragma once

#include "core/base/ids.h"
#include "core/recommend/model/sound_space.h"

#include <memory>
#include <optional>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue::analysis {

/// Principal axes that are kept: with fewer neighbours get worse, with more they do not get better.
constexpr std::size_t soundDimension = 96;

/// All analysed tracks as unit vectors of one space. Immutable; shared between threads.
struct SoundMap {
    reco::SoundSpace space;
    std::vector<TrackId> tracks; ///< rising; row i of `vectors`
    std::vector<float> vectors; ///< tracks.size() x space.dimension()

    /// Row of a track, if it was analysed.
    std::optional<std::size_t> rowOf(TrackId track) const;
};
using SoundMapPtr = std::shared_ptr<const SoundMap>;

/// Reads all vectors and makes the map. Blocks: about a second for 100,000 tracks. Throws
/// SQLite::Exception.
SoundMapPtr loadSoundMap(db::Connection& connection);

} // namespace segue::analysis
