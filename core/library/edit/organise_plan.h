#pragma once

#include "core/library/edit/name_pattern.h"
#include "core/library/track_table.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

// Which file goes where when files are named by a pattern: decided on values, the disk is asked
// through DiskView and not changed.

namespace segue {

/// One file that goes elsewhere; absolute paths, bytes.
struct FileMove {
    TrackId track; ///< none: a file that goes with tracks (cover, lyrics)
    std::string from, to;
    std::string problem; ///< why it stays where it is, for the user; empty: it goes
};

struct OrganisePlan {
    std::vector<FileMove> moves; ///< tracks in the order asked for, then what goes with them
    std::size_t unchanged = 0; ///< tracks whose files are named so already
    std::size_t problems() const;
    std::size_t ready() const { return moves.size() - problems(); }
};

struct DiskView {
    /// Names of the regular files in a folder; empty where there is none.
    std::function<std::vector<std::string>(const std::string& folder)> filesIn;
    std::function<bool(const std::string& path)> exists;
};
/// The real one.
DiskView diskView();

struct OrganiseOptions {
    NamePattern pattern;
    std::string target; ///< folder that all go to; empty: each stays in its music folder
    std::vector<std::string> roots; ///< music folders, absolute
};

/// Each file gets its name by the pattern, its extension stays. Left where they are, with the
/// reason: tracks of cue sheets and files that one names, files of drives that are away, two that
/// would get one name (also when only upper and lower case differ), those whose place another file
/// has. With each track go files of the same name (lyrics, covers); when all music leaves a folder
/// for one other, its pictures, texts and sheets go too.
OrganisePlan planOrganise(const TrackTable& tracks, std::span<const TrackId> chosen,
    const OrganiseOptions& options, const DiskView& disk);

/// A field of a track as patterns know it, from the table.
std::string patternValue(
    const TrackTable& tracks, const TrackRecord& track, std::string_view property);

} // namespace segue
