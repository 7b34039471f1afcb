#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace segue::reco {

/// P(the next track is skipped | the session so far): a logistic over six features of the session,
/// learned online from the listener's own outcomes. Skips come in runs that say more about the
/// session than about the track, so a skip counts 1 - P and a follow 1 + P / 2 (RECOMMENDER 1).
/// Until `fewest` skips are seen it does not discount: P = 0.
class SkipModel {
public:
    static constexpr int fewest = 20;
    static constexpr std::size_t features = 6;

    /// The probability before the next outcome; 0 below `fewest` skips.
    double probability(bool newSession, bool shuffled) const;
    /// Learns from an outcome and moves the session on. O(1).
    void observe(bool newSession, bool shuffled, bool skipped);

private:
    std::array<double, features> read(bool newSession, bool shuffled) const;
    double raw(const std::array<double, features>& x) const;

    std::array<double, features> weights_{-2, 0, 0, 0, 0, 0};
    double run_ = 0; // skips in a row
    double share_ = 0; // exponential mean of the session's outcomes, 1 = skipped
    double place_ = 0; // in the session
    double seen_ = 0;
    int skips_ = 0;
};

} // namespace segue::reco
