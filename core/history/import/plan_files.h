#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/history/import/imports.h"

namespace segue {

/// The dry run of an import: reads the files of `request` and matches them with `table`.
/// `listener`: whose history it is; none: one who is to be made. `stats` has the listener's own
/// ratings. Errors name the file. Blocks on the disk; any thread; never throws.
Result<ImportPlanPtr> planFiles(const ImportRequest& request, ListenerId listener,
    const TrackTable& table, const TrackStatsMap& stats, db::Store& store, const Clock& clock);

} // namespace segue
