#pragma once

#include "core/analysis/features.h"
#include "core/analysis/spectrum.h"

#include <span>

namespace segue::analysis {

/// Tempo, beats and onsets from FrameTrack::onset. Nothing rhythmic, or under 3 s: bpm 0.
Tempo tempoOf(std::span<const float> onset);

/// How the loudness of four bands beats, from FrameTrack::power.
Rhythm rhythmOf(const FrameTrack& track);

} // namespace segue::analysis
