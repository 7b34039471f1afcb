#pragma once

#include "core/recommend/model/sound_space.h"

#include <array>

namespace segue::reco {

/// Usual music, as a scale to measure MFCCs on: the mean of one over some 220 freely licensed
/// tracks of many styles, and its spread within a track. Only a frame of reference: values of other
/// music give nearly the same neighbours. For 40 mel bands of power in dB, orthonormal DCT-II.
struct SoundReference {
    double mean, deviation;
};
constexpr std::array<SoundReference, soundMfccs> soundReference{
    {{-272, 53}, {57.2, 25.1}, {1.8, 16.6}, {10.9, 10.8}, {1.7, 8.6}, {3.3, 7.3}, {.8, 6.5},
        {2.3, 6.1}, {.2, 5.6}, {1.4, 5.4}, {-.1, 5.2}, {1.1, 4.9}, {.3, 5}, {.8, 4.9}, {0, 4.8},
        {.6, 4.5}, {0, 4.4}, {.4, 4.4}, {-.3, 4.1}, {.2, 4.2}}};

} // namespace segue::reco
