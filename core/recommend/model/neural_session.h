#pragma once

#include "core/recommend/model/catalogue.h"
#include "core/recommend/model/interactions.h"
#include "core/recommend/model/recommender.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace segue::reco {

/// A small network for the next track of a session, trained on the device:
///
///   h = tanh(W [e(last); sum_k w_k e(k-th last)] + b), over the last ten plays,
///   score(i) = o(i) . h + b(i) + sum over features f of i of (c_f + u_f . h),
///
/// e and o of a track being the sum of vectors for the track, its artist and its album, so that
/// tracks never heard have one; the features are how long ago and how often the track was heard,
/// and whether it is of the session, of the last artist or album, or the next on the album. Softmax
/// over the target and sampled others (Bengio and Senecal 2003, with their correction), a step of
/// Adagrad (Duchi et al. 2011) after each play. The pooled memory of the session and the separate
/// last play are those of STAMP (Liu et al. 2018) without its attention.
/// A step costs O(negatives x 32), a score O(tracks x 32); memory 1 kB a track. Deterministic by
/// seed; one thread.
class NeuralSession {
public:
    struct Play {
        Item item = noItem;
        std::int64_t at = 0; ///< seconds since 1970, UTC
        std::int32_t session = 0;
    };
    struct Options {
        int epochs = 6; ///< passes over the past
        int negatives = 150; ///< sampled a step; small libraries take all tracks
        double rate = .08; ///< of Adagrad
        std::uint64_t seed = 1;
    };

    /// `catalogue` must be complete().
    NeuralSession(std::shared_ptr<const Catalogue> catalogue, const Options& options);

    /// Passes over `plays` (in time order) again and again, then stands where they end. When
    /// stopped it has learned from what it reached.
    void fit(std::span<const Play> plays, const FitControl& control = {});
    /// Learns from a play and takes it in. Unknown tracks are ignored.
    void observe(const Play& play);
    /// P(track is next), into out[0 .. tracks): sums to 1. Uses context.now, session and before.
    void score(const Context& context, std::span<float> out) const;

    ~NeuralSession();
    NeuralSession(NeuralSession&&) noexcept;
    NeuralSession& operator=(NeuralSession&&) noexcept;

private:
    struct Network;
    std::unique_ptr<Network> net_;
};

} // namespace segue::reco
