#pragma once

#include "core/analysis/dynamics.h"
#include "core/analysis/features.h"
#include "core/analysis/spectrum.h"

#include <cstdint>
#include <span>

namespace segue::analysis {

/// The seek bar: heights from `levels` (10 ms pieces, all channels), split into bands as the
/// spectra around them are.
Waveform waveformOf(const LevelMeter& levels, const FrameTrack& track, int sampleRate);

/// Fills in lowShare, midShare and highShare.
void addBandShares(const FrameTrack& track, Dynamics& dynamics);

/// RMS amplitude times sqrt(2) that a byte of the waveform stands for, 0 … 1.
float amplitudeOf(std::uint8_t byte);

} // namespace segue::analysis
