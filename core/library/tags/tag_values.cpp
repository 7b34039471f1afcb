#include "core/library/tags/tag_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace segue::tags {

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// A decimal number at the start of `text` after blanks; a comma is a decimal point too.
std::optional<double> leadingNumber(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    std::array<char, 32> copy{};
    const std::size_t size = std::min(text.size(), copy.size());
    std::ranges::replace_copy(text.substr(0, size), copy.begin(), ',', '.');
    double value = 0;
    const auto [end, error] = std::from_chars(copy.data(), copy.data() + size, value);
    if (error != std::errc{} || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::uint16_t numberAt(std::string_view text, std::size_t& at)
{
    unsigned value = 0;
    for (; at < text.size() && isDigit(text[at]); ++at)
        value = std::min(value * 10 + static_cast<unsigned>(text[at] - '0'), 1000000u);
    return value > 65535 ? std::uint16_t{0} : static_cast<std::uint16_t>(value);
}

std::optional<int> halfStars(double share)
{
    if (!(share > 0))
        return std::nullopt;
    return std::clamp(static_cast<int>(std::lround(share * 10)), 1, 10);
}

bool containsNoCase(std::string_view text, std::string_view lowerCasePart)
{
    return std::search(text.begin(), text.end(), lowerCasePart.begin(), lowerCasePart.end(),
               [](char a, char b) { return lower(a) == b; })
        != text.end();
}

} // namespace

std::pair<std::uint16_t, std::uint16_t> parseNumberOfTotal(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && !isDigit(text[at]) && text[at] != '/')
        ++at;
    const std::uint16_t number = numberAt(text, at);
    while (at < text.size() && !isDigit(text[at]))
        ++at;
    const std::uint16_t total = numberAt(text, at);
    return {number, total};
}

std::uint16_t parseYear(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        if (!isDigit(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        // Eight digits are a date without dashes: 20030405.
        if (end - i == 4 || end - i == 8) {
            const int year = (text[i] - '0') * 1000 + (text[i + 1] - '0') * 100
                + (text[i + 2] - '0') * 10 + (text[i + 3] - '0');
            if (year >= 1000 && year < 3000)
                return static_cast<std::uint16_t>(year);
        }
        i = end;
    }
    return 0;
}

float parseGain(std::string_view text)
{
    const auto value = leadingNumber(text);
    return value && std::abs(*value) <= 60 ? static_cast<float>(*value) : notANumber;
}

float parsePeak(std::string_view text)
{
    const auto value = leadingNumber(text);
    return value && *value >= 0 && *value <= 16 ? static_cast<float>(*value) : notANumber;
}

float parseR128Gain(std::string_view text)
{
    const auto value = leadingNumber(text);
    if (!value || std::abs(*value) > 32768)
        return notANumber;
    return static_cast<float>(*value / 256 + 5);
}

std::uint16_t parseBpm(std::string_view text)
{
    const auto value = leadingNumber(text);
    if (!value || *value < 1 || *value >= 999.5)
        return 0;
    return static_cast<std::uint16_t>(std::lround(*value));
}

bool parseFlag(std::string_view text)
{
    return text == "1" || containsNoCase(text, "true") || containsNoCase(text, "yes");
}

bool isMbid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = lower(text[i]);
        if (dash ? c != '-' : !(isDigit(c) || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

std::optional<int> ratingFromPopm(std::string_view owner, int byte)
{
    if (byte <= 0 || byte > 255)
        return std::nullopt;
    // Five values that nearly every player agrees on, whoever wrote them.
    switch (byte) {
    case 1:
        return 2;
    case 64:
        return 4;
    case 128:
        return 6;
    case 192: // Banshee, Clementine, Strawberry
    case 196: // Windows, MusicBee, MediaMonkey, Winamp
        return 8;
    case 255:
        return 10;
    default:
        break;
    }
    // Linear scales: Quod Libet (0..1 times 255), Traktor (steps of 51).
    if (containsNoCase(owner, "quodlibet") || containsNoCase(owner, "traktor"))
        return halfStars(byte / 255.0);
    // Whole stars in even ranges.
    if (containsNoCase(owner, "windows media player"))
        return byte < 32 ? 2 : byte < 96 ? 4 : byte < 160 ? 6 : byte < 224 ? 8 : 10;
    if (containsNoCase(owner, "banshee") || containsNoCase(owner, "clementine")
        || containsNoCase(owner, "strawberry"))
        return byte < 64 ? 2 : byte < 128 ? 4 : byte < 192 ? 6 : byte < 252 ? 8 : 10;
    // Half-stars as MusicBee and MediaMonkey write them (13, 1, 54, 64, 118, 128, 186, 196, 242,
    // 255), and what lies between.
    static constexpr std::array<std::pair<int, int>, 9> upTo{
        {{22, 1}, {31, 2}, {63, 3}, {95, 4}, {127, 5}, {159, 6}, {191, 7}, {223, 8}, {254, 9}}};
    for (const auto& [last, half] : upTo) {
        if (byte <= last)
            return half;
    }
    return 10;
}

std::optional<int> ratingFromFmps(std::string_view text)
{
    const auto value = leadingNumber(text);
    return value ? halfStars(std::min(*value, 1.0)) : std::nullopt;
}

std::optional<int> ratingFromText(std::string_view text, bool perUser)
{
    const auto value = leadingNumber(text);
    if (!value || *value <= 0 || *value > 100)
        return std::nullopt;
    if (perUser && *value <= 1)
        return halfStars(*value);
    if (*value < 1)
        return halfStars(*value);
    if (*value <= 5)
        return halfStars(*value / 5);
    if (*value <= 10)
        return halfStars(*value / 10);
    return halfStars(*value / 100);
}

std::optional<int> ratingFromWindows(int value)
{
    if (value <= 0 || value > 100)
        return std::nullopt;
    return value < 13 ? 2 : value < 38 ? 4 : value < 63 ? 6 : value < 87 ? 8 : 10;
}

std::uint32_t parseCount(std::string_view text)
{
    const auto value = leadingNumber(text);
    return value && *value >= 1 && *value < 1e7 ? static_cast<std::uint32_t>(*value) : 0;
}

} // namespace segue::tags
