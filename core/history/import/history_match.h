#pragma once

#include "core/history/import/listening_history.h"
#include "core/library/track_table.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

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
    /// Names that stand for no one artist ("Various Artists") need the same album.
    std::optional<Row> find(const HistoryTrack& track) const;
    /// All that fit, by whatever of these, in the order of their ids: the copies that find()
    /// chooses from, whichever of them is there today.
    std::vector<Row> fitting(const HistoryTrack& track) const;

private:
    using Rows = std::unordered_multimap<std::string, Row>;
    /// What has to be the same apart from the names.
    enum class Also : std::uint8_t { nothing, albumOrLength, album };
    template <class Use>
    void forEachFitting(const HistoryTrack& track, const Rows& rows, const std::string& key,
        Also also, const Use& use) const;
    std::optional<Row> bestOf(
        const HistoryTrack& track, const Rows& rows, const std::string& key, Also also) const;
    static Also alsoFor(const HistoryTrack& track, const std::string& bare);

    const TrackTable& table_;
    Rows recordings_; // by MBID in small letters
    Rows names_; // by folded artist and title
    Rows bareNames_; // by artistKey of the main artist and recordingKey
};

} // namespace segue
