#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/library/edit/tag_writer.h"
#include "core/library/tags/tag_changes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace segue::db {
class Connection;
}

// The log of edits and what an edit changes in the collection's tables. All functions throw
// SQLite::Exception; the writing ones run in a job of db::Store.

namespace segue {

/// An edit as it is listed.
struct LoggedEdit {
    std::int64_t id = 0;
    UtcMs at = 0;
    bool isMove = false;
    std::string text;
    std::int64_t files = 0; ///< that were changed, or wait
    std::int64_t waiting = 0;
    bool listed = true; ///< can be taken back
    std::optional<UtcMs> undoneAt;
};

/// One file of an edit.
struct LoggedFile {
    enum class State : std::uint8_t { waiting, done, failed, undone };
    std::int64_t id = 0, edit = 0;
    TrackId track; ///< none: not in the collection then
    std::string path, newPath;
    tags::TagChanges changes, before; ///< as far as asked for
    bool keepTime = false;
    State state = State::done;
};

/// A present file of the collection by its path.
struct CollectionFile {
    FileId file;
    RootId root;
    TrackId track;
    std::string path; ///< relative to the root
    std::size_t rootBytes = 0; ///< of the absolute path that are the root's
    std::int64_t size = 0, mtimeNs = 0;
    std::string audioKey; ///< empty: not known
    bool hasParts = false; ///< a cue sheet makes several tracks of it
};
std::optional<CollectionFile> findFile(db::Connection& connection, const std::string& path);
/// Where the track's file is now, absolute; empty: it has none that is there.
std::string pathOfTrack(db::Connection& connection, TrackId track);

/// A new edit; old ones beyond some hundred are forgotten.
std::int64_t logEdit(db::Connection& connection, bool isMove, const std::string& text, UtcMs now,
    bool listed = true);
/// A file of it; pictures are stored once. Returns its id.
std::int64_t logFile(db::Connection& connection, const LoggedFile& file);
/// What it was to become is forgotten with any state but waiting.
void setState(db::Connection& connection, std::int64_t file, LoggedFile::State state);
/// What takes it back, before the file changes; what is there already stays.
void setBefore(db::Connection& connection, std::int64_t file, const tags::TagChanges& before);
/// An edit that changed nothing is taken off the list; one without a file that could be taken back
/// is marked as undone.
void settleEdit(db::Connection& connection, std::int64_t edit, UtcMs now);

/// The listed ones, the newest first.
std::vector<LoggedEdit> loadEdits(db::Connection& connection, std::size_t limit);
std::optional<LoggedEdit> loadEdit(db::Connection& connection, std::int64_t id);
/// The newest listed one that is not taken back; 0: there is none.
std::int64_t newestEdit(db::Connection& connection);
/// The newest listed edit of the same kind after `edit` that holds and touches one of its files; 0:
/// there is none.
std::int64_t laterEdit(db::Connection& connection, std::int64_t edit);
/// In the order they were done.
std::vector<LoggedFile> loadFiles(db::Connection& connection, std::int64_t edit);
std::vector<LoggedFile> loadWaiting(db::Connection& connection);
/// Those that a crash left on their way, or that did not begin theirs.
std::vector<LoggedFile> loadUnfinishedMoves(db::Connection& connection);

/// The collection follows a written file at once: its track keeps its number, and the next scan
/// finds nothing new. Sound that was analysed stays so.
void followWrite(
    db::Connection& connection, const CollectionFile& file, const WrittenTags& written, UtcMs now);
/// The same for a file that moved to the absolute path `to`. Nothing when that is in no root.
void followMove(db::Connection& connection, const CollectionFile& file, const std::string& to);
/// Segue itself wrote these into the file; see the table.
void noteWrittenTotals(
    db::Connection& connection, TrackId track, const std::vector<tags::Field>& changes);

} // namespace segue
