#pragma once

#include "core/analysis/analyse.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace segue::test {

/// Samples with their rate, interleaved.
struct Sound {
    int rate = 44100;
    int channels = 1;
    std::vector<float> samples;

    std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
};

double fromDb(double db);
/// `at(seconds)` on every channel.
Sound madeSound(
    double seconds, const std::function<double(double)>& at, int channels = 1, int rate = 44100);
Sound sine(double seconds, double hz, double db, int channels = 1, int rate = 44100);
Sound noise(double seconds, double db, std::uint64_t seed = 1, int channels = 1, int rate = 44100);
/// One behind the other; rate and channels of the first.
Sound joined(const std::vector<Sound>& parts);

/// Analyses it; an error is thrown.
analysis::TrackFeatures featuresOf(const Sound& sound);
/// Names of the numbers that are not finite; empty when all are well.
std::string notFinite(const analysis::TrackFeatures& features);

} // namespace segue::test
