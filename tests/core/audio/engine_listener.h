#pragma once

#include "core/audio/engine.h"
#include "tests/core/audio/audio_fixtures.h"

#include <QElapsedTimer>

#include <cmath>
#include <thread>
#include <vector>

namespace segue::test {

using audio::Engine;
using audio::EngineEvent;
using audio::EngineOptions;

/// Pulls like an output that waits for the decoder, and keeps all music and events.
struct Listener {
    explicit Listener(EngineOptions options = {.rate = 44100})
        : engine(options)
    {
    }

    Engine engine;
    Sound heard{44100, 2, {}};
    std::vector<EngineEvent> events;

    void collect()
    {
        for (EngineEvent& event : engine.poll())
            events.push_back(std::move(event));
    }
    bool has(EngineEvent::Type type, std::uint64_t id) const { return find(type, id) != nullptr; }
    const EngineEvent* find(EngineEvent::Type type, std::uint64_t id) const
    {
        for (const EngineEvent& event : events) {
            if (event.type == type && event.id == id)
                return &event;
        }
        return nullptr;
    }
    /// Pulls `frames` frames of music; false when none came for 10 s.
    bool pull(std::size_t frames)
    {
        std::vector<float> block(frames * 2);
        std::size_t done = 0;
        QElapsedTimer timer;
        timer.start();
        while (done < frames && timer.elapsed() < 10'000) {
            const std::size_t got = engine.pull(
                block.data() + done * 2, std::min<std::size_t>(frames - done, 777), true);
            done += got;
            if (got == 0)
                std::this_thread::yield();
        }
        heard.samples.insert(heard.samples.end(), block.begin(),
            block.begin() + static_cast<std::ptrdiff_t>(done * 2));
        collect();
        return done == frames;
    }
    /// Pulls until an event came; false when it did not come within 10 s.
    bool pullUntil(EngineEvent::Type type, std::uint64_t id)
    {
        QElapsedTimer timer;
        timer.start();
        std::vector<float> block(2 * 777);
        while (!has(type, id) && timer.elapsed() < 10'000) {
            const std::size_t got = engine.pull(block.data(), 777, true);
            heard.samples.insert(heard.samples.end(), block.begin(),
                block.begin() + static_cast<std::ptrdiff_t>(got * 2));
            collect();
            if (got == 0)
                std::this_thread::yield();
        }
        return has(type, id);
    }
    std::vector<float> from(std::size_t frame, std::size_t frames) const
    {
        return {heard.samples.begin() + static_cast<std::ptrdiff_t>(frame * 2),
            heard.samples.begin() + static_cast<std::ptrdiff_t>((frame + frames) * 2)};
    }
    /// The steepest step between neighbouring samples: a click is far above a sweep's own.
    float steepest() const
    {
        float most = 0;
        for (std::size_t i = 2; i < heard.samples.size(); ++i)
            most = std::max(most, std::abs(heard.samples[i] - heard.samples[i - 2]));
        return most;
    }
};

} // namespace segue::test
