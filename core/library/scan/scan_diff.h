#pragma once

#include "core/base/ids.h"
#include "core/library/scan/found_files.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a scan has to do, decided on values: no disk, no database.

namespace segue {

/// A file row of the database, or one of its scan problems (then without ids).
struct KnownFile {
    FileId file;
    TrackId track;
    std::string path; ///< relative to its root
    std::int64_t size = 0;
    std::int64_t mtimeNs = 0;
    bool missing = false; ///< was not there at the last scan
};

struct ScanDiff {
    struct Pair {
        std::uint32_t known, found;
    };
    std::vector<std::uint32_t> added; ///< found, not known
    std::vector<Pair> changed; ///< size or mtime differ
    std::vector<Pair> returned; ///< was missing, is as it was
    std::vector<std::uint32_t> vanished; ///< known and present before, not found
    std::vector<std::uint32_t> stillMissing; ///< known, missing before, not found
    std::size_t unchanged = 0;
    std::size_t quarantined = 0; ///< known problems that did not change
};

/// `problems`: files that could not be read; those with the same size and mtime are left alone.
/// Known files in `unreadable` folders (relative; "" is all) count as unchanged: not finding them
/// says nothing.
ScanDiff diffFiles(const std::vector<KnownFile>& known, const std::vector<KnownFile>& problems,
    const FoundFiles& found, const std::vector<std::string>& unreadable = {});

/// Whether a root shall be frozen instead of losing everything: it is gone, or it held files and
/// holds none now. Both numbers are of the whole root.
bool shallFreeze(bool rootMissing, std::size_t knownPresent, std::size_t found);

/// What a file is recognised by in another place.
struct FileClue {
    std::string name; ///< file name without folders
    std::int64_t size = 0, mtimeNs = 0;
    std::uint32_t durationMs = 0; ///< 0: unknown
    std::string recordingMbid;
    std::string identity; ///< see identityOf(); empty: not enough tags
    std::string audioKey; ///< 16 bytes; empty: not known
};

/// A known file that is not where it was, or whose place may hold another file now.
using LostFile = FileClue;
/// A file that is new, or changed. Before its tags are read only name, size and mtime are known.
using NewFile = FileClue;

/// Folded artist, title and album in one text; empty unless artist and title are there.
std::string identityOf(std::string_view artist, std::string_view title, std::string_view album);

struct MoveMatch {
    std::uint32_t lost, added;
    const char* by; ///< name, content, copy, audio, mbid or tags: for the log
    /// The same bytes, as good as certain: nothing that one would want to take back.
    bool isSameBytes() const;
};

/// Which new files are lost ones in another place: same size, mtime and name; else (once tags are
/// read) same size, mtime and length; same size, name and tags (a copy with times of its own); the
/// same audio key; the same recording MBID; the same artist, title and album with lengths within
/// 2 s (encoded again, say). Each key counts only where it is unique on both sides: with several
/// candidates nothing is merged. `withTags`: false looks at the first key alone.
std::vector<MoveMatch> matchMoves(
    const std::vector<LostFile>& lost, const std::vector<NewFile>& added, bool withTags);

/// Whether two lengths may be those of one recording: within 2 s, both known.
bool isSameLength(std::uint32_t oneMs, std::uint32_t otherMs);

} // namespace segue
