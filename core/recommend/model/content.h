#pragma once

#include "core/recommend/model/catalogue.h"

#include <memory>
#include <span>
#include <vector>

namespace segue::reco {

/// Similarity of tracks by what is written about them and, where analysed, by how they sound. A
/// cosine over blocks: each block is a unit vector with a fixed share of the length, and counts
/// only where the track has it: genres .35 (idf-weighted), artist .2, album artist .05, label .05,
/// composer .2, year .15 (Gaussian, 5 years), duration .05 (Gaussian, .35 octaves), sound 1
/// (z-scored features, not whitened). So a track without tags takes part through its sound, and the
/// other way round. Immutable; any thread. Memory: 4 bytes a sound feature, 20 a track.
class ContentIndex {
public:
    explicit ContentIndex(std::shared_ptr<const Catalogue> catalogue);

    /// -1..1; 0..1 without sound; 1 for a track and itself if anything is known of it, else 0.
    double similarity(Item a, Item b) const;
    /// The same for all tracks: out[i] = similarity(a, i). O(tracks x features).
    void similarities(Item a, std::span<float> out) const;

private:
    float genres(std::size_t a, std::size_t b) const;
    float genres(std::size_t a, std::size_t b, std::span<const float> squaresOfA) const;
    /// Squared idf weights of a track's genres by genre, 0 for others.
    std::vector<float> genreSquares(std::size_t a) const;
    /// Everything but genres and sound.
    float tags(std::size_t a, std::size_t b) const;

    std::shared_ptr<const Catalogue> catalogue_;
    std::vector<float> genreWeight_; // idf of each genre
    std::vector<float> genreNorm_; // of each track, 0 = no genre
    std::vector<float> logDuration_; // octaves; 0 = unknown
    std::vector<float> norm_; // sqrt of the shares a track has
    std::vector<float> sound_; // unit rows; empty where the catalogue's are
    const float* soundRows() const;
};

} // namespace segue::reco
