#pragma once

#include "core/base/result.h"
#include "core/recommend/model/interactions.h"
#include "core/recommend/packs/pack.h"
#include "core/recommend/packs/pack_columns.h"

#include <optional>
#include <string>
#include <vector>

namespace segue {

struct PackOptions {
    std::string names; ///< bytes; a file that explains the ids; empty: none
    std::vector<PackColumn> columns; ///< empty: as the first line names them
    /// With more, only every second, fourth, … listener is kept.
    std::size_t mostTriplets = 10'000'000;
    std::size_t mostItems = 4'000'000; ///< likewise
    reco::FitControl control; ///< stop and progress
};

struct ReadPack {
    Pack pack; ///< without id, name and time
    /// The first lines left out, in words: "line 12 has 2 columns, 4 were expected".
    std::vector<std::string> complaints;
    static constexpr std::size_t mostComplaints = 5;
};

/// Reads lines of a listener, an item and how often, separated by tabs or commas (in the order that
/// the first line or `columns` tell; without a count each line counts), plain or gzip. An item is
/// artist and title, an artist alone, a MusicBrainz recording id, or an id that the file of names
/// has. Listeners may come in any order; those of less than two items are not kept. Texts that are
/// no UTF-8 count as Windows-1252. Errors name the file and the line and say what to do. Memory: up
/// to 20 bytes a triplet that is kept, about 60 a listener and an item, whatever the size of the
/// file. Blocks on the disk; any thread.
Result<ReadPack> readPack(const std::string& path, const PackOptions& options);

} // namespace segue
