#include "core/listeners/friends.h"

#include "core/db/connection.h"
#include "core/history/history_repository.h"

#include <algorithm>
#include <map>

namespace segue::friends {

namespace {
constexpr int mostFollows = 1000;
}

std::vector<FriendTaste> read(db::Connection& connection, ListenerId me, UtcMs until)
{
    std::vector<FriendTaste> result;
    {
        auto& rows
            = connection.statement("SELECT id, name FROM listener WHERE id <> ? ORDER BY id");
        rows.bind(1, me.value);
        while (rows.executeStep())
            result.push_back({{rows.getColumn(0).getInt64()}, rows.getColumn(1).getText(), {}});
    }
    for (FriendTaste& taste : result) {
        std::map<TrackId, FriendTrack> tracks;
        for (const StoredPlay& play : history::readPlays(connection, taste.id, until)) {
            if (!play.marks.learnable() || outcomeOf(play.listen) != Outcome::follow)
                continue;
            FriendTrack& track = tracks[play.listen.track];
            track.follows = std::min(track.follows + 1, mostFollows);
        }
        const RatingLog ratings = history::readRatings(connection, taste.id, until);
        for (const auto& [id, rating] : ratings.tracks()) {
            FriendTrack& track = tracks[id];
            track.halfStars = rating.stars.value_or(0);
            track.loved = rating.loved;
        }
        for (auto& [id, track] : tracks) {
            track.track = id;
            taste.tracks.push_back(track);
        }
    }
    std::erase_if(result, [](const FriendTaste& taste) { return taste.tracks.empty(); });
    return result;
}

} // namespace segue::friends
