#pragma once

#include "core/base/result.h"
#include "core/recommend/model/interactions.h"
#include "core/recommend/packs/pack.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace segue {

/// What the ids of a file of triplets stand for.
struct PackNames {
    std::unordered_map<std::uint64_t, PackKey> keys; ///< by hash of the id
    bool ofArtists = false;
    /// With more columns than the first has, or without a name; a comma in a title that is not
    /// between quotes, say. Their ids have no names.
    std::int64_t linesLeftOut = 0;
    std::string complaint; ///< of the first of them

    /// None for an id that is not there; an empty key for names that could be anybody's.
    std::optional<PackKey> of(std::string_view id) const;
};

/// Reads lines of an id, an artist and a title, or of an id and an artist: by the headers of the
/// first line, else by the number of columns ("id<SEP>artist<SEP>title", and with a track's id
/// before: "id<SEP>id<SEP>artist<SEP>title"). Errors name the file. At most 10 million ids.
Result<void> readPackNames(
    const std::string& path, const reco::FitControl& control, PackNames& names);

/// `field` as UTF-8: what is none is taken for Windows-1252; a quote that is written twice, as in
/// fields between quotes, is one. `buffer` holds what had to be made anew.
std::string_view textOf(std::string_view field, std::string& buffer);

} // namespace segue
