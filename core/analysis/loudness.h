#pragma once

#include "core/analysis/features.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace segue::analysis {

/// ReplayGain 2.0: what brings a track to -18 LUFS, in dB. 0 where not valid.
float replayGainDb(const Loudness& loudness);

struct AlbumLoudness {
    float integrated = -70; ///< LUFS, all gating blocks of all tracks together
    float gainDb = 0; ///< ReplayGain 2.0
    float peak = 0; ///< highest true peak, amplitude
};

/// Of the tracks of an album (EBU R 128 over them as one programme; from histograms of .1 LU:
/// within .05 LU of the exact sum). Nothing when no track is valid.
std::optional<AlbumLoudness> albumLoudness(std::span<const Loudness* const> tracks);

/// K-weighted loudness, true and sample peak of what is put in, block after block.
/// Source: ITU-R BS.1770-4, EBU Tech 3341 and 3342. Not thread-safe.
class LoudnessMeter {
public:
    /// `channelMask`: WAVEFORMATEXTENSIBLE bits, 0 when unknown.
    LoudnessMeter(int sampleRate, int channels, std::uint64_t channelMask);
    ~LoudnessMeter();
    LoudnessMeter(const LoudnessMeter&) = delete;
    LoudnessMeter& operator=(const LoudnessMeter&) = delete;

    /// `planes`: one pointer a channel, `frames` samples each.
    void add(std::span<const float* const> planes, std::size_t frames);
    /// The end of the track; call once.
    Loudness finish();
    /// Loudness of the 100 ms pieces so far, as mean squares (weighted, summed over channels).
    std::span<const double> pieces() const;

private:
    struct State;
    std::unique_ptr<State> s_;
};

} // namespace segue::analysis
