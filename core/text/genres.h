#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// A genre, whichever way it was tagged.
struct Genre {
    std::string key; ///< equal keys are one genre
    std::string name; ///< to be shown: "Hip Hop"; of one that is not in the table as tagged
    std::string wider; ///< key of the next wider genre; empty at the top

    bool operator==(const Genre&) const = default;
};

/// What spellings have in common: folded letters and digits, "&", "+", "and", "'n'" as "n":
/// "Drum & Bass", "Drum n Bass" and "drum and bass" are "drumnbass". Empty where there are none.
std::string genreKey(std::string_view tagged);

/// The genres that one tag names, each once, by the table of genre_table.h: "Hip-Hop/Rap" is one,
/// "Rock/Pop" and "Folk, World, & Country" are several. What is not in the table stays a genre of
/// its own: under the longest known one that it ends with or, failing that, begins with
/// ("Norwegian Black Metal", "Jazz Guitar"), else at the top. Any thread; some us.
std::vector<Genre> genresIn(std::string_view tagged);

/// The genre of a key of the table.
std::optional<Genre> knownGenre(std::string_view key);

/// Whether the genre is `key` or narrower: Opera is in classical.
bool isWithin(const Genre& genre, std::string_view key);

} // namespace segue
