#pragma once

#include "core/audio/decoder.h"
#include "core/audio/gain.h"
#include "core/audio/resampler.h"
#include "core/audio/signal.h"
#include "core/audio/spsc_ring.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace segue::audio {

/// What to play: `id` is the caller's, unique for each play.
struct Source {
    std::uint64_t id = 0;
    std::string path; ///< bytes
    std::int64_t startMs = 0; ///< position in the track to begin at
    float gain = 1; ///< amplitude, applied from the track's first sample to its last
    /// A part of the file (a track of a cue sheet): where it begins and ends in the file; endMs 0:
    /// to the file's end. What ends where another begins joins it without losing or doubling a
    /// sample.
    std::int64_t offsetMs = 0, endMs = 0;
};

/// What voices of one engine share.
struct VoiceContext {
    int rate = 48000; ///< of the output, Hz
    std::size_t ringFrames = 0;
    Signal work; ///< samples were written or a voice ended: for outputs that wait
    Signal events; ///< a voice opened or failed: for the player
};

/// One track on its way to the mixer: a thread of its own decodes, mixes to stereo, resamples and
/// fills the ring; the mixer empties it.
///
/// A gapless join of two files of the same rate, resampled, must not end the filter: at its end a
/// voice offers its resampler, and the voice that follows takes it. The first frames that then come
/// out are still the earlier voice's last and go into its ring (see framesDue()).
///
/// Owned by shared_ptr: the thread holds one too, so that a voice whose disk hangs can be let go.
class Voice {
public:
    /// `before`: the voice whose end this one is joined to, or null. `donor`: a voice of the same
    /// file that is no longer needed, whose decoder is taken over (seeking), or null.
    static std::shared_ptr<Voice> start(Source source, std::shared_ptr<VoiceContext> context,
        std::shared_ptr<Voice> before = nullptr, std::shared_ptr<Voice> donor = nullptr);
    ~Voice() = default;
    Voice(const Voice&) = delete;
    Voice& operator=(const Voice&) = delete;

    const Source& source() const { return source_; }
    /// Position in the track that `played` frames of the output's rate lead to, in ms.
    std::int64_t positionMs() const;

    // For the engine's control thread.

    enum class Stage { opening, opened, failed };
    Stage stage() const { return stage_.load(std::memory_order_acquire); }
    StreamInfo info() const; ///< once opened
    std::string error() const; ///< once failed; else what ended it early (a read error), or empty
    /// Ends the thread soon; what is in the ring stays.
    void requestStop();
    /// Do not wait for the voice before: the listener skipped to this one.
    void startNow();
    /// No voice follows (false), or one does and will take the resampler or decline it.
    void setFollowed(bool followed);
    float wantedGain = 1; ///< the gain that the mixer has or moves to

    // For the audio thread.

    /// Frames in the ring.
    std::size_t readable() const { return ring_.readable() / 2; }
    /// All frames are in the ring; check before readable().
    bool isFinished() const { return finished_.load(std::memory_order_acquire); }
    bool hasFailed() const { return stage() == Stage::failed; }
    std::size_t read(float* stereo, std::size_t frames);

    struct MixState {
        Ramp gain{1}; // the track's
        Ramp envelope{1}; // short fades at skips and seeks, long ones at cross-fades
    };
    MixState mix;
    std::atomic<std::int64_t> played{0}; ///< frames pulled since the voice's start
    std::atomic<std::int64_t> heard{0}; ///< frames of this play pulled, seeks included
    std::atomic<bool> retired{false}; ///< the audio thread will not touch it again

private:
    Voice(Source source, std::shared_ptr<VoiceContext> context, std::shared_ptr<Voice> before);
    void run(std::shared_ptr<Voice> donor);
    Result<void> openDecoder(std::shared_ptr<Voice> donor);
    Result<void> chooseResampler();
    void decode();
    void end();
    void deliver(std::span<const float> stereo);
    void write(std::span<const float> stereo);
    void finish();
    void fail(std::string message);
    bool shouldStop() const { return stop_.load(std::memory_order_acquire); }
    std::unique_ptr<Resampler> claimResampler(const Voice& by);
    std::unique_ptr<Decoder> takeDecoder();

    const Source source_;
    const std::shared_ptr<VoiceContext> context_;
    std::shared_ptr<Voice> before_; // thread only
    SpscRing<float> ring_;
    Signal space_; // the ring has room again, or stop

    std::atomic<Stage> stage_{Stage::opening};
    std::atomic<bool> stop_{false};
    std::atomic<bool> startNow_{false};
    std::atomic<bool> finished_{false};
    std::atomic<bool> exited_{false};

    mutable std::mutex mutex_; // guards what follows
    std::condition_variable changed_;
    StreamInfo info_;
    std::string error_;
    std::optional<bool> followed_;
    std::unique_ptr<Resampler> offered_;

    std::unique_ptr<Decoder> decoder_; // thread only, until exited_
    std::unique_ptr<Resampler> resampler_; // thread only
    std::int64_t carry_ = 0; // frames still due to the voice before
    std::int64_t produced_ = 0;
};

} // namespace segue::audio
