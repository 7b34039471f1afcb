#pragma once

#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/evaluate_methods.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace segue::reco {

/// The models that a replay asks beside the channels, and where they stand among its methods.
class Rivals {
public:
    /// Appends a method for each rival, unless there is one of its name, which it then is.
    Rivals(std::vector<std::shared_ptr<SessionModel>> models, std::vector<MethodResult>& methods);

    bool areReady() const { return ready_; }
    /// With the plays before learning online begins. `goOn` is asked now and then; false when it
    /// said so.
    bool fit(std::span<const TablePlay> past, const std::function<bool()>& goOn);
    /// A play that was followed.
    void observe(const TablePlay& play);
    /// Puts each rival's order of the tracks in its place; the track just played is no candidate.
    void rank(const Context& context, std::size_t tracks, std::vector<Ranking>& methods) const;

private:
    std::vector<std::shared_ptr<SessionModel>> models_;
    std::vector<std::size_t> places_;
    bool ready_ = false;
};

} // namespace segue::reco
