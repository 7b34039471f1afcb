#pragma once

#include "core/playback/engine_player.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace segue::test {

constexpr int playerRate = 44100;

/// An output that the test drives, in frames of music.
class HandOutput final : public audio::Output {
public:
    int rate() const override { return playerRate; }
    Result<void> start(audio::Engine& engine) override
    {
        if (!present)
            return Error{"No output device. Connect one."};
        engine_ = &engine;
        return {};
    }
    void stop() override { engine_ = nullptr; }
    void setActive(bool on) override { active = on; }

    /// Pulls up to `frames` frames; events are delivered between the blocks, as in life.
    bool pull(qint64 frames)
    {
        std::vector<float> block(2 * 441);
        qint64 done = 0;
        QElapsedTimer timer;
        timer.start();
        while (engine_ && done < frames && timer.elapsed() < 10'000) {
            const std::size_t got = engine_->pull(
                block.data(), static_cast<std::size_t>(std::min<qint64>(441, frames - done)), true);
            done += static_cast<qint64>(got);
            heard.insert(
                heard.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(2 * got));
            QCoreApplication::processEvents();
            afterBlock();
        }
        return done == frames;
    }
    /// One block, music or not.
    void turn()
    {
        std::vector<float> block(2 * 441);
        if (engine_)
            engine_->pull(block.data(), 441, true);
        QCoreApplication::processEvents();
        afterBlock();
    }
    void lose() { report(false, "The device went away. Connect it again."); }
    void comeBack() { report(true, ""); }

    std::function<void()> afterBlock = [] {};
    bool present = true;
    bool active = true;
    std::vector<float> heard;

private:
    audio::Engine* engine_ = nullptr;
};

/// A player with a library of its own, an output, and all that it says.
struct Bench {
    explicit Bench(std::unique_ptr<audio::Output> output = nullptr)
        : clock(1'700'000'000'000)
        , hand(output ? nullptr : new HandOutput)
        , player(
              output ? std::move(output) : std::unique_ptr<audio::Output>(hand),
              [this](TrackId id) -> std::optional<PlayableTrack> {
                  const auto it = library.find(id.value);
                  return it == library.end() ? std::nullopt : std::optional(it->second);
              },
              clock, 1)
    {
        if (hand)
            hand->afterBlock = [this] { player.drainEvents(); };
        const auto keep = [this](std::vector<Listen>& to) {
            return [&to](const Listen& listen) { to.push_back(listen); };
        };
        QObject::connect(&player, &Player::listenStarted, &player, keep(started));
        QObject::connect(&player, &Player::listenProgressed, &player, keep(progressed));
        QObject::connect(&player, &Player::listenEnded, &player, keep(ended));
        QObject::connect(&player, &Player::problem, &player,
            [this](const QString& message) { problems << message; });
    }

    std::map<std::int64_t, PlayableTrack> library;
    ManualClock clock;
    HandOutput* hand;
    std::vector<Listen> started, progressed, ended;
    QStringList problems;
    EnginePlayer player; // last: signals of its end are kept
};

} // namespace segue::test
