#include "core/library/scan/mounts.h"

#include "core/library/root_repository.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace segue::scan {

namespace {

/// Blanks and the like are written as three octal digits behind a backslash.
std::string unescaped(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto isOctal = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '7'; };
        if (text[i] == '\\' && i + 3 < text.size() && isOctal(i + 1) && isOctal(i + 2)
            && isOctal(i + 3)) {
            out += static_cast<char>(
                (text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace

std::vector<std::string> mountsAround(const std::string& path)
{
    std::vector<std::string> mounts;
    std::ifstream list("/proc/self/mountinfo");
    for (std::string line; std::getline(list, line);) {
        std::istringstream fields(line);
        std::string id, parent, device, root, point;
        fields >> id >> parent >> device >> root >> point;
        point = unescaped(point);
        if (isInFolder(path, point) || isInFolder(point, path))
            mounts.push_back(point + ' ' + device + ' ' + root);
    }
    std::ranges::sort(mounts);
    return mounts;
}

} // namespace segue::scan
