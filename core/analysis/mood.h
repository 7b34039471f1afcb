#pragma once

#include "core/analysis/features.h"

namespace segue::analysis {

/// Two places on plain scales, computed from measured numbers and nothing else: no mood is read
/// into a track. The sums are in mood.cpp, each part named; they were set by reasoning, not
/// learned, and compare tracks of a collection, they do not judge one.
struct Mood {
    bool valid = false; ///< false: silence, or too short to say (both numbers are .5 then)
    float energy = .5f; ///< 0 calm … 1 intense
    float brightness = .5f; ///< 0 dark … 1 bright
};

/// Parts of `energy`, each 0 … 1; see mood.cpp for what they are of.
struct EnergyParts {
    float density = 0; ///< of onsets
    float flux = 0; ///< of the spectrum
    float compression = 0; ///< little between peaks and loudness
    float loudness = 0; ///< as recorded
    float beat = 0; ///< tempo, as far as there is a beat
    float bite = 0; ///< power above 2 kHz
};

/// Parts of `brightness`, each 0 … 1.
struct BrightnessParts {
    float centroid = 0;
    float rolloff = 0;
    float balance = 0; ///< highs against lows
    float mode = .5f; ///< major 1, minor 0, as far as the key is certain
};

EnergyParts energyParts(const TrackFeatures& features);
BrightnessParts brightnessParts(const TrackFeatures& features);

/// energy = .25 density + .2 flux + .15 compression + .2 loudness + .1 beat + .1 bite;
/// brightness = .35 centroid + .25 rolloff + .3 balance + .1 mode.
Mood moodOf(const TrackFeatures& features);

} // namespace segue::analysis
