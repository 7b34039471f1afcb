#pragma once

#include "core/library/health/clean_view.h"
#include "core/library/track_table.h"
#include "core/recommend/model/catalogue.h"
#include "core/recommend/packs/pack.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace segue {

/// Finds what packs speak of in a library: by MusicBrainz recording id, else by artist and title
/// (trackKey()). A recording that is there several times is found as all of its copies, or as the
/// one that the listener said they are; its artist may be the track's or the album's. An artist
/// of a pack of artists is the track's, the album's only where the track has none, and stands for a
/// few of the artist's tracks: those that are played most here, then the first by the library's
/// order. Making it costs a few microseconds a track; 16 bytes a name of a track.
class PackMatcher {
public:
    static constexpr std::size_t tracksOfArtist = 5;

    /// `heard`: follows of each track by anybody here; may be empty.
    PackMatcher(const TrackTable& table, const reco::Catalogue& catalogue, const CleanView& clean,
        std::span<const float> heard = {});
    /// Ascending; empty when it is not there.
    std::vector<reco::Item> tracksOf(const PackKey& key, bool ofArtists) const;

private:
    using Names = std::vector<std::pair<std::uint64_t, reco::Item>>; // sorted
    static void find(const Names& names, std::uint64_t key, std::vector<reco::Item>& to);

    Names recordings_, tracks_, artists_;
    std::vector<float> heard_;
};

/// A pack in a library's items.
struct MatchedPack {
    reco::Interactions rows; ///< of listeners with two or more items of the library
    std::int64_t itemsFound = 0;
    std::int64_t listeners = 0, triplets = 0; ///< that match; rows may hold a share of them
};

/// At most about `mostEntries` in rows: of more, a share of the listeners, picked by chance but
/// always the same. O(triplets).
MatchedPack matchPack(const Pack& pack, const PackMatcher& matcher, std::size_t libraryTracks,
    std::size_t mostEntries);

} // namespace segue
