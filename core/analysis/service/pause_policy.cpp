#include "core/analysis/service/pause_policy.h"

#include <filesystem>
#include <fstream>

namespace segue::analysis {

namespace {

namespace fs = std::filesystem;

std::string firstLine(const fs::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

} // namespace

bool isOnBattery(const std::string& folder)
{
    std::error_code error;
    bool discharging = false;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const fs::path supply = it->path();
        if (firstLine(supply / "type") != "Battery") {
            if (firstLine(supply / "online") == "1")
                return false;
        } else if (firstLine(supply / "scope") != "Device") {
            discharging = discharging || firstLine(supply / "status") == "Discharging";
        }
    }
    return discharging;
}

} // namespace segue::analysis
