#include "tests/ui/support/fake_player.h"

#include <algorithm>

namespace segue::test {

using namespace Qt::StringLiterals;

std::optional<QueueEntry> FakePlayer::current() const
{
    return index_ >= 0 ? std::optional(queue_[static_cast<std::size_t>(index_)]) : std::nullopt;
}

std::vector<QueueEntry> FakePlayer::keyed(std::vector<QueueEntry> entries)
{
    for (QueueEntry& entry : entries)
        entry.key = nextKey_++;
    return entries;
}

void FakePlayer::remember()
{
    undo_.emplace_back(queue_, index_);
}

void FakePlayer::setState(PlaybackState state)
{
    state_ = state;
    Q_EMIT stateChanged(state);
}

void FakePlayer::go(int index)
{
    index_ = index;
    position_ = 0;
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
    setState(index_ >= 0 ? PlaybackState::playing : PlaybackState::stopped);
}

void FakePlayer::playNow(std::vector<QueueEntry> entries, int index, StartedBy by)
{
    remember();
    log << u"playNow"_s;
    lastBy = by;
    queue_ = keyed(std::move(entries));
    go(index);
}

void FakePlayer::playKeepingQueue(QueueEntry entry, std::vector<QueueEntry> rest, StartedBy by)
{
    remember();
    log << u"playKeepingQueue"_s;
    lastBy = by;
    const bool empty = queue_.empty();
    const std::vector<QueueEntry> one = keyed({entry});
    queue_.insert(queue_.begin() + index_ + 1, one.front());
    if (empty) {
        const std::vector<QueueEntry> more = keyed(std::move(rest));
        queue_.insert(queue_.end(), more.begin(), more.end());
    }
    go(index_ + 1);
}

void FakePlayer::playNext(std::vector<QueueEntry> entries)
{
    remember();
    const std::vector<QueueEntry> more = keyed(std::move(entries));
    queue_.insert(queue_.begin() + index_ + 1, more.begin(), more.end());
    Q_EMIT queueChanged();
}

void FakePlayer::enqueue(std::vector<QueueEntry> entries)
{
    remember();
    const std::vector<QueueEntry> more = keyed(std::move(entries));
    queue_.insert(queue_.end(), more.begin(), more.end());
    Q_EMIT queueChanged();
}

void FakePlayer::removeFromQueue(std::vector<std::uint64_t> keys)
{
    remember();
    const std::uint64_t now = current() ? current()->key : 0;
    std::erase_if(queue_,
        [&](const QueueEntry& e) { return std::count(keys.begin(), keys.end(), e.key) > 0; });
    const auto it = std::find_if(
        queue_.begin(), queue_.end(), [&](const QueueEntry& e) { return e.key == now; });
    index_ = it == queue_.end() ? (queue_.empty() ? -1 : 0) : static_cast<int>(it - queue_.begin());
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
}

void FakePlayer::moveInQueue(std::vector<std::uint64_t> keys, int toIndex)
{
    remember();
    log << u"move"_s;
    const std::uint64_t now = current() ? current()->key : 0;
    const auto moved
        = [&](const QueueEntry& e) { return std::count(keys.begin(), keys.end(), e.key) > 0; };
    std::vector<QueueEntry> before, taken, after;
    for (std::size_t i = 0; i < queue_.size(); ++i)
        (moved(queue_[i])                       ? taken
                : static_cast<int>(i) < toIndex ? before
                                                : after)
            .push_back(queue_[i]);
    queue_ = before;
    queue_.insert(queue_.end(), taken.begin(), taken.end());
    queue_.insert(queue_.end(), after.begin(), after.end());
    for (std::size_t i = 0; i < queue_.size(); ++i) {
        if (queue_[i].key == now)
            index_ = static_cast<int>(i);
    }
    Q_EMIT queueChanged();
}

void FakePlayer::clearQueue()
{
    remember();
    queue_.clear();
    go(-1);
}

void FakePlayer::undoQueueEdit()
{
    if (undo_.empty())
        return;
    queue_ = undo_.back().first;
    index_ = undo_.back().second;
    undo_.pop_back();
    log << u"undo"_s;
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
}

void FakePlayer::jumpTo(std::uint64_t key)
{
    for (std::size_t i = 0; i < queue_.size(); ++i) {
        if (queue_[i].key == key)
            go(static_cast<int>(i));
    }
}

void FakePlayer::togglePause()
{
    log << u"togglePause"_s;
    if (index_ >= 0)
        setState(state_ == PlaybackState::playing ? PlaybackState::paused : PlaybackState::playing);
}

void FakePlayer::next()
{
    log << u"next"_s;
    if (index_ + 1 < static_cast<int>(queue_.size()))
        go(index_ + 1);
}

void FakePlayer::previous()
{
    if (index_ > 0)
        go(index_ - 1);
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
    shuffle_ = on;
    Q_EMIT modesChanged();
}

void FakePlayer::setRepeatMode(RepeatMode mode)
{
    repeat_ = mode;
    Q_EMIT modesChanged();
}

} // namespace segue::test

#include "moc_fake_player.cpp"
