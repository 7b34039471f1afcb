#pragma once

#include "app/cli/io.h"
#include "app/instance/local_protocol.h"

namespace segue::app {

class AppContext;

/// Runs what another process asked for, in this one's context. A process without a window, busy
/// with command `busyWith`, does short work only and says so otherwise.
void dispatch(
    AppContext& context, const std::string& busyWith, const Request& request, const IoPtr& io);

} // namespace segue::app
