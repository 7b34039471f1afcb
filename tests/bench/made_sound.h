#pragma once

#include "core/analysis/features.h"
#include "core/db/store.h"

namespace segue::bench {

/// Numbers as an analysis would find them, of the i-th made track: one of some 200 styles, and
/// chance. Always the same.
analysis::TrackFeatures madeSound(long i);

/// Marks all tracks of a made database as analysed, with such numbers; does nothing where some are.
/// Ends the program when that fails.
void fillMadeSound(db::Store& store, const Clock& clock);

} // namespace segue::bench
