#pragma once

#include "core/audio/output.h"

#include <QThread>

#include <memory>

class QMediaDevices;

namespace segue {

class SinkKeeper;

/// The sound card, or what the system calls the default output, through QAudioSink. The sink lives
/// in a thread of its own with an event loop, because Qt pulls by timer and the main thread may be
/// busy; its buffer is about 50 ms. When the device goes away or another becomes the default the
/// sink is opened anew and the music goes on where it was; while there is none, nothing is pulled
/// and the player is told. Needs a QCoreApplication; main thread.
class AudioOutputQt final : public audio::Output {
public:
    AudioOutputQt();
    ~AudioOutputQt() override;

    /// What the default device prefers; 48000 while there is none.
    int rate() const override { return rate_; }
    /// An error when the system has no output device at all. One that cannot be opened is reported
    /// through the state callback, so that this does not wait for the sound server.
    Result<void> start(audio::Engine& engine) override;
    void stop() override;
    void setActive(bool active) override;

private:
    int rate_;
    QThread thread_;
    std::unique_ptr<QMediaDevices> devices_;
    std::unique_ptr<SinkKeeper> keeper_; // lives in thread_
};

} // namespace segue
