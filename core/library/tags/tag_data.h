#pragma once

#include "core/library/tags/audio_format.h"
#include "core/library/tags/track_kind.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace segue::tags {

/// Between several values of one field (genres).
constexpr char valueSeparator = '\x1f';

/// Gains in dB to reach -18 LUFS (ReplayGain 2.0); peaks as a share of full scale. NaN: not tagged.
struct ReplayGain {
    float trackGain = std::numeric_limits<float>::quiet_NaN();
    float trackPeak = std::numeric_limits<float>::quiet_NaN();
    float albumGain = std::numeric_limits<float>::quiet_NaN();
    float albumPeak = std::numeric_limits<float>::quiet_NaN();

    bool any() const { return !std::isnan(trackGain) || !std::isnan(albumGain); }
};

/// What other players wrote about listening into the file.
struct TaggedTotals {
    std::optional<int> rating; ///< half-stars 1..10; unrated is none
    std::uint32_t plays = 0;
};

/// What the names of a file and its folders told for want of tags: bits of TagData::fromNames.
enum NamedPart : std::uint8_t {
    titleNamed = 1,
    artistNamed = 2,
    albumNamed = 4,
    trackNamed = 8,
};

/// The tags of one file, UTF-8 without control characters and surrounding blanks; empty or 0 means
/// not tagged. What was missing is filled in from the path (see path_names.h).
struct TagData {
    std::string title;
    std::string artist; ///< several are joined by "; "
    std::string albumArtist;
    std::string album;
    std::string genres; ///< several separated by valueSeparator, in the file's order
    std::string composer;
    std::string conductor;
    std::string work;
    std::string movement;
    std::string label;
    std::string key; ///< as tagged: "Am", "8A"…
    std::string titleSort, artistSort, albumArtistSort, albumSort, composerSort;
    std::string recordingMbid, releaseMbid, releaseGroupMbid, artistMbid, albumArtistMbid;
    ReplayGain gain;
    TaggedTotals totals;
    std::uint16_t year = 0; ///< of this release
    std::uint16_t originalYear = 0; ///< of the first release
    std::uint16_t disc = 0, discTotal = 0, track = 0, trackTotal = 0, movementNumber = 0;
    std::uint16_t bpm = 0;
    TrackKind kind = TrackKind::music;
    bool compilation = false;
    bool hasCover = false; ///< a picture is embedded
    std::uint8_t fromNames = 0; ///< what was not tagged and is of the path: NamedParts
};

/// What the audio stream's header says; 0: unknown.
struct AudioInfo {
    AudioFormat format = AudioFormat::unknown;
    std::uint32_t durationMs = 0;
    std::uint32_t sampleRate = 0; ///< Hz
    std::uint16_t bitrateKbps = 0;
    std::uint8_t channels = 0;
    bool lossless = false;
};

} // namespace segue::tags
