#pragma once

#include "core/history/import/source_library.h"
#include "core/history/listen.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue {

/// A track as a listening history names it. Texts are UTF-8.
struct HistoryTrack {
    std::string artist, title, album;
    std::string recordingMbid; ///< empty: unknown
    std::int64_t durationMs = 0; ///< 0: unknown
};

/// One play of it.
struct HistoryPlay {
    std::uint32_t track = 0; ///< index into ListeningHistory::tracks
    UtcMs startedAt = 0;
    std::int64_t msHeard = -1; ///< -1: not said, as in scrobbles: it was heard
    std::optional<EndedBy> endedBy; ///< none: not said
    bool shuffle = false;
    bool isPrivate = false;
};

/// Plays of all files together: more are something else than one life.
constexpr std::size_t mostHistoryPlays = 5'000'000;

/// Every play that one or several files of a player hold, as written there: in any order, with
/// doubles and impossible times.
struct ListeningHistory {
    ImportSource source = ImportSource::spotify;
    std::vector<HistoryTrack> tracks;
    std::vector<HistoryPlay> plays;
    std::size_t notMusic = 0; ///< podcasts, videos, audiobooks
    std::size_t unheard = 0; ///< plays of which nothing was heard
    std::size_t unreadable = 0; ///< plays without a time, an artist or a title
    std::vector<std::string> notes; ///< for the user
    std::size_t mostPlays = mostHistoryPlays; ///< that it takes

    /// Whether there were more plays than it takes: one more is kept, and readers stop.
    bool isFull() const { return plays.size() > mostPlays; }
    /// Adds a play of `track`, which is kept once; `play.track` is set. Without artist or title it
    /// only counts as unreadable; texts are cut to longestSourceText.
    void add(HistoryTrack track, HistoryPlay play);

private:
    std::unordered_map<std::string, std::uint32_t> known_;
};

/// What one play can last at most.
constexpr std::int64_t longestPlayMs = msPerDay;

/// `bytes` as UTF-8: without a byte order mark; UTF-16 with one is decoded; what is no UTF-8 is
/// taken for Latin-1, and `guessed` set.
std::string historyText(std::string bytes, bool& guessed);

/// Times as histories write them: "2023-01-31T12:34:56Z", "2023-01-31 12:34", "31 Jan 2023 12:34",
/// "31 Jan 2023, 12:34", seconds or milliseconds since 1970. UTC, but for offsets that are said
/// ("2023-01-31T14:34:56+02:00"). None: it is no time.
std::optional<UtcMs> historyTime(std::string_view text);

} // namespace segue
