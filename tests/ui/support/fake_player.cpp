#include "tests/ui/support/fake_player.h"

namespace segue::test {

using namespace Qt::StringLiterals;

namespace {

std::optional<QueueEntry> copied(const QueueEntry* entry)
{
    return entry ? std::optional(*entry) : std::nullopt;
}

} // namespace

std::optional<QueueEntry> FakePlayer::current() const
{
    return copied(queue_.current());
}

std::optional<QueueEntry> FakePlayer::lastOfQueue() const
{
    return copied(queue_.last());
}

void FakePlayer::setState(PlaybackState state)
{
    state_ = state;
    Q_EMIT stateChanged(state);
}

/// Plays the queue's current entry.
void FakePlayer::begin()
{
    position_ = 0;
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
    setState(queue_.current() ? PlaybackState::playing : PlaybackState::stopped);
}

void FakePlayer::edited()
{
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
}

void FakePlayer::playNow(std::vector<QueueEntry> entries, int index, StartedBy by)
{
    log << u"playNow"_s;
    lastBy = by;
    queue_.replace(std::move(entries), index);
    begin();
}

void FakePlayer::playKeepingQueue(QueueEntry entry, std::vector<QueueEntry> rest, StartedBy by)
{
    log << u"playKeepingQueue"_s;
    lastBy = by;
    if (queue_.isEmpty()) {
        rest.insert(rest.begin(), std::move(entry));
        queue_.replace(std::move(rest), 0);
    } else {
        queue_.insertNext({std::move(entry)});
        queue_.setCurrent(queue_.currentIndex() + 1);
    }
    begin();
}

void FakePlayer::playNext(std::vector<QueueEntry> entries)
{
    queue_.insertNext(std::move(entries));
    Q_EMIT queueChanged();
}

void FakePlayer::enqueue(std::vector<QueueEntry> entries)
{
    queue_.append(std::move(entries));
    Q_EMIT queueChanged();
}

void FakePlayer::extendQueue(std::vector<QueueEntry> entries)
{
    queue_.extend(std::move(entries));
    Q_EMIT queueChanged();
}

void FakePlayer::removeFromQueue(std::vector<std::uint64_t> keys)
{
    queue_.remove(keys);
    edited();
}

void FakePlayer::moveInQueue(std::vector<std::uint64_t> keys, int toIndex)
{
    log << u"move"_s;
    queue_.move(keys, toIndex);
    Q_EMIT queueChanged();
}

void FakePlayer::clearQueue()
{
    queue_.clear();
    begin();
}

bool FakePlayer::undoQueueEdits(std::uint64_t edit)
{
    log << u"undo"_s;
    const bool done = queue_.undo(edit, nullptr);
    edited();
    return done;
}

void FakePlayer::jumpTo(std::uint64_t key)
{
    queue_.setCurrent(queue_.indexOf(key));
    begin();
}

void FakePlayer::togglePause()
{
    log << u"togglePause"_s;
    if (current())
        setState(state_ == PlaybackState::playing ? PlaybackState::paused : PlaybackState::playing);
}

void FakePlayer::next()
{
    log << u"next"_s;
    if (queue_.advance(1, true))
        begin();
}

void FakePlayer::previous()
{
    if (queue_.goBack())
        begin();
}

void FakePlayer::seek(std::int64_t positionMs)
{
    position_ = positionMs;
    Q_EMIT positionChanged(positionMs);
}

void FakePlayer::setVolume(double volume)
{
    volume_ = volume;
    Q_EMIT volumeChanged(volume);
}

void FakePlayer::setShuffle(bool on)
{
    queue_.setShuffle(on);
    Q_EMIT modesChanged();
    Q_EMIT queueChanged();
}

void FakePlayer::setRepeatMode(RepeatMode mode)
{
    queue_.setRepeat(mode);
    Q_EMIT modesChanged();
}

} // namespace segue::test

#include "moc_fake_player.cpp"
