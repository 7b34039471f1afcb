#pragma once

#include "core/recommend/model/interactions.h"
#include "core/recommend/model/listener_table.h"
#include "core/recommend/model/recommender.h"

#include <span>
#include <string_view>

namespace segue::reco {

/// A model of what comes next that learns from a listener's plays and is measured beside the
/// channels (EvaluateOptions::rivals). Not thread-safe.
class SessionModel {
public:
    virtual ~SessionModel() = default;
    /// As in files and JSON. The name of a channel puts it in that channel's place.
    virtual std::string_view name() const = 0;
    /// Once, with the plays before learning online begins, in time order.
    virtual void fit(std::span<const TablePlay> past, const FitControl& control) = 0;
    /// Each play after those, in time order. Skips are not passed on.
    virtual void observe(const TablePlay& play) = 0;
    /// Scores of all tracks in out, which is zero; 0 or less: not suggested.
    virtual void score(const Context& context, std::span<float> out) const = 0;
};

} // namespace segue::reco
