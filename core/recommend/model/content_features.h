#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/cold_start.h"

namespace segue::reco {

/// The library's tags and sound as columns for the maps of cold_start.h: the 96 most frequent
/// genres (idf-weighted, a track's to length 1), year and length (z-scored, 0 where unknown), and
/// the sound features where analysed (z-scored over the tracks that have them, constant and
/// non-finite columns 0, all together of length about 1). `catalogue` must be complete().
/// O(tracks x columns); memory 4 bytes each.
ContentFeatures contentFeatures(const Catalogue& catalogue);

} // namespace segue::reco
