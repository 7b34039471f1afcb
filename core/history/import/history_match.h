#pragma once

#include "core/history/import/listening_history.h"
#include "core/library/track_table.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace segue {

/// Finds the tracks that a listening history names in the library. Other than SourceMatcher it has
/// no paths and often no lengths, and the album may be another edition: RECOMMENDER 1's identity
/// of a recording decides. The table has to live as long. Making it costs a few microseconds a
/// track.
class HistoryMatcher {
public:
    explicit HistoryMatcher(const TrackTable& table);
    /// By the recording's MBID, else by artist and title (folded), else by those without guests and
    /// words of editions ("2011 Remaster"). Lengths that differ by more than 3 % (or 3 s) are other
    /// recordings; titles that many recordings have ("Intro") need the same album or length as
    /// well. Of several copies: the one of the same album, else that is there, else the lossless
    /// one, else the oldest.
    std::optional<Row> find(const HistoryTrack& track) const;

private:
    using Rows = std::unordered_multimap<std::string, Row>;
    std::optional<Row> bestOf(
        const HistoryTrack& track, const Rows& rows, const std::string& key, bool isTelling) const;

    const TrackTable& table_;
    Rows recordings_; // by MBID
    Rows names_; // by folded artist and title
    Rows bareNames_; // by artistKey of the main artist and recordingKey
};

} // namespace segue
