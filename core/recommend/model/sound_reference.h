#pragma once

#include "core/recommend/model/sound_space.h"

#include <array>

namespace segue::reco {

/// Usual music, as a scale to measure MFCCs on: the mean of one over some 90 freely licensed
/// tracks of many styles, and its spread within a track. Only a frame of reference, not
/// fitted to any result. On 225 tracks of ten soundtracks deviations 1.3 and .7 times as large keep
/// .95 and .93 of all nearest fives, and "same soundtrack first" moves from .711 to .716; means
/// moved by two deviations keep .90 (.716). For 40 mel bands of power in dB, orthonormal DCT-II.
struct SoundReference {
    double mean, deviation;
};
constexpr std::array<SoundReference, soundMfccs> soundReference{
    {{-311.7, 53.0}, {48.4, 26.0}, {2.5, 16.9}, {11.2, 11.0}, {1.2, 8.8}, {3.9, 7.1}, {0.8, 6.7},
        {2.5, 6.3}, {0.5, 5.9}, {1.4, 5.9}, {-0.7, 5.6}, {0.9, 5.2}, {-0.1, 5.4}, {0.6, 5.3},
        {-0.7, 5.2}, {0.6, 4.9}, {0.1, 4.8}, {0.5, 4.7}, {-0.3, 4.4}, {0.3, 4.4}}};

} // namespace segue::reco
