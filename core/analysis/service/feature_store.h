#pragma once

#include "core/analysis/features.h"
#include "core/analysis/service/analysis_plan.h"
#include "core/base/clock.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

// The SQL of analysis. All functions throw SQLite::Exception; the writing ones run inside a job of
// db::Store.

namespace segue::analysis {

/// Files that are there, by track; cue sheets' tracks are left out. With `folders` (absolute,
/// bytes, without a slash behind) only what lies in one of them.
std::vector<FileState> loadFileStates(
    db::Connection& connection, std::span<const std::string> folders);

/// Writes what was found, with the file's audio key, and forgets a problem with it; that the sound
/// ends long before the length of the tags is one. `blob`: the features, serialised.
void writeFeatures(db::Connection& connection, const FileState& file, const TrackFeatures& features,
    std::span<const std::uint8_t> blob, UtcMs now);
/// The file changed, its audio did not.
void confirmFeatures(db::Connection& connection, const FileState& file);
void writeProblem(
    db::Connection& connection, const FileState& file, const std::string& reason, UtcMs now);

/// All numbers of a track; nothing when it was not analysed, or by another version.
std::optional<TrackFeatures> loadFeatures(db::Connection& connection, TrackId track);

/// A file that could not be analysed, or whose sound ends early.
struct Problem {
    std::string path; ///< absolute, bytes
    std::string reason; ///< in words; may name the file
};
/// Of roots that are not removed, by path; for `doctor`.
std::vector<Problem> loadProblems(db::Connection& connection);

/// Vectors of similarity of all tracks that have one of `version`, in the order of ids: `dimension`
/// floats each. The spans live during the call.
void forEachSoundVector(db::Connection& connection, int version, std::size_t dimension,
    const std::function<void(TrackId, std::span<const float>)>& take);

/// How many vectors of `version` there are.
std::int64_t countSoundVectors(db::Connection& connection, int version);

/// Makes the vectors that are missing or of another version from the stored numbers; at most
/// `limit` of them. Returns how many were made.
std::int64_t renewSoundVectors(db::Connection& connection, std::int64_t limit);

} // namespace segue::analysis
