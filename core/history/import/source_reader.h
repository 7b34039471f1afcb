#pragma once

#include "core/base/result.h"
#include "core/history/import/source_library.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// What a file seems to be by its first bytes, else its name; an error for what cannot be imported
/// says what to choose instead, behind the file's name.
Result<ImportSource> detectSource(std::string_view head, std::string_view fileName);

/// Reads what `files` (bytes, absolute; files or folders of a player) hold, all of one player:
/// `from`, or as detected. Files that belong to one (rhythmdb.xml and playlists.xml, songs and the
/// folder playlists) bring the other along. Errors name the file and say what to do. Blocks on the
/// disk, writes nothing. Any thread.
Result<SourceLibrary> readSource(
    const std::vector<std::string>& files, std::optional<ImportSource> from);

/// Whether a folder has the library of a player right in it. Blocks on the disk.
bool holdsLibrary(const std::string& folder);

/// A library of another player where that player usually keeps it.
struct ImportPlace {
    ImportSource source = ImportSource::strawberry;
    std::string path; ///< bytes, absolute
    UtcMs changedAt = 0;
};
/// Those that exist, those of Flatpak included; the newest of each player first. `home` and
/// `dataHome` as in HOME and XDG_DATA_HOME. Blocks on the disk.
std::vector<ImportPlace> findImportPlaces(
    const std::string& home, const std::string& dataHome, const std::string& configHome);
/// The same for the user of this process.
std::vector<ImportPlace> findImportPlaces();

} // namespace segue
