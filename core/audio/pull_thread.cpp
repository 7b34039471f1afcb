#include "core/audio/pull_thread.h"

#include <chrono>
#include <vector>

namespace segue::audio {

namespace {
constexpr std::size_t blocksPerSecond = 100;
}

void PullThread::start(Engine& engine, Pace pace, Sink sink)
{
    stop();
    stop_.store(false, std::memory_order_release);
    engine_ = &engine;
    thread_ = std::thread([this, pace, sink = std::move(sink)] { run(pace, sink); });
}

void PullThread::stop()
{
    if (!thread_.joinable())
        return;
    stop_.store(true, std::memory_order_release);
    engine_->work().post();
    thread_.join();
}

void PullThread::run(Pace pace, const Sink& sink)
{
    const bool fast = pace == Pace::asFastAsPossible;
    const std::size_t frames = static_cast<std::size_t>(engine_->rate()) / blocksPerSecond;
    std::vector<float> block(frames * 2);
    auto due = std::chrono::steady_clock::now();
    while (!stop_.load(std::memory_order_acquire)) {
        const std::uint32_t seen = engine_->work().now();
        const std::size_t music = engine_->pull(block.data(), frames, fast);
        if (music > 0 && !sink(std::span(block.data(), music * 2)))
            return;
        if (fast) {
            if (music == 0 && !stop_.load(std::memory_order_acquire))
                engine_->work().wait(seen);
            continue;
        }
        due += std::chrono::milliseconds(1000 / blocksPerSecond);
        std::this_thread::sleep_until(due);
    }
}

} // namespace segue::audio
