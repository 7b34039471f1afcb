#pragma once

#include "core/analysis/features.h"
#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::analysis {

/// A compact blob, 4 … 8 kB for a song: four letters, the format's and the features' version,
/// then the numbers as little-endian float32 and variable-length integers. Lossless.
std::vector<std::uint8_t> serialise(const TrackFeatures& features);

/// The features, or an error: not such a blob, cut off, damaged (a number that is not finite), or
/// of another featureVersion (analyse the file again). Safe on any bytes.
Result<TrackFeatures> deserialise(std::span<const std::uint8_t> blob);

/// The version a blob was written with, without reading the rest; 0: not such a blob.
int versionOf(std::span<const std::uint8_t> blob);

} // namespace segue::analysis
