#pragma once

#include "core/base/ids.h"
#include "core/history/listen.h"
#include "core/playlist/play_queue.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace segue {

enum class PlaybackState { stopped, playing, paused };

/// What plays, what comes next, and the controls. Main thread only; never blocks on the disk.
/// The queue is never lost silently: every edit can be undone with undoQueueEdits().
class Player : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual PlaybackState state() const = 0;
    /// Entry now playing or paused; none when stopped with an empty queue.
    virtual std::optional<QueueEntry> current() const = 0;
    virtual std::int64_t positionMs() const = 0;
    virtual std::int64_t durationMs() const = 0;
    /// The queue in playing order (shuffled when shuffle is on), and the index of the current entry
    /// (-1: none).
    virtual std::vector<QueueEntry> queue() const = 0;
    virtual int currentIndex() const = 0;
    virtual RepeatMode repeatMode() const = 0;
    virtual bool shuffle() const = 0;
    /// 0..1, perceptual.
    virtual double volume() const = 0;
    /// The last entry in the order without shuffle; none in an empty queue.
    virtual std::optional<QueueEntry> lastOfQueue() const = 0;
    /// The newest edit of the queue that can be undone; 0: none.
    virtual std::uint64_t lastQueueEdit() const = 0;

    /// Replaces the queue and plays entry `index`.
    virtual void playNow(std::vector<QueueEntry> entries, int index, StartedBy by) = 0;
    /// Plays `entry` now and keeps the queue behind it; with an empty queue `rest` goes on after
    /// it.
    virtual void playKeepingQueue(QueueEntry entry, std::vector<QueueEntry> rest, StartedBy by) = 0;
    virtual void playNext(std::vector<QueueEntry> entries) = 0;
    virtual void enqueue(std::vector<QueueEntry> entries) = 0;
    /// As enqueue(), but no edit: the radio goes on.
    virtual void extendQueue(std::vector<QueueEntry> entries) = 0;
    virtual void removeFromQueue(std::vector<std::uint64_t> keys) = 0;
    virtual void moveInQueue(std::vector<std::uint64_t> keys, int toIndex) = 0;
    /// Empties the queue and stops.
    virtual void clearQueue() = 0;
    /// Back to the queue before `edit`, which those that followed it go with. What plays goes on,
    /// also when the older queue does not have it. False: it is too long ago, nothing changed.
    virtual bool undoQueueEdits(std::uint64_t edit) = 0;
    virtual void jumpTo(std::uint64_t key) = 0;

    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void togglePause() = 0;
    virtual void stop() = 0;
    virtual void next() = 0;
    /// Within the first 3 s the entry before, later the start of this one.
    virtual void previous() = 0;
    virtual void seek(std::int64_t positionMs) = 0;
    virtual void setVolume(double volume) = 0;
    virtual void setShuffle(bool on) = 0;
    virtual void setRepeatMode(RepeatMode mode) = 0;

Q_SIGNALS:
    void stateChanged(segue::PlaybackState state);
    void currentChanged();
    void positionChanged(
        qint64 positionMs); ///< about four times a second while playing, and on seek
    void queueChanged();
    void volumeChanged(double volume);
    void modesChanged();
    /// A track could not be played, an output was lost: what happened, which file, what to do.
    void problem(const QString& message);

    /// The first sample of a listen sounded; at most every 10 s while it goes on; its last sample.
    /// Files that the database does not know have track == none. A file that cannot be played
    /// starts and ends at once, with nothing heard and EndedBy::error.
    void listenStarted(const segue::Listen& listen);
    void listenProgressed(const segue::Listen& listen);
    void listenEnded(const segue::Listen& listen);
};

} // namespace segue
