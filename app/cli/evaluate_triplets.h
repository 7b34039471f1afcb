#pragma once

#include "app/cli/io.h"

#include <string>
#include <vector>

namespace segue::app {

struct TripletsRequest {
    bool skipHeader = false;
    int minSupport = 1;
    std::vector<std::string> methods; ///< names of reco::collaborativeName(); empty: all
};

/// `segue evaluate --triplets FILE`: the collaborative models held against hidden items of the
/// file's listeners (RECOMMENDER 7). Returns at once and ends `io` later.
void evaluateTripletsFile(const IoPtr& io, const std::string& path, const TripletsRequest& request);

} // namespace segue::app
