#pragma once

#include <string_view>
#include <vector>

namespace segue {

/// The artists that a text names, in order: "A; B", "A feat. B", "A ft. B & C", "A / B", "A vs. B",
/// "A (with B)". What may be one name stays one: "AC/DC", "Simon & Garfunkel", "Earth, Wind &
/// Fire". Parts of `text`, without blanks around; empty for an empty text.
std::vector<std::string_view> artistsIn(std::string_view text);

/// Whether a name, folded (foldText), stands for no one artist: various artists or an unknown one.
bool isNoArtist(std::string_view folded);

} // namespace segue
