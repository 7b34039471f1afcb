#pragma once

#include "core/audio/gain.h"
#include "core/audio/voice.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace segue::audio {

struct EngineOptions {
    int rate = 48000; ///< of the output, Hz; stereo float32
    int bufferMs = 3000; ///< decoded ahead by each voice, at least 2000
    int crossFadeMs = 0; ///< 0: gapless
};

/// Something the engine did. Frames count the music pulled since the engine was made, at its rate.
struct EngineEvent {
    enum class Type {
        opened, ///< the file of `id` is open: `info`
        failed, ///< `id` cannot be played: `message`; nothing of it sounds
        started, ///< the first frame of `id` is frame `frame`
        ended, ///< the last frame of `id` was the one before `frame`; `complete`: to its end
        drained, ///< the last track ended and setNext() had said that none follows
        paused, ///< the fade of pause() or stop() is over: the output may rest
        underrun ///< decoding was too slow: there is a gap
    };
    Type type = Type::opened;
    std::uint64_t id = 0;
    std::int64_t frame = 0;
    std::int64_t heardMs = 0; ///< ended: how much of this play was pulled
    bool complete = false;
    std::string message; ///< ended: why it broke off early (a read error), else empty
    StreamInfo info;
};

/// Plays one track after the other without a gap.
///
/// Threads: pull() belongs to one output thread and neither blocks nor allocates; everything else
/// to one control thread and never waits for the disk. After each `started` (and play()) the
/// control thread says what follows with setNext(), also when nothing does.
class Engine {
public:
    /// `onEvent` is called on a thread of the engine's own when poll() has something to give; it
    /// should only pass the word on.
    explicit Engine(EngineOptions options = {}, std::function<void()> onEvent = {});
    /// The output must have stopped pulling.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Plays `source` now; what plays fades out in 5 ms once the new track has samples (after 100
    /// ms at the latest). Ends a pause.
    void play(Source source);
    /// What follows the current track without a gap; nothing: no more. If `source` has the id of
    /// what is already set, nothing changes.
    void setNext(std::optional<Source> source);
    /// Plays what setNext() prepared, now.
    void skipToNext();
    /// Within the current track. Does not end a pause.
    void seek(std::int64_t positionMs);
    void pause();
    void resume();
    void stop();
    /// 0..1, perceptual (see volumeToAmplitude); moves within 10 ms.
    void setVolume(double volume);
    /// Of the play `id`, current or next; moves within 10 ms when it is sounding.
    void setGain(std::uint64_t id, float gain);
    /// What happened since the last call, in order.
    std::vector<EngineEvent> poll();

    struct Status {
        std::uint64_t id = 0; ///< of the current track; 0: none
        std::int64_t positionMs = 0;
        std::int64_t heardMs = 0; ///< of this play
    };
    Status status() const;
    int rate() const { return context_->rate; }

    /// Fills `stereo` with `frames` frames and returns how many are music (or fades) rather than
    /// the silence that fills up the rest. `mayWait`: the caller comes back for what is missing, so
    /// that it is no underrun.
    std::size_t pull(float* stereo, std::size_t frames, bool mayWait = false) noexcept;
    /// For outputs faster than real time: take `work().now()`, pull(), and when that gave nothing
    /// `work().wait()`.
    Signal& work() { return context_->work; }

private:
    struct Command {
        enum class Type { replace, seek, next, skip, pause, resume, stop, volume, gain };
        Type type = Type::pause;
        Voice* voice = nullptr;
        Voice* expected = nullptr;
        float value = 0;
    };
    struct AudioEvent {
        EngineEvent::Type type = EngineEvent::Type::opened;
        Voice* voice = nullptr;
        std::int64_t frame = 0;
        std::int64_t heard = 0;
        bool complete = false;
    };
    struct Dying {
        Voice* voice = nullptr;
        std::size_t from = 0; // frame of this pull at which it joins
    };

    // Control thread.
    std::shared_ptr<Voice> make(
        Source source, std::shared_ptr<Voice> before, std::shared_ptr<Voice> donor);
    std::shared_ptr<Voice> find(const Voice* voice) const;
    void send(Command command);
    void flushOutbox();
    void collect(std::vector<EngineEvent>& events);
    void translate(const AudioEvent& event, std::vector<EngineEvent>& events);
    void setWanted(std::shared_ptr<Voice> voice);
    void remakeNext(const std::shared_ptr<Voice>& before);

    // Audio thread: engine_pull.cpp. `at` is a frame of the block being pulled.
    std::size_t pullBlock(float* stereo, std::size_t frames, bool mayWait);
    void obey();
    void obey(const Command& command);
    void obeyReplacement(const Command& command);
    void dropCurrent(std::size_t at);
    void takePending(std::size_t frames);
    void swapIn();
    void becomeCurrent(Voice* voice, std::size_t at);
    bool advance(std::size_t at);
    bool crossFade(std::size_t at);
    std::size_t renderCurrent(float* stereo, std::size_t frames, bool mayWait);
    std::size_t renderDying(float* stereo, std::size_t frames);
    std::size_t mixIn(Voice& voice, float* stereo, std::size_t frames);
    void fadeOut(Voice* voice, std::size_t at, std::size_t frames);
    void tell(EngineEvent::Type type, Voice* voice, std::size_t at, bool complete = false);
    void rest();
    bool isSilent() const { return paused_ && !pauseRamp_.isMoving(); }
    std::size_t framesOf(int ms) const;

    std::shared_ptr<VoiceContext> context_;
    EngineOptions options_;
    SpscRing<Command> commands_{256};
    SpscRing<AudioEvent> events_{1024};
    std::atomic<Voice*> audible_{nullptr}; // current_ for status()

    // Control thread.
    struct Held {
        std::shared_ptr<Voice> voice;
        bool told = false; // opened or failed was reported
    };
    std::vector<Held> voices_; // all that the audio thread may still touch
    std::vector<std::weak_ptr<Voice>> leaving_; // let go, their threads may still run
    std::shared_ptr<Voice> wanted_; // current once all commands are obeyed
    std::shared_ptr<Voice> wantedNext_;
    std::vector<Command> outbox_; // what did not fit into commands_
    std::vector<EngineEvent> early_; // collected by a command, given by the next poll()
    bool nextSaid_ = false; // setNext() was called for wanted_

    // Audio thread.
    Voice* current_ = nullptr;
    Voice* pending_ = nullptr; // replaces current_ once it has samples
    Voice* next_ = nullptr; // follows current_
    bool pendingIsSeek_ = false;
    bool nextIsKnown_ = false;
    std::size_t pendingFor_ = 0; // frames waited
    std::array<Dying, 4> dying_{};
    bool paused_ = false;
    bool restTold_ = true; // `paused` was told for the present silence
    bool starving_ = false;
    Ramp pauseRamp_{1};
    Ramp volume_{1};
    Limiter limiter_;
    std::int64_t frame_ = 0;
    std::vector<float> scratch_;

    // Last: its thread uses what is above.
    std::atomic<bool> closing_{false};
    std::thread notifier_;
};

} // namespace segue::audio
