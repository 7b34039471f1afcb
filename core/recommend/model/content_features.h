#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/cold_start.h"

namespace segue::reco {

/// The library's tags and sound as columns for the maps of cold_start.h: the 96 most frequent
/// genres (idf-weighted, wider ones of a track's at half for every step, a track's to length 1),
/// year, length and tempo (z-scored, 0 where unknown), and the sound features where analysed
/// (z-scored over the tracks that have them, constant columns 0, all together of length about 1).
/// `catalogue` must be complete(). O(tracks x columns); memory 4 bytes each.
ContentFeatures contentFeatures(const Catalogue& catalogue);

} // namespace segue::reco
