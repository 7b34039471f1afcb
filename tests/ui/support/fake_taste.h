#pragma once

#include "core/history/taste.h"

#include <QSet>

#include <map>

namespace segue::test {

/// Ratings in memory, with undo.
class FakeTaste : public Taste {
    Q_OBJECT

public:
    FakeTaste();

    ListenerId listener() const override { return ListenerId{1}; }
    TrackStatsPtr stats() const override { return stats_; }
    TrackStats statsOf(TrackId track) const override;
    bool isArtistNever(const QString& artist) const override { return artists.contains(artist); }
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
    qint64 playCount() const override { return 1243; }
    qint64 ratingCount() const override { return 57; }

    /// Statistics for the first `tracks` ids, so that columns have something to show.
    void fill(int tracks);

    QSet<QString> artists;
    std::vector<PlayEvent> plays; ///< newest first
    QSet<qint64> removed;
    int events = 0;

private:
    template <class Change>
    RatingAct change(TrackId track, Change change);

    TrackStatsPtr stats_;
    std::vector<std::function<void()>> undo_;
    bool private_ = false;
    bool guest_ = false;
};

} // namespace segue::test
