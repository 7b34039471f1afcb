#pragma once

#include "core/library/track_table.h"
#include "core/recommend/model/catalogue.h"

#include <memory>

namespace segue::analysis {
struct SoundMap;
}

namespace segue {

struct CleanView;

/// The recommender's columns of a library snapshot: item i is row i. Names are folded, so that
/// "Beyoncé" and "beyonce" are one artist, genres are those of core/text/genres.h; spoken word and
/// files that are gone are not eligible. `sound` (may be null): how analysed tracks sound, so that
/// those without tags take part, too. `clean` (may be null): names and recordings that the listener
/// said are one; doubles are not eligible. Years in which there were no recordings are unknown.
/// O(tracks); any thread.
std::shared_ptr<const reco::Catalogue> buildCatalogue(const TrackTable& table,
    const analysis::SoundMap* sound = nullptr, const CleanView* clean = nullptr);

/// A title without what tells editions of one recording apart: "Song (2011 Remaster)", "Song - Live
/// at X", "Song feat. Y" give "song". Folded.
std::string songTitle(std::string_view title);

/// Words of Christmas and other seasons, in several languages, in a folded text.
bool hasSeasonalWord(std::string_view folded);

} // namespace segue
