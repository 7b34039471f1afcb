#pragma once

#include "core/history/taste.h"
#include "core/playback/player.h"
#include "core/recommend/service/for_you.h"
#include "ui/services.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QMenu;

namespace segue::ui {

class EditActions;
class FilterSource;
class PlaylistActions;
class RadioQueue;

/// A track the user points at, and the card it was on.
struct TrackPick {
    TrackId track;
    std::optional<SuggestionId> suggestion;
    bool doNotLearn = false; ///< it is taken from a list that says nothing about taste
};
std::vector<TrackPick> picksOf(const std::vector<TrackId>& tracks);

/// Widgets that show tracks: the keys 0-5 and L act on these while the focus is inside.
class TrackTarget {
public:
    virtual ~TrackTarget() = default;
    virtual std::vector<TrackPick> targetTracks() const = 0;
};

/// Everything one can do with tracks, wherever they are shown: carries it out, says what happened
/// with a way back, and remembers the order for undo. Main thread.
class Commands : public QObject {
    Q_OBJECT

public:
    explicit Commands(Services& services, QObject* parent = nullptr);

    Services& services() { return services_; }
    /// What pages search and filter with.
    FilterSource& filters() { return *filters_; }
    PlaylistActions& playlists() { return *playlists_; }
    EditActions& edits() { return *edits_; }
    /// Something was done that `back` takes back, which undo() calls when its turn comes; told when
    /// there is a text.
    void remember(const QString& text, std::function<void()> back);
    /// Something was decided on the Health page; undo() takes it back.
    void healthDecided(const QString& text);

    std::vector<QueueEntry> entriesFor(const std::vector<TrackPick>& picks) const;
    /// Replaces the queue; one can go back by undo().
    void play(const std::vector<TrackPick>& picks, int index, StartedBy by);
    /// Plays in a random order (the queue itself is mixed; the shuffle mode stays as it is).
    void playShuffled(std::vector<TrackPick> picks, StartedBy by);
    /// Plays `picks` (a track, or the tracks of an album or a work) now and keeps the queue behind
    /// them; with an empty queue `rest` goes on.
    void playKeepingQueue(
        const std::vector<TrackPick>& picks, const std::vector<TrackPick>& rest, StartedBy by);
    void playNext(const std::vector<TrackPick>& picks);
    void enqueue(const std::vector<TrackPick>& picks);
    void removeFromQueue(const std::vector<std::uint64_t>& keys);
    void moveInQueue(const std::vector<std::uint64_t>& keys, int toIndex);
    void clearQueue();

    void rate(const std::vector<TrackPick>& picks, std::optional<int> halfStars);
    void love(const std::vector<TrackPick>& picks, bool on);
    void neverTrack(const std::vector<TrackPick>& picks);
    void neverArtist(TrackId track);
    void notNow(TrackId track);
    void hideShelf(const QString& shelfId);
    void lessOf(const Suggestion& card);
    void setMode(const QString& key);
    /// Replaces the queue by the track and what goes with it; it goes on until another queue does.
    void playRadio(TrackId from);
    void keepSessionOut(SessionId session);
    void takeOutOfHistory(const std::vector<PlayId>& plays);
    /// Takes back the newest of the above.
    void undo();

    void goToAlbum(TrackId track);
    void goToArtist(TrackId track);
    void showInFolder(TrackId track);

    QString titleOf(TrackId track) const;
    QString artistOf(TrackId track) const;

    /// The menu of tracks: play, play next, queue, rate, love, never, go to album, add to playlist.
    void fillTrackMenu(QMenu& menu, const std::vector<TrackPick>& list);

Q_SIGNALS:
    /// What was done; with a way back by undo().
    void notice(const QString& text, bool undoable);
    void navigate(const QString& page);

private:
    template <class Edit>
    void editQueue(const QString& text, Edit edit);
    void rated(const QString& text, std::vector<RatingAct> acts);
    void pageChanged(const QString& text);
    QString nameOf(const std::vector<TrackPick>& picks) const;
    bool isTooMany(const std::vector<TrackPick>& picks);

    Services& services_;
    RadioQueue* radio_;
    FilterSource* filters_;
    PlaylistActions* playlists_;
    EditActions* edits_;
    std::vector<std::function<void()>> undo_;
};

} // namespace segue::ui
