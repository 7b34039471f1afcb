#pragma once

#include <string>
#include <vector>

namespace segue::scan {

/// Where drives are mounted at, above or below `path` (absolute, bytes), sorted, each with its
/// device; empty when the system does not tell. Another answer means that other files are there.
std::vector<std::string> mountsAround(const std::string& path);

} // namespace segue::scan
