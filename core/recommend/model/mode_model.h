#pragma once

#include "core/recommend/model/catalogue.h"

#include <span>
#include <unordered_map>

namespace segue::reco {

/// What a mode asks of a track before anything was heard in it: bell curves over energy and tempo.
struct ModeLean {
    double energy = .5, energyWidth = 0; ///< 0 calm .. 1 driving; width 0: energy does not matter
    double tempo = 0, tempoWidth = 0; ///< beats a minute; width 0: tempo does not matter
};

/// How tracks suit a listening mode. It starts from the lean on energy and tempo, which fades as
/// plays come in (half at 20), and learns from what is followed and skipped while the mode is on:
/// for the track (weight 1), its artist (.7) and its genres (.5, their mean)
///   ln((follows + 1) / (skips + 1)) n / (n + 3),
/// the sum through tanh(x / 2). Two tracks apart from these count nothing.
class ModeModel {
public:
    /// `energy` 0..1 and `tempo` (beats a minute) by item, NaN where unknown; both may be empty.
    /// They and the catalogue must outlive the model.
    ModeModel(const Catalogue& catalogue, const ModeLean& lean, std::span<const float> energy,
        std::span<const float> tempo);

    /// A play while the mode was on. Unknown items are ignored.
    void observe(Item item, bool follow, double weight = 1);
    /// -1 (not at all) .. 1; 0 when nothing is known.
    double score(Item item) const { return leanPart(item) + learnedPart(item); }
    /// The two parts of score(): what the lean says, and what was learned.
    double leanPart(Item item) const;
    double learnedPart(Item item) const;
    double plays() const { return plays_; } ///< weighted

    struct Count {
        double follows = 0, skips = 0;
    };
    Count trackCount(Item item) const { return find(tracks_, item); }
    Count artistCount(Item item) const;

private:
    using Counts = std::unordered_map<std::int32_t, Count>;
    static Count find(const Counts& counts, std::int32_t id);

    const Catalogue& catalogue_;
    ModeLean lean_;
    std::span<const float> energy_, tempo_;
    Counts tracks_, artists_, genres_;
    double plays_ = 0;
};

} // namespace segue::reco
