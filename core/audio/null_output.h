#pragma once

#include "core/audio/output.h"
#include "core/audio/pull_thread.h"

namespace segue::audio {

/// Swallows the music at the speed of a sound card, or as fast as it can be decoded.
class NullOutput final : public Output {
public:
    explicit NullOutput(int rate = 48000, Pace pace = Pace::realTime)
        : rate_(rate)
        , pace_(pace)
    {
    }
    ~NullOutput() override { thread_.stop(); }
    int rate() const override { return rate_; }
    Result<void> start(Engine& engine) override
    {
        thread_.start(engine, pace_, [](std::span<const float>) { return true; });
        return {};
    }
    void stop() override { thread_.stop(); }

private:
    int rate_;
    Pace pace_;
    PullThread thread_;
};

} // namespace segue::audio
