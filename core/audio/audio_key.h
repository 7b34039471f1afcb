#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace segue::audio {

/// Decoder::audioKey() of the file at `path` (bytes), what stays the same of it when its tags,
/// covers and name change. Reads the whole file and decodes next to nothing. Nothing where it is no
/// audio file or could not be read to its end.
std::optional<std::array<std::uint8_t, 16>> audioKeyOf(const std::string& path);

} // namespace segue::audio
