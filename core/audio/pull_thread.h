#pragma once

#include "core/audio/engine.h"

#include <atomic>
#include <functional>
#include <span>
#include <thread>

namespace segue::audio {

/// realTime: the clock on the wall decides; asFastAsPossible: waits only for the decoder, so that
/// no gap can come up.
enum class Pace { realTime, asFastAsPossible };

/// Pulls an engine from a thread of its own and gives the music, without the silence around it, to
/// `sink`, which returns false to end.
class PullThread {
public:
    using Sink = std::function<bool(std::span<const float> stereo)>;
    ~PullThread() { stop(); }

    void start(Engine& engine, Pace pace, Sink sink);
    void stop();

private:
    void run(Pace pace, const Sink& sink);

    Engine* engine_ = nullptr;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

} // namespace segue::audio
