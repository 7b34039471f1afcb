// What the engine and the output report.
#include "core/playback/engine_player.h"

#include <utility>

namespace segue {

void EnginePlayer::drainEvents()
{
    for (const audio::EngineEvent& event : engine_->poll())
        onEvent(event);
}

void EnginePlayer::onEvent(const audio::EngineEvent& event)
{
    using Type = audio::EngineEvent::Type;
    switch (event.type) {
    case Type::opened:
        for (Play* play : {&current_, &next_}) {
            if (play->id == event.id && play->track.durationMs == 0)
                play->track.durationMs = event.info.durationMs;
        }
        break;
    case Type::started:
        onStarted(event);
        break;
    case Type::ended:
        onEnded(event);
        break;
    case Type::failed:
        onFailed(event);
        break;
    case Type::drained:
        if (event.id == current_.id)
            onDrained();
        break;
    case Type::paused:
        if (state_ != PlaybackState::playing)
            output_->setActive(false);
        break;
    case Type::underrun:
        break;
    }
}

void EnginePlayer::onStarted(const audio::EngineEvent& event)
{
    const bool follows = event.id == next_.id && next_.id != 0;
    if (follows) {
        const bool wasAtEnd
            = queue_.currentIndex() + next_.steps >= static_cast<int>(queue_.entries().size());
        std::vector<QueueEntry> missing;
        static_cast<void>(findFollowing(false, missing));
        tellMissing(missing);
        queue_.advance(next_.steps, false);
        current_ = std::exchange(next_, {});
        if (const int index = queue_.indexOf(current_.entry.key);
            index >= 0 && index != queue_.currentIndex())
            queue_.setCurrent(index);
        if (wasAtEnd && queue_.shuffle())
            Q_EMIT queueChanged(); // a new round has another order
    } else if (event.id != current_.id) {
        return; // it was replaced in the same moment
    }
    current_.sounding = true;
    broken_.clear();
    resumeMs_ = 0;
    if (tracker_.isOpen())
        endListen(endReason_, msHeard());
    const UtcMs now = clock_.now();
    listenId_ = current_.id;
    const Listen listen = tracker_.start(listenOf(current_), now, clock_.utcOffsetMinutes(now));
    prepareNext();
    Q_EMIT listenStarted(listen);
    if (follows)
        Q_EMIT currentChanged();
    Q_EMIT positionChanged(positionMs());
}

void EnginePlayer::onEnded(const audio::EngineEvent& event)
{
    if (event.id != listenId_ || !tracker_.isOpen())
        return;
    if (!event.message.empty()) {
        Q_EMIT problem(QString::fromStdString(event.message));
        endListen(EndedBy::error, event.heardMs);
        return;
    }
    endListen(event.complete ? EndedBy::finished : endReason_, event.heardMs);
}

void EnginePlayer::onFailed(const audio::EngineEvent& event)
{
    const QString message = QString::fromStdString(event.message);
    if (event.id == next_.id && next_.id != 0) {
        reject(std::exchange(next_, {}), message);
        prepareNext();
        return;
    }
    if (event.id != current_.id || current_.id == 0)
        return;
    if (current_.sounding) { // the file vanished under a seek
        Q_EMIT problem(message);
        endReason_ = EndedBy::error;
        broken_.insert(current_.entry.key);
    } else {
        reject(current_, message);
    }
    beginFollowing(endReason_, true);
}

void EnginePlayer::onDrained()
{
    current_ = {};
    next_ = {};
    resumeMs_ = 0;
    setState(PlaybackState::stopped);
    Q_EMIT positionChanged(0);
    Q_EMIT queueEnded();
}

void EnginePlayer::onOutputState(bool working, const QString& message)
{
    outputWorks_ = working;
    if (!message.isEmpty())
        Q_EMIT problem(message);
    if (!working && state_ == PlaybackState::playing) {
        engine_->pause();
        setState(PlaybackState::paused);
        resumeWhenOutputReturns_ = true;
    } else if (working && std::exchange(resumeWhenOutputReturns_, false)
        && state_ == PlaybackState::paused) {
        engine_->resume();
        setState(PlaybackState::playing);
    }
}

void EnginePlayer::onTick()
{
    drainEvents();
    if (state_ != PlaybackState::playing)
        return;
    Q_EMIT positionChanged(positionMs());
    if (const auto listen = tracker_.progress(msHeard(), clock_.now()))
        Q_EMIT listenProgressed(*listen);
}

/// Of the play that is logged; 0 when it does not sound any more.
std::int64_t EnginePlayer::msHeard() const
{
    const audio::Engine::Status status = engine_->status();
    return status.id == listenId_ ? status.heardMs : 0;
}

Listen EnginePlayer::listenOf(const Play& play) const
{
    Listen listen;
    listen.track = play.entry.track;
    listen.durationMs = play.track.durationMs;
    listen.startedBy = play.by;
    listen.shuffle = queue_.shuffle();
    listen.suggestion = play.entry.suggestion;
    listen.doNotLearn = play.entry.doNotLearn;
    return listen;
}

void EnginePlayer::endListen(EndedBy by, std::int64_t msHeard)
{
    listenId_ = 0;
    if (const auto listen = tracker_.end(by, msHeard, clock_.now()))
        Q_EMIT listenEnded(*listen);
    flushFailed();
}

void EnginePlayer::quit()
{
    if (outputRuns_)
        output_->stop();
    outputRuns_ = false;
    drainEvents();
    resumeMs_ = positionMs();
    if (tracker_.isOpen())
        endListen(EndedBy::quit, msHeard());
    current_ = {};
    next_ = {};
    tick_.stop();
    state_ = PlaybackState::stopped;
}

} // namespace segue
