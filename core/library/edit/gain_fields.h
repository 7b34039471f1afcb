#pragma once

#include "core/library/tags/tag_changes.h"
#include "core/library/track_table.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// Loudness of a track as analysis measured it.
struct MeasuredLoudness {
    double lufs = 0;
    double truePeak = 0; ///< linear; 0: not known
};

/// Fields for ReplayGain 2.0 (to -18 LUFS, "-7.30 dB", peaks linear); for opus instead the header
/// fields of RFC 7845: gains to -23 LUFS in 1/256 dB, and no peaks. Without `album` its fields are
/// taken out: they belonged to another measurement.
std::vector<tags::Field> gainFields(
    bool isOpus, const MeasuredLoudness& track, const std::optional<MeasuredLoudness>& album);

/// What ReplayGain would be written into which files.
struct GainPlan {
    struct File {
        TrackId track;
        std::vector<tags::Field> fields;
        double trackGain = 0; ///< dB to -18 LUFS
        std::optional<double> albumGain;
    };
    std::vector<File> files;
    std::size_t unmeasured = 0; ///< not analysed yet, or silent
    std::size_t unwritable = 0; ///< tracks of cue sheets: several share a file
    std::size_t withoutAlbum = 0; ///< of `files`: not all tracks of their album are measured
};

/// For the chosen tracks, from what analysis stored; album gains where the whole album is measured.
/// Throws SQLite::Exception.
GainPlan planGains(
    db::Connection& connection, const TrackTable& tracks, std::span<const TrackId> chosen);

} // namespace segue
