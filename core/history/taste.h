#pragma once

#include "core/history/listen.h"
#include "core/history/track_stats.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace segue {

/// A finished play as the history shows it.
struct PlayEvent {
    PlayId id;
    SessionId session;
    Listen listen;
    bool isPrivate = false;
    bool guest = false;
    bool doNotLearn = false;
    /// As the database knows the track, in the library or not; empty: not known any more.
    QString title = {}, artist = {};
};

/// Something rated in this run of the program, as what rate() and the like gave; for undo().
using RatingAct = std::uint64_t;

/// One listener's plays and ratings: appended events, all undoable, and what follows from them.
/// Main thread; writes go to the database's writer thread, the effect is visible at once.
class Taste : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual ListenerId listener() const = 0;
    /// Current snapshot; never null. See statsChanged().
    virtual TrackStatsPtr stats() const = 0;
    virtual TrackStats statsOf(TrackId track) const = 0;
    virtual bool isArtistNever(const QString& artist) const = 0;

    /// Half-stars 0..10; none takes the rating back.
    virtual RatingAct rate(TrackId track, std::optional<int> halfStars) = 0;
    virtual RatingAct love(TrackId track, bool on) = 0;
    virtual RatingAct neverTrack(TrackId track, bool on) = 0;
    virtual RatingAct neverArtist(const QString& artist, bool on) = 0;
    /// Keeps the track off the pages for 24 h.
    virtual RatingAct notNow(TrackId track) = 0;
    /// Takes back that one alone, whatever was rated or imported since; says what it was, or
    /// nothing when it is unknown or taken back already.
    virtual std::optional<QString> undo(RatingAct act) = 0;

    /// While on, plays are logged as private and nothing is learned from them.
    virtual bool isPrivateSession() const = 0;
    virtual void setPrivateSession(bool on) = 0;

    /// While on, somebody else listens: plays are logged as a guest's, and neither learned from nor
    /// counted.
    virtual bool isGuest() const = 0;
    virtual void setGuest(bool on) = 0;

    /// The newest `limit` plays that were not taken out, newest first, read elsewhere; `then` is
    /// called on this thread, unless `receiver` is gone by then.
    virtual void readHistory(
        std::size_t limit, QObject* receiver, std::function<void(std::vector<PlayEvent>)> then)
        = 0;
    /// Takes plays out of the history, so that they neither count nor teach anything, or back in.
    virtual void removePlays(const std::vector<PlayId>& plays, bool on) = 0;

    /// Totals for the top line of For You: follows + skips logged, and ratings given.
    virtual qint64 playCount() const = 0;
    virtual qint64 ratingCount() const = 0;

Q_SIGNALS:
    /// Ratings or counts of these tracks changed (empty: of many).
    void statsChanged(const std::vector<segue::TrackId>& tracks);
    void privateSessionChanged(bool on);
    void guestChanged(bool on);
    /// A play was appended.
    void playAdded(const segue::PlayEvent& play);
    /// Plays were taken out or back in, or are to be left out of learning.
    void historyChanged();
    /// The database refused a write (disk full, read-only…): what, which file, what to do. The
    /// event is kept and retried.
    void problem(const QString& message);
};

} // namespace segue
