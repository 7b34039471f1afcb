#pragma once

#include "app/cli/io.h"
#include "core/history/import/imports.h"

#include <memory>
#include <string>
#include <vector>

namespace segue::app {

class AppContext;

struct ImportArguments {
    std::vector<std::string> files;
    std::string listener; ///< whose listening history it is; empty: who listens
    std::string from; ///< a key of ImportSource; empty or "auto": as the files say
    bool dryRun = false, list = false, noPlaylists = false, theirRatings = false;
    std::int64_t undo = 0; ///< the number of an import to take back; 0: none
};

/// `segue import FILE…`, --list and --undo; without a file what could be imported is listed.
void importFromPlayer(
    AppContext& context, const IoPtr& io, const std::shared_ptr<const ImportArguments>& arguments);

} // namespace segue::app
