#include "core/text/musical_key.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace segue {

namespace {

std::string lowered(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '-' && c != '_')
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

bool take(std::string_view& text, std::string_view word)
{
    if (!text.starts_with(word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

/// "8a", "12b" (Camelot: 8B is C major) and "1d", "6m" (Open Key: 1d is C major).
MusicalKey parseWheel(std::string_view text)
{
    int number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 2 && text[digits] >= '0' && text[digits] <= '9')
        number = number * 10 + (text[digits++] - '0');
    if (digits == 0 || text.size() != digits + 1 || number < 1 || number > 12)
        return unknownKey;
    const char mode = text[digits];
    const bool camelot = mode == 'a' || mode == 'b';
    if (!camelot && mode != 'd' && mode != 'm')
        return unknownKey;
    const bool minor = mode == 'a' || mode == 'm';
    const int major = (camelot ? number - 8 + 12 : number - 1) * 7 % 12;
    return musicalKey(minor ? major + 9 : major, minor);
}

} // namespace

MusicalKey parseMusicalKey(std::string_view text)
{
    if (text.size() > 1 && text.back() == 'M') // "CM": major, where case is all that tells
        return parseMusicalKey(text.substr(0, text.size() - 1));
    const std::string plain = lowered(text);
    std::string_view rest = plain;
    if (const MusicalKey wheel = parseWheel(rest); wheel != unknownKey)
        return wheel;
    static constexpr std::array<int, 7> classes{9, 11, 0, 2, 4, 5, 7}; // a … g
    if (rest.empty() || rest.front() < 'a' || rest.front() > 'g')
        return unknownKey;
    int pitch = classes[static_cast<std::size_t>(rest.front() - 'a')];
    rest.remove_prefix(1);
    if (take(rest, "#") || take(rest, "\u266F") || take(rest, "sharp"))
        ++pitch;
    else if (take(rest, "b") || take(rest, "\u266D") || take(rest, "flat"))
        --pitch;
    if (rest.empty() || rest == "maj" || rest == "major" || rest == "dur")
        return musicalKey(pitch, false);
    if (rest == "m" || rest == "min" || rest == "minor" || rest == "moll")
        return musicalKey(pitch, true);
    return unknownKey;
}

std::string musicalKeyName(MusicalKey key)
{
    static constexpr std::array<const char*, 12> major{
        "C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    static constexpr std::array<const char*, 12> minor{
        "Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm"};
    if (key == unknownKey || key > 24)
        return {};
    return (isMinor(key) ? minor : major)[static_cast<std::size_t>(pitchClassOf(key))];
}

int circleOfFifths(MusicalKey key)
{
    const int major = isMinor(key) ? pitchClassOf(key) + 3 : pitchClassOf(key);
    return major * 7 % 12;
}

int keyDistance(MusicalKey a, MusicalKey b)
{
    const int steps = std::abs(circleOfFifths(a) - circleOfFifths(b));
    return std::min(steps, 12 - steps);
}

} // namespace segue
