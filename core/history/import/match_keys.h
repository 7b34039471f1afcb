#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace segue {

// What tracks of other players and services are compared by.

/// Folded, without what is in brackets: "Hounds of Love (Remastered)" is "hounds of love".
std::string bareAlbum(std::string_view album);

enum class Lengths : std::uint8_t { unknown, same, different };
/// Two lengths in ms, 0 or below: unknown. The same within 3 s or 3 %.
Lengths compareLengths(std::int64_t a, std::int64_t b);

} // namespace segue
