#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"

#include <string>

namespace segue::bench {

/// Fills an empty database with `tracks` made tracks below /music, 12 an album and 120 an artist,
/// titles in several scripts; the same each time. Ends the program when that fails.
void fillMade(db::Store& store, long tracks, const Clock& clock);

/// Marks all of its tracks as analysed, with the numbers of made_sound.h, where none are yet. Ends
/// the program when that fails.
void fillMadeSound(db::Store& store, const Clock& clock);

/// Makes a data folder with such a database, unless it has one.
void makeData(const std::string& folder, long tracks);

} // namespace segue::bench
