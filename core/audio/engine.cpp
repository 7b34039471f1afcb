// The control side. The audio side is in engine_pull.cpp. They share nothing but two rings:
// commands one way, events the other way, each with plain pointers to voices. A voice lives in
// `voices_` until the audio thread has marked it retired, so the pointers stay good; events that
// name it were pushed before the mark, so they are read before it is let go.
#include "core/audio/engine.h"

#include <algorithm>
#include <chrono>

namespace segue::audio {

namespace {

constexpr std::size_t blockFrames = 4096; // frames mixed at a time

std::size_t ringFrames(const EngineOptions& options)
{
    const int ms = std::max(options.bufferMs, 2000) + options.crossFadeMs;
    return static_cast<std::size_t>(ms) * static_cast<std::size_t>(options.rate) / 1000;
}

} // namespace

Engine::Engine(EngineOptions options, std::function<void()> onEvent)
    : context_(std::make_shared<VoiceContext>())
    , options_(options)
    , limiter_(options.rate)
    , scratch_(blockFrames * 2)
{
    context_->rate = options.rate;
    context_->ringFrames = ringFrames(options);
    if (onEvent) {
        notifier_ = std::thread([this, call = std::move(onEvent)] {
            std::uint32_t seen = 0;
            while (!closing_.load(std::memory_order_acquire)) {
                context_->events.wait(seen);
                seen = context_->events.now();
                if (!closing_.load(std::memory_order_acquire))
                    call();
            }
        });
    }
}

Engine::~Engine()
{
    closing_.store(true, std::memory_order_release);
    context_->events.post();
    if (notifier_.joinable())
        notifier_.join();
    for (const Held& held : voices_) {
        held.voice->requestStop();
        leaving_.push_back(held.voice);
    }
    voices_.clear();
    wanted_.reset();
    wantedNext_.reset();
    // The threads end within a packet. One that hangs in a dead drive is left behind.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    for (const std::weak_ptr<Voice>& left : leaving_) {
        while (!left.expired() && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::shared_ptr<Voice> Engine::make(
    Source source, std::shared_ptr<Voice> before, std::shared_ptr<Voice> donor)
{
    if (options_.crossFadeMs > 0)
        before.reset(); // both sound at once: each has its own resampler
    auto voice = Voice::start(std::move(source), context_, std::move(before), std::move(donor));
    voices_.push_back({voice, false});
    return voice;
}

std::shared_ptr<Voice> Engine::find(const Voice* voice) const
{
    for (const Held& held : voices_) {
        if (held.voice.get() == voice)
            return held.voice;
    }
    return nullptr;
}

void Engine::send(Command command)
{
    outbox_.push_back(command);
    flushOutbox();
}

void Engine::flushOutbox()
{
    if (outbox_.empty())
        return;
    std::size_t sent = 0;
    while (sent < outbox_.size() && commands_.push(outbox_[sent]))
        ++sent;
    outbox_.erase(outbox_.begin(), outbox_.begin() + static_cast<std::ptrdiff_t>(sent));
    context_->work.post();
}

void Engine::setWanted(std::shared_ptr<Voice> voice)
{
    wanted_ = std::move(voice);
    nextSaid_ = false;
}

void Engine::play(Source source)
{
    collect(early_);
    if (wanted_)
        wanted_->requestStop(); // its ring lasts longer than it will sound
    if (wantedNext_)
        wantedNext_->requestStop();
    wantedNext_.reset();
    setWanted(make(std::move(source), nullptr, nullptr));
    send({Command::Type::replace, wanted_.get(), nullptr, 0});
    send({Command::Type::resume, nullptr, nullptr, 0});
}

void Engine::setNext(std::optional<Source> source)
{
    collect(early_);
    if (!wanted_ || (source && wantedNext_ && wantedNext_->source().id == source->id))
        return;
    if (wantedNext_)
        wantedNext_->requestStop();
    wantedNext_.reset();
    nextSaid_ = true;
    wanted_->setFollowed(source.has_value());
    if (source)
        wantedNext_ = make(std::move(*source), wanted_, nullptr);
    send({Command::Type::next, wantedNext_.get(), wanted_.get(), 0});
}

void Engine::skipToNext()
{
    collect(early_);
    if (!wanted_ || !wantedNext_)
        return;
    wantedNext_->startNow();
    wanted_->requestStop();
    send({Command::Type::skip, wantedNext_.get(), wanted_.get(), 0});
    send({Command::Type::resume, nullptr, nullptr, 0});
    setWanted(std::move(wantedNext_));
    wantedNext_.reset();
}

/// The voice that follows was joined to one that is gone: join it to `before`.
void Engine::remakeNext(const std::shared_ptr<Voice>& before)
{
    if (!wantedNext_)
        return;
    Source source = wantedNext_->source();
    source.gain = wantedNext_->wantedGain;
    wantedNext_ = make(std::move(source), before, wantedNext_);
    send({Command::Type::next, wantedNext_.get(), before.get(), 0});
}

void Engine::seek(std::int64_t positionMs)
{
    collect(early_);
    if (!wanted_)
        return;
    Source source = wanted_->source();
    source.startMs = std::max<std::int64_t>(positionMs, 0);
    source.gain = wanted_->wantedGain;
    const std::shared_ptr<Voice> old = wanted_;
    wanted_ = make(std::move(source), nullptr, old);
    if (nextSaid_)
        wanted_->setFollowed(wantedNext_ != nullptr);
    send({Command::Type::seek, wanted_.get(), old.get(), 0});
    remakeNext(wanted_);
}

void Engine::pause()
{
    send({Command::Type::pause, nullptr, nullptr, 0});
}

void Engine::resume()
{
    send({Command::Type::resume, nullptr, nullptr, 0});
}

void Engine::stop()
{
    collect(early_);
    setWanted(nullptr);
    wantedNext_.reset();
    send({Command::Type::stop, nullptr, nullptr, 0});
}

void Engine::setVolume(double volume)
{
    send({Command::Type::volume, nullptr, nullptr, volumeToAmplitude(volume)});
}

void Engine::setGain(std::uint64_t id, float gain)
{
    for (const Held& held : voices_) {
        if (held.voice->source().id != id)
            continue;
        held.voice->wantedGain = gain;
        send({Command::Type::gain, held.voice.get(), nullptr, gain});
    }
}

std::vector<EngineEvent> Engine::poll()
{
    std::vector<EngineEvent> events = std::move(early_);
    early_.clear();
    collect(events);
    return events;
}

void Engine::collect(std::vector<EngineEvent>& events)
{
    flushOutbox();
    std::vector<Voice*> retired; // marked before the events are read: see the top
    for (const Held& held : voices_) {
        if (held.voice->retired.load(std::memory_order_acquire))
            retired.push_back(held.voice.get());
    }
    for (Held& held : voices_) {
        const Voice::Stage stage = held.voice->stage();
        if (held.told || stage == Voice::Stage::opening)
            continue;
        held.told = true;
        EngineEvent event;
        event.id = held.voice->source().id;
        if (stage == Voice::Stage::failed) {
            event.type = EngineEvent::Type::failed;
            event.message = held.voice->error();
        } else {
            event.info = held.voice->info();
        }
        events.push_back(std::move(event));
    }
    AudioEvent event;
    while (events_.pop(event))
        translate(event, events);
    for (Voice* voice : retired) {
        const std::shared_ptr<Voice> held = find(voice);
        held->requestStop();
        if (wanted_ == held)
            wanted_.reset();
        if (wantedNext_ == held)
            wantedNext_.reset();
        leaving_.push_back(held);
        std::erase_if(voices_, [&](const Held& h) { return h.voice == held; });
    }
    std::erase_if(leaving_, [](const std::weak_ptr<Voice>& voice) { return voice.expired(); });
    // A seek that came a moment after the boundary was dropped: what sounds is what is wanted.
    if (!wanted_ && outbox_.empty())
        setWanted(find(audible_.load(std::memory_order_acquire)));
}

void Engine::translate(const AudioEvent& event, std::vector<EngineEvent>& events)
{
    EngineEvent out;
    out.type = event.type;
    out.frame = event.frame;
    out.heardMs = event.heard * 1000 / context_->rate;
    out.complete = event.complete;
    if (const std::shared_ptr<Voice> voice = find(event.voice)) {
        out.id = voice->source().id;
        if (event.type == EngineEvent::Type::ended)
            out.message = voice->error();
        if (event.type == EngineEvent::Type::started && voice == wantedNext_) {
            setWanted(std::move(wantedNext_));
            wantedNext_.reset();
        }
    }
    events.push_back(std::move(out));
}

Engine::Status Engine::status() const
{
    Status status;
    const Voice* audible = audible_.load(std::memory_order_acquire);
    if (!audible)
        return status;
    status.id = audible->source().id;
    status.positionMs = audible->positionMs();
    status.heardMs = audible->heard.load(std::memory_order_relaxed) * 1000 / context_->rate;
    // A seek on its way: the slider must not jump back.
    if (wanted_ && wanted_.get() != audible && wanted_->source().id == status.id)
        status.positionMs = wanted_->source().startMs;
    return status;
}

} // namespace segue::audio
