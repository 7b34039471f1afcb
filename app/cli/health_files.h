#pragma once

#include "app/cli/io.h"
#include "core/library/health/findings.h"

#include <vector>

namespace segue::app {

class AppContext;

/// Writes into files what takes the findings away, as one edit that can be taken back, or shows
/// what that would be; guesses are left out. Ends the command.
void mendFindings(
    AppContext& context, const IoPtr& io, const std::vector<Finding>& findings, bool dryRun);

} // namespace segue::app
