#pragma once

#include "core/db/store.h"
#include "core/history/history_repository.h"
#include "core/history/taste.h"
#include "core/history/write_outbox.h"

#include <functional>

namespace segue {

/// Taste over the database. Everything is in memory once loaded; writes are queued in order and
/// tried again when the database refuses them, so that a full disk loses nothing while the program
/// runs. Main thread.
class TasteService final : public Taste {
    Q_OBJECT

public:
    TasteService(db::Store& store, const Clock& clock, ListenerId listener);
    /// Tries once more to write what is still waiting, and waits for it.
    ~TasteService() override;

    /// Closes a play that a crash left open and reads ratings and counts; blocks. For commands.
    void load();
    /// The same on the pool; what is rated or played until then is kept and applied after it.
    void loadInBackground();
    bool isLoaded() const { return loaded_; }
    /// Reads the imported totals again (a scan brought new ones).
    void reloadImported();
    /// Reads everything again, on the pool, once nothing is unwritten: tracks were made one, so
    /// that plays and ratings count for others.
    void readAgain();

    ListenerId listener() const override { return listener_; }
    TrackStatsPtr stats() const override { return stats_; }
    TrackStats statsOf(TrackId track) const override;
    bool isArtistNever(const QString& artist) const override;
    RatingAct rate(TrackId track, std::optional<int> halfStars) override;
    RatingAct love(TrackId track, bool on) override;
    RatingAct neverTrack(TrackId track, bool on) override;
    RatingAct neverArtist(const QString& artist, bool on) override;
    RatingAct notNow(TrackId track) override;
    std::optional<QString> undo(RatingAct act) override;
    bool isPrivateSession() const override { return private_; }
    void setPrivateSession(bool on) override;
    bool isGuest() const override { return guest_; }
    void setGuest(bool on) override;
    void readHistory(std::size_t limit, QObject* receiver,
        std::function<void(std::vector<PlayEvent>)> then) override;
    void removePlays(const std::vector<PlayId>& plays, bool on) override;
    /// The listening mode that plays which start from now on are logged with; empty: none.
    void setMode(const std::string& key) { mode_ = key; }
    qint64 playCount() const override { return learnedPlays_; }
    qint64 ratingCount() const override;

    /// Plays, ratings or marks that are not on the disk yet.
    bool hasUnwritten() const { return !outbox_.isEmpty() || !untilLoaded_.empty(); }

    const RatingLog& ratings() const { return ratings_; }
    const SessionTracker& sessions() const { return sessions_; }

    /// Sets or lifts a mark (private, guest, do_not_learn, removed) on a play or a whole session.
    void markPlay(PlayId play, std::string_view kind, bool on);
    void markSession(SessionId session, std::string_view kind, bool on);

    /// Stars (half-stars 0..10) for many tracks in one write; the numbers of the events, which
    /// undoRatings() takes. Loaded only; readAgain() shows the effect.
    std::vector<RatingEventId> rateMany(const std::vector<std::pair<TrackId, int>>& stars);
    void undoRatings(const std::vector<RatingEventId>& events);
    /// Keeps numbers free for `plays` plays, each perhaps in a session of its own, that something
    /// else writes: the first ones. Loaded only.
    std::pair<PlayId, SessionId> reservePlays(std::size_t plays);
    /// Something else wrote or deleted plays of this or another listener: reads again, and what is
    /// learned from them is made anew.
    void playsWritten();
    /// Queues a write behind all others of this service, kept and tried again like them.
    void write(db::Store::Job job) { outbox_.add(std::move(job)); }

    /// For the player: the play in progress, its checkpoints, its end.
    void listenStarted(const Listen& listen);
    void listenProgressed(const Listen& listen);
    void listenEnded(const Listen& listen);

Q_SIGNALS:
    void loaded();
    /// A listen began.
    void playStarted(segue::TrackId track);
    /// What this event is about changed: it was appended, or undone. The recommender acts on it.
    void ratingChanged(const segue::RatingEvent& event);
    /// What may be learned changed by marks, or by plays that came or went: models are to be
    /// rebuilt.
    void marksChanged();

private:
    struct Loaded;
    static Loaded read(db::Store& store, ListenerId listener, bool atStart);
    void adopt(Loaded loaded);
    void whenLoaded(std::function<void()> action);
    /// Gives each event its number among acts_, and tells of it.
    RatingAct append(RatingEvent event);
    void appendMany(std::vector<RatingEvent> events);
    PlayMarks marksOf(const Listen& listen) const; ///< with what holds now
    Listen inMode(Listen listen) const; ///< with the mode that was on when it started
    void mark(PlayId play, SessionId session, std::string_view kind, bool on);
    void refreshRatingOf(TrackId track);

    db::Store& store_;
    const Clock& clock_;
    ListenerId listener_;
    bool loaded_ = false;
    bool private_ = false;
    bool guest_ = false;
    std::string mode_, playingMode_; ///< now, and when the play in progress started
    std::vector<std::function<void()>> untilLoaded_;

    RatingLog ratings_;
    std::vector<RatingEventId> acts_; ///< the event of RatingAct i is at i - 1; none until loaded
    std::unordered_map<TrackId, ImportedTotals> imported_;
    std::shared_ptr<TrackStatsMap> stats_;
    qint64 learnedPlays_ = 0;
    PlayId highestPlay_;
    RatingEventId highestRating_;
    SessionTracker sessions_;

    WriteOutbox outbox_; // last: it ends its writes before the rest goes
};

} // namespace segue
