// The audio side of the engine: no locks, no allocation, no files. The current voice ends and the
// next one starts inside one block, each with its own gain, so that both change at the very sample.
#include "core/audio/engine.h"

#include <algorithm>

namespace segue::audio {

namespace {

constexpr int declickMs = 5;
constexpr int moveMs = 10; // volume and gain
constexpr int longestWaitMs = 100; // for a new track, while the old one goes on
constexpr int readyMs = 20; // in the ring before a voice may start

void retire(Voice*& voice)
{
    if (voice)
        voice->retired.store(true, std::memory_order_release);
    voice = nullptr;
}

} // namespace

std::size_t Engine::framesOf(int ms) const
{
    return static_cast<std::size_t>(ms) * static_cast<std::size_t>(context_->rate) / 1000;
}

std::size_t Engine::pull(float* stereo, std::size_t frames, bool mayWait) noexcept
{
    std::fill_n(stereo, frames * 2, 0.0f);
    std::size_t done = 0;
    while (done < frames) {
        const std::size_t block = std::min(frames - done, scratch_.size() / 2);
        const std::size_t music = pullBlock(stereo + done * 2, block, mayWait);
        done += music;
        if (music < block && (music == 0 || isSilent()))
            break;
    }
    return done;
}

std::size_t Engine::pullBlock(float* stereo, std::size_t frames, bool mayWait)
{
    obey();
    if (isSilent()) {
        if (pending_ && pendingIsSeek_)
            takePending(frames); // so that the position is the new one
        rest();
        return 0;
    }
    if (pauseRamp_.isMoving())
        frames = std::min(frames, pauseRamp_.framesLeft());
    takePending(frames);
    if (pending_ && mayWait)
        return 0; // so that commands act at the same frame however fast the decoder is
    const std::size_t current = renderCurrent(stereo, frames, mayWait);
    // Who waits for the current voice lets the one that fades out wait with it: they stay aligned.
    const std::size_t dying = renderDying(stereo, mayWait && current_ ? current : frames);
    const std::size_t music = std::max(current, dying);
    pauseRamp_.apply(stereo, music);
    volume_.apply(stereo, music);
    limiter_.process(stereo, music);
    frame_ += static_cast<std::int64_t>(music);
    if (music == 0) {
        if (paused_)
            pauseRamp_.jumpTo(0); // nothing left to fade
        if (paused_ || (!current_ && !pending_))
            rest();
    }
    return music;
}

void Engine::rest()
{
    if (!restTold_)
        tell(EngineEvent::Type::paused, current_, 0);
    restTold_ = true;
}

void Engine::obey()
{
    Command command;
    while (commands_.pop(command))
        obey(command);
}

void Engine::obey(const Command& command)
{
    switch (command.type) {
    case Command::Type::replace:
    case Command::Type::seek:
    case Command::Type::next:
    case Command::Type::skip:
        obeyReplacement(command);
        break;
    case Command::Type::pause:
        paused_ = true;
        restTold_ = false;
        pauseRamp_.moveTo(0, framesOf(declickMs));
        break;
    case Command::Type::resume:
        paused_ = false;
        pauseRamp_.moveTo(1, framesOf(declickMs));
        break;
    case Command::Type::stop:
        dropCurrent(0);
        retire(pending_);
        retire(next_);
        nextIsKnown_ = false;
        paused_ = false;
        pauseRamp_.jumpTo(1);
        restTold_ = false;
        break;
    case Command::Type::volume:
        volume_.moveTo(command.value, current_ && !isSilent() ? framesOf(moveMs) : 0);
        break;
    case Command::Type::gain:
        // Any other voice may be gone by now.
        if (command.voice == current_)
            command.voice->mix.gain.moveTo(command.value, isSilent() ? 0 : framesOf(moveMs));
        else if (command.voice == pending_ || command.voice == next_)
            command.voice->mix.gain.jumpTo(command.value);
        break;
    }
}

/// Commands that name what they replace come too late when that has ended meanwhile.
void Engine::obeyReplacement(const Command& command)
{
    Voice* voice = command.voice;
    const bool awaited = command.expected && command.expected == (pending_ ? pending_ : current_);
    switch (command.type) {
    case Command::Type::skip:
        if (voice != next_ || !voice)
            return; // it sounds already, or was replaced
        next_ = nullptr;
        break;
    case Command::Type::next:
        if (!awaited) {
            retire(voice);
            return;
        }
        retire(next_);
        next_ = voice;
        nextIsKnown_ = true;
        return;
    case Command::Type::seek:
        if (!awaited) {
            retire(voice);
            return;
        }
        pendingIsSeek_ = pending_ ? pendingIsSeek_ : true;
        retire(pending_);
        pending_ = voice;
        pendingFor_ = 0;
        return; // what follows stays
    default:
        break;
    }
    retire(pending_);
    retire(next_);
    nextIsKnown_ = false;
    pending_ = voice;
    pendingIsSeek_ = false;
    pendingFor_ = 0;
    if (isSilent()) { // a pause ends here: nothing to fade out, and the track starts unfaded
        dropCurrent(0);
        paused_ = false;
        pauseRamp_.jumpTo(1);
    }
}

/// Ends the current track before its end.
void Engine::dropCurrent(std::size_t at)
{
    if (!current_)
        return;
    tell(EngineEvent::Type::ended, current_, at);
    Voice* voice = current_;
    current_ = nullptr;
    audible_.store(nullptr, std::memory_order_release);
    if (isSilent())
        retire(voice);
    else
        fadeOut(voice, at, framesOf(declickMs));
}

void Engine::takePending(std::size_t frames)
{
    if (!pending_)
        return;
    if (pending_->hasFailed()) {
        dropCurrent(0);
        retire(pending_);
        return;
    }
    const bool ready = pending_->isFinished() || pending_->readable() >= framesOf(readyMs);
    if (ready) {
        swapIn();
        return;
    }
    pendingFor_ += frames;
    if (!pendingIsSeek_ && pendingFor_ > framesOf(longestWaitMs))
        dropCurrent(0);
}

void Engine::swapIn()
{
    Voice* voice = pending_;
    pending_ = nullptr;
    const bool seek = pendingIsSeek_ && current_;
    if (seek) {
        voice->heard.store(
            current_->heard.load(std::memory_order_relaxed), std::memory_order_relaxed);
        Voice* old = current_;
        current_ = nullptr;
        if (isSilent())
            retire(old);
        else
            fadeOut(old, 0, framesOf(declickMs));
    } else {
        dropCurrent(0);
    }
    if (voice->source().startMs > 0 || seek) {
        voice->mix.envelope.jumpTo(0);
        voice->mix.envelope.moveTo(1, framesOf(declickMs));
    }
    if (!seek)
        tell(EngineEvent::Type::started, voice, 0);
    current_ = voice;
    audible_.store(voice, std::memory_order_release);
}

/// The current voice is exhausted. True when another one is current now.
bool Engine::advance(std::size_t at)
{
    if (!nextIsKnown_ || pending_)
        return false;
    if (next_ && next_->hasFailed()) {
        retire(next_);
        nextIsKnown_ = false; // the control thread hears of it and says what comes instead
        return false;
    }
    if (next_ && next_->readable() == 0 && !next_->isFinished())
        return false;
    tell(EngineEvent::Type::ended, current_, at, true);
    Voice* old = current_;
    current_ = nullptr;
    if (next_) {
        becomeCurrent(next_, at);
    } else {
        audible_.store(nullptr, std::memory_order_release);
        restTold_ = false;
        tell(EngineEvent::Type::drained, old, at);
    }
    retire(old);
    return current_ != nullptr;
}

void Engine::becomeCurrent(Voice* voice, std::size_t at)
{
    current_ = voice;
    next_ = nullptr;
    nextIsKnown_ = false;
    audible_.store(voice, std::memory_order_release);
    tell(EngineEvent::Type::started, voice, at);
}

/// Starts the next voice over the end of the current one. True when it did.
bool Engine::crossFade(std::size_t at)
{
    const std::size_t left = current_->readable();
    if (options_.crossFadeMs == 0 || pending_ || !next_ || next_->hasFailed() || left == 0
        || !current_->isFinished() || left > framesOf(options_.crossFadeMs)
        || (next_->readable() < framesOf(readyMs) && !next_->isFinished()))
        return false;
    tell(EngineEvent::Type::ended, current_, at, true);
    fadeOut(current_, at, left);
    next_->mix.envelope.jumpTo(0);
    next_->mix.envelope.moveTo(1, left);
    becomeCurrent(next_, at);
    return true;
}

std::size_t Engine::renderCurrent(float* stereo, std::size_t frames, bool mayWait)
{
    std::size_t done = 0;
    while (done < frames && current_) {
        crossFade(done);
        const bool finished = current_->isFinished(); // before looking into the ring
        std::size_t most = frames - done;
        const std::size_t fade = framesOf(options_.crossFadeMs);
        const std::size_t held = current_->readable();
        const bool nextMayCome = !nextIsKnown_ || (next_ && !next_->hasFailed());
        if (fade > 0 && held > fade && (finished || mayWait))
            most = std::min(most, held - fade);
        else if (fade > 0 && held > 0 && mayWait && nextMayCome)
            break; // the fade is about to begin, once the next voice is ready
        const std::size_t got = mixIn(*current_, stereo + done * 2, most);
        done += got;
        if (got > 0) {
            starving_ = false;
            continue;
        }
        if (finished && advance(done))
            continue;
        if (current_ && !mayWait && !starving_ && !pending_) {
            starving_ = true;
            tell(EngineEvent::Type::underrun, current_, done);
        }
        break;
    }
    return done;
}

std::size_t Engine::renderDying(float* stereo, std::size_t frames)
{
    std::size_t end = 0;
    for (Dying& dying : dying_) {
        if (!dying.voice)
            continue;
        const std::size_t from = std::min(dying.from, frames);
        const std::size_t count = std::min(frames - from, dying.voice->mix.envelope.framesLeft());
        const std::size_t got = mixIn(*dying.voice, stereo + from * 2, count);
        if (got > 0)
            end = std::max(end, from + got);
        if (got < count || !dying.voice->mix.envelope.isMoving())
            retire(dying.voice);
        dying.from = 0;
    }
    return end;
}

std::size_t Engine::mixIn(Voice& voice, float* stereo, std::size_t frames)
{
    const std::size_t got = voice.read(scratch_.data(), std::min(frames, scratch_.size() / 2));
    voice.mix.gain.apply(scratch_.data(), got);
    voice.mix.envelope.apply(scratch_.data(), got);
    for (std::size_t i = 0; i < got * 2; ++i)
        stereo[i] += scratch_[i];
    return got;
}

void Engine::fadeOut(Voice* voice, std::size_t at, std::size_t frames)
{
    voice->mix.envelope.moveTo(0, frames);
    for (Dying& dying : dying_) {
        if (!dying.voice) {
            dying = {voice, at};
            return;
        }
    }
    retire(voice); // five skips within 5 ms: nobody hears the fifth fade
}

void Engine::tell(EngineEvent::Type type, Voice* voice, std::size_t at, bool complete)
{
    const std::int64_t heard = voice ? voice->heard.load(std::memory_order_relaxed) : 0;
    events_.push({type, voice, frame_ + static_cast<std::int64_t>(at), heard, complete});
    context_->events.post();
}

} // namespace segue::audio
