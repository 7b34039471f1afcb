#pragma once

#include "core/base/result.h"
#include "core/library/track_table.h"

#include <QString>

#include <string>

namespace segue::app {

/// A track as commands speak of it.
struct TargetTrack {
    TrackId id;
    std::string path; ///< bytes
    std::string title, artist;
};

/// Its words from the table.
TargetTrack targetTrack(const TrackTable& tracks, Row row);
/// "Title - Artist" as a line shows it.
QString describeTrack(const TargetTrack& track);

/// What a TARGET on the command line means: digits only is an id, else a file of the library, else
/// words that match exactly one available track. An error lists the candidates when there are
/// several. Relative files are meant from `folder`. Reads the disk for files.
Result<Row> resolveTarget(
    const TrackTablePtr& tracks, const std::string& target, const std::string& folder);

/// The file that `target` names and that lies outside the library; empty when it names none.
std::string looseTarget(
    const TrackTable& tracks, const std::string& target, const std::string& folder);

/// The row whose file is `path` (absolute, or through symbolic links); none when it is not in the
/// library.
std::optional<Row> rowOfFile(const TrackTable& tracks, const std::string& path);

QString describeTrack(const TrackTable& tracks, Row row);

} // namespace segue::app
