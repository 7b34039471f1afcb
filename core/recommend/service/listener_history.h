#pragma once

#include "core/history/history_repository.h"
#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"
#include "core/listeners/friends.h"
#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/events.h"
#include "core/recommend/service/listener_choices.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace segue::analysis {
struct SoundMap;
}

namespace segue {

/// What became of the cards of one shelf.
struct ShelfRecord {
    int shown = 0; ///< cards that were on screen
    int followed = 0; ///< of them played from the card and followed
};

/// How often a track was shown on different days since it was last played.
struct ShownRecord {
    int days = 0;
    UtcMs last = 0;
};

/// All that For You knows of a listener, as read from the database.
struct ListenerHistory {
    std::vector<StoredPlay> plays; ///< oldest first
    RatingLog ratings;
    std::vector<ImportedTotals> imported;
    std::unordered_map<TrackId, ShownRecord> shown; ///< unplayed since they were shown
    std::map<std::string, ShelfRecord, std::less<>> shelves;
    std::map<std::string, UtcMs, std::less<>>
        likedBefore; ///< X of earlier "Because you like X" shelves
    std::vector<std::vector<TrackId>> playlists; ///< made by hand, that may be learned from
    ListenerChoices choices;
    std::vector<FriendTaste> friends; ///< the other listeners of this database
    CleanView clean; ///< names and recordings that count as one
    std::shared_ptr<const analysis::SoundMap> sound; ///< of the library; may be null
};

/// Reads what happened before `until`, and what was shown before `today`: the start of the day that
/// the page is for, so that asking twice gives the same page. Throws SQLite::Exception.
ListenerHistory readListenerHistory(
    db::Connection& connection, ListenerId listener, UtcMs until, UtcMs today);

/// 04:00 local time, at or before `at`: when a day of pages starts.
UtcMs startOfDay(UtcMs at, int utcOffsetMin);

/// The play as the models see it: of its recording; none for plays that may not be learned from and
/// tracks not in `table`.
std::optional<reco::Play> modelPlay(
    const TrackTable& table, const StoredPlay& play, const CleanView& clean = {});

/// The ratings of one track as the models see them: first a clear, then what holds.
std::vector<reco::Rating> modelRatings(reco::Item item, const TrackRating& rating, UtcMs at);

/// Plays, imported totals as pseudo-plays (up to min(n, 30), spread between first and last date),
/// and ratings.
/// Imported plays without a date are set a year before the track was added: they count, but nothing
/// may be said of when.
reco::History modelHistory(
    const ListenerHistory& history, const TrackTable& table, const reco::Catalogue& catalogue);

/// The artist id of `name` (as rated) in the catalogue, or -1.
std::int32_t artistId(
    const TrackTable& table, const reco::Catalogue& catalogue, const std::string& artistKey);

/// The id of the genre that `name` names, however it is spelt, in the catalogue, or -1.
std::int32_t genreId(const reco::Catalogue& catalogue, const std::string& name);

} // namespace segue
