#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/recommend/service/for_you.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// What a listener said about suggestions beyond ratings. Events: any past state can be read again.
struct ListenerChoices {
    std::vector<LessOf> lessOf; ///< all that holds, newest first
    std::vector<ListeningMode> ownModes; ///< oldest first
    std::vector<std::string> pickedArtists; ///< as shown
    std::unordered_set<SessionId> confirmed; ///< sessions of which the listener said "that was me"
};

/// Queries and inserts, on the thread of the connection. They throw SQLite::Exception.
namespace choices {

/// What was said before `until`.
ListenerChoices read(db::Connection& connection, ListenerId listener, UtcMs until);
void insertLessOf(db::Connection& connection, ListenerId listener, const LessOf& less, bool on);
void insertMode(
    db::Connection& connection, ListenerId listener, const ListeningMode& mode, UtcMs at);
void removeMode(db::Connection& connection, ListenerId listener, const QString& key, UtcMs at);
void insertPickedArtist(
    db::Connection& connection, ListenerId listener, const std::string& artist, bool on, UtcMs at);

} // namespace choices

} // namespace segue
