#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/library/scan/place.h"
#include "core/library/scan/scan_diff.h"
#include "core/library/tags/tag_reader.h"

#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

// The scan's SQL: what it reads before, what it writes in batches. All functions throw
// SQLite::Exception; the writing ones run inside a job of db::Store.

namespace segue::scan {

/// A root as the scan sees it.
struct ScanRoot {
    RootId id;
    std::string path; ///< bytes, absolute
    bool frozen = false;
};

/// What was read of a file, ready to be written. `change` says how.
struct ReadFile {
    /// another: one more file of a track whose own file is on a drive that is away.
    enum class Change : std::uint8_t { added, updated, moved, another };
    Change change = Change::added;
    RootId root;
    KnownFile known; ///< its row: updated and moved; the track's: another
    std::string path; ///< relative to the root
    std::int64_t size = 0, mtimeNs = 0;
    tags::FileTags read;
    bool tagsRead = true; ///< false: moved as it was, the track's row stays
    bool hadProblem = false; ///< it could not be read before
    std::uint32_t order = 0; ///< place in the scan's list
    std::string audioKey; ///< 16 bytes; empty: not known
    TrackId mergeInto; ///< added: it turned out to be this track
    const char* mergedBy = ""; ///< see MoveMatch::by
};

/// A track as far as moves are recognised by it, with one of its files.
struct KnownTrack {
    KnownFile file;
    RootId root;
    bool away = false; ///< its root is frozen or was removed: the file may be there still
    UtcMs addedAt = 0;
    FileClue clue;
    std::string title, artist, album;
};

std::vector<ScanRoot> loadRoots(db::Connection& connection);
/// Of the whole root, or of `places` in it (their root is not looked at).
std::vector<KnownFile> loadKnown(
    db::Connection& connection, RootId root, const std::vector<Place>& places = {});
/// Files that could not be read, with size and mtime at that time.
std::vector<KnownFile> loadProblems(
    db::Connection& connection, RootId root, const std::vector<Place>& places = {});
/// Files of the root that were there at the last scan.
std::int64_t countPresent(db::Connection& connection, RootId root);

/// Tracks none of whose files is there: missing, or in a root that is frozen or was removed. Merged
/// ones are left out.
std::vector<KnownTrack> loadLostTracks(db::Connection& connection);
/// Tracks that were added after `addedAfter` and whose file is there.
std::vector<KnownTrack> loadPresentTracks(db::Connection& connection, UtcMs addedAfter);
/// Tracks with a file that is there and has this audio key.
std::vector<KnownTrack> loadPresentTracks(db::Connection& connection, const std::string& audioKey);
/// The track of a known file.
KnownTrack loadKnownTrack(db::Connection& connection, const KnownFile& file, RootId root);

/// Writes one file: a track with its file and totals, or the problem with it.
void writeFile(db::Connection& connection, const ReadFile& file, UtcMs now);
void markMissing(db::Connection& connection, FileId file, bool missing);
/// Its place holds another file now: it is missing, and the place is free for that file's row.
void displace(db::Connection& connection, FileId file);
/// Puts a file that is no audio file (a cue sheet) on the list of those that could not be read.
void noteProblem(db::Connection& connection, RootId root, const std::string& path,
    std::int64_t size, std::int64_t mtimeNs, const std::string& reason, UtcMs now);
/// Forgets problems of files that are gone. `present` decides by relative path.
void dropProblem(db::Connection& connection, RootId root, const std::string& path);
void finishRoot(db::Connection& connection, RootId root, bool frozen, UtcMs now);

struct Counts {
    std::int64_t available = 0, unavailable = 0, quarantined = 0;
};
/// Tracks of the whole collection; those of frozen roots are unavailable.
Counts countFiles(db::Connection& connection);

} // namespace segue::scan
