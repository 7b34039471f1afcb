#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace segue {

/// What one listener did with one track: derived from events, plus totals imported from tags or
/// players.
struct TrackStats {
    std::optional<std::uint8_t>
        rating; ///< half-stars 0..10; the listener's own, else the imported one
    bool ratingImported = false;
    bool loved = false;
    bool never = false; ///< never suggest this track
    std::uint32_t plays = 0; ///< follows plus imported plays
    std::uint32_t skips = 0;
    UtcMs lastPlayed = 0; ///< 0: never
    UtcMs notNowUntil = 0;
};

/// Immutable snapshot; tracks without any event are absent. Shared between threads.
using TrackStatsMap = std::unordered_map<TrackId, TrackStats>;
using TrackStatsPtr = std::shared_ptr<const TrackStatsMap>;

} // namespace segue
