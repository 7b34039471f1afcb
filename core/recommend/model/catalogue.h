#pragma once

#include "core/recommend/model/unit_vectors.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segue::reco {

/// A track by its place in the Catalogue's columns, 0 .. size() - 1.
using Item = std::int32_t;
constexpr Item noItem = -1;

/// The library as columns, one entry per track. Whoever builds it maps database rows to dense
/// indices. Every group column (artist, album, …) holds dense ids from 0, -1 = unknown; equal id =
/// same thing. Call complete() after filling: empty or short columns get their "unknown" value,
/// wrong ids -1. Immutable afterwards; shared between threads as std::shared_ptr<const Catalogue>.
struct Catalogue {
    explicit Catalogue(std::size_t tracks = 0);

    std::size_t size() const { return artist.size(); }

    std::vector<std::int32_t> artist; ///< folded track artist; Various Artists and unknown = -1
    std::vector<std::int32_t> albumArtist; ///< same id space as `artist`; Various Artists = -1
    std::vector<std::int32_t> album; ///< a box set is one album
    std::vector<std::int32_t>
        song; ///< recordings of one song share it (live, demo, remaster); -1 = alone
    std::vector<std::int32_t> work; ///< movements of one work share it
    std::vector<std::int32_t> composer; ///< for classical works; -1 elsewhere. Own id space
    std::vector<std::int32_t> discTrack; ///< disc * 1000 + track; 0 = unknown
    std::vector<std::int32_t> label; ///< record label
    std::vector<std::int16_t> year; ///< 0 = unknown
    std::vector<float> durationS; ///< seconds; 0 = unknown
    std::vector<std::int64_t> addedAt; ///< seconds since 1970, UTC; 0 = unknown

    /// Genres: of track i genre[genreStart[i] .. genreStart[i + 1]). Equal weight within a track;
    /// rare genres weigh more in similarities (inverse document frequency).
    std::vector<std::uint32_t> genreStart; ///< size() + 1 entries, or empty for none
    std::vector<std::int32_t> genre;
    /// The next wider genre of each, -1 (and what is missing) at the top: tracks of two narrow
    /// genres of one family are no strangers.
    std::vector<std::int32_t> genreParent;
    std::vector<std::string> genreName; ///< of each, for whoever shows it

    std::vector<std::int16_t> bpm; ///< beats a minute; 0 = unknown
    /// Musical key: 2 x place on the circle of fifths (0..11, C major and A minor at 0) + 1 for
    /// minor; -1 = unknown.
    std::vector<std::int8_t> key;

    std::vector<std::uint8_t> eligible; ///< music, available, not spoken: may be suggested
    std::vector<std::uint8_t> seasonal; ///< only in season (the caller decides when that is)
    std::vector<std::uint8_t> interlude; ///< skits and interludes: never alone
    std::vector<std::uint8_t> classical; ///< the composer takes the artist's place in caps

    UnitVectors sound; ///< of SoundSpace; rows of tracks that were not analysed are unknown

    /// Fills what is missing, repairs what cannot be (see above), counts the ids. O(n).
    void complete();
    bool isComplete() const { return complete_; }

    std::span<const std::int32_t> genresOf(Item item) const;
    std::int32_t parentOf(std::int32_t of) const
    {
        return genreParent[static_cast<std::size_t>(of)];
    }
    /// Whether one of its genres is `wanted` or narrower.
    bool isOfGenre(Item item, std::int32_t wanted) const;
    /// Who a track counts for in caps: the composer of a classical work, else the artist; -1 - item
    /// when unknown, so that two unknowns are never the same. Composers are shifted past the
    /// artists.
    std::int32_t creator(Item item) const;

    std::int32_t artistCount() const { return artistCount_; }
    std::int32_t albumCount() const { return albumCount_; }
    std::int32_t genreCount() const { return genreCount_; } ///< wider ones included
    /// The tracks of an album by disc and track number, then index; of an artist by index.
    std::span<const Item> albumTracks(std::int32_t id) const;
    std::span<const Item> artistTracks(std::int32_t id) const;

private:
    bool complete_ = false;
    std::int32_t artistCount_ = 0, albumCount_ = 0, genreCount_ = 0;
    std::vector<std::uint32_t> albumStart_, artistStart_;
    std::vector<Item> albumItems_, artistItems_;
};

} // namespace segue::reco
