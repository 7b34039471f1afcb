#pragma once

#include "core/recommend/model/ials.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// Factors for tracks that few or no listeners have (RECOMMENDER 4):
///
///   v = g v_cf + (1 - g) v_cold, g = n / (n + 3), n listeners;
///   v_cold = the album's mean where the album has two warm tracks, else
///            a artist's mean + (1 - a) map(content), a = n_a / (n_a + 2), n_a warm tracks.
///
/// A track is warm from three listeners on; it is not in its own means. The map is a ridge
/// regression from content to the factors of the warm tracks, or content_network.h.

/// What is written about the items and how they sound, by rows; the same columns for all.
struct ContentFeatures {
    std::size_t columns = 0;
    std::vector<float> values; ///< items x columns; what is no number counts as 0
    std::vector<std::uint8_t> known; ///< of each item: it has any content; empty: all have

    std::size_t rows() const { return columns > 0 ? values.size() / columns : 0; }
    std::span<const float> of(std::size_t item) const
    {
        return std::span(values).subspan(item * columns, columns);
    }
    bool knows(std::size_t item) const
    {
        return item < rows() && (known.empty() || (item < known.size() && known[item] != 0));
    }
};

struct ColdItems {
    std::vector<double> support; ///< listeners of each item
    std::vector<std::int32_t> artist, album; ///< -1 unknown; empty: none known
    const ContentFeatures* content = nullptr; ///< may be none
};

struct ColdOptions {
    /// Of the ridge regression, for content of length about 1 a track, as contentFeatures() gives
    /// it (measured: 1 finds .54 of hidden items, 100 .49; 100 is for z-scored columns).
    double lambda = 1;
    double pull = 3; ///< g = n / (n + pull)
    double artistPull = 2; ///< a = n_a / (n_a + artistPull)
    double warmFrom = 3; ///< listeners
    int albumFrom = 2; ///< warm tracks
    bool useArtist = true, useAlbum = true, useContent = true; ///< to measure each by itself
};

/// A linear map from content to factors, by ridge regression about the means of both. Without
/// content or warm items it gives the mean of the factors it saw (0 without any).
class RidgeMap {
public:
    /// `rows`: the items to learn from. O(rows d^2 + d^3), d columns; memory 4 d^2 bytes.
    static RidgeMap fit(const ContentFeatures& content, const Ials& model,
        std::span<const std::int32_t> rows, double lambda);
    std::vector<float> operator()(std::span<const float> features) const;

private:
    std::size_t columns_ = 0, factors_ = 0;
    std::vector<float> weights_; // columns x factors
    std::vector<float> center_; // of the features
    std::vector<float> mean_; // of the factors
};

/// v_cold of every item, items x factors. O(items (f + d f)) and the map.
std::vector<float> coldFactors(
    const Ials& model, const ColdItems& items, const ColdOptions& options = {});
/// Puts v in place of v_cf for every item. The fold-in's Gram matrix stays as fitted.
void warmUp(Ials& model, const ColdItems& items, const ColdOptions& options = {});

} // namespace segue::reco
