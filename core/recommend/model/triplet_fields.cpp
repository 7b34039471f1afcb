#include "core/recommend/model/triplet_fields.h"

#include <algorithm>

namespace segue::reco {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\f\v";
    const auto from = text.find_first_not_of(blanks);
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::string_view takeField(std::string_view& line, char separator)
{
    if (separator == ' ' || separator == ',')
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (separator == ',' && line.starts_with('"')) {
        auto close = line.find('"', 1);
        while (close != std::string_view::npos && close + 1 < line.size() && line[close + 1] == '"')
            close = line.find('"', close + 2);
        if (close != std::string_view::npos) {
            const auto field = line.substr(1, close - 1);
            const auto end = std::min(line.find(',', close), line.size());
            line.remove_prefix(std::min(end + 1, line.size()));
            return trimmed(field);
        }
    }
    const auto end = std::min(line.find(separator), line.size());
    const auto field = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return trimmed(field);
}

} // namespace segue::reco
