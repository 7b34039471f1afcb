#pragma once

#include "core/recommend/model/blend_places.h"
#include "core/recommend/model/terms.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace segue::reco {

/// The listener's weights of all terms: one set for continuing (the last artist again), one for
/// departing, and one for a session's start. A candidate by an artist of the last three plays is
/// scored with `stay`, any other with `leave`; before the first play all with `begin`.
struct BlendWeights {
    static constexpr int version = 2;
    PerTerm<double> stay{};
    PerTerm<double> leave{};
    PerTerm<double> begin{};
    PlaceCurves places; ///< how the two sides share a list
    double learned = 0; ///< sum of the weights of the plays learned from

    /// What single listeners' histories agree on: the mean of what the blend learned on several.
    static const BlendWeights& start();
    /// One line of text, "segue-blend 2 learned=… stay.count=… …"; locale-free, exact.
    std::string serialise() const;
    /// Empty if the text is no blend of this version or holds a value that is not finite;
    /// out-of-bounds values are clamped.
    static std::optional<BlendWeights> parse(std::string_view text);
    /// Keeps every weight within 3 of its start, and the curves' masses positive.
    void clamp();
    friend bool operator==(const BlendWeights&, const BlendWeights&) = default;
};

} // namespace segue::reco
