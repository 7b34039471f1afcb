#pragma once

#include "core/analysis/features.h"

namespace segue::bench {

/// Numbers as an analysis would find them, of the i-th made track: one of some 200 styles, and
/// chance. Always the same.
analysis::TrackFeatures madeSound(long i);

} // namespace segue::bench
