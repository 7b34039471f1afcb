#pragma once

#include <cstdint>

namespace segue {

/// DESIGN 4: spoken word is left out of shuffle, radio, models and taste.
enum class TrackKind : std::uint8_t { music, spoken, other };

} // namespace segue
