#pragma once

#include "app/cli/io.h"

#include <cstddef>

namespace segue::app {

class AppContext;

/// `segue evaluate --similarity`: whether tracks of one folder sound alike to the program. Folders
/// with fewer than `least` analysed tracks are left out. Returns at once, ends `io` later.
void evaluateSimilarityOfLibrary(AppContext& context, const IoPtr& io, std::size_t least);

} // namespace segue::app
