#pragma once

#include "core/base/result.h"

#include <functional>
#include <string>

namespace segue::audio {

class Engine;

/// Where the music goes. Control thread; the engine outlives the output's pulling.
class Output {
public:
    virtual ~Output() = default;
    /// Frames a second that the engine has to give.
    virtual int rate() const = 0;
    /// Begins to pull. An error says what is missing; nothing is pulled then.
    virtual Result<void> start(Engine& engine) = 0;
    /// Returns when nothing will be pulled any more.
    virtual void stop() = 0;
    /// false: the engine rests (paused, stopped) and the device may too.
    virtual void setActive(bool) { }

    /// The state of a running output changed: `working` false with what went wrong and what to do
    /// (a device vanished, the disk is full: nothing is pulled any more), true when it is well
    /// again. Called on any thread.
    using StateCallback = std::function<void(bool working, const std::string& message)>;
    void setStateCallback(StateCallback callback) { onState_ = std::move(callback); }

protected:
    void report(bool working, const std::string& message) const
    {
        if (onState_)
            onState_(working, message);
    }

private:
    StateCallback onState_;
};

} // namespace segue::audio
