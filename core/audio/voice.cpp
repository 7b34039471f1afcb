#include "core/audio/voice.h"

#include "core/audio/stereo_mix.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>
#include <utility>
#include <vector>

namespace segue::audio {

namespace {

constexpr std::size_t blockFrames = 4096;
constexpr auto poll = std::chrono::milliseconds(10);
/// How long a voice at its end waits, once its ring is nearly empty, for a slow disk to open the
/// next file before it ends the filter by itself.
constexpr auto patience = std::chrono::milliseconds(300);

} // namespace

Voice::Voice(Source source, std::shared_ptr<VoiceContext> context, std::shared_ptr<Voice> before)
    : source_(std::move(source))
    , context_(std::move(context))
    , before_(std::move(before))
    , ring_(context_->ringFrames * 2)
{
    wantedGain = source_.gain;
    mix.gain.jumpTo(source_.gain);
}

std::shared_ptr<Voice> Voice::start(Source source, std::shared_ptr<VoiceContext> context,
    std::shared_ptr<Voice> before, std::shared_ptr<Voice> donor)
{
    if (donor)
        donor->requestStop();
    std::shared_ptr<Voice> voice(
        new Voice(std::move(source), std::move(context), std::move(before)));
    std::thread([voice, donor = std::move(donor)]() mutable {
        voice->run(std::move(donor));
        voice->exited_.store(true, std::memory_order_release);
        voice->exited_.notify_all();
    }).detach();
    return voice;
}

std::int64_t Voice::positionMs() const
{
    return source_.startMs + played.load(std::memory_order_relaxed) * 1000 / context_->rate;
}

StreamInfo Voice::info() const
{
    const std::lock_guard lock(mutex_);
    return info_;
}

std::string Voice::error() const
{
    const std::lock_guard lock(mutex_);
    return error_;
}

void Voice::requestStop()
{
    stop_.store(true, std::memory_order_release);
    space_.post();
    changed_.notify_all();
}

void Voice::startNow()
{
    startNow_.store(true, std::memory_order_release);
}

void Voice::setFollowed(bool followed)
{
    {
        const std::lock_guard lock(mutex_);
        followed_ = followed;
    }
    changed_.notify_all();
}

std::size_t Voice::read(float* stereo, std::size_t frames)
{
    const std::size_t got = ring_.read(std::span(stereo, frames * 2)) / 2;
    if (ring_.writable() >= ring_.capacity() / 4)
        space_.post();
    played.fetch_add(static_cast<std::int64_t>(got), std::memory_order_relaxed);
    heard.fetch_add(static_cast<std::int64_t>(got), std::memory_order_relaxed);
    return got;
}

void Voice::run(std::shared_ptr<Voice> donor)
{
    Result<void> ready = openDecoder(std::move(donor));
    if (ready)
        ready = chooseResampler();
    if (!ready)
        fail(ready.error().message);
    else if (resampler_)
        decode();
    before_.reset();
}

Result<void> Voice::openDecoder(std::shared_ptr<Voice> donor)
{
    if (donor)
        decoder_ = donor->takeDecoder();
    donor.reset();
    if (!decoder_) {
        if (shouldStop())
            return Error{"stopped"};
        auto opened = Decoder::open(source_.path);
        if (!opened)
            return opened.error();
        decoder_ = std::move(*opened);
    }
    {
        const std::lock_guard lock(mutex_);
        info_ = decoder_->info();
    }
    stage_.store(Stage::opened, std::memory_order_release);
    changed_.notify_all();
    context_->events.post();
    const std::int64_t first = (source_.offsetMs + source_.startMs) * info_.sampleRate / 1000;
    if (first != decoder_->position() && !shouldStop())
        decoder_->seek(first); // where it lands is where it plays
    return {};
}

std::unique_ptr<Decoder> Voice::takeDecoder()
{
    exited_.wait(false, std::memory_order_acquire);
    return std::move(decoder_);
}

/// The resampler of the voice before when it can go on, else an own one.
Result<void> Voice::chooseResampler()
{
    if (before_)
        resampler_ = before_->claimResampler(*this);
    if (!resampler_) {
        before_.reset();
        auto made = Resampler::create(info_.sampleRate, context_->rate);
        if (!made)
            return Error{"Cannot play " + source_.path + ": " + made.error().message};
        resampler_ = std::move(*made);
    }
    carry_ = resampler_->framesDue() - resampler_->framesOut();
    return {};
}

/// Called by the voice that follows, from its thread: waits until this one has decoded its last
/// frame. Null when there is nothing to take over.
std::unique_ptr<Resampler> Voice::claimResampler(const Voice& by)
{
    std::unique_lock lock(mutex_);
    for (;;) {
        if (offered_) {
            changed_.notify_all();
            return std::move(offered_);
        }
        const bool opened = stage() != Stage::opening;
        const bool fits = !opened
            || (info_.sampleRate == by.info_.sampleRate && info_.sampleRate != context_->rate);
        if (by.shouldStop())
            return nullptr; // another one may follow in its place
        if (by.startNow_.load(std::memory_order_acquire) || isFinished() || shouldStop()
            || hasFailed() || !fits)
            break;
        changed_.wait_for(lock, poll);
    }
    followed_ = false;
    changed_.notify_all();
    return nullptr;
}

void Voice::decode()
{
    const StereoMix toStereo(info_.channels, info_.channelMask);
    std::vector<float> block(blockFrames * static_cast<std::size_t>(info_.channels));
    std::vector<float> stereo(blockFrames * 2);
    std::vector<float> out;
    const std::int64_t last = source_.endMs > 0 ? source_.endMs * info_.sampleRate / 1000
                                                : std::numeric_limits<std::int64_t>::max();
    while (!shouldStop() && decoder_->position() < last) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(
            static_cast<std::int64_t>(blockFrames), last - decoder_->position()));
        const std::size_t got = decoder_->read(block.data(), wanted);
        if (got == 0)
            break;
        toStereo.process(block.data(), got, stereo.data());
        out.clear();
        resampler_->process(stereo.data(), got, out);
        deliver(out);
    }
    if (!decoder_->ioError().empty()) {
        const std::lock_guard lock(mutex_);
        error_ = "Cannot play " + source_.path + " to its end: " + decoder_->ioError()
            + ". Check the drive.";
    }
    end();
}

