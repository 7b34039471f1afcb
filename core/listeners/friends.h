#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// What one other listener holds of a track.
struct FriendTrack {
    TrackId track;
    int follows = 0; ///< at most 1,000 are counted
    int halfStars = 0; ///< 0..10; 0: not rated
    bool loved = false;
    /// Loved, rated 4 stars and more, or followed five times.
    bool isLoved() const { return loved || halfStars >= 8 || (follows >= 5 && halfStars == 0); }
};

/// Another listener of this database, as far as it is nobody's secret: private plays, a guest's and
/// those that nothing is learned from are left out.
struct FriendTaste {
    ListenerId id;
    std::string name;
    std::vector<FriendTrack> tracks; ///< by track
};

namespace friends {

/// All listeners but `me`, from what happened before `until`; those without plays and ratings are
/// left out. Throws SQLite::Exception.
std::vector<FriendTaste> read(db::Connection& connection, ListenerId me, UtcMs until);

} // namespace friends

} // namespace segue
