#pragma once

#include <cstdint>
#include <string_view>

namespace segue {

/// DESIGN 4: spoken word is left out of shuffle, radio, models and taste.
enum class TrackKind : std::uint8_t { music, spoken, other };

} // namespace segue

namespace segue::tags {

/// music, spoken or other, from genre words in several languages and the extension (m4b). A kind
/// that the file states (stik) is kept.
TrackKind kindFromGenres(std::string_view genres, std::string_view path);

} // namespace segue::tags
