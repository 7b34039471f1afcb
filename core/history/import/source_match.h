#pragma once

#include "core/history/import/source_library.h"
#include "core/library/track_table.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue {

/// How a track of another player was found in the library, the surest first.
enum class SourceMatchBy : std::uint8_t {
    path, ///< the same path
    tail, ///< the same names at the end of the path: moved, or another machine's
    tags, ///< artist, title, album and length
    ambiguous, ///< several fit as well: not guessed
    nothing,
};

struct SourceMatch {
    SourceMatchBy by = SourceMatchBy::nothing;
    Row row = 0; ///< when found by path, tail or tags
    std::vector<Row> candidates; ///< when ambiguous, at most mostCandidates
};

/// Finds the tracks of other players in the library. The table has to live as long. Making it costs
/// a few microseconds a track; finding O(candidates of the same file name, or artist and title).
class SourceMatcher {
public:
    static constexpr std::size_t mostCandidates = 5;

    explicit SourceMatcher(const TrackTable& table);
    /// By path; else by the end of the path, where that is no chance; else by tags. Texts are
    /// compared folded. What the texts or the length contradict is not matched by its path's end.
    SourceMatch find(const SourceTrack& track) const;

private:
    SourceMatch byTail(const SourceTrack& track, std::string_view path) const;
    SourceMatch byTags(const SourceTrack& track) const;
    std::vector<Row> withTags(std::string_view artist, std::string_view title) const;

    const TrackTable& table_;
    std::unordered_map<std::string_view, Row> paths_;
    std::unordered_multimap<std::string, Row> names_; // folded names of files
    std::unordered_multimap<std::string, Row> tags_; // folded artist and title
};

} // namespace segue
