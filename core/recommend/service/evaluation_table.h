#pragma once

#include "core/base/ids.h"
#include "core/library/track_table.h"
#include "core/recommend/model/listener_table.h"

namespace segue::db {
class Connection;
}

namespace segue {

/// A listener's own plays over the library, for the evaluation: what the models may learn from,
/// in time order, with outcomes and sessions as they are. Tracks that are gone stay candidates only
/// while they are in the table. Throws SQLite::Exception. O(plays + tracks).
reco::ListenerTable readEvaluationTable(
    db::Connection& connection, ListenerId listener, const TrackTable& tracks);

} // namespace segue
