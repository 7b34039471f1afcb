#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace segue {

/// A musical key as one byte: 0 unknown, 1..12 C, C sharp … B major, 13..24 C … B minor.
using MusicalKey = std::uint8_t;
constexpr MusicalKey unknownKey = 0;

/// The key of a pitch class (0 = C … 11 = B).
constexpr MusicalKey musicalKey(int pitchClass, bool minor)
{
    return static_cast<MusicalKey>(1 + ((pitchClass % 12) + 12) % 12 + (minor ? 12 : 0));
}
constexpr bool isMinor(MusicalKey key)
{
    return key > 12;
}
/// 0 = C … 11 = B; of a known key.
constexpr int pitchClassOf(MusicalKey key)
{
    return (key - 1) % 12;
}

/// Reads what taggers write: "Am", "C#m", "Bb", "F sharp minor", "a-Moll", "8A" and
/// "12B" (Camelot), "1d" and "6m" (Open Key). Unknown for all else, "o" (off key) included.
MusicalKey parseMusicalKey(std::string_view text);

/// "Am", "F#", "Bb": the spelling with fewer accidentals; empty for unknown.
std::string musicalKeyName(MusicalKey key);

/// Place on the circle of fifths, 0 … 11: C major and A minor at 0. Of a known key.
int circleOfFifths(MusicalKey key);

/// Steps between two keys on the circle of fifths, with a minor key beside its relative major:
/// 0 (same or relative) … 6. Of known keys.
int keyDistance(MusicalKey a, MusicalKey b);

} // namespace segue
