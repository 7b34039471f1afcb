#pragma once

#include "core/base/ids.h"
#include "core/library/track_table.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace segue::db {
class Connection;
}

namespace segue {

/// What the listener decided on the Health page, as those that count and suggest see it: one name
/// an artist, one track a recording. Files and lists keep what they are. Immutable once read.
struct CleanView {
    /// Folded names to the folded names that are meant; chains are resolved.
    std::unordered_map<std::string, std::string> artists;
    /// How the names that are meant are written, by their folded form.
    std::unordered_map<std::string, std::string> spellings;
    /// Tracks that are the same recording as another one; chains are resolved.
    std::unordered_map<TrackId, TrackId> recordings;

    const std::string& artist(const std::string& folded) const
    {
        const auto found = artists.find(folded);
        return found == artists.end() ? folded : found->second;
    }
    /// The name that an artist of this one is shown by: as it was chosen, else as it is.
    std::string_view shownArtist(std::string_view name) const;
    TrackId recording(TrackId track) const
    {
        const auto found = recordings.find(track);
        return found == recordings.end() ? track : found->second;
    }
    /// The row that plays and ratings of `track` count for: that of its recording, where it is
    /// there.
    std::optional<Row> rowOf(const TrackTable& table, TrackId track) const;
    /// Whether the row counts for another one.
    bool isDouble(const TrackTable& table, Row row) const;
    friend bool operator==(const CleanView&, const CleanView&) = default;
};
using CleanViewPtr = std::shared_ptr<const CleanView>;

/// Throws SQLite::Exception.
CleanView readCleanView(db::Connection& connection);

} // namespace segue
