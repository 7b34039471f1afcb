#pragma once

#include "core/recommend/model/cold_start.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::reco {

/// The alternative to the ridge map of cold_start.h: content -> tanh of 64 hidden units -> factors,
/// by Adam (Kingma and Ba 2015) on the squared error over the warm items, in batches of 64 with
/// decay of the weights. A pass costs O(rows (d + f) 64). Deterministic by seed; one thread.
struct ContentNetworkOptions {
    int hidden = 64, epochs = 60;
    double rate = 3e-3, decay = 1e-2;
    std::uint64_t seed = 1;
};

class ContentNetwork {
public:
    /// Without content or rows it gives the mean of the factors it saw (0 without any).
    static ContentNetwork fit(const ContentFeatures& content, const Ials& model,
        std::span<const std::int32_t> rows, const ContentNetworkOptions& options = {},
        const FitControl& control = {});
    std::vector<float> operator()(std::span<const float> features) const;

private:
    std::size_t columns_ = 0, hidden_ = 0, factors_ = 0;
    std::vector<float> first_, firstBias_; // hidden x columns
    std::vector<float> second_; // factors x hidden
    std::vector<float> center_, mean_; // of the features and of the factors
    float scale_ = 1; // of the factors
};

} // namespace segue::reco
