#pragma once

#include "core/analysis/features.h"

#include <vector>

namespace segue::analysis {

/// The point that similarity works on (core/recommend/model/sound_space.h): the MFCCs' Gaussian,
/// and of vectorOf() all that is neither in it nor says how loud the recording is. Empty where
/// there is too little sound to tell.
std::vector<float> soundVector(const TrackFeatures& features);
/// Numbers of a soundVector().
std::size_t soundVectorSize();
/// Of the numbers behind the Gaussian among each other: groups of many that say much the same
/// (rhythm, chroma) count half.
const std::vector<float>& soundWeights();
/// Of its meaning: that of the analyser and of the vector itself.
int soundVectorVersion();

} // namespace segue::analysis
