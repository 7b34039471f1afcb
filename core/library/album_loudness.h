#pragma once

#include "core/library/track_table.h"

#include <optional>
#include <span>

namespace segue {

/// Loudness of one track of an album: LUFS, and how long it is in ms.
struct LoudnessPart {
    double lufs = 0;
    double ms = 0;
};

/// ReplayGain 2 levels to this.
constexpr double replayGainLufs = -18;

/// Above this no music is: such a measurement levels nothing.
constexpr double loudestLufs = 5;

/// Integrated loudness of tracks as one programme, from theirs: the mean of their power by length,
/// those more than 10 LU below the mean left out, as EBU R128's relative gate does with blocks. Off
/// from measuring all blocks at once by what the gate would drop within tracks (seldom over .3 LU).
/// Nothing for no tracks.
std::optional<double> albumLoudness(std::span<const LoudnessPart> tracks);

/// Album gains and peaks from analysed loudness, for albums that have all their tracks analysed and
/// none with an album gain from tags (which may come from another measure, and must not be mixed
/// with ours). The tracks' albumIndex is into `albums`.
void levelAlbums(std::span<TrackRecord> tracks, std::span<const AlbumRecord> albums);

} // namespace segue
