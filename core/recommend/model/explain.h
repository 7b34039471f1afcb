#pragma once

#include "core/recommend/model/terms.h"

#include <span>

namespace segue::reco {

/// Mean contribution of every term over a shelf's candidates (before reranking). Empty: zeros.
PerTerm<double> meanContributions(std::span<const PerTerm<float>> rows);

} // namespace segue::reco
