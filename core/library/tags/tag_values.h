#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

// The meaning of single tag values: pure functions, independent of any file.

namespace segue::tags {

/// "3", "03", "3/12", "3 of 12", "A3" -> number and total; 0 where there is none or it is above
/// 65,535.
std::pair<std::uint16_t, std::uint16_t> parseNumberOfTotal(std::string_view text);
/// The first group of four digits between 1000 and 2999: "2003-04-05", "05.04.2003", "℗ 1999".
std::uint16_t parseYear(std::string_view text);
/// "-7.30 dB", "+3", "-6,5 dB" -> dB; NaN when it is no number or outside +-60.
float parseGain(std::string_view text);
/// ReplayGain peaks: 0..16 as a share of full scale, else NaN.
float parsePeak(std::string_view text);
/// R128_TRACK_GAIN of opus: Q7.8 fixed point relative to -23 LUFS (RFC 7845, 5.2.1); 5 dB are
/// added so that it is ReplayGain's -18 LUFS. NaN when it is no number.
float parseR128Gain(std::string_view text);
/// "127.9" -> 128; 0 when outside 1..999.
std::uint16_t parseBpm(std::string_view text);
/// "1", "true", "yes".
bool parseFlag(std::string_view text);
/// The lower-case form of a MusicBrainz id; false when it is not one (36 characters, 4 dashes).
bool isMbid(std::string_view text);

/// Half-stars 1..10, or none for unrated, from an ID3v2 POPM byte, by the scale of the player that
/// wrote it.
std::optional<int> ratingFromPopm(std::string_view owner, int byte);
/// FMPS_RATING: 0..1.
std::optional<int> ratingFromFmps(std::string_view text);
/// RATING of vorbis comments, APE and MP4 tags. `perUser`: the key had an address behind it
/// ("RATING:someone@example.com", Quod Libet), which means a share 0..1; else whole numbers up to
/// 5 are stars, up to 10 half-stars, up to 100 per cent; fractions below 1 are shares.
std::optional<int> ratingFromText(std::string_view text, bool perUser = false);
/// WM/SharedUserRating: 1, 25, 50, 75, 99 for one to five stars.
std::optional<int> ratingFromWindows(int value);
/// A play count: "12", "12.0"; 0 when it is no number.
std::uint32_t parseCount(std::string_view text);

} // namespace segue::tags