/// Splits between the voice before, which gets what is still due to it, and this one.
void Voice::deliver(std::span<const float> stereo)
{
    if (carry_ > 0) {
        const std::size_t part = std::min(static_cast<std::size_t>(carry_) * 2, stereo.size());
        before_->write(stereo.first(part));
        stereo = stereo.subspan(part);
        carry_ -= static_cast<std::int64_t>(part / 2);
    }
    if (carry_ == 0 && before_) {
        before_->finish();
        before_.reset();
    }
    produced_ += static_cast<std::int64_t>(stereo.size() / 2);
    write(stereo);
}

void Voice::end()
{
    if (!shouldStop() && carry_ == 0 && resampler_->framesOut() < resampler_->framesDue()) {
        std::unique_lock lock(mutex_);
        offered_ = std::move(resampler_);
        changed_.notify_all();
        const std::size_t nearlyEmpty = static_cast<std::size_t>(context_->rate) / 20;
        auto since = std::chrono::steady_clock::now();
        while (offered_ && !shouldStop() && followed_ != std::optional(false)) {
            changed_.wait_for(lock, poll);
            const auto now = std::chrono::steady_clock::now();
            if (readable() > nearlyEmpty)
                since = now;
            else if (now - since > patience)
                break;
        }
        if (!offered_)
            return; // the voice that follows writes the rest and calls finish()
        resampler_ = std::move(offered_);
    }
    std::vector<float> rest;
    resampler_->flush(rest);
    deliver(rest);
    if (before_) // shorter than what was due to it
        before_->finish();
    finish();
}

void Voice::write(std::span<const float> stereo)
{
    while (!stereo.empty() && !shouldStop()) {
        const std::uint32_t seen = space_.now();
        const std::size_t written = ring_.write(stereo);
        stereo = stereo.subspan(written);
        if (written > 0)
            context_->work.post();
        if (!stereo.empty() && ring_.writable() < ring_.capacity() / 4 && !shouldStop())
            space_.wait(seen);
    }
}

void Voice::finish()
{
    finished_.store(true, std::memory_order_release);
    changed_.notify_all();
    context_->work.post();
    context_->events.post();
}

void Voice::fail(std::string message)
{
    {
        const std::lock_guard lock(mutex_);
        error_ = std::move(message);
    }
    stage_.store(Stage::failed, std::memory_order_release);
    if (before_)
        before_->setFollowed(false);
    finish();
}

} // namespace segue::audio
