#pragma once

#include "core/analysis/analyse.h"
#include "core/analysis/features.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace segue::analysis {

/// All stages, fed block after block: what analyseFile and analyseSamples share.
/// Memory: about 30 bytes a .01 s of music, and the blocks. Not thread-safe.
class Pipeline {
public:
    /// `channelMask`: WAVEFORMATEXTENSIBLE bits, 0 when unknown. `times` may be null.
    Pipeline(int sampleRate, int channels, std::uint64_t channelMask, StageSeconds* times);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Interleaved. Samples that are not finite or beyond 4 (12 dB over
    /// full scale, which is what damaged packets decode to) count as 0.
    void add(const float* samples, std::size_t frames);
    /// Everything but `source`'s corruptPackets, complete and audioKey. Call once.
    TrackFeatures finish();

private:
    struct State;
    std::unique_ptr<State> s_;
};

} // namespace segue::analysis
