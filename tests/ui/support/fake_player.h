#pragma once

#include "core/playback/player.h"

namespace segue::test {

/// A player without sound: the real queue, nothing else. `log` holds the calls.
class FakePlayer : public Player {
    Q_OBJECT

public:
    using Player::Player;

    PlaybackState state() const override { return state_; }
    std::optional<QueueEntry> current() const override;
    std::int64_t positionMs() const override { return position_; }
    std::int64_t durationMs() const override { return current() ? 214'000 : 0; }
    std::vector<QueueEntry> queue() const override { return queue_.entries(); }
    std::optional<QueueEntry> lastOfQueue() const override;
    int currentIndex() const override { return queue_.currentIndex(); }
    RepeatMode repeatMode() const override { return queue_.repeat(); }
    bool shuffle() const override { return queue_.shuffle(); }
    double volume() const override { return volume_; }
    std::uint64_t lastQueueEdit() const override { return queue_.lastEdit(); }

    void playNow(std::vector<QueueEntry> entries, int index, StartedBy by) override;
    void playKeepingQueue(QueueEntry entry, std::vector<QueueEntry> rest, StartedBy by) override;
    void playNext(std::vector<QueueEntry> entries) override;
    void enqueue(std::vector<QueueEntry> entries) override;
    void extendQueue(std::vector<QueueEntry> entries) override;
    void removeFromQueue(std::vector<std::uint64_t> keys) override;
    void moveInQueue(std::vector<std::uint64_t> keys, int toIndex) override;
    void clearQueue() override;
    bool undoQueueEdits(std::uint64_t edit) override;
    void jumpTo(std::uint64_t key) override;
    void play() override { setState(PlaybackState::playing); }
    void pause() override { setState(PlaybackState::paused); }
    void togglePause() override;
    void stop() override { setState(PlaybackState::stopped); }
    void next() override;
    void previous() override;
    void seek(std::int64_t positionMs) override;
    void setVolume(double volume) override;
    void setShuffle(bool on) override;
    void setRepeatMode(RepeatMode mode) override;

    QStringList log;
    StartedBy lastBy = StartedBy::queue;

private:
    void setState(PlaybackState state);
    void begin();
    void edited();

    PlayQueue queue_;
    std::int64_t position_ = 0;
    PlaybackState state_ = PlaybackState::stopped;
    double volume_ = .8;
};

} // namespace segue::test
