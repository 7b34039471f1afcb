#pragma once

#include "core/recommend/model/terms.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace segue::reco {

/// The listener's weights of all terms: one set for continuing (the last artist again) and one for
/// departing. A candidate by an artist of the last three plays is scored with `stay`, any other
/// with `leave`.
struct BlendWeights {
    static constexpr int version = 1;
    PerTerm<double> stay{};
    PerTerm<double> leave{};
    PerTerm<double> begin{};
    double learned = 0; ///< sum of the weights of the plays learned from

    /// RECOMMENDER 3's start.
    static BlendWeights start();
    /// One line of text, "segue-blend 1 learned=… stay.count=… …"; locale-free, exact.
    std::string serialise() const;
    /// Empty if the text is no blend of this version or holds a value that is not finite;
    /// out-of-bounds values are clamped.
    static std::optional<BlendWeights> parse(std::string_view text);
    /// Keeps every weight within 2.5 of its start.
    void clamp();
    friend bool operator==(const BlendWeights&, const BlendWeights&) = default;
};

} // namespace segue::reco
