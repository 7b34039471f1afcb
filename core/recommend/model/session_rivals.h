#pragma once

#include "core/recommend/model/collaborative.h"
#include "core/recommend/model/session_model.h"

#include <memory>
#include <string>
#include <vector>

namespace segue::reco {

/// `segue evaluate --history … --with NAMES`: ials, rp3beta (and the other names of
/// collaborative.h) on the listener's own sessions and days, built anew every fiftieth of the
/// sessions while learning goes on, asked with the last ten plays; neural: neural_session.h, which
/// learns from each play. Null for a name that is none of these.
std::unique_ptr<SessionModel> makeSessionModel(
    std::string_view name, std::shared_ptr<const Catalogue> catalogue);
std::vector<std::string> sessionModelNames();

} // namespace segue::reco
