#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace segue::reco {

// Which tracks sound alike. Two steps:
//
// 1. soundVector(), once a track: the distribution of its MFCC frames, a Gaussian, becomes a point:
//    the logarithm of the matrix [[S + m m', m], [m', 1]] of its mean m and covariance S, so that
//    plain distances between points follow those between the Gaussians (Calvo and Oller 1990;
//    Arsigny et al. 2006). Mean and covariance are first brought to the scale of usual music. The
//    other numbers (spectral shape, rhythm, chroma…) stand behind it.
// 2. SoundSpace, once a library: each part is centred (the numbers standardised) and brought to
//    length 1, so that both speak equally loud; both together are turned to their principal axes,
//    of which the first `dimension` are kept, not whitened, and brought to length 1 again.
//    Closeness is the cosine.
//
// Cosines have hubs: a few tracks are near to everything, others near to nothing. So closeness in
// ranking is corrected by how crowded both surroundings are: SoundIndex.

constexpr std::size_t soundMfccs = 20;
constexpr std::size_t soundGaussian = (soundMfccs + 1) * (soundMfccs + 2) / 2;

/// The point of one track: soundGaussian numbers, then `others`. `mean` has soundMfccs entries,
/// `covariance` the upper triangle by rows. Empty when something is not finite. About 40 us.
std::vector<float> soundVector(
    std::span<const float> mean, std::span<const float> covariance, std::span<const float> others);

/// The map from points to unit vectors, learned from a library. Immutable; any thread.
class SoundSpace {
public:
    SoundSpace() = default;
    /// `points`: rows of `width` = soundGaussian + weights.size() numbers. `weights`: of the other
    /// numbers among each other. Deterministic. 1 s for 20,000 rows; of more a regular sample is
    /// taken.
    static SoundSpace fit(std::span<const float> points, std::size_t width,
        std::span<const float> weights, std::size_t dimension);

    /// Numbers of a vector: as asked for, or fewer in small libraries. 0: nothing to compare with.
    std::size_t dimension() const { return dimension_; }
    /// `point` of the fitted width to `out` of dimension() numbers, of length 1 or all 0.
    void map(std::span<const float> point, std::span<float> out) const;

private:
    void prepare(std::span<const float> point, float* out) const;

    std::size_t width_ = 0, dimension_ = 0;
    std::vector<float> mean_, scale_; ///< of the numbers of a point
    std::vector<float> middle_; ///< of the prepared points
    std::vector<float> axes_; ///< dimension_ rows of width_
};

struct SoundNeighbour {
    std::size_t row = 0;
    float score = 0; ///< as SoundIndex::score()
    float cosine = 0;
};

/// All tracks of a library as unit vectors, for exact nearest-neighbour search by brute force: one
/// pass over 4 x dimension bytes a track, on all cores where it pays. Immutable; any thread.
class SoundIndex {
public:
    SoundIndex() = default;
    /// `vectors`: rows of `dimension` unit vectors. Also measures the crowding of each: the mean
    /// cosine to its 10 nearest among all, in large libraries among a regular sample of 4,096.
    SoundIndex(std::vector<float> vectors, std::size_t dimension);

    std::size_t size() const { return dimension_ == 0 ? 0 : vectors_.size() / dimension_; }
    std::size_t dimension() const { return dimension_; }
    std::span<const float> vector(std::size_t row) const
    {
        return std::span(vectors_).subspan(row * dimension_, dimension_);
    }
    float crowding(std::size_t row) const { return crowding_[row]; }
    /// Of a vector that need not be in the library.
    float crowdingOf(std::span<const float> vector) const;

    /// Closeness of two rows, hubs corrected (CSLS, Conneau et al. 2018): twice the cosine minus
    /// both crowdings. Symmetric.
    float score(std::size_t a, std::size_t b) const;

    /// The `count` rows with the highest scores, best first, ties to the lower row; `except` is
    /// left out (size(): none).
    std::vector<SoundNeighbour> nearest(
        std::span<const float> vector, float crowding, std::size_t count, std::size_t except) const;
    std::vector<SoundNeighbour> nearest(std::size_t row, std::size_t count) const
    {
        return nearest(vector(row), crowding_[row], count, row);
    }

private:
    std::vector<float> vectors_;
    std::size_t dimension_ = 0;
    std::vector<std::size_t> sample_; ///< rows that crowding is measured on
    std::vector<float> crowding_;
};

} // namespace segue::reco
