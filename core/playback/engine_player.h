#pragma once

#include "core/audio/engine.h"
#include "core/audio/output.h"
#include "core/base/clock.h"
#include "core/playback/listen_tracker.h"
#include "core/playback/player.h"
#include "core/playback/replay_gain.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_set>

namespace segue {

/// What the player needs to know of a track.
struct PlayableTrack {
    std::string path; ///< bytes
    std::int64_t durationMs = 0; ///< 0: unknown
    TrackGains gains;
    std::int64_t startMs = 0, endMs = 0; ///< in the file, of a part of it; see audio::Source
};

/// The facts of a track of the library; nothing when it is gone or its file is not there. Called on
/// the main thread; must not touch the disk.
using TrackResolver = std::function<std::optional<PlayableTrack>(TrackId)>;

/// What survives a restart: kept and put back by the program.
struct PlayerState {
    QueueState queue;
    std::int64_t positionMs = 0; ///< in the current entry
    double volume = 1;
};

/// The player over an audio engine: the queue decides, the engine plays, this turns the one's edits
/// into the other's commands and the engine's events into signals. The next track is handed to the
/// engine as soon as the present one starts, so that it follows without a gap.
class EnginePlayer final : public Player {
    Q_OBJECT

public:
    /// `seed`: for shuffle. `output` gives the rate; it is started by the first play.
    EnginePlayer(std::unique_ptr<audio::Output> output, TrackResolver resolver, const Clock& clock,
        std::uint64_t seed, QObject* parent = nullptr);
    /// As quit().
    ~EnginePlayer() override;

    PlaybackState state() const override { return state_; }
    std::optional<QueueEntry> current() const override;
    std::int64_t positionMs() const override;
    std::int64_t durationMs() const override;
    std::vector<QueueEntry> queue() const override { return queue_.entries(); }
    int currentIndex() const override { return queue_.currentIndex(); }
    RepeatMode repeatMode() const override { return queue_.repeat(); }
    bool shuffle() const override { return queue_.shuffle(); }
    double volume() const override { return volume_; }
    std::optional<QueueEntry> lastOfQueue() const override;
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

    void play() override;
    void pause() override;
    void togglePause() override;
    void stop() override;
    void next() override;
    void previous() override;
    void seek(std::int64_t positionMs) override;
    void setVolume(double volume) override;
    void setShuffle(bool on) override;
    void setRepeatMode(RepeatMode mode) override;

    /// Acts on what is playing at once.
    void setReplayGain(const ReplayGainSettings& settings);
    const ReplayGainSettings& replayGain() const { return gainSettings_; }
    /// A value to keep (often) and put back at the next start. Restoring does not play: play() goes
    /// on where it was. Before the first playback only.
    PlayerState savedState() const;
    void restore(PlayerState state);
    /// Ends the play in progress as EndedBy::quit, with its listenEnded, and the output.
    void quit();

    /// Acts on what the engine has to tell. It happens by itself soon after; called when it must
    /// have happened.
    void drainEvents();

Q_SIGNALS:
    /// The last track ended and nothing follows.
    void queueEnded();

private:
    /// One entry on its way through the engine.
    struct Play {
        std::uint64_t id = 0; // 0: none
        QueueEntry entry;
        PlayableTrack track;
        StartedBy by = StartedBy::queue;
        int steps = 0; // of one that follows: how far behind the current entry
        bool sounding = false;
    };
    std::optional<PlayableTrack> resolve(const QueueEntry& entry) const;
    audio::Source sourceOf(const Play& play, std::int64_t startMs) const;
    bool startOutput();
    void begin(StartedBy by, EndedBy endOfOld, std::int64_t startMs = 0);
    void beginFollowing(EndedBy endOfOld, bool byUser);
    void launch(Play play, EndedBy endOfOld, std::int64_t startMs);
    Play findFollowing(bool byUser, std::vector<QueueEntry>& missing) const;
    void tellMissing(const std::vector<QueueEntry>& entries);
    void reject(const Play& play, const QString& message);
    void flushFailed();
    void prepareNext();
    void halt(EndedBy reason);
    void edit(const std::function<void()>& change);
    void editQuietly(const std::function<void()>& change);
    void setState(PlaybackState state);
    StartedBy byItself(const QueueEntry& entry) const;
    void touched();

    // engine_player_events.cpp
    void onEvent(const audio::EngineEvent& event);
    void onStarted(const audio::EngineEvent& event);
    void onEnded(const audio::EngineEvent& event);
    void onFailed(const audio::EngineEvent& event);
    void onDrained();
    void onOutputState(bool working, const QString& message);
    void onTick();
    Listen listenOf(const Play& play) const;
    void endListen(EndedBy by, std::int64_t msHeard);
    std::int64_t msHeard() const;

    const Clock& clock_;
    TrackResolver resolver_;
    std::unique_ptr<audio::Output> output_;
    std::unique_ptr<audio::Engine> engine_;
    PlayQueue queue_;
    ListenTracker tracker_;
    ReplayGainSettings gainSettings_;
    QTimer tick_;

    PlaybackState state_ = PlaybackState::stopped;
    double volume_ = 1;
    std::int64_t resumeMs_ = 0; // where play() begins while stopped
    Play current_; // commanded to play; sounds or will
    Play next_; // handed to the engine to follow
    std::uint64_t lastId_ = 0;
    std::uint64_t listenId_ = 0; // the play that tracker_ follows
    EndedBy endReason_ = EndedBy::finished; // of what is being replaced
    std::vector<Listen> failed_; // plays of nothing, to be told once no play is open
    std::unordered_set<std::uint64_t> broken_; // keys that failed since something last played
    bool outputRuns_ = false;
    bool outputWorks_ = true;
    bool resumeWhenOutputReturns_ = false;
};

} // namespace segue
