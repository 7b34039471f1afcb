#pragma once

#include "core/base/clock.h"
#include "core/recommend/model/interactions.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// What a pack calls a piece of music, as two hashes, so that it can be looked for in any library
/// without its names. 0: not known.
struct PackKey {
    std::uint64_t recording = 0; ///< of the MusicBrainz recording id
    std::uint64_t name = 0; ///< of artist and title, or of the artist where the pack tells artists
    friend bool operator==(const PackKey&, const PackKey&) = default;
};

/// Equal for names that mean one recording by the rules of the Health page: without guests and what
/// tells editions apart; live, demo, acoustic and remixed ones stay apart. 0 for a title that many
/// recordings have ("Intro"), and without an artist; Various Artists are none.
std::uint64_t trackKey(std::string_view artist, std::string_view title);
/// Equal for spellings of one artist's name, whoever is featured; 0 for none and for Various
/// Artists.
std::uint64_t artistNameKey(std::string_view artist);
/// 0 for what is no MusicBrainz id.
std::uint64_t recordingKey(std::string_view mbid);

/// Why lines of a file were left out.
enum class LeftOut : std::uint8_t {
    columns, ///< fewer or more than expected
    tooLong,
    noText, ///< a byte 0 in it
    noListener,
    noItem, ///< no artist, title or id
    count, ///< no number, or not above 0
    unnamed, ///< an id that the file of names does not have
    common, ///< a title that many recordings have, or no one artist
};
constexpr std::size_t leftOutKinds = 8;
/// "with another number of columns": behind a number of lines.
std::string_view wordsOf(LeftOut why);

/// What is known of a pack without its listeners.
struct PackInfo {
    std::int64_t id = 0; ///< of its file; 0: not kept
    std::string name; ///< the listener's word for it, UTF-8
    std::string source; ///< the name of the file that it came from, UTF-8
    UtcMs addedAt = 0;
    bool ofArtists = false; ///< listeners of artists, not of tracks
    std::int64_t lines = 0; ///< of the file that held a triplet
    std::array<std::int64_t, leftOutKinds> leftOut{}; ///< lines by LeftOut
    /// Every n-th listener was kept, picked by chance, because the file holds more than is kept.
    std::int64_t oneListenerIn = 1;
    std::int64_t listeners = 0, triplets = 0, items = 0; ///< that are kept

    std::int64_t linesLeftOut() const;
};

/// Listeners and what each of them plays. Listeners have no names here, items their hashes.
struct Pack {
    PackInfo info;
    std::vector<PackKey> items;
    reco::Interactions rows; ///< columns: items; at least two items each
};

} // namespace segue
