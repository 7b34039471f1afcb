// What the listener asks for.
#include "core/playback/engine_player.h"

#include <algorithm>
#include <iterator>

namespace segue {

namespace {
constexpr std::int64_t restartAfterMs = 3000; // previous() goes to the start from here on
}

void EnginePlayer::playNow(std::vector<QueueEntry> entries, int index, StartedBy by)
{
    touched();
    const bool context = by != StartedBy::user && by != StartedBy::remote;
    for (QueueEntry& entry : entries)
        entry.origin = context ? by : StartedBy::queue;
    queue_.replace(std::move(entries), index);
    broken_.clear();
    Q_EMIT queueChanged();
    begin(by, EndedBy::replaced);
}

void EnginePlayer::playKeepingQueue(QueueEntry entry, std::vector<QueueEntry> rest, StartedBy by)
{
    touched();
    const bool alone = queue_.isEmpty();
    const bool context = by != StartedBy::user && by != StartedBy::remote;
    std::vector<QueueEntry> entries{std::move(entry)};
    if (alone)
        std::ranges::move(rest, std::back_inserter(entries));
    for (QueueEntry& each : entries)
        each.origin = context ? by : StartedBy::queue;
    broken_.clear();
    if (alone) {
        queue_.replace(std::move(entries), 0);
    } else {
        queue_.insertNext(std::move(entries));
        queue_.setCurrent(queue_.currentIndex() + 1);
    }
    Q_EMIT queueChanged();
    begin(by, EndedBy::replaced);
}

void EnginePlayer::edit(const std::function<void()>& change)
{
    touched();
    editQuietly(change);
}

/// Changes the queue: what plays goes on if it is still there; what follows may be another. Says
/// nothing of whether somebody is there.
void EnginePlayer::editQuietly(const std::function<void()>& change)
{
    const std::uint64_t before = queue_.current() ? queue_.current()->key : 0;
    change();
    const std::uint64_t after = queue_.current() ? queue_.current()->key : 0;
    Q_EMIT queueChanged();
    if (current_.id != 0 && after == current_.entry.key) {
        prepareNext();
        return;
    }
    if (current_.id == 0) {
        if (before != after)
            resumeMs_ = 0;
        Q_EMIT currentChanged();
        return;
    }
    const bool paused = state_ == PlaybackState::paused;
    if (after == 0) {
        halt(EndedBy::queueEnd);
        Q_EMIT currentChanged();
        return;
    }
    begin(byItself(*queue_.current()), EndedBy::next);
    if (paused)
        pause();
}

void EnginePlayer::playNext(std::vector<QueueEntry> entries)
{
    edit([&] { queue_.insertNext(std::move(entries)); });
}

void EnginePlayer::enqueue(std::vector<QueueEntry> entries)
{
    edit([&] { queue_.append(std::move(entries)); });
}

void EnginePlayer::extendQueue(std::vector<QueueEntry> entries)
{
    editQuietly([&] { queue_.extend(std::move(entries)); });
}

void EnginePlayer::removeFromQueue(std::vector<std::uint64_t> keys)
{
    edit([&] { queue_.remove(keys); });
}

void EnginePlayer::moveInQueue(std::vector<std::uint64_t> keys, int toIndex)
{
    edit([&] { queue_.move(keys, toIndex); });
}

void EnginePlayer::clearQueue()
{
    edit([&] { queue_.clear(); });
}

bool EnginePlayer::undoQueueEdits(std::uint64_t id)
{
    bool done = false;
    edit([&] { done = queue_.undo(id, current_.id != 0 ? &current_.entry : nullptr); });
    Q_EMIT modesChanged(); // shuffle may be another
    return done;
}

void EnginePlayer::jumpTo(std::uint64_t key)
{
    const int index = queue_.indexOf(key);
    if (index < 0)
        return;
    touched();
    queue_.setCurrent(index);
    broken_.clear();
    begin(StartedBy::user, EndedBy::replaced);
}

void EnginePlayer::play()
{
    touched();
    if (state_ == PlaybackState::playing)
        return;
    if (state_ == PlaybackState::paused && startOutput()) {
        engine_->resume();
        setState(PlaybackState::playing);
        return;
    }
    if (state_ == PlaybackState::paused)
        return;
    broken_.clear();
    if (!queue_.current())
        queue_.setCurrent(0);
    begin(StartedBy::user, EndedBy::stopped, resumeMs_);
}

void EnginePlayer::pause()
{
    touched();
    resumeWhenOutputReturns_ = false;
    if (state_ != PlaybackState::playing)
        return;
    engine_->pause();
    setState(PlaybackState::paused);
    Q_EMIT positionChanged(positionMs());
}

void EnginePlayer::togglePause()
{
    if (state_ == PlaybackState::playing)
        pause();
    else
        play();
}

void EnginePlayer::stop()
{
    touched();
    resumeWhenOutputReturns_ = false;
    halt(EndedBy::stopped);
}

void EnginePlayer::next()
{
    touched();
    if (state_ != PlaybackState::stopped) {
        broken_.clear();
        beginFollowing(EndedBy::next, true);
    } else if (queue_.advance(1, true)) {
        resumeMs_ = 0;
        Q_EMIT currentChanged();
    }
}

void EnginePlayer::previous()
{
    touched();
    if (state_ != PlaybackState::stopped && positionMs() >= restartAfterMs) {
        seek(0);
        return;
    }
    const bool moved = queue_.goBack();
    if (state_ == PlaybackState::stopped) {
        resumeMs_ = 0;
        Q_EMIT currentChanged();
    } else if (moved) {
        broken_.clear();
        begin(byItself(*queue_.current()), EndedBy::previous);
    } else {
        seek(0);
    }
}

void EnginePlayer::seek(std::int64_t positionMs)
{
    touched();
    positionMs = std::max<std::int64_t>(positionMs, 0);
    if (const std::int64_t duration = durationMs(); duration > 0)
        positionMs = std::min(positionMs, duration);
    resumeMs_ = positionMs;
    if (current_.id != 0)
        engine_->seek(positionMs);
    Q_EMIT positionChanged(positionMs);
}

void EnginePlayer::setVolume(double volume)
{
    volume = std::clamp(volume, 0.0, 1.0);
    if (volume == volume_)
        return;
    volume_ = volume;
    engine_->setVolume(volume);
    Q_EMIT volumeChanged(volume);
}

void EnginePlayer::setShuffle(bool on)
{
    touched();
    if (on == queue_.shuffle())
        return;
    queue_.setShuffle(on);
    Q_EMIT modesChanged();
    Q_EMIT queueChanged();
    prepareNext();
}

void EnginePlayer::setRepeatMode(RepeatMode mode)
{
    touched();
    if (mode == queue_.repeat())
        return;
    queue_.setRepeat(mode);
    Q_EMIT modesChanged();
    prepareNext();
}

} // namespace segue
